/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-command-scale-private.h"

#include "gmarl-cli-arguments.h"
#include "gmarl-cli-figure.h"
#include "gmarl-cli-interrupt.h"
#include "gmarl-cli-library.h"
#include "gmarl-cli-progress.h"
#include "gmarl-export-file.h"
#include "gmarl-export-scaling.h"
#include "gmarl-figure-scaling.h"
#include "gmarl-scaling-estimate.h"
#include "gmarl-scaling-runner.h"
#include "gmarl-workers.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_JOBS 1000

/* How often the library is asked how far things are. */
#define LOOK_US (250 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  GmarlScenarioArguments scenario;
  char *agents;
  char *sharing;
  char *iterations;
  char *seeds;
  char *jobs;
  char *threads;
  char *library;
  char *csv;
  char *json_file;
  GmarlFigureArguments figure;
  gboolean estimate;
  gboolean quiet;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  gmarl_scenario_arguments_clear (&self->scenario);
  g_free (self->agents);
  g_free (self->sharing);
  g_free (self->iterations);
  g_free (self->seeds);
  g_free (self->jobs);
  g_free (self->threads);
  g_free (self->library);
  g_free (self->csv);
  g_free (self->json_file);
  gmarl_figure_arguments_clear (&self->figure);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

typedef struct {
  const Arguments *arguments;
  GmarlScalingStudy *study;
  gint64 jobs;
  gint64 threads; /* of each job */
  GmarlLibrary *library;
  GmarlStudyRecord *record;
  GmarlInterrupt *interrupt;
  GmarlProgress *progress;
} Scaling;

