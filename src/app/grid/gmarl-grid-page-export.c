/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-grid-page-private.h"

#include "gmarl-chart-export.h"
#include "gmarl-export-simulation.h"
#include "gmarl-matrix-paint.h"
#include "gmarl-network-paint.h"
#include "gmarl-network-widget-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define STEPS        "steps"
#define DAYS         "days"
#define NETWORK      "network"
#define SCENARIO     "scenario"
#define CHART        "grid-chart-%d"
#define PICTURES     (1u << GMARL_EXPORT_SVG | 1u << GMARL_EXPORT_PDF | 1u << GMARL_EXPORT_PNG)
#define HEIGHT_RATIO 0.8 /* of the picture of the network */

/* Finished days and the one that is shown: what a simulation from the first day leads to. */
static guint64
count_days (GmarlGridPage *self)
{
  return MAX (gmarl_player_get_n_days (self->player), gmarl_player_get_day (self->player) + 1);
}

static GPtrArray *
list_items (GmarlExportSource *source)
{
  GmarlGridPage *self = GMARL_GRID_PAGE (source);
  GPtrArray *items = gmarl_export_items_new ();
  g_autofree char *all = NULL;
  g_autofree char *shown = NULL;
  guint64 n_days;

  if (gmarl_player_get_grid (self->player) == NULL)
    return items;
  n_days = count_days (self);
  all = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%llu day", "All %llu days", n_days),
                         (unsigned long long) n_days);
  /* translators: days are counted from 1 here */
  shown = g_strdup_printf (_ ("Day %llu, which is shown"),
                           (unsigned long long) gmarl_player_get_day (self->player) + 1);
  gmarl_export_item_set_scopes (
      gmarl_export_items_add (items, STEPS, _ ("Every Step"),
                              1u << GMARL_EXPORT_TRACE | 1u << GMARL_EXPORT_CSV_TIDY),
      all, n_days > 1 ? shown : NULL);
  gmarl_export_items_add (items, DAYS, _ ("Summary of Days"),
                          1u << GMARL_EXPORT_CSV_WIDE | 1u << GMARL_EXPORT_CSV_TIDY |
                              1u << GMARL_EXPORT_JSON);
  if (gmarl_network_widget_get_view (self->network) != NULL)
    gmarl_export_items_add (items, NETWORK, _ ("Picture of the Network"), PICTURES);
  for (gint chart = 0; chart < GMARL_N_GRID_CHARTS; chart++) {
    g_autofree char *id = g_strdup_printf (CHART, chart);

    gmarl_chart_add_export_item (self->charts[chart], items, id);
  }
  gmarl_export_items_add (items, SCENARIO, _ ("Scenario"), 1u << GMARL_EXPORT_SCENARIO);
  return items;
}

static GmarlSidecar *
describe (GmarlGridPage *self, const GmarlExportChoice *choice, guint64 first_day, guint64 n_days)
{
  GmarlSidecar *sidecar = gmarl_sidecar_new (choice->item, gmarl_export_formats[choice->format].id);

  gmarl_sidecar_set_scenario (sidecar, gmarl_player_get_grid (self->player)->scenario);
  gmarl_sidecar_set_simulation (sidecar, gmarl_player_get_policy (self->player)->id,
                                gmarl_player_get_seed (self->player), first_day, n_days);
  return sidecar;
}

/* --- Simulations ---------------------------------------------------------------------------- */

static GmarlPolicy *
open_policy (const GmarlGrid *grid, gpointer data, GError **error)
{
  return gmarl_policy_choice_open (data, grid, error);
}

static GmarlExportContent *
make_simulation (GmarlGridPage *self, const GmarlExportChoice *choice)
{
  const GmarlGrid *grid = gmarl_player_get_grid (self->player);
  const GmarlPolicyChoice *policy = gmarl_player_get_policy_choice (self->player);
  gboolean of_steps = strcmp (choice->item, STEPS) == 0;
  guint64 first = of_steps && choice->selection ? gmarl_player_get_day (self->player) : 0;
  guint64 n_days = of_steps && choice->selection ? 1 : count_days (self);
  GmarlSimulationExport spec = {
    .scenario = grid->scenario,
    .seed = gmarl_player_get_seed (self->player),
    .first_day = first,
    .n_days = n_days,
    .open_policy = open_policy,
    .policy_data = gmarl_policy_choice_ref ((GmarlPolicyChoice *) policy),
    .policy_destroy = (GDestroyNotify) gmarl_policy_choice_unref,
  };
  GmarlExportContent *content = of_steps ? gmarl_export_simulation_steps (&spec, choice->format)
                                         : gmarl_export_simulation_days (&spec, choice->format);
  g_autofree char *name = g_strdup_printf (
      "%s-%s-%s", grid->scenario->name, gmarl_player_get_policy (self->player)->id, choice->item);

  gmarl_export_content_set_name (content, name);
  gmarl_export_content_set_sidecar (content, describe (self, choice, first, n_days));
  return content;
}

