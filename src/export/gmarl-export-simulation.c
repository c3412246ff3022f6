/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-simulation.h"

#include "gmarl-export-days.h"
#include "gmarl-export-tidy.h"
#include "gmarl-simulation.h"
#include "gmarl-trace.h"

/* Frozen. */
typedef struct {
  GmarlScenario *scenario;
  GmarlSimulationExport spec;
  GmarlExportFormat format;
} Export;

/* While it is written. */
typedef struct {
  const Export *export;
  const GmarlPolicy *policy;
  GmarlExportWriter *writer;
  GString *text;      /* borrowed */
  GArray *indicators; /* of double; borrowed */
  GmarlEnergyBalance balance;
  gsize steps_done;
  guint64 day; /* of the row that is written */
  const GmarlTraceColumn *columns;
  GmarlTidySubject subject;
} Recording;

static void
export_free (Export *self)
{
  if (self->spec.policy_destroy != NULL)
    self->spec.policy_destroy (self->spec.policy_data);
  gmarl_scenario_free (self->scenario);
  g_free (self);
}

static guint64
n_days_all (const Export *self)
{
  return self->spec.first_day + self->spec.n_days;
}

static void
report (Recording *self)
{
  double steps = (double) n_days_all (self->export) * GMARL_STEPS_PER_DAY;

  gmarl_export_writer_progress (self->writer, (double) ++self->steps_done / steps);
}

/* The days from the first of all on; those before the first that is written come before. (transfer
 * full) */
static guint64 *
list_seeds (const Export *self)
{
  gsize n = (gsize) n_days_all (self);
  guint64 *episode_seeds = g_new (guint64, n);

  for (gsize day = 0; day < n; day++)
    episode_seeds[day] = gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, self->spec.seed, day);
  return episode_seeds;
}

/* Runs the days; those before the first do not reach the functions. */
static gboolean
run (Recording *self,
     const GmarlGrid *grid,
     GmarlStepFunc step_func,
     GmarlDayFunc day_func,
     GError **error)
{
  g_autofree guint64 *episode_seeds = list_seeds (self->export);
  GmarlSimulationDays days = { .episode_seeds = episode_seeds,
                               .n_days = (gsize) n_days_all (self->export),
                               .chained = TRUE };

  return gmarl_simulate (grid, self->policy, &days, step_func, day_func, self,
                         gmarl_export_writer_get_cancellable (self->writer), error);
}

static GmarlGrid *
open_world (const Export *self, GmarlPolicy **policy, GError **error)
{
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (self->scenario, error);

  if (grid == NULL || !gmarl_grid_has_cases (grid, GMARL_PURPOSE_SIMULATE, error))
    return NULL;
  *policy = self->spec.open_policy (grid, self->spec.policy_data, error);
  return *policy != NULL ? g_steal_pointer (&grid) : NULL;
}

typedef gboolean (*RecordFunc) (Recording *self, const GmarlGrid *grid, GError **error);

/* Has something written of the world with its policy. */
static gboolean
record (const Export *export, GmarlExportWriter *writer, RecordFunc write, GError **error)
{
  g_autoptr (GmarlPolicy) policy = NULL;
  g_autoptr (GmarlGrid) grid = open_world (export, &policy, error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) indicators = g_array_new (FALSE, FALSE, sizeof (double));
  Recording self = {
    .export = export,
    .policy = policy,
    .writer = writer,
    .text = text,
    .indicators = indicators,
    .subject = GMARL_TIDY_SUBJECT_INIT,
  };

  if (grid == NULL)
    return FALSE;
  self.subject.policy = policy->id;
  self.subject.scenario = export->scenario->name;
  self.subject.day = &self.day;
  return write (&self, grid, error);
}

/* --- Steps ---------------------------------------------------------------------------------- */

static gboolean
trace_step (const GmarlGrid *grid,
            const GmarlGridState *state,
            gsize day,
            gpointer user_data,
            GError **error)
{
  Recording *self = user_data;

  report (self);
  return day < self->export->spec.first_day ||
         gmarl_trace_write_step (grid, state, day, gmarl_export_writer_get_stream (self->writer),
                                 error);
}

static void
append_value (gsize column, double value, gpointer user_data)
{
  Recording *self = user_data;
  const GmarlTraceColumn *description = &self->columns[column];
  GmarlTidySubject subject = self->subject;

  /* What all nodes share is written with the first. */
  if (!description->of_nodes && subject.node > 0)
    return;
  if (!description->of_nodes)
    subject.node = -1;
  gmarl_tidy_append (self->text, &subject, description->id, description->unit,
                     self->export->scenario->currency, value);
}

static gboolean
tidy_step (const GmarlGrid *grid,
           const GmarlGridState *state,
           gsize day,
           gpointer user_data,
           GError **error)
{
  Recording *self = user_data;

  report (self);
  if (day < self->export->spec.first_day)
    return TRUE;
  self->day = day;
  self->subject.step = (gint64) state->step - 1;
  for (gsize node = 0; node < grid->n_nodes; node++) {
    self->subject.node = (gint64) node;
    gmarl_trace_visit (grid, state, node, append_value, self);
  }
  return gmarl_export_writer_put (self->writer, self->text, error);
}

