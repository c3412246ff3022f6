/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-network.h"
#include "gmarl-scenario-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

static void
report_key (char **key, const char *name)
{
  if (key != NULL)
    *key = g_strdup (name);
}

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error,
                     g_error_new_valist (GMARL_ERROR, GMARL_ERROR_SCENARIO, format, arguments));
  va_end (arguments);
  return FALSE;
}

static gboolean
check_options (const GmarlScenario *self, char **key, GError **error)
{
  for (gsize k = 0; k < gmarl_n_scenario_options; k++) {
    if (!gmarl_option_check (&gmarl_scenario_options[k], self, error)) {
      report_key (key, gmarl_scenario_options[k].key);
      return FALSE;
    }
  }
  if (self->initial_level_min > self->initial_level_max) {
    report_key (key, "initial_level_min");
    return refuse (error,
                   _ ("initial_level_min = %g is above initial_level_max = %g: swap them or give "
                      "the same value twice"),
                   self->initial_level_min, self->initial_level_max);
  }
  return TRUE;
}

static gboolean
check_node (const GmarlNodeSpec *node, gsize i, char **key, GError **error)
{
  for (gsize k = 0; k < gmarl_n_node_options; k++) {
    if (!gmarl_option_check (&gmarl_node_options[k], node, error)) {
      g_autofree char *name = g_strdup_printf ("node.%zu.%s", i, gmarl_node_options[k].key);

      g_prefix_error (error, _ ("node %zu: "), i);
      report_key (key, name);
      return FALSE;
    }
  }
  if (node->has_position && (!(node->position_x >= 0 && node->position_x <= 1) ||
                             !(node->position_y >= 0 && node->position_y <= 1))) {
    g_autofree char *name = g_strdup_printf ("node.%zu.position", i);

    report_key (key, name);
    return refuse (error,
                   _ ("node %zu: position cannot be %g; %g: give two numbers from 0 to 1, from the "
                      "left and from the top"),
                   i, node->position_x, node->position_y);
  }
  for (gsize h = 0; h < G_N_ELEMENTS (node->base_demand_kwh); h++) {
    double value = node->base_demand_kwh[h];

    if (!(value >= 0 && value <= GMARL_LARGEST_VALUE)) {
      g_autofree char *name = g_strdup_printf ("node.%zu.base_demand", i);

      report_key (key, name);
      return refuse (error,
                     _ ("node %zu: base_demand at %zu"
                        " h cannot be %g: give a number from 0 to %g, in kWh"),
                     i, h, value, GMARL_LARGEST_VALUE);
    }
  }
  return TRUE;
}

static gboolean
check_network (const GmarlScenario *self, char **key, GError **error)
{
  g_autoptr (GmarlNetwork) network = NULL;

  if (self->topology == GMARL_TOPOLOGY_CUSTOM) {
    for (gsize k = 0; k < self->n_edges; k++) {
      if (self->edge[k].a >= GMARL_MAX_NODES || self->edge[k].b >= GMARL_MAX_NODES) {
        report_key (key, "edges");
        return refuse (error,
                       _ ("edges has %u-%u, but there are at most %d nodes: remove the line"),
                       self->edge[k].a, self->edge[k].b, GMARL_MAX_NODES);
      }
    }
  }
  network = gmarl_network_new (self, error);
  if (network != NULL)
    return TRUE;
  report_key (key, self->topology == GMARL_TOPOLOGY_CUSTOM        ? "edges"
                   : self->topology == GMARL_TOPOLOGY_SMALL_WORLD ? "small_world_degree"
                                                                  : "topology");
  return FALSE;
}

/* A series of per_case values for each of the cases (and nodes, if n_nodes is not 0). */
typedef struct {
  const char *key;
  const double *value;
  gsize n_nodes;
  gboolean negative; /* may be negative */
} Series;

static gboolean
check_series (const GmarlProfileData *data, const Series *series, char **key, GError **error)
{
  gsize per_case = (gsize) (1440 / data->step_minutes);
  gsize per_label = per_case * MAX (series->n_nodes, 1);
  gsize count = (gsize) data->n_cases * per_label;

  for (gsize k = 0; k < count; k++) {
    double value = series->value[k];
    g_autofree char *name = NULL;

    if (isfinite (value) && fabs (value) <= GMARL_LARGEST_VALUE && (value >= 0 || series->negative))
      continue;
    if (series->n_nodes > 0)
      name = g_strdup_printf ("data.%s.%zu", series->key, k % per_label / per_case);
    else
      name = g_strdup_printf ("data.%s", series->key);
    report_key (key, name);
    return refuse (error,
                   series->negative
                       ? _ ("%s, %s, step %zu is %g: give a finite number of a size up to %g")
                       : _ ("%s, %s, step %zu is %g: give a number from 0 to %g"),
                   name + strlen ("data."), data->labels[k / per_label], k % per_case, value,
                   GMARL_LARGEST_VALUE);
  }
  return TRUE;
}