static void
scaling_clear (Scaling *self)
{
  g_clear_pointer (&self->study, gmarl_scaling_study_free);
  g_clear_pointer (&self->record, gmarl_study_record_free);
  g_clear_pointer (&self->library, gmarl_library_close);
  g_clear_pointer (&self->progress, gmarl_progress_free);
  g_clear_pointer (&self->interrupt, gmarl_interrupt_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scaling, scaling_clear)

/* The place of a quantity in the registry, or -1. */
static gint
find_quantity (const char *id)
{
  for (gint k = 0; k < GMARL_N_SCALING; k++)
    if (strcmp (gmarl_scaling_quantities[k].id, id) == 0)
      return k;
  return -1;
}

static char *
list_quantities (void)
{
  const char *ids[GMARL_N_SCALING + 1] = { NULL };

  for (gsize k = 0; k < GMARL_N_SCALING; k++)
    ids[k] = gmarl_scaling_quantities[k].id;
  return g_strjoinv (", ", (char **) ids);
}

static gboolean
read_quantities (const Arguments *self, GError **error)
{
  char **metrics = self->figure.metrics;

  for (gsize k = 0; metrics != NULL && metrics[k] != NULL; k++)
    if (find_quantity (metrics[k]) < 0) {
      g_autofree char *ids = list_quantities ();

      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“--figure-metric %s” is no metric of a study; its metrics are %s"),
                   metrics[k], ids);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse (const GmarlCommand *command, Arguments *self, char **arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "agents", 0, 0, G_OPTION_ARG_STRING, &self->agents,
      N_ ("Numbers of agents: 3,5,7,10 or 10:50:10 (default: 3,5,7,10)"), N_ ("SIZES") },
    { "share-params", 0, 0, G_OPTION_ARG_STRING, &self->sharing,
      N_ ("A policy for each agent, one for all, or each in turn (default: no)"),
      N_ ("no|yes|both") },
    { "iterations", 0, 0, G_OPTION_ARG_STRING, &self->iterations,
      N_ ("Iterations of each training (default: 500)"), N_ ("N") },
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &self->seeds,
      N_ ("Training seeds: 1, 1,2,3 or 1-10 (default: 1-5)"), N_ ("SEEDS") },
    { "jobs", 0, 0, G_OPTION_ARG_STRING, &self->jobs,
      N_ ("Trainings at a time, which share the threads (default: 1)"), N_ ("N") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &self->threads,
      N_ ("Threads of all jobs; the results do not depend on it (default: one a core)"), N_ ("N") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &self->csv,
      N_ ("Write what was measured of each cell, a row each"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &self->json_file,
      N_ ("Write everything: study, cells, means with intervals"), N_ ("FILE") },
    { "estimate", 0, 0, G_OPTION_ARG_NONE, &self->estimate,
      N_ ("Only say what the study would take"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet, N_ ("Show no progress"), NULL },
    { NULL },
  };
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = NULL;

  gmarl_scenario_arguments_add (&self->scenario, parser);
  gmarl_parser_add (parser, entries);
  gmarl_figure_arguments_add (&self->figure, parser);
  gmarl_cli_add_library_option (parser, &self->library);
  positional = gmarl_parser_parse (parser, arguments, 0, 0, error);
  return positional != NULL && gmarl_figure_arguments_read (&self->figure, error) &&
         read_quantities (self, error);
}

/* What a setter makes of an option's text, whose name the message gets. */
static gboolean
set_option (GmarlScalingStudy *study,
            const char *option,
            const char *text,
            gboolean (*set) (GmarlScalingStudy *, const char *, GError **),
            GError **error)
{
  if (text == NULL || set (study, text, error))
    return TRUE;
  g_prefix_error (error, "%s: ", option);
  return FALSE;
}

static gboolean
set_iterations (GmarlScalingStudy *study, const char *text, GError **error)
{
  return gmarl_run_config_set (study->config, "iterations", text, error);
}

static gboolean
load_study (Scaling *self, GError **error)
{
  const Arguments *arguments = self->arguments;
  GmarlRunConfig *config = gmarl_scenario_arguments_load (&arguments->scenario, error);
  gint64 threads = 0;

  if (config == NULL)
    return FALSE;
  self->study = gmarl_scaling_study_new (config);
  self->jobs = 1;
  if (!set_option (self->study, "--agents", arguments->agents, gmarl_scaling_study_set_sizes,
                   error) ||
      !set_option (self->study, "--share-params", arguments->sharing,
                   gmarl_scaling_study_set_sharing, error) ||
      !set_option (self->study, "--seeds", arguments->seeds, gmarl_scaling_study_set_seeds,
                   error) ||
      !set_option (self->study, "--iterations", arguments->iterations, set_iterations, error) ||
      !gmarl_parse_whole ("--jobs", arguments->jobs, 1, MOST_JOBS, &self->jobs, error) ||
      !gmarl_parse_whole ("--threads", arguments->threads, 1, MOST_JOBS, &threads, error) ||
      !gmarl_scaling_study_validate (self->study, error))
    return FALSE;
  self->threads = gmarl_scaling_threads_of_job ((guint) self->jobs, threads);
  return TRUE;
}

static gboolean
check_files (const Arguments *arguments, GError **error)
{
  const char *const paths[] = { arguments->csv, arguments->json_file };

  for (gsize k = 0; k < G_N_ELEMENTS (paths); k++)
    if (paths[k] != NULL && !gmarl_export_file_check (paths[k], error))
      return FALSE;
  return gmarl_figure_arguments_check (&arguments->figure, error);
}

/* What of each cell is still to be done, if the study is in the library already; or NULL. */
static double *
find_left (Scaling *self)
{
  g_autofree char *id = gmarl_scaling_study_get_id (self->study);
  g_autoptr (GmarlLibrary) library = NULL;
  g_autoptr (GPtrArray) cells = NULL;

  if (!gmarl_cli_has_library (self->arguments->library))
    return NULL;
  library = gmarl_cli_open_library (self->arguments->library, GMARL_LIBRARY_READ_ONLY, NULL);
  cells = library == NULL ? NULL : gmarl_library_list_cells (library, id, NULL);
  return cells == NULL || cells->len == 0 ? NULL : gmarl_scaling_cells_left (cells);
}

/* The cost in a sentence. (transfer full) */
static char *
describe_cost (Scaling *self, GError **error)
{
  GCancellable *cancellable = gmarl_interrupt_get_cancellable (self->interrupt);
  g_autofree double *seconds =
      gmarl_scaling_measure (self->study, self->threads, cancellable, error);
  g_autofree double *left = NULL;
  g_autofree char *duration = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *memory = NULL;
  GmarlScalingEstimate estimate;

  if (seconds == NULL)
    return NULL;
  left = find_left (self);
  estimate = gmarl_scaling_estimate (self->study, seconds, left, (guint) self->jobs, self->threads);
  duration = gmarl_format_duration (estimate.seconds);
  sentence = gmarl_scaling_estimate_describe (&estimate, duration);
  memory = g_format_size (estimate.memory_bytes);
  return g_strdup_printf (_ ("%s · %s of memory"), sentence, memory);
}

/* Puts the study into the library; what failed or was skipped is tried again. */
static gboolean
begin_study (Scaling *self, GError **error)
{
  g_autofree char *id = NULL;

  self->library = gmarl_cli_open_library (self->arguments->library, GMARL_LIBRARY_DEFAULT, error);
  id = self->library == NULL ? NULL : gmarl_library_begin_study (self->library, self->study, error);
  if (id == NULL ||
      !gmarl_library_requeue_cells (self->library, id, GMARL_CELL_FAILED, NULL, error) ||
      !gmarl_library_requeue_cells (self->library, id, GMARL_CELL_SKIPPED, NULL, error))
    return FALSE;
  self->record = gmarl_library_find_study (self->library, id, error);
  return self->record != NULL;
}

/* How far it was when this command began to look, for the time left. */
typedef struct {
  GmarlScalingCounts counts;
  gint64 at_us;
  guint n_over; /* cells of which a line was printed */
} Since;

static guint
count_over (const GmarlScalingCounts *counts)
{
  return counts->cells[GMARL_CELL_DONE] + counts->cells[GMARL_CELL_FAILED];
}

static void
show (Scaling *self, const GPtrArray *cells, Since *since)
{
  GmarlScalingCounts counts = gmarl_scaling_count (cells);
  double seconds = (double) (g_get_monotonic_time () - since->at_us) / G_USEC_PER_SEC;
  double left = gmarl_scaling_seconds_left (&since->counts, &counts, seconds);
  g_autofree char *text = gmarl_scale_describe_progress (cells, left);

  gmarl_progress_update (self->progress, count_over (&counts) != since->n_over, text);
  since->n_over = count_over (&counts);
}

/* Shows how far it is now. */
static gboolean
look (Scaling *self, Since *since, GError **error)
{
  g_autoptr (GPtrArray) cells = gmarl_library_list_cells (self->library, self->record->id, error);

  if (cells == NULL)
    return FALSE;
  if (since->at_us == 0)
    *since = (Since){ gmarl_scaling_count (cells), g_get_monotonic_time (), 0 };
  show (self, cells, since);
  return TRUE;
}

/* Follows the runner to its end. FALSE with an error of the library. */
static gboolean
watch (Scaling *self, GmarlScalingRunner *runner, GError **error)
{
  GCancellable *cancellable = gmarl_interrupt_get_cancellable (self->interrupt);
  Since since = { .at_us = 0 };
  gboolean is_stopping = FALSE;

  while (!gmarl_scaling_runner_is_ended (runner)) {
    if (!is_stopping && g_cancellable_is_cancelled (cancellable)) {
      is_stopping = TRUE;
      gmarl_progress_print (self->progress, _ ("Writing checkpoints…"));
      gmarl_scaling_runner_stop (runner);
    }
    if (!is_stopping && !look (self, &since, error))
      return FALSE;
    g_usleep (LOOK_US);
  }
  return gmarl_scaling_runner_wait (runner, error) && (is_stopping || look (self, &since, error));
}

/* A panel for each of the chief quantities that were measured. */
static gboolean
write_figure (const Scaling *self, const GPtrArray *cells, GError **error)
{
  g_autoptr (GmarlScalingResults) results = gmarl_scaling_results_new (cells);
  g_autoptr (GPtrArray) views =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_chart_view_unref);
  char **metrics = self->arguments->figure.metrics;
  g_autofree char *subject = NULL;

  for (gsize k = 0; metrics == NULL && k < gmarl_figure_n_scaling_quantities; k++)
    g_ptr_array_add (views, gmarl_figure_scaling (results, gmarl_figure_scaling_quantities[k],
                                                  gmarl_figure_scaling_slots, NULL));
  for (gsize k = 0; metrics != NULL && metrics[k] != NULL; k++)
    g_ptr_array_add (views, gmarl_figure_scaling (results,
                                                  (GmarlScalingQuantity) find_quantity (metrics[k]),
                                                  gmarl_figure_scaling_slots, NULL));
  /* translators: id of a scaling study, version of the program */
  subject = g_strdup_printf (_ ("Scaling study %s, Gridmarl %s"), self->record->id, GMARL_VERSION);
  return gmarl_figure_arguments_write (&self->arguments->figure, views, subject, error);
}