static gboolean
write_tidy_steps (Recording *self, const GmarlGrid *grid, GError **error)
{
  gsize n_columns = gmarl_trace_get_n_columns (grid);
  g_autofree GmarlTraceColumn *columns = g_new (GmarlTraceColumn, n_columns);

  for (gsize column = 0; column < n_columns; column++)
    gmarl_trace_get_column (grid, column, &columns[column]);
  self->columns = columns;
  gmarl_tidy_append_header (self->text);
  return gmarl_export_writer_put (self->writer, self->text, error) &&
         run (self, grid, tidy_step, NULL, error);
}

static gboolean
write_trace (Recording *self, const GmarlGrid *grid, GError **error)
{
  return gmarl_trace_write_header (grid, gmarl_export_writer_get_stream (self->writer), error) &&
         run (self, grid, trace_step, NULL, error);
}

static gboolean
write_steps (GmarlExportWriter *writer, gpointer data, GError **error)
{
  const Export *export = data;

  return record (export, writer,
                 export->format == GMARL_EXPORT_CSV_TIDY ? write_tidy_steps : write_trace, error);
}

/* --- Days ----------------------------------------------------------------------------------- */

static gboolean
count_step (const GmarlGrid *grid,
            const GmarlGridState *state,
            gsize day,
            gpointer user_data,
            GError **error)
{
  Recording *self = user_data;

  report (self);
  gmarl_energy_balance_add (&self->balance, grid, state);
  return TRUE;
}

static gboolean
keep_day (const GmarlGrid *grid,
          const GmarlGridState *state,
          gsize day,
          const double *indicators,
          gpointer user_data,
          GError **error)
{
  Recording *self = user_data;

  g_array_append_vals (self->indicators, indicators, GMARL_N_INDICATORS);
  return TRUE;
}

static char *
tidy_days (Recording *self)
{
  GString *text = g_string_new (NULL);

  gmarl_tidy_append_header (text);
  for (self->day = self->export->spec.first_day; self->day < n_days_all (self->export); self->day++)
    for (gsize k = 0; k < GMARL_N_INDICATORS; k++)
      gmarl_tidy_append (
          text, &self->subject, gmarl_indicators[k].id, gmarl_indicators[k].unit,
          self->export->scenario->currency,
          g_array_index (self->indicators, double, self->day *GMARL_N_INDICATORS + k));
  return g_string_free (text, FALSE);
}

static char *
summarise_days (Recording *self, const GmarlGrid *grid)
{
  gsize n = (gsize) n_days_all (self->export);
  g_autofree guint64 *episode_seeds = list_seeds (self->export);
  g_autofree const char **labels = g_new0 (const char *, n + 1);
  GmarlSimulationTable table = {
    .scenario = grid->scenario,
    .policy = self->policy->id,
    .episode_seeds = episode_seeds,
    .n_days = n,
    .chained = TRUE,
    .indicators = (const double *) self->indicators->data,
    .balance = &self->balance,
  };

  for (gsize day = 0; day < n; day++)
    labels[day] = gmarl_grid_case_label (grid, episode_seeds[day]);
  if (labels[0] != NULL)
    table.labels = labels;
  return self->export->format == GMARL_EXPORT_JSON ? gmarl_export_simulation_json (&table)
                                                   : gmarl_export_simulation_csv (&table);
}

static gboolean
write_summary (Recording *self, const GmarlGrid *grid, GError **error)
{
  g_autofree char *summary = NULL;

  if (!run (self, grid, count_step, keep_day, error))
    return FALSE;
  summary = self->export->format == GMARL_EXPORT_CSV_TIDY ? tidy_days (self)
                                                          : summarise_days (self, grid);
  g_string_assign (self->text, summary);
  return gmarl_export_writer_put (self->writer, self->text, error);
}

static gboolean
write_days (GmarlExportWriter *writer, gpointer data, GError **error)
{
  return record (data, writer, write_summary, error);
}

static GmarlExportContent *
new_content (const GmarlSimulationExport *spec,
             GmarlExportFormat format,
             GmarlExportWriteFunc write)
{
  Export *export = g_new0 (Export, 1);

  export->scenario = gmarl_scenario_copy (spec->scenario);
  export->spec = *spec;
  export->spec.scenario = NULL;
  export->format = format;
  return gmarl_export_content_new (GMARL_EXPORT_KIND_TEXT, write, export,
                                   (GDestroyNotify) export_free);
}

GmarlExportContent *
gmarl_export_simulation_steps (const GmarlSimulationExport *self, GmarlExportFormat format)
{
  return new_content (self, format, write_steps);
}

GmarlExportContent *
gmarl_export_simulation_days (const GmarlSimulationExport *self, GmarlExportFormat format)
{
  return new_content (self, format, write_days);
}