static gboolean
check_data_shape (const GmarlScenario *self, char **key, GError **error)
{
  const GmarlProfileData *data = self->data;
  gint64 minutes = data->step_minutes;

  if (minutes != 5 && minutes != 15 && minutes != 30 && minutes != 60) {
    report_key (key, "data.step_minutes");
    return refuse (
        error, _ ("step_minutes of the data cannot be %" PRId64 ": give 5, 15, 30 or 60"), minutes);
  }
  if (data->split != GMARL_SPLIT_DAYS && data->split != GMARL_SPLIT_GROUPS) {
    report_key (key, "data.split");
    return refuse (error, _ ("split of the data cannot be %d: give days or groups"), data->split);
  }
  if (data->n_cases < 1 || data->labels == NULL) {
    report_key (key, "data.labels");
    return refuse (error, _ ("The data have no day and no group: give at least one label"));
  }
  if (data->n_cases > GMARL_MOST_DATA_VALUES / (1440 / minutes) / self->nodes) {
    report_key (key, "data.labels");
    return refuse (error,
                   _ ("The data have %" PRId64 " days or groups of %" PRId64
                      " nodes, more than %d values: use fewer days, fewer nodes or longer steps"),
                   data->n_cases, self->nodes, GMARL_MOST_DATA_VALUES);
  }
  if (data->demand_kwh == NULL) {
    report_key (key, "data.demand_kwh.0");
    return refuse (error, _ ("The data have no demand: add demand_kwh.N for every node N"));
  }
  return TRUE;
}

/* UTF-8 without control characters, but for the ends of lines if those are allowed. */
static gboolean
text_is_valid (const char *text, gboolean lines_allowed)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_iscntrl (g_utf8_get_char (p)) &&
        !(lines_allowed && strchr ("\n\r\t", *p) != NULL))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_data (const GmarlScenario *self, char **key, GError **error)
{
  const GmarlProfileData *data = self->data;
  const Series series[] = {
    { "demand_kwh", data->demand_kwh, (gsize) self->nodes, FALSE },
    { "solar_kwh", data->solar_kwh, (gsize) self->nodes, FALSE },
    { "import_price", data->import_price, 0, TRUE },
    { "export_price", data->export_price, 0, TRUE },
    { "carbon_kg_per_kwh", data->carbon_kg_per_kwh, 0, TRUE },
  };

  if (!check_data_shape (self, key, error))
    return FALSE;
  for (gint64 k = 0; k < data->n_cases; k++) {
    if (data->labels[k] == NULL || data->labels[k][0] == '\0' ||
        !text_is_valid (data->labels[k], FALSE)) {
      report_key (key, "data.labels");
      return refuse (error,
                     _ ("Label %" PRId64
                        " of the data is empty or has control characters: name the day or the "
                        "group"),
                     k + 1);
    }
  }
  if (data->source != NULL && !text_is_valid (data->source, TRUE)) {
    report_key (key, "data.source");
    return refuse (error, _ ("source of the data has control characters: write it as plain text"));
  }
  for (gsize k = 0; k < G_N_ELEMENTS (series); k++) {
    if (series[k].value != NULL && !check_series (data, &series[k], key, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
gmarl_scenario_check (const GmarlScenario *self, char **key, GError **error)
{
  if (!check_options (self, key, error))
    return FALSE;
  for (gsize i = 0; i < (gsize) self->nodes; i++) {
    if (!check_node (&self->node[i], i, key, error))
      return FALSE;
  }
  return check_network (self, key, error) && (self->data == NULL || check_data (self, key, error));
}

gboolean
gmarl_scenario_validate (const GmarlScenario *self, GError **error)
{
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (gmarl_scenario_check (self, NULL, &cause))
    return TRUE;
  g_set_error_literal (error, GMARL_ERROR, GMARL_ERROR_SCENARIO, cause->message);
  return FALSE;
}
