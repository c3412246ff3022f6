/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-text.h"

#include "gmarl-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Three digits that matter, at most two of them after the point; at least one after it. */
static char *
number_text (double value)
{
  double size = fabs (value);

  return gmarl_format_decimals (value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/* One digit after the point, as a number is spoken. */
static char *
spoken (double value)
{
  return gmarl_format_decimals (value, 1);
}

static int
percent_of (double share)
{
  return (int) lround (100 * share);
}

static int
percent_of_peak (double energy_kwh, double peak_kwh)
{
  return peak_kwh > 0 ? percent_of (energy_kwh / peak_kwh) : 0;
}

static gboolean
is_energy (double energy_kwh)
{
  return fabs (energy_kwh) >= GMARL_FLOW_NONE_KWH;
}

char *
gmarl_network_text_energy (double energy_kwh)
{
  double size = fabs (energy_kwh);

  if (is_energy (energy_kwh) && size < 0.05)
    return g_strdup_printf (_ ("%.2f kWh"), energy_kwh);
  return g_strdup_printf (size < 99.95 ? _ ("%.1f kWh") : _ ("%.0f kWh"), energy_kwh);
}

char *
gmarl_network_text_price_number (const GmarlNetworkView *view)
{
  g_return_val_if_fail (view != NULL, NULL);

  return isnan (view->price_per_kwh) ? NULL : number_text (view->price_per_kwh);
}

char *
gmarl_network_text_price_unit (const GmarlNetworkView *view)
{
  g_return_val_if_fail (view != NULL, NULL);

  if (view->currency == NULL || *view->currency == '\0')
    return g_strdup (_ ("per kWh"));
  /* translators: the unit of a price: %s is its currency */
  return g_strdup_printf (_ ("%s/kWh"), view->currency);
}

char *
gmarl_network_text_price (const GmarlNetworkView *view)
{
  g_autofree char *price = NULL;

  g_return_val_if_fail (view != NULL, NULL);

  if (isnan (view->price_per_kwh))
    return NULL;
  price = number_text (view->price_per_kwh);
  if (view->currency == NULL || *view->currency == '\0')
    return g_strdup_printf (_ ("%s/kWh"), price);
  /* translators: a price and its currency, such as 0.24 €/kWh */
  return g_strdup_printf (_ ("%s %s/kWh"), price, view->currency);
}

static void
append_level (GString *text, const GmarlNetworkNode *node)
{
  int percent = percent_of (node->level);

  if (isnan (node->level))
    g_string_append (text, _ ("no storage."));
  else if (node->level < GMARL_LEVEL_LOW)
    g_string_append_printf (text, _ ("storage %d percent, low."), percent);
  else if (node->level > GMARL_LEVEL_HIGH)
    g_string_append_printf (text, _ ("storage %d percent, high."), percent);
  else
    g_string_append_printf (text, _ ("storage %d percent."), percent);
}

char *
gmarl_network_text_node (const GmarlNetworkView *view, gsize index)
{
  const GmarlNetworkNode *node;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *name = NULL, *exchange = NULL, *unmet = NULL;

  g_return_val_if_fail (view != NULL && index < view->n_nodes, NULL);

  node = &view->node[index];
  name = gmarl_network_view_dup_name (view, index);
  g_string_append_printf (text, "%s, ", name);
  append_level (text, node);
  g_string_append_c (text, ' ');
  if (node->solar_peak_kwh > 0)
    g_string_append_printf (text, _ ("Solar %d, demand %d percent."),
                            percent_of_peak (node->solar_kwh, node->solar_peak_kwh),
                            percent_of_peak (node->demand_kwh, node->demand_peak_kwh));
  else
    g_string_append_printf (text, _ ("No solar panels, demand %d percent."),
                            percent_of_peak (node->demand_kwh, node->demand_peak_kwh));
  if (is_energy (node->grid_kwh)) {
    exchange = spoken (fabs (node->grid_kwh));
    g_string_append_c (text, ' ');
    g_string_append_printf (text,
                            node->grid_kwh > 0 ? _ ("Importing %s kilowatt hours from grid.")
                                               : _ ("Exporting %s kilowatt hours to grid."),
                            exchange);
  }
  if (is_energy (node->unmet_kwh)) {
    unmet = spoken (node->unmet_kwh);
    g_string_append_c (text, ' ');
    g_string_append_printf (text, _ ("%s kilowatt hours of demand unserved."), unmet);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The names of both ends, in the direction of the flow. */
static void
ends_of (const GmarlNetworkView *view, gsize index, char **from, char **to)
{
  const GmarlNetworkLine *line = &view->line[index];
  gboolean forward = !(line->flow_kwh < 0);

  *from = gmarl_network_view_dup_name (view, forward ? line->a : line->b);
  *to = gmarl_network_view_dup_name (view, forward ? line->b : line->a);
}

char *
gmarl_network_text_line (const GmarlNetworkView *view, gsize index)
{
  g_autofree char *from = NULL, *to = NULL, *energy = NULL;
  double flow;

  g_return_val_if_fail (view != NULL && index < view->n_lines, NULL);

  flow = fabs (view->line[index].flow_kwh);
  ends_of (view, index, &from, &to);
  if (!is_energy (flow))
    return g_strdup_printf (_ ("Line between %s and %s, nothing flows."), from, to);
  energy = spoken (flow);
  return g_strdup_printf (_ ("Line from %s to %s, %s kilowatt hours."), from, to, energy);
}

char *
gmarl_network_text_line_details (const GmarlNetworkView *view, gsize index)
{
  g_autofree char *from = NULL, *to = NULL, *energy = NULL, *limit = NULL;
  double flow;

  g_return_val_if_fail (view != NULL && index < view->n_lines, NULL);

  flow = fabs (view->line[index].flow_kwh);
  ends_of (view, index, &from, &to);
  limit = gmarl_network_text_energy (view->line_limit_kwh);
  if (!is_energy (flow))
    return g_strdup_printf (_ ("%s – %s\nNothing flows; at most %s per step"), from, to, limit);
  energy = gmarl_network_text_energy (flow);
  return g_strdup_printf (_ ("%s → %s\n%s per step, of at most %s"), from, to, energy, limit);
}

static void
append_detail (GString *text, const char *what, double energy_kwh)
{
  g_autofree char *energy = gmarl_network_text_energy (energy_kwh);

  g_string_append_printf (text, "\n%s %s", what, energy);
}

char *
gmarl_network_text_node_details (const GmarlNetworkView *view, gsize index)
{
  const GmarlNetworkNode *node;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *name = NULL;

  g_return_val_if_fail (view != NULL && index < view->n_nodes, NULL);

  node = &view->node[index];
  name = gmarl_network_view_dup_name (view, index);
  g_string_append (text, name);
  if (!isnan (node->level)) {
    g_string_append_c (text, '\n');
    g_string_append_printf (text, _ ("Storage %d %%"), percent_of (node->level));
    if (node->level < GMARL_LEVEL_LOW)
      g_string_append (text, _ (" – low"));
    else if (node->level > GMARL_LEVEL_HIGH)
      g_string_append (text, _ (" – high"));
  }
  append_detail (text, _ ("Demand"), node->demand_kwh);
  if (node->solar_peak_kwh > 0)
    append_detail (text, _ ("Solar"), node->solar_kwh);
  if (is_energy (node->grid_kwh))
    append_detail (text, node->grid_kwh > 0 ? _ ("From grid") : _ ("To grid"),
                   fabs (node->grid_kwh));
  if (is_energy (node->unmet_kwh))
    append_detail (text, _ ("Unserved demand"), node->unmet_kwh);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct {
  gsize n_storages, n_low, n_high, n_unmet;
  double level, import_kwh, export_kwh;
} Totals;

static Totals
totals_of (const GmarlNetworkView *view)
{
  Totals totals = { 0 };

  for (gsize i = 0; i < view->n_nodes; i++) {
    const GmarlNetworkNode *node = &view->node[i];

    if (!isnan (node->level)) {
      totals.n_storages++;
      totals.level += node->level;
    }
    totals.n_low += node->level < GMARL_LEVEL_LOW;
    totals.n_high += node->level > GMARL_LEVEL_HIGH;
    totals.n_unmet += is_energy (node->unmet_kwh);
    totals.import_kwh += MAX (node->grid_kwh, 0);
    totals.export_kwh += MAX (-node->grid_kwh, 0);
  }
  return totals;
}

char *
gmarl_network_text_summary (const GmarlNetworkView *view)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *import = NULL, *export = NULL;
  Totals totals;

  g_return_val_if_fail (view != NULL, NULL);

  totals = totals_of (view);
  import = spoken (totals.import_kwh);
  export = spoken (totals.export_kwh);
  g_string_append_printf (text, _ ("Network, %zu nodes, %zu lines."), view->n_nodes, view->n_lines);
  if (totals.n_storages > 0) {
    g_string_append_c (text, ' ');
    g_string_append_printf (text, _ ("Storage %d percent on average, %zu low, %zu high."),
                            percent_of (totals.level / (double) totals.n_storages), totals.n_low,
                            totals.n_high);
  }
  g_string_append_c (text, ' ');
  g_string_append_printf (text, _ ("Importing %s, exporting %s kilowatt hours."), import, export);
  if (totals.n_unmet > 0) {
    g_string_append_c (text, ' ');
    g_string_append_printf (text,
                            ngettext ("Demand unserved at %zu node.",
                                      "Demand unserved at %zu nodes.", (gulong) totals.n_unmet),
                            totals.n_unmet);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
