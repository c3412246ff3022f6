/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-arguments.h"
#include "gmarl-cli-library.h"
#include "gmarl-cli-training.h"
#include "gmarl-export-file.h"
#include "gmarl-export-runs.h"
#include "gmarl-run-command.h"

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
  GPtrArray *runs; /* of GmarlPlannedTraining */
  char *reference; /* what names all of the runs on the command line */
  GmarlProgress *progress;
} Training;

static void
training_clear (Training *self)
{
  g_clear_pointer (&self->runs, g_ptr_array_unref);
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

/* The policy to begin with, and the run it is from. */
static GBytes *
load_init_from (const Arguments *self, const GmarlRunConfig *config, char **run_id, GError **error)
{
  g_autoptr (GmarlLibrary) library =
      gmarl_cli_open_library (self->library, GMARL_LIBRARY_READ_ONLY, error);
  g_autoptr (GPtrArray) runs =
      library == NULL ? NULL : gmarl_library_find_runs (library, self->init_from, error);
  GBytes *bytes;

  if (runs == NULL)
    return NULL;
  *run_id = g_strdup (gmarl_library_best_run (runs)->id);
  bytes = gmarl_run_plan_load_networks (library, *run_id, config, error);
  if (bytes == NULL)
    g_prefix_error (error, "--init-from: ");
  return bytes;
}

/* plans: (transfer full) */
static void
add_runs (Training *self, GPtrArray *plans, const char *name)
{
  g_autoptr (GPtrArray) owned = plans;

  g_ptr_array_set_free_func (plans, NULL);
  for (guint k = 0; k < plans->len; k++) {
    GmarlPlannedTraining *planned = g_new0 (GmarlPlannedTraining, 1);

    planned->plan = plans->pdata[k];
    g_ptr_array_add (self->runs, planned);
  }
  self->reference = g_strdup (plans->len == 1 ? ((GmarlRunPlan *) plans->pdata[0])->run_id : name);
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
  const GmarlRunGroupPlan group = {
    .config = config,
    .name = self->arguments->name,
    .seeds = (const guint64 *) (gconstpointer) seeds->data,
    .n_seeds = seeds->len,
    .init_from = init_from,
    .init_from_id = init_from_id,
  };
  g_autofree char *name = NULL;
  GPtrArray *plans;

  self->library = gmarl_cli_open_library (self->arguments->library, GMARL_LIBRARY_DEFAULT, error);
  plans =
      self->library == NULL ? NULL : gmarl_run_plans_begin (self->library, &group, &name, error);
  if (plans == NULL)
    return FALSE;
  add_runs (self, plans, name);
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

static gboolean
prepare_resumed (Training *self, GError **error)
{
  const char *reference = self->arguments->resume;
  g_autoptr (GmarlLibrary) library =
      gmarl_cli_open_library (self->arguments->library, GMARL_LIBRARY_READ_ONLY, error);
  g_autoptr (GPtrArray) runs =
      library == NULL ? NULL : gmarl_library_find_runs (library, reference, error);
  g_autoptr (GPtrArray) plans = NULL;

  if (runs == NULL)
    return FALSE;
  self->library = gmarl_cli_open_library (self->arguments->library, GMARL_LIBRARY_DEFAULT, error);
  plans = self->library == NULL ? NULL : gmarl_run_plans_resume (self->library, runs, error);
  if (plans == NULL)
    return FALSE;
  if (plans->len == 0) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("“%s” is finished: for a longer training begin a new run with --init-from %s"),
                 reference, reference);
    return FALSE;
  }
  for (guint k = 0; k < plans->len; k++)
    if (!set_key (((GmarlRunPlan *) plans->pdata[k])->config, "--threads", "threads",
                  self->arguments->threads, error))
      return FALSE;
  add_runs (self, g_steal_pointer (&plans), reference);
  return TRUE;
}

