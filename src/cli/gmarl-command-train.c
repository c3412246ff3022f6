/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-backend.h"
#include "gmarl-cli-arguments.h"
#include "gmarl-cli-policies.h"
#include "gmarl-cli-training.h"
#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-export-runs.h"
#include "gmarl-learner.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Each seed of a run group holds its run, with a few open files, from the beginning. */
#define MOST_SEEDS 100

typedef struct {
  GmarlScenarioArguments scenario;
  char *iterations;
  char *checkpoint_freq;
  char *seeds;
  gboolean share_params;
  gboolean no_gpu;
  char *threads;
  char *name;
  char *init_from;
  char *library;
  char *resume;
  gboolean quiet;
  gboolean json;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  gmarl_scenario_arguments_clear (&self->scenario);
  g_free (self->iterations);
  g_free (self->checkpoint_freq);
  g_free (self->seeds);
  g_free (self->threads);
  g_free (self->name);
  g_free (self->init_from);
  g_free (self->library);
  g_free (self->resume);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* All runs of one command. */
typedef struct {
  const Arguments *arguments;
  GmarlLibrary *library;
  GPtrArray *jobs; /* of GmarlTrainingJob */
  char *reference; /* what names all of the runs on the command line */
  GmarlProgress *progress;
} Training;

static void
training_clear (Training *self)
{
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  g_clear_pointer (&self->library, gmarl_library_close);
  g_clear_pointer (&self->reference, g_free);
  g_clear_pointer (&self->progress, gmarl_progress_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Training, training_clear)

/* A resumed run takes everything from what it was begun with. */
static gboolean
check_resume_alone (const Arguments *self, GError **error)
{
  const struct {
    const char *option;
    gboolean is_given;
  } options[] = {
    { "--scenario", self->scenario.scenario != NULL },
    { "--set", self->scenario.set != NULL },
    { "--iterations", self->iterations != NULL },
    { "--checkpoint-freq", self->checkpoint_freq != NULL },
    { "--seeds", self->seeds != NULL },
    { "--share-params", self->share_params },
    { "--name", self->name != NULL },
    { "--init-from", self->init_from != NULL },
  };

  for (gsize k = 0; self->resume != NULL && k < G_N_ELEMENTS (options); k++)
    if (options[k].is_given) {
      g_set_error (
          error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
          _ ("--resume takes everything from the run: leave out %s, or begin a new run with --init-from"),
          options[k].option);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse (const GmarlCommand *command, Arguments *self, char **arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "iterations", 0, 0, G_OPTION_ARG_STRING, &self->iterations,
      N_ ("Iterations to train (default: 500)"), N_ ("N") },
    { "checkpoint-freq", 0, 0, G_OPTION_ARG_STRING, &self->checkpoint_freq,
      N_ ("Iterations between checkpoints that are kept (default: 50)"), N_ ("N") },
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &self->seeds,
      N_ ("Training seeds, one run each: 1, 1,2,3 or 1-10 (default: 1)"), N_ ("SEEDS") },
    { "share-params", 0, 0, G_OPTION_ARG_NONE, &self->share_params, N_ ("One policy for all nodes"),
      NULL },
    { "no-gpu", 0, 0, G_OPTION_ARG_NONE, &self->no_gpu, N_ ("Use the processor alone"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &self->threads,
      N_ ("Threads to use; the results do not depend on it (default: one a core)"), N_ ("N") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name, N_ ("Name of the run group"), N_ ("TEXT") },
    { "init-from", 0, 0, G_OPTION_ARG_STRING, &self->init_from,
      N_ ("Begin with the networks of another run"), N_ ("RUN") },
    { "resume", 0, 0, G_OPTION_ARG_STRING, &self->resume,
      N_ ("Go on with a run, or with every unfinished run of a group"), N_ ("RUN") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet, N_ ("Show no progress"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print the runs as JSON in the end"),
      NULL },
    { NULL },
  };
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = NULL;

  gmarl_scenario_arguments_add (&self->scenario, parser);
  gmarl_parser_add (parser, entries);
  gmarl_cli_add_library_option (parser, &self->library);
  positional = gmarl_parser_parse (parser, arguments, 0, 0, error);
  return positional != NULL && check_resume_alone (self, error);
}

/* Sets a key from an option, whose name the message gets. */
static gboolean
set_key (GmarlRunConfig *config,
         const char *option,
         const char *key,
         const char *value,
         GError **error)
{
  if (value == NULL || gmarl_run_config_set (config, key, value, error))
    return TRUE;
  g_prefix_error (error, "%s: ", option);
  return FALSE;
}

static GmarlRunConfig *
load_config (const Arguments *self, GError **error)
{
  g_autoptr (GmarlRunConfig) config = gmarl_scenario_arguments_load (&self->scenario, error);

  if (config == NULL || !set_key (config, "--iterations", "iterations", self->iterations, error) ||
      !set_key (config, "--checkpoint-freq", "checkpoint.interval", self->checkpoint_freq, error) ||
      !set_key (config, "--threads", "threads", self->threads, error))
    return NULL;
  if (self->share_params)
    config->learning.share_parameters = TRUE;
  return gmarl_run_config_validate (config, error) ? g_steal_pointer (&config) : NULL;
}

/* The policy to begin with. It must fit, which is found out before anything is stored. */
static GBytes *
load_init_from (const Arguments *self, const GmarlRunConfig *config, char **run_id, GError **error)
{
  GmarlObservation observation =
      config->learning.share_parameters ? GMARL_OBSERVATION_SHARED : GMARL_OBSERVATION_OWN;
  g_autoptr (GmarlLibrary) library =
      gmarl_cli_open_library (self->library, GMARL_LIBRARY_READ_ONLY, error);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GmarlCheckpoint) checkpoint = NULL;
  g_autoptr (GmarlGrid) grid = NULL;
  g_autoptr (GmarlEnvironment) environment = NULL;
  g_autoptr (GmarlLearner) learner = NULL;
  g_autofree char *label = NULL;
  const GmarlRunRecord *run;

  runs = library == NULL ? NULL : gmarl_library_find_runs (library, self->init_from, error);
  if (runs == NULL)
    return NULL;
  run = gmarl_cli_best_run (runs);
  label = g_strdup_printf (_ ("run %s"), run->id);
  bytes = gmarl_library_load_checkpoint (library, run->id, GMARL_CHECKPOINT_BEST, 0, NULL, error);
  checkpoint = bytes == NULL ? NULL : gmarl_checkpoint_open (bytes, label, error);
  grid = checkpoint == NULL ? NULL : gmarl_grid_new (config->scenario, error);
  if (grid == NULL)
    return NULL;
  environment = gmarl_grid_environment_new (grid, observation, 0);
  learner = gmarl_learner_new (environment, &config->learning, 0, config->iterations, error);
  if (learner == NULL || !gmarl_learner_load_networks (learner, checkpoint, error)) {
    g_prefix_error (error, "--init-from: ");
    return NULL;
  }
  *run_id = g_strdup (run->id);
  return g_steal_pointer (&bytes);
}

/* A name that no other run group has yet, so that it can be used on the command line. */
static char *
choose_name (GmarlLibrary *library, const GmarlRunConfig *config)
{
  g_autofree char *base = gmarl_run_config_describe (config);
  char *name = g_strdup (base);

  for (guint n = 2;; n++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, name, &error);

    if (runs == NULL && g_error_matches (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND))
      return name;
    if (runs == NULL && !g_error_matches (error, GMARL_ERROR, GMARL_ERROR_CONFIG))
      return name;
    g_free (name);
    name = g_strdup_printf ("%s (%u)", base, n);
  }
}

static GmarlTrainingJob *
job_new (GmarlLibrary *library,
         char *run_id,
         guint64 seed,
         const GmarlRunConfig *config,
         GError **error)
{
  GmarlTrainingJob *job = g_new0 (GmarlTrainingJob, 1);

  job->run_id = run_id;
  job->seed = seed;
  job->config = gmarl_run_config_copy (config);
  job->sink = gmarl_library_open_sink (library, run_id, error);
  if (job->sink != NULL)
    return job;
  gmarl_training_job_free (job);
  return NULL;
}

/* Begins all runs at once, so that each can be resumed whenever this process ends. */
static gboolean
begin_runs (Training *self,
            const GmarlRunConfig *config,
            const GArray *seeds,
            GBytes *init_from,
            const char *init_from_id,
            GError **error)
{
  const char *level = gmarl_kernel_level_name (config->learning.kernel_level, error);
  g_autofree char *name = NULL;
  g_autofree char *group_id = NULL;

  if (level == NULL)
    return FALSE;
  self->library = gmarl_cli_open_library (self->arguments->library, GMARL_LIBRARY_DEFAULT, error);
  if (self->library == NULL)
    return FALSE;
  name = self->arguments->name != NULL ? g_strdup (self->arguments->name)
                                       : choose_name (self->library, config);
  group_id = gmarl_library_begin_group (self->library, config, name, error);
  if (group_id == NULL)
    return FALSE;

  for (guint k = 0; k < seeds->len; k++) {
    guint64 seed = g_array_index (seeds, guint64, k);
    char *run_id =
        gmarl_library_begin_run (self->library, group_id, seed, level, init_from_id, error);
    GmarlTrainingJob *job =
        run_id == NULL ? NULL : job_new (self->library, run_id, seed, config, error);

    if (job == NULL)
      return FALSE;
    job->init_from = init_from == NULL ? NULL : g_bytes_ref (init_from);
    if (k > 0)
      gmarl_run_sink_status (job->sink, GMARL_RUN_PAUSED, _ ("Waits for the seeds before it"),
                             NULL);
    g_ptr_array_add (self->jobs, job);
  }
  self->reference = seeds->len == 1 ? g_strdup (((GmarlTrainingJob *) self->jobs->pdata[0])->run_id)
                                    : g_steal_pointer (&name);
  return TRUE;
}

static gboolean
prepare_new (Training *self, GError **error)
{
  const Arguments *arguments = self->arguments;
  g_autoptr (GArray) seeds = gmarl_parse_seeds (
      "--seeds", arguments->seeds == NULL ? "1" : arguments->seeds, MOST_SEEDS, error);
  g_autoptr (GmarlRunConfig) config = seeds == NULL ? NULL : load_config (arguments, error);
  g_autoptr (GBytes) init_from = NULL;
  g_autofree char *init_from_id = NULL;
  g_autofree char *memory = NULL;

  if (config == NULL)
    return FALSE;
  if (arguments->init_from != NULL) {
    init_from = load_init_from (arguments, config, &init_from_id, error);
    if (init_from == NULL)
      return FALSE;
  }
  gmarl_cli_print_warnings (config->scenario);
  memory = g_format_size_full (gmarl_run_config_estimate_memory (config), G_FORMAT_SIZE_IEC_UNITS);
  gmarl_progress_print (self->progress, _ ("Training on %s; it takes about %s of memory."),
                        config->scenario->name, memory);
  return begin_runs (self, config, seeds, init_from, init_from_id, error);
}

/* The resume state of a run, or what it was to begin with if it was killed before its first one. */
static gboolean
load_state (GmarlLibrary *library, const GmarlRunRecord *run, GmarlTrainingJob *job, GError **error)
{
  g_autoptr (GPtrArray) checkpoints = gmarl_library_list_checkpoints (library, run->id, error);

  if (checkpoints == NULL)
    return FALSE;
  for (guint k = 0; k < checkpoints->len; k++)
    if (((GmarlCheckpointRecord *) checkpoints->pdata[k])->kind == GMARL_CHECKPOINT_LAST) {
      job->resume =
          gmarl_library_load_checkpoint (library, run->id, GMARL_CHECKPOINT_LAST, 0, NULL, error);
      return job->resume != NULL;
    }
  if (run->init_from != NULL) {
    job->init_from = gmarl_library_load_checkpoint (library, run->init_from, GMARL_CHECKPOINT_BEST,
                                                    0, NULL, error);
    return job->init_from != NULL;
  }
  return TRUE;
}

static gboolean
add_resumed (Training *self, const GmarlRunRecord *run, GError **error)
{
  g_autoptr (GmarlRunConfig) config = gmarl_library_load_config (self->library, run->id, error);
  GmarlTrainingJob *job;

  /* The bits are those of the kernels that it began with. */
  if (config == NULL || !gmarl_run_config_set (config, "kernel_level", run->kernel_level, error) ||
      !set_key (config, "--threads", "threads", self->arguments->threads, error) ||
      !gmarl_run_config_validate (config, error))
    return FALSE;
  job = job_new (self->library, g_strdup (run->id), run->seed, config, error);
  if (job == NULL)
    return FALSE;
  g_ptr_array_add (self->jobs, job);
  return load_state (self->library, run, job, error);
}

static gboolean
prepare_resumed (Training *self, GError **error)
{
  const char *reference = self->arguments->resume;
  g_autoptr (GmarlLibrary) library =
      gmarl_cli_open_library (self->arguments->library, GMARL_LIBRARY_READ_ONLY, error);
  g_autoptr (GPtrArray) runs =
      library == NULL ? NULL : gmarl_library_find_runs (library, reference, error);

  if (runs == NULL)
    return FALSE;
  self->library = gmarl_cli_open_library (self->arguments->library, GMARL_LIBRARY_DEFAULT, error);
  if (self->library == NULL)
    return FALSE;
  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];

    if (run->status != GMARL_RUN_FINISHED && !add_resumed (self, run, error))
      return FALSE;
  }
  if (self->jobs->len == 0) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("“%s” is finished: for a longer training begin a new run with --init-from %s"),
                 reference, reference);
    return FALSE;
  }
  self->reference = self->jobs->len == 1
                        ? g_strdup (((GmarlTrainingJob *) self->jobs->pdata[0])->run_id)
                        : g_strdup (reference);
  return TRUE;
}

