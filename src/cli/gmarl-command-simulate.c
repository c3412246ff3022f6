/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-arguments.h"
#include "gmarl-cli-interrupt.h"
#include "gmarl-cli-library.h"
#include "gmarl-cli-table.h"
#include "gmarl-error.h"
#include "gmarl-export-days.h"
#include "gmarl-export-file.h"
#include "gmarl-simulation.h"
#include "gmarl-trace.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Energy is conserved to this part of what flowed, or the simulation is not to be believed. */
#define LARGEST_RESIDUAL 1e-9
#define DEFAULT_POLICY   "heuristic"
/* Characters of a day in the table: "363 · 07-30 Sun", or the first homes of a group. */
#define LONGEST_DAY 24

typedef struct {
  GmarlScenarioArguments scenario;
  char *policy;
  char *days;
  char *seed;
  char *episodes;
  char *trace;
  char *summary;
  char *library;
  gboolean quiet;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  gmarl_scenario_arguments_clear (&self->scenario);
  g_free (self->policy);
  g_free (self->days);
  g_free (self->seed);
  g_free (self->episodes);
  g_free (self->trace);
  g_free (self->summary);
  g_free (self->library);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* What the simulation leaves behind. */
typedef struct {
  GmarlExportFile *trace; /* borrowed; NULL: no trace */
  GArray *indicators;     /* of double, GMARL_N_INDICATORS a day */
  GmarlEnergyBalance balance;
} Record;

static gboolean
parse (const GmarlCommand *command, Arguments *self, char **arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &self->policy,
      N_ ("Who acts: random, heuristic (default), idle, no-control, hold-and-share, daily-path, a run or a checkpoint file"),
      N_ ("POLICY") },
    { "days", 0, 0, G_OPTION_ARG_STRING, &self->days,
      N_ ("Days to run, one after the other (default: 1)"), N_ ("N") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed, N_ ("Seed of the days (default: 1)"),
      N_ ("N") },
    { "episodes", 0, 0, G_OPTION_ARG_STRING, &self->episodes,
      N_ ("Independent days of these episode seeds, instead of --seed and --days"), N_ ("A-B") },
    { "trace", 0, 0, G_OPTION_ARG_FILENAME, &self->trace,
      N_ ("Write every step of every node (“-”: standard output)"), N_ ("FILE.csv") },
    { "summary", 0, 0, G_OPTION_ARG_FILENAME, &self->summary,
      N_ ("Write all indicators of each day"), N_ ("FILE.csv|.json") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet,
      N_ ("Print nothing but warnings and errors"), NULL },
    { NULL },
  };
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = NULL;

  gmarl_scenario_arguments_add (&self->scenario, parser);
  gmarl_parser_add (parser, entries);
  gmarl_cli_add_library_option (parser, &self->library);
  positional = gmarl_parser_parse (parser, arguments, 0, 0, error);
  if (positional == NULL)
    return FALSE;

  if (self->summary != NULL && !g_str_has_suffix (self->summary, ".csv") &&
      !g_str_has_suffix (self->summary, ".json")) {
    g_autofree char *quoted = gmarl_quote_text (self->summary);

    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("--summary is %s: give a name that ends in .csv or .json"), quoted);
    return FALSE;
  }
  return TRUE;
}

static gboolean
step_cb (const GmarlGrid *grid,
         const GmarlGridState *state,
         gsize day,
         gpointer user_data,
         GError **error)
{
  Record *record = user_data;

  gmarl_energy_balance_add (&record->balance, grid, state);
  return record->trace == NULL ||
         gmarl_trace_write_step (grid, state, day, gmarl_export_file_get_stream (record->trace),
                                 error);
}

static gboolean
day_cb (const GmarlGrid *grid,
        const GmarlGridState *state,
        gsize day,
        const double *indicators,
        gpointer user_data,
        GError **error)
{
  Record *record = user_data;

  g_array_append_vals (record->indicators, indicators, GMARL_N_INDICATORS);
  return TRUE;
}

/* The chief indicators and whether a simulation's total is their sum. */
static const struct {
  GmarlIndicator indicator;
  gboolean is_sum;
} columns[] = {
  { GMARL_INDICATOR_EPISODE_REWARD, TRUE },       { GMARL_INDICATOR_STABILITY, FALSE },
  { GMARL_INDICATOR_GRID_IMPORT, TRUE },          { GMARL_INDICATOR_GRID_EXPORT, TRUE },
  { GMARL_INDICATOR_ENERGY_COST, TRUE },          { GMARL_INDICATOR_SOLAR_UTILISATION, FALSE },
  { GMARL_INDICATOR_DEMAND_SATISFACTION, FALSE },
};