static gboolean
write_files (const Scaling *self, const GPtrArray *cells, GError **error)
{
  if (self->arguments->csv != NULL) {
    g_autofree char *csv = gmarl_export_scaling_csv (cells);

    if (!gmarl_export_text (self->arguments->csv, csv, error))
      return FALSE;
  }
  if (self->arguments->json_file != NULL) {
    g_autofree char *json = gmarl_export_scaling_json (self->record, cells);

    if (!gmarl_export_text (self->arguments->json_file, json, error))
      return FALSE;
  }
  return self->arguments->figure.path == NULL || write_figure (self, cells, error);
}

/* Standard output belongs to one thing. */
static gboolean
prints_table (const Arguments *self)
{
  return g_strcmp0 (self->csv, "-") != 0 && g_strcmp0 (self->json_file, "-") != 0;
}

static GmarlStatus
finish (Scaling *self, GError **error)
{
  g_autoptr (GPtrArray) cells = gmarl_library_list_cells (self->library, self->record->id, error);
  GmarlScalingCounts counts;

  gmarl_progress_clear (self->progress);
  if (cells == NULL || !write_files (self, cells, error))
    return GMARL_STATUS_FAILED;
  counts = gmarl_scaling_count (cells);
  if (count_over (&counts) + counts.cells[GMARL_CELL_SKIPPED] < counts.all) {
    g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
        _ ("Interrupted with %u of %u cells done; everything so far is stored. Go on with the same command."),
        counts.cells[GMARL_CELL_DONE], counts.all);
    return GMARL_STATUS_INTERRUPTED;
  }
  if (prints_table (self->arguments))
    gmarl_scale_print_results (cells);
  gmarl_scale_print_failures (cells);
  return counts.cells[GMARL_CELL_FAILED] == 0 ? GMARL_STATUS_DONE : GMARL_STATUS_FAILED;
}