/* The text as a shell takes it for one word. */
static char *
quote_word (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_./", *p) == NULL)
      return g_shell_quote (text);
  return text[0] == '\0' ? g_shell_quote (text) : g_strdup (text);
}

/* A command line about all of the runs, as it can be typed. */
static char *
make_command (const Training *self, const char *command)
{
  g_autofree char *reference = quote_word (self->reference);
  g_autofree char *folder = NULL;

  if (self->arguments->library == NULL)
    return g_strdup_printf ("gridmarl-cli %s %s", command, reference);
  folder = quote_word (self->arguments->library);
  return g_strdup_printf ("gridmarl-cli %s %s --library %s", command, reference, folder);
}

static void
print_job (const GmarlTrainingJob *job)
{
  g_autofree char *time = gmarl_format_duration (job->progress.seconds);

  if (job->outcome != GMARL_OUTCOME_FINISHED)
    return;
  if (isfinite (job->progress.best_score))
    g_print (
        _ ("Run %s, seed %llu: best validation reward %.2f at iteration %lld; %lld iterations in %s\n"),
        job->run_id, (unsigned long long) job->seed, job->progress.best_score,
        (long long) job->progress.best_iteration, (long long) job->progress.iterations, time);
  else
    g_print (_ ("Run %s, seed %llu: %lld iterations in %s, without validation\n"), job->run_id,
             (unsigned long long) job->seed, (long long) job->progress.iterations, time);
}