static void
add_heading (GmarlTable *table, const GmarlIndicatorInfo *info, const GmarlScenario *scenario)
{
  const char *unit = strcmp (info->unit, "currency") == 0 ? scenario->currency : info->unit;

  if (info->percent)
    gmarl_table_add (table, "%s [%%]", _ (info->name));
  else if (unit[0] == '\0' || strcmp (unit, "fraction") == 0)
    gmarl_table_add (table, "%s", _ (info->name));
  else
    gmarl_table_add (table, "%s [%s]", _ (info->name), unit);
}

static void
print_table (const GmarlScenario *scenario, const GArray *indicators, char *const *labels)
{
  g_autoptr (GmarlTable) table = gmarl_table_new (1 + G_N_ELEMENTS (columns), "lrrrrrrr");
  gsize n_days = indicators->len / GMARL_N_INDICATORS;

  gmarl_table_add (table, "%s", _ ("Day"));
  for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
    add_heading (table, &gmarl_indicators[columns[c].indicator], scenario);

  for (gsize row = 0; row < n_days + (n_days > 1 ? 2 : 0); row++) {
    if (row < n_days && labels != NULL) {
      g_autofree char *day = g_strdup_printf ("%zu · %s", row, labels[row]);

      gmarl_table_add_cut (table, day, LONGEST_DAY);
    } else if (row < n_days)
      gmarl_table_add (table, "%zu", row);
    else
      gmarl_table_add (table, "%s", row == n_days ? _ ("mean") : _ ("total"));

    for (gsize c = 0; c < G_N_ELEMENTS (columns); c++) {
      const GmarlIndicatorInfo *info = &gmarl_indicators[columns[c].indicator];
      double value = 0;

      if (row > n_days && !columns[c].is_sum) {
        gmarl_table_add (table, "%s", "");
        continue;
      }
      for (gsize day = row < n_days ? row : 0; day < (row < n_days ? row + 1 : n_days); day++)
        value += g_array_index (indicators, double, day *GMARL_N_INDICATORS + columns[c].indicator);
      if (row == n_days)
        value /= (double) n_days;
      gmarl_table_add_number (table, info->percent ? 100 * value : value, info->decimals);
    }
  }
  gmarl_table_print (table);
}

static void
print_balance (const GmarlEnergyBalance *balance)
{
  g_print (_ ("\nEnergy in:  solar %.1f − curtailed %.1f + bought %.1f − sold %.1f = %.3f kWh\n"),
           balance->solar, balance->curtailed, balance->bought, balance->sold,
           gmarl_energy_balance_in (balance));
  g_print (
      _ ("Energy out: served %.1f + stored %.1f + lost in batteries %.1f + lost on lines %.1f = %.3f kWh\n"),
      balance->demand - balance->unmet, balance->stored, balance->battery_losses,
      balance->line_losses, gmarl_energy_balance_out (balance));
  g_print (_ ("In equals out to %.1e of what flowed.\n"), gmarl_energy_balance_residual (balance));
}

static gboolean
simulate (const Arguments *self,
          const GmarlGrid *grid,
          const GmarlPolicy *policy,
          const GArray *episode_seeds,
          Record *record,
          GError **error)
{
  g_autoptr (GmarlInterrupt) interrupt = gmarl_interrupt_new ();
  GmarlSimulationDays days = {
    .episode_seeds = (const guint64 *) episode_seeds->data,
    .n_days = episode_seeds->len,
    .chained = self->episodes == NULL,
  };
  double residual;

  if (record->trace != NULL &&
      !gmarl_trace_write_header (grid, gmarl_export_file_get_stream (record->trace), error))
    return FALSE;
  if (!gmarl_simulate (grid, policy, &days, step_cb, day_cb, record,
                       gmarl_interrupt_get_cancellable (interrupt), error)) {
    if (error != NULL && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_clear_error (error);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                   _ ("Interrupted, and no file was written or changed"));
    }
    if (record->trace != NULL)
      gmarl_export_file_explain (record->trace, error);
    return FALSE;
  }

  residual = gmarl_energy_balance_residual (&record->balance);
  if (residual > LARGEST_RESIDUAL) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_DIVERGED,
        _ ("Energy is not conserved (%.1e of what flowed is missing), so nothing was written: please report this"),
        residual);
    return FALSE;
  }
  return TRUE;
}

