/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-key-text.h"
#include "gmarl-scenario-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* The group [data] of a scenario file. Series of a node are "demand_kwh.N" and "solar_kwh.N", those
 * of the community "import_price", "export_price" and "carbon_kg_per_kwh": all days (or groups) one
 * after the other. What is allocated is checked against the length of the text first.
 */

const char *const gmarl_split_words[] = { "days", "groups", NULL };

static const char *const keys[] = {
  "step_minutes",      "split",       "labels",       "source",
  "demand_kwh.0",      "solar_kwh.0", "import_price", "export_price",
  "carbon_kg_per_kwh", NULL,
};

typedef struct {
  GmarlScenario *scenario;
  GmarlProfileData *data;
  const GmarlKeyText *text;
  const GmarlKeyGroup *group;
  const char *filename;
  const GmarlKeyEntry **demand; /* [nodes] */
  const GmarlKeyEntry **solar;  /* [nodes] */
  gsize n_solar;
  gsize per_case;
  double *series; /* [n_cases, per_case], the one being read */
} Reader;

/* The node of a key such as "demand_kwh.3", or -1. */
static gint64
node_of_key (const Reader *reader, const char *key, const char *prefix)
{
  guint64 i;

  if (!g_str_has_prefix (key, prefix) ||
      !g_ascii_string_to_unsigned (key + strlen (prefix), 10, 0,
                                   (guint64) reader->scenario->nodes - 1, &i, NULL))
    return -1;
  /* No second spelling, or "demand_kwh.03" would be a double that the scan does not see. */
  if (key[strlen (prefix)] == '0' && key[strlen (prefix) + 1] != '\0')
    return -1;
  return (gint64) i;
}