static gboolean
print_json (const Training *self, GError **error)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autofree GmarlRunExport *exports = g_new0 (GmarlRunExport, self->jobs->len);
  g_autofree char *text = NULL;

  for (guint k = 0; k < self->jobs->len; k++) {
    const GmarlTrainingJob *job = self->jobs->pdata[k];
    GPtrArray *found = gmarl_library_find_runs (self->library, job->run_id, error);

    if (found == NULL)
      return FALSE;
    g_ptr_array_add (records, found);
    exports[k].record = found->pdata[0];
  }
  text = gmarl_export_runs_json (exports, self->jobs->len);
  return gmarl_export_text ("-", text, error);
}

static gboolean
print_results (const Training *self, guint n_failed, GError **error)
{
  if (self->arguments->json)
    return print_json (self, error);
  for (guint k = 0; k < self->jobs->len; k++)
    print_job (self->jobs->pdata[k]);
  if (n_failed < self->jobs->len) {
    g_autofree char *command = make_command (self, "compare --policy");

    g_print (_ ("Compare: %s --policy heuristic --policy random\n"), command);
  }
  return TRUE;
}

/* Prints each failed seed's error; a single one's is the command's. */
static void
report_failures (Training *self, GError **error)
{
  for (guint k = 0; k < self->jobs->len; k++) {
    GmarlTrainingJob *job = self->jobs->pdata[k];

    if (job->error == NULL)
      continue;
    g_prefix_error (&job->error, _ ("Run %s, seed %llu: "), job->run_id,
                    (unsigned long long) job->seed);
    if (self->jobs->len == 1)
      g_propagate_error (error, g_steal_pointer (&job->error));
    else
      gmarl_cli_print_error (job->error);
  }
}

