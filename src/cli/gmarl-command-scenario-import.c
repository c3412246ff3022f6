/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-arguments.h"
#include "gmarl-cli-interrupt.h"
#include "gmarl-command-scenario-private.h"
#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-import.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What an import may lose or gain of its energy. */
#define LARGEST_DIFFERENCE 1e-9
#define MOST_FILES         10000

typedef struct {
  GmarlScenarioArguments base;
  char *output;
  char *unit;
  char *step_minutes;
  char *group_size;
  char *scale;
} ImportArguments;

static void
import_arguments_clear (ImportArguments *self)
{
  gmarl_scenario_arguments_clear (&self->base);
  g_free (self->output);
  g_free (self->unit);
  g_free (self->step_minutes);
  g_free (self->group_size);
  g_free (self->scale);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ImportArguments, import_arguments_clear)

static gboolean
parse_unit (const char *text, gint *unit, GError **error)
{
  static const char *const units[] = { "auto", "kwh", "kw", "wh", "w", NULL };
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_autofree char *quoted = NULL;

  for (gint k = 0; units[k] != NULL; k++)
    if (g_str_equal (lower, units[k])) {
      *unit = k;
      return TRUE;
    }
  quoted = gmarl_quote_text (text);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("--unit is %s: write kWh, kW, Wh or W"), quoted);
  return FALSE;
}

static gboolean
parse_scale (const char *text, GmarlImportOptions *options, GError **error)
{
  g_autofree char *quoted = NULL;

  if (g_str_equal (text, "kind")) {
    options->scale_to_kind = TRUE;
    return TRUE;
  }
  options->scale_to_kind = FALSE;
  if (gmarl_parse_double (text, &options->scale) && options->scale > 0)
    return TRUE;
  quoted = gmarl_quote_text (text);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("--scale is %s: write a number above 0, or “kind” for the kind's mean demand"),
               quoted);
  return FALSE;
}

static char **
parse_import (const GmarlCommand *command,
              ImportArguments *self,
              char **arguments,
              guint n_most,
              GmarlImportOptions *options,
              GError **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      N_ ("Where to write the scenario (default: its name in this folder)"), N_ ("FILE.gridmarl") },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &self->unit,
      N_ ("Unit of the energy columns: kWh, kW, Wh or W (default: as the columns say)"),
      N_ ("UNIT") },
    { "step-minutes", 0, 0, G_OPTION_ARG_STRING, &self->step_minutes,
      N_ ("Minutes a row (default: from the times)"), N_ ("N") },
    { "group-size", 0, 0, G_OPTION_ARG_STRING, &self->group_size,
      N_ ("Homes a group where one day has many homes (default: 5)"), N_ ("N") },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &self->scale,
      N_ ("Factor of every home (default: “kind”, up to its kind's mean demand)"), N_ ("X|kind") },
    { NULL },
  };
  g_autoptr (GmarlParser) parser = gmarl_parser_new (command);
  g_auto (GStrv) positional = NULL;

  *options = gmarl_import_defaults;
  gmarl_scenario_arguments_add (&self->base, parser);
  gmarl_parser_add (parser, entries);
  positional = gmarl_parser_parse (parser, arguments, 1, n_most, error);
  if (positional == NULL ||
      (self->unit != NULL && !parse_unit (self->unit, &options->unit, error)) ||
      (self->scale != NULL && !parse_scale (self->scale, options, error)) ||
      !gmarl_parse_whole ("--step-minutes", self->step_minutes, 1, 60, &options->step_minutes,
                          error) ||
      !gmarl_parse_whole ("--group-size", self->group_size, 1, GMARL_MAX_NODES,
                          &options->group_size, error))
    return NULL;
  return g_steal_pointer (&positional);
}