static GmarlStatus
run (Scaling *self, GError **error)
{
  g_autoptr (GmarlScalingRunner) runner = NULL;

  if (!begin_study (self, error))
    return GMARL_STATUS_FAILED;
  gmarl_interrupt_set_parting_words (
      self->interrupt, _ ("Ended at once; what was stored is safe. Go on with the same command."));
  runner = gmarl_scaling_runner_new (gmarl_library_get_directory (self->library), self->record,
                                     (guint) self->jobs, self->threads);
  gmarl_scaling_runner_start (runner);
  if (!watch (self, runner, error))
    return GMARL_STATUS_FAILED;
  return finish (self, error);
}

GmarlStatus
gmarl_command_scale (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) parsed = { .scenario = GMARL_SCENARIO_ARGUMENTS_NONE };
  g_auto (Scaling) self = { .arguments = &parsed };
  g_autofree char *cost = NULL;

  if (!parse (command, &parsed, arguments, error))
    return GMARL_STATUS_USAGE;
  /* From here on Ctrl+C leaves nothing half done. */
  self.interrupt = gmarl_interrupt_new ();
  self.progress = gmarl_progress_new (parsed.quiet);
  if (!load_study (&self, error) || !check_files (&parsed, error))
    return GMARL_STATUS_FAILED;
  gmarl_cli_print_warnings (self.study->config->scenario);
  if (parsed.estimate || !parsed.quiet) {
    cost = describe_cost (&self, error);
    if (cost == NULL)
      return GMARL_STATUS_FAILED;
  }
  if (parsed.estimate) {
    g_print ("%s\n", cost);
    return GMARL_STATUS_DONE;
  }
  if (cost != NULL)
    gmarl_progress_print (self.progress, "%s", cost);
  return run (&self, error);
}