static GmarlPolicyEntry *
open_policy (const Arguments *self,
             const GmarlRunConfig *config,
             const GmarlGrid *grid,
             GError **error)
{
  const char *reference = self->policy == NULL ? DEFAULT_POLICY : self->policy;
  g_autoptr (GmarlPolicy) rule = gmarl_rule_new (reference);
  g_autoptr (GmarlLibrary) library = NULL;

  /* Rules need no library, not even a readable one. */
  if (rule == NULL && gmarl_cli_has_library (self->library)) {
    library = gmarl_cli_open_library (self->library, GMARL_LIBRARY_READ_ONLY, error);
    if (library == NULL)
      return NULL;
  }
  return gmarl_policy_entry_open (reference, grid, config->learning.kernel_level, library, TRUE,
                                  error);
}

static gboolean
write_summary (const Arguments *self,
               GmarlExportFile *file,
               const GmarlGrid *grid,
               const GmarlPolicy *policy,
               const GArray *episode_seeds,
               char *const *labels,
               const Record *record,
               GError **error)
{
  GmarlSimulationTable table = {
    .scenario = grid->scenario,
    .policy = policy->id,
    .episode_seeds = (const guint64 *) episode_seeds->data,
    .labels = (const char *const *) labels,
    .n_days = episode_seeds->len,
    .chained = self->episodes == NULL,
    .indicators = (const double *) record->indicators->data,
    .balance = &record->balance,
  };
  g_autofree char *text = g_str_has_suffix (self->summary, ".json")
                              ? gmarl_export_simulation_json (&table)
                              : gmarl_export_simulation_csv (&table);

  return gmarl_export_file_write (file, text, error) && gmarl_export_file_commit (file, error);
}

static void
print_result (const Arguments *self,
              const GmarlGrid *grid,
              const GmarlPolicy *policy,
              char *const *labels,
              const Record *record)
{
  /* A trace on standard output has it for itself. */
  if (self->quiet || g_strcmp0 (self->trace, "-") == 0)
    return;
  g_print ("%s · %s\n\n", grid->scenario->name, policy->name);
  print_table (grid->scenario, record->indicators, labels);
  print_balance (&record->balance);
  if (self->trace != NULL)
    g_print (_ ("Trace: %s\n"), self->trace);
  if (self->summary != NULL)
    g_print (_ ("Summary: %s\n"), self->summary);
}

GmarlStatus
gmarl_command_simulate (const GmarlCommand *command, char **arguments, GError **error)
{
  g_auto (Arguments) self = { .scenario = GMARL_SCENARIO_ARGUMENTS_NONE };
  g_autoptr (GmarlRunConfig) config = NULL;
  g_autoptr (GArray) episode_seeds = NULL;
  g_autoptr (GmarlGrid) grid = NULL;
  g_auto (GStrv) labels = NULL;
  g_autoptr (GmarlPolicyEntry) entry = NULL;
  const GmarlPolicy *policy;
  g_autoptr (GmarlExportFile) trace = NULL;
  g_autoptr (GmarlExportFile) summary = NULL;
  g_autoptr (GArray) indicators = g_array_new (FALSE, FALSE, sizeof (double));
  Record record = { .indicators = indicators };

  if (!parse (command, &self, arguments, error))
    return GMARL_STATUS_USAGE;
  episode_seeds = gmarl_cli_episode_seeds (self.episodes, GMARL_PURPOSE_SIMULATE, self.seed,
                                           self.days, 1, error);
  if (episode_seeds == NULL)
    return GMARL_STATUS_USAGE;
  config = gmarl_scenario_arguments_load (&self.scenario, error);
  if (config == NULL)
    return GMARL_STATUS_FAILED;
  grid = gmarl_grid_new (config->scenario, error);
  if (grid == NULL)
    return GMARL_STATUS_FAILED;
  entry = open_policy (&self, config, grid, error);
  if (entry == NULL)
    return GMARL_STATUS_FAILED;
  policy = entry->policy[0];

  if (self.trace != NULL && (trace = gmarl_export_file_open (self.trace, error)) == NULL)
    return GMARL_STATUS_FAILED;
  if (self.summary != NULL && (summary = gmarl_export_file_open (self.summary, error)) == NULL)
    return GMARL_STATUS_FAILED;
  gmarl_cli_print_warnings (config->scenario);
  record.trace = trace;
  if (!simulate (&self, grid, policy, episode_seeds, &record, error))
    return GMARL_STATUS_FAILED;
  labels = gmarl_grid_case_labels (grid, (const guint64 *) episode_seeds->data, episode_seeds->len);
  /* A disk that is full for the one leaves the other as it was. */
  if ((trace != NULL && !gmarl_export_file_sync (trace, error)) ||
      (summary != NULL &&
       !write_summary (&self, summary, grid, policy, episode_seeds, labels, &record, error)) ||
      (trace != NULL && !gmarl_export_file_commit (trace, error)))
    return GMARL_STATUS_FAILED;
  print_result (&self, grid, policy, labels, &record);
  return GMARL_STATUS_DONE;
}