static gboolean
check_energy (const GmarlImport *import, GError **error)
{
  double in = import->energy_in_kwh, out = import->energy_out_kwh;
  double difference = in == out ? 0 : fabs (in - out) / fmax (fabs (in), fabs (out));

  if (difference <= LARGEST_DIFFERENCE)
    return TRUE;
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_DATA,
      _ ("The import does not conserve energy, so nothing was written: please report this"));
  return FALSE;
}

static gboolean
write_scenario (const ImportArguments *self, const GmarlScenario *scenario, GError **error)
{
  g_autofree char *path = g_strdup (self->output);
  g_autofree char *text = NULL;

  if (path == NULL) {
    path = g_strconcat (scenario->name, ".gridmarl", NULL);
    g_strdelimit (path, "/", '-');
    if (g_file_test (path, G_FILE_TEST_EXISTS)) {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                   _ ("“%s” is there already and was left as it is: name the file with --output"),
                   path);
      return FALSE;
    }
  }
  text = gmarl_scenario_to_text (scenario);
  if (!gmarl_export_text (path, text, error))
    return FALSE;
  g_print (_ ("Wrote %s: %lld nodes, %lld cases\n"), path, (long long) scenario->nodes,
           (long long) scenario->data->n_cases);
  return TRUE;
}

static gboolean
finish_import (const ImportArguments *self, const GmarlImport *import, GError **error)
{
  for (guint k = 0; k < import->findings->len; k++) {
    const GmarlFinding *finding = import->findings->pdata[k];

    if (finding->level == GMARL_FINDING_WARNING)
      g_print (_ ("Warning: %s\n"), finding->message);
    else
      g_print ("%s\n", finding->message);
  }
  gmarl_cli_print_warnings (import->scenario);
  return check_energy (import, error) && write_scenario (self, import->scenario, error);
}

typedef GmarlImport *(*ImportFunc) (char **paths,
                                    const GmarlScenario *base,
                                    const GmarlImportOptions *options,
                                    GCancellable *cancellable,
                                    GError **error);

static GmarlStatus
run_import (const GmarlCommand *command,
            char **arguments,
            guint most_paths,
            ImportFunc read_data,
            GError **error)
{
  g_auto (ImportArguments) self = { .base = GMARL_SCENARIO_ARGUMENTS_NONE };
  GmarlImportOptions options;
  g_auto (GStrv) paths = parse_import (command, &self, arguments, most_paths, &options, error);
  g_autoptr (GmarlInterrupt) interrupt = NULL;
  g_autoptr (GmarlRunConfig) base = NULL;
  g_autoptr (GmarlImport) import = NULL;

  if (paths == NULL)
    return GMARL_STATUS_USAGE;
  base = gmarl_scenario_arguments_load (&self.base, error);
  if (base == NULL)
    return GMARL_STATUS_FAILED;
  interrupt = gmarl_interrupt_new ();
  import = read_data (paths, base->scenario, &options, gmarl_interrupt_get_cancellable (interrupt),
                      error);
  return import != NULL && finish_import (&self, import, error) ? GMARL_STATUS_DONE
                                                                : GMARL_STATUS_FAILED;
}

static GmarlImport *
read_csv (char **paths,
          const GmarlScenario *base,
          const GmarlImportOptions *options,
          GCancellable *cancellable,
          GError **error)
{
  return gmarl_import_csv ((const char *const *) paths, base, options, cancellable, error);
}

static GmarlImport *
read_citylearn (char **paths,
                const GmarlScenario *base,
                const GmarlImportOptions *options,
                GCancellable *cancellable,
                GError **error)
{
  return gmarl_import_citylearn (paths[0], base, options, cancellable, error);
}

GmarlStatus
gmarl_command_import_csv (const GmarlCommand *command, char **arguments, GError **error)
{
  return run_import (command, arguments, MOST_FILES, read_csv, error);
}

GmarlStatus
gmarl_command_import_citylearn (const GmarlCommand *command, char **arguments, GError **error)
{
  return run_import (command, arguments, 1, read_citylearn, error);
}