static gboolean
has_unfinished (const GPtrArray *jobs)
{
  for (guint k = 0; k < jobs->len; k++)
    if (((const GmarlTrainingJob *) jobs->pdata[k])->outcome != GMARL_OUTCOME_FINISHED)
      return TRUE;
  return FALSE;
}

GmarlStatus
gmarl_command_train (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) parsed = { .scenario = GMARL_SCENARIO_ARGUMENTS_NONE };
  g_auto (Training) self = { .arguments = &parsed };
  g_autoptr (GmarlInterrupt) interrupt = NULL;
  g_autofree char *resume = NULL;
  g_autofree char *parting_words = NULL;
  guint n_failed;

  if (!parse (command, &parsed, arguments, error))
    return GMARL_STATUS_USAGE;
  /* From here on Ctrl+C leaves nothing half done. */
  interrupt = gmarl_interrupt_new ();
  self.progress = gmarl_progress_new (parsed.quiet);
  self.jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_training_job_free);
  if (!(parsed.resume == NULL ? prepare_new (&self, error) : prepare_resumed (&self, error)))
    return GMARL_STATUS_FAILED;

  resume = make_command (&self, "train --resume");
  parting_words = g_strdup_printf (
      _ ("Ended at once; what was stored is safe. Go on from the last checkpoint with: %s"),
      resume);
  gmarl_interrupt_set_parting_words (interrupt, parting_words);
  n_failed = gmarl_training_run_jobs (self.jobs, interrupt, self.progress);
  gmarl_progress_clear (self.progress);

  report_failures (&self, error);
  if (error != NULL && *error != NULL)
    return GMARL_STATUS_FAILED;
  if (g_cancellable_is_cancelled (gmarl_interrupt_get_cancellable (interrupt)) &&
      has_unfinished (self.jobs)) {
    if (parsed.json && !print_json (&self, error))
      return GMARL_STATUS_FAILED;
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                 _ ("Interrupted; everything so far is stored. Go on with: %s"), resume);
    return GMARL_STATUS_INTERRUPTED;
  }
  if (!print_results (&self, n_failed, error))
    return GMARL_STATUS_FAILED;
  return n_failed == 0 ? GMARL_STATUS_DONE : GMARL_STATUS_FAILED;
}