static gboolean
is_known (const char *key)
{
  for (gsize k = 0; keys[k] != NULL; k++) {
    if (strchr (keys[k], '.') == NULL && strcmp (keys[k], key) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
sort_keys (Reader *reader, GError **error)
{
  for (gsize k = 0; k < reader->group->n_entries; k++) {
    const GmarlKeyEntry *entry =
        &g_array_index (reader->text->entries, GmarlKeyEntry, reader->group->first + k);
    gint64 demand = node_of_key (reader, entry->key, "demand_kwh.");
    gint64 solar = node_of_key (reader, entry->key, "solar_kwh.");
    g_autoptr (GError) cause = NULL;

    if (demand >= 0) {
      reader->demand[demand] = entry;
    } else if (solar >= 0) {
      reader->solar[solar] = entry;
      reader->n_solar++;
    } else if (g_str_has_prefix (entry->key, "demand_kwh.") ||
               g_str_has_prefix (entry->key, "solar_kwh.")) {
      g_autofree char *shown = gmarl_quote_text (entry->key);

      return gmarl_scenario_refuse_line (
          reader->filename, entry->line, error,
          _ ("%s names no node: nodes = %" PRId64 " means 0 to %" PRId64 " after the dot"), shown,
          reader->scenario->nodes, reader->scenario->nodes - 1);
    } else if (!is_known (entry->key)) {
      gmarl_refuse_unknown_key (entry->key, keys, &cause);
      return gmarl_scenario_refuse_line (reader->filename, entry->line, error, "%s",
                                         cause->message);
    }
  }
  return TRUE;
}

static const GmarlKeyEntry *
find (const Reader *reader, const char *key)
{
  return gmarl_key_text_entry (reader->text, reader->group, key);
}

static gboolean
read_step_and_split (Reader *reader, GError **error)
{
  static const GmarlOption options[] = {
    { "step_minutes", GMARL_OPTION_INTEGER, G_STRUCT_OFFSET (GmarlProfileData, step_minutes), 5, 60,
      0, NULL, "min", NULL },
    { "split", GMARL_OPTION_CHOICE, G_STRUCT_OFFSET (GmarlProfileData, split), 0, 0, 0,
      gmarl_split_words, "", NULL },
  };

  if (find (reader, "step_minutes") == NULL || find (reader, "labels") == NULL)
    return gmarl_scenario_refuse_line (
        reader->filename, reader->group->line, error,
        _ ("[data] needs step_minutes and labels: add them, or remove the group"));
  for (gsize k = 0; k < G_N_ELEMENTS (options); k++) {
    const GmarlKeyEntry *entry = find (reader, options[k].key);
    g_autoptr (GError) cause = NULL;
    g_autofree char *value = NULL;

    if (entry == NULL)
      continue;
    value = g_strndup (entry->value, entry->value_length);
    if (!gmarl_option_set (&options[k], reader->data, value, &cause))
      return gmarl_scenario_refuse_line (reader->filename, entry->line, error, "%s",
                                         cause->message);
    if (1440 % reader->data->step_minutes != 0)
      return gmarl_scenario_refuse_line (
          reader->filename, entry->line, error,
          _ ("step_minutes cannot be %" PRId64 ": give 5, 15, 30 or 60"),
          reader->data->step_minutes);
  }
  reader->per_case = (gsize) (1440 / reader->data->step_minutes);
  return TRUE;
}

static gboolean
read_texts (Reader *reader, GError **error)
{
  const GmarlKeyEntry *labels = find (reader, "labels"), *source = find (reader, "source");
  gsize most = GMARL_MOST_DATA_VALUES / (gsize) reader->scenario->nodes / reader->per_case;
  g_autoptr (GPtrArray) items = gmarl_key_split (labels->value, labels->value_length, most);

  if (source != NULL)
    reader->data->source = gmarl_key_unescape (source->value, source->value_length);
  if (items == NULL || (source != NULL && reader->data->source == NULL))
    return gmarl_scenario_refuse_line (
        reader->filename, items == NULL ? labels->line : source->line, error,
        _ ("A backslash begins no escape: write \\\\ for a backslash itself"));
  if (items->len < 1 || items->len > most)
    return gmarl_scenario_refuse_line (
        reader->filename, labels->line, error,
        _ ("labels names no day or group, or more than %zu"
           ": give one label a case (or fewer nodes, or longer steps)"),
        most);
  reader->data->n_cases = items->len;
  g_ptr_array_add (items, NULL);
  reader->data->labels = (char **) g_ptr_array_steal (items, NULL);
  return TRUE;
}

static gsize
values_per_series (const Reader *reader)
{
  return (gsize) reader->data->n_cases * reader->per_case;
}

/* Whether the text of the series can hold as many numbers as there must be, before any memory is
 * taken for them: a number and its separator are two characters at least.
 */
static gboolean
check_length (const Reader *reader, const GmarlKeyEntry *entry, GError **error)
{
  gsize count = values_per_series (reader);

  if (entry->value_length / 2 + 1 >= count)
    return TRUE;
  return gmarl_scenario_refuse_line (reader->filename, entry->line, error,
                                     _ ("%s is too short for %" PRId64 " labels × %zu steps = %zu"
                                        " numbers: give one number a step"),
                                     entry->key, reader->data->n_cases, reader->per_case, count);
}

static gboolean
check_nodes (const Reader *reader, GError **error)
{
  gsize n_nodes = (gsize) reader->scenario->nodes;

  for (gsize i = 0; i < n_nodes; i++) {
    if (reader->demand[i] == NULL)
      return gmarl_scenario_refuse_line (
          reader->filename, reader->group->line, error,
          _ ("[data] has no demand_kwh.%zu: give the demand of every node"), i);
    if (reader->n_solar > 0 && reader->solar[i] == NULL)
      return gmarl_scenario_refuse_line (reader->filename, reader->group->line, error,
                                         _ ("[data] has no solar_kwh.%zu"
                                            ": give the solar energy of every node (zeros where "
                                            "there is none) or of none"),
                                         i);
    if (!check_length (reader, reader->demand[i], error) ||
        (reader->n_solar > 0 && !check_length (reader, reader->solar[i], error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_series (Reader *reader, const GmarlKeyEntry *entry, double *out, GError **error)
{
  gsize count = values_per_series (reader);
  g_autoptr (GError) cause = NULL;
  gssize found;

  found = gmarl_list_parse_numbers (entry->value, entry->value_length, out, count, &cause);
  if (found < 0)
    return gmarl_scenario_refuse_line (reader->filename, entry->line, error, "%s: %s", entry->key,
                                       cause->message);
  if ((gsize) found != count)
    return gmarl_scenario_refuse_line (reader->filename, entry->line, error,
                                       _ ("%s has %zd numbers, but %" PRId64 " labels × %zu"
                                          " steps a day need %zu: give one number a step"),
                                       entry->key, found, reader->data->n_cases, reader->per_case,
                                       count);
  return TRUE;
}

static gboolean
read_node_series (Reader *reader, const GmarlKeyEntry **entries, double **out, GError **error)
{
  gsize n_cases = (gsize) reader->data->n_cases, n_nodes = (gsize) reader->scenario->nodes;
  gsize per_case = reader->per_case, n_values = n_cases * n_nodes * per_case;

  *out = g_new (double, n_values);
  for (gsize i = 0; i < n_nodes; i++) {
    if (!read_series (reader, entries[i], reader->series, error))
      return FALSE;
    for (gsize k = 0; k < n_cases; k++)
      memcpy (*out + (k * n_nodes + i) * per_case, reader->series + k * per_case,
              per_case * sizeof (double));
  }
  return TRUE;
}

static gboolean
read_common_series (Reader *reader, const char *key, double **out, GError **error)
{
  const GmarlKeyEntry *entry = find (reader, key);

  if (entry == NULL)
    return TRUE;
  if (!check_length (reader, entry, error))
    return FALSE;
  *out = g_new (double, values_per_series (reader));
  return read_series (reader, entry, *out, error);
}

static gboolean
read_all (Reader *reader, GError **error)
{
  GmarlProfileData *data = reader->data;

  if (!sort_keys (reader, error) || !read_step_and_split (reader, error) ||
      !read_texts (reader, error) || !check_nodes (reader, error))
    return FALSE;
  reader->series = g_new (double, values_per_series (reader));
  if (!read_node_series (reader, reader->demand, &data->demand_kwh, error))
    return FALSE;
  if (reader->n_solar > 0 && !read_node_series (reader, reader->solar, &data->solar_kwh, error))
    return FALSE;
  return read_common_series (reader, "import_price", &data->import_price, error) &&
         read_common_series (reader, "export_price", &data->export_price, error) &&
         read_common_series (reader, "carbon_kg_per_kwh", &data->carbon_kg_per_kwh, error);
}

gboolean
gmarl_scenario_read_data (GmarlScenario *scenario,
                          const GmarlKeyText *text,
                          const GmarlKeyGroup *group,
                          const char *filename,
                          GError **error)
{
  gsize n_nodes = (gsize) scenario->nodes;
  g_autofree const GmarlKeyEntry **demand = g_new0 (const GmarlKeyEntry *, n_nodes);
  g_autofree const GmarlKeyEntry **solar = g_new0 (const GmarlKeyEntry *, n_nodes);
  Reader reader = {
    .scenario = scenario,
    .text = text,
    .group = group,
    .filename = filename,
    .demand = demand,
    .solar = solar,
  };
  gboolean done;

  reader.data = scenario->data = g_new0 (GmarlProfileData, 1);
  done = read_all (&reader, error);
  g_free (reader.series);
  return done;
}