/* A command line about all of the runs, as it can be typed. */
static char *
make_command (const Training *self, const char *command)
{
  g_autofree char *reference = gmarl_run_command_quote (self->reference);
  g_autofree char *folder = NULL;

  if (self->arguments->library == NULL)
    return g_strdup_printf ("gridmarl-cli %s %s", command, reference);
  folder = gmarl_run_command_quote (self->arguments->library);
  return g_strdup_printf ("gridmarl-cli %s %s --library %s", command, reference, folder);
}

static void
print_run (const GmarlPlannedTraining *run)
{
  g_autofree char *time = gmarl_format_duration (run->progress.seconds);

  if (run->outcome != GMARL_OUTCOME_FINISHED)
    return;
  if (isfinite (run->progress.best_score))
    g_print (
        _ ("Run %s, seed %llu: best validation reward %.2f at iteration %lld; %lld iterations in %s\n"),
        run->plan->run_id, (unsigned long long) run->plan->seed, run->progress.best_score,
        (long long) run->progress.best_iteration, (long long) run->progress.iterations, time);
  else
    g_print (_ ("Run %s, seed %llu: %lld iterations in %s, without validation\n"),
             run->plan->run_id, (unsigned long long) run->plan->seed,
             (long long) run->progress.iterations, time);
}

static gboolean
print_json (const Training *self, GError **error)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autofree GmarlRunExport *exports = g_new0 (GmarlRunExport, self->runs->len);
  g_autofree char *text = NULL;

  for (guint k = 0; k < self->runs->len; k++) {
    const GmarlPlannedTraining *run = self->runs->pdata[k];
    GPtrArray *found = gmarl_library_find_runs (self->library, run->plan->run_id, error);

    if (found == NULL)
      return FALSE;
    g_ptr_array_add (records, found);
    exports[k].record = found->pdata[0];
  }
  text = gmarl_export_runs_json (exports, self->runs->len);
  return gmarl_export_text ("-", text, error);
}

static gboolean
print_results (const Training *self, guint n_failed, GError **error)
{
  if (self->arguments->json)
    return print_json (self, error);
  for (guint k = 0; k < self->runs->len; k++)
    print_run (self->runs->pdata[k]);
  if (n_failed < self->runs->len) {
    g_autofree char *command = make_command (self, "compare --policy");

    g_print (_ ("Compare: %s --policy heuristic --policy random\n"), command);
  }
  return TRUE;
}

/* Prints each failed seed's error; a single one's is the command's. */
static void
report_failures (Training *self, GError **error)
{
  for (guint k = 0; k < self->runs->len; k++) {
    GmarlPlannedTraining *run = self->runs->pdata[k];

    if (run->error == NULL)
      continue;
    g_prefix_error (&run->error, _ ("Run %s, seed %llu: "), run->plan->run_id,
                    (unsigned long long) run->plan->seed);
    if (self->runs->len == 1)
      g_propagate_error (error, g_steal_pointer (&run->error));
    else
      gmarl_cli_print_error (run->error);
  }
}

static gboolean
has_unfinished (const GPtrArray *runs)
{
  for (guint k = 0; k < runs->len; k++)
    if (((const GmarlPlannedTraining *) runs->pdata[k])->outcome != GMARL_OUTCOME_FINISHED)
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
  self.runs = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_planned_training_free);
  if (!(parsed.resume == NULL ? prepare_new (&self, error) : prepare_resumed (&self, error)))
    return GMARL_STATUS_FAILED;

  resume = make_command (&self, "train --resume");
  parting_words = g_strdup_printf (
      _ ("Ended at once; what was stored is safe. Go on from the last checkpoint with: %s"),
      resume);
  gmarl_interrupt_set_parting_words (interrupt, parting_words);
  n_failed = gmarl_planned_trainings_run (self.runs, interrupt, self.progress);
  gmarl_progress_clear (self.progress);

  report_failures (&self, error);
  if (error != NULL && *error != NULL)
    return GMARL_STATUS_FAILED;
  if (g_cancellable_is_cancelled (gmarl_interrupt_get_cancellable (interrupt)) &&
      has_unfinished (self.runs)) {
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