/* --- The network ---------------------------------------------------------------------------- */

static void
measure (const char *text, GmarlTextRole role, double *width, double *height, gpointer user_data)
{
  gmarl_draw_text_measure (user_data, text, role, width, height);
}

static void
paint_network (cairo_t *cr,
               const GmarlDrawStyle *style,
               double width,
               double height,
               gpointer user_data)
{
  GmarlNetworkWidget *widget = user_data;
  const GmarlNetworkView *view = widget->view;
  double em = gmarl_draw_style_get_em (style);

  if (gmarl_network_widget_is_matrix (widget)) {
    GmarlMatrixScene *matrix = gmarl_matrix_scene_new (view, widget->quantity, width, height, em);

    gmarl_matrix_paint (cr, matrix, style, -1, -1);
    gmarl_matrix_scene_free (matrix);
  } else {
    GmarlNetworkFrame frame;
    g_autoptr (GmarlNetworkLayout) fresh = NULL;
    GmarlNetworkScene *scene;

    if (widget->layout == NULL)
      fresh = gmarl_network_layout_new (view);
    gmarl_network_frame_init (&frame, width, height);
    scene = gmarl_network_scene_new (view, widget->layout != NULL ? widget->layout : fresh, &frame,
                                     em, &(GmarlTextMeasure){ measure, (gpointer) style });
    gmarl_network_paint (cr, scene, view, style);
    gmarl_network_paint_chevrons (cr, scene, style, NULL, NULL);
    gmarl_network_paint_labels (cr, scene, view, style);
    gmarl_network_scene_free (scene);
  }
}

static GmarlExportContent *
make_network (GmarlGridPage *self, const GmarlExportChoice *choice, GError **error)
{
  GmarlFigureFile small = choice->figure;
  g_autoptr (GBytes) bytes = gmarl_figure_paint_to_bytes (
      &choice->figure, choice->figure.width_mm * HEIGHT_RATIO, paint_network, self->network, error);
  g_autoptr (GBytes) preview = NULL;
  GmarlExportContent *content;
  guint64 day = gmarl_player_get_day (self->player);
  g_autofree char *name = NULL;

  small.format = GMARL_DRAW_PNG;
  small.scale = 2;
  if (bytes != NULL)
    preview = gmarl_figure_paint_to_bytes (&small, small.width_mm * HEIGHT_RATIO, paint_network,
                                           self->network, error);
  if (preview == NULL)
    return NULL;
  content = gmarl_export_content_new_bytes (GMARL_EXPORT_KIND_PICTURE, bytes);
  name = g_strdup_printf ("%s-network", gmarl_player_get_grid (self->player)->scenario->name);
  gmarl_export_content_set_name (content, name);
  gmarl_export_content_set_preview (content, preview);
  gmarl_export_content_set_sidecar (content, describe (self, choice, day, 1));
  return content;
}

static GmarlExportContent *
make_scenario (GmarlGridPage *self)
{
  const GmarlScenario *scenario = gmarl_player_get_grid (self->player)->scenario;
  GmarlExportContent *content = gmarl_export_content_new_text (gmarl_scenario_to_text (scenario));

  gmarl_export_content_set_name (content, scenario->name);
  return content;
}

static GmarlExportContent *
make_content (GmarlExportSource *source, const GmarlExportChoice *choice, GError **error)
{
  GmarlGridPage *self = GMARL_GRID_PAGE (source);
  guint64 day = gmarl_player_get_day (self->player);
  gint chart;

  if (strcmp (choice->item, STEPS) == 0 || strcmp (choice->item, DAYS) == 0)
    return make_simulation (self, choice);
  if (strcmp (choice->item, NETWORK) == 0)
    return make_network (self, choice, error);
  if (sscanf (choice->item, CHART, &chart) == 1)
    return gmarl_chart_make_export (self->charts[chart], choice, describe (self, choice, day, 1),
                                    error);
  return make_scenario (self);
}

void
gmarl_grid_page_init_export (GmarlExportSourceInterface *iface)
{
  iface->list_items = list_items;
  iface->make_content = make_content;
}
