/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-chart-output.h"
#include "gmarl-matrix-paint.h"
#include "gmarl-network-paint.h"
#include "gmarl-network-widget-private.h"

#include <math.h>

/* What does not move is painted into two pictures, below and above the chevrons, and kept until the
 * network changes. The frame clock is asked for ticks only while chevrons move, and they are drawn
 * at every other frame of a usual screen: they move by less than a pixel in between.
 */

#define LARGEST_SIZES     4096 /* texts whose sizes are remembered */
#define SHORTEST_FRAME_US 30000
#define LONGEST_FRAME_SEC 0.1 /* after a pause chevrons go on, they do not jump */

typedef struct {
  double width, height;
} TextSize;

/* The same names and energies come again and again. */
static void
measure_text (const char *text,
              GmarlTextRole role,
              double *width,
              double *height,
              gpointer user_data)
{
  GmarlNetworkWidget *self = user_data;
  g_autofree char *key = g_strdup_printf ("%d %s", role, text);
  TextSize *size = g_hash_table_lookup (self->text_sizes, key);

  if (size == NULL) {
    if (g_hash_table_size (self->text_sizes) >= LARGEST_SIZES)
      g_hash_table_remove_all (self->text_sizes);
    size = g_new (TextSize, 1);
    gmarl_draw_text_measure (gmarl_style_watch_get (self->watch), text, role, &size->width,
                             &size->height);
    g_hash_table_insert (self->text_sizes, g_steal_pointer (&key), size);
  }
  *width = size->width;
  *height = size->height;
}

gboolean
gmarl_network_widget_is_matrix (GmarlNetworkWidget *self)
{
  if (self->form == GMARL_NETWORK_FORM_AUTO)
    return self->view != NULL && self->view->n_nodes > GMARL_NETWORK_LARGEST_GRAPH;
  return self->form == GMARL_NETWORK_FORM_MATRIX;
}

GmarlNetworkScene *
gmarl_network_widget_get_scene (GmarlNetworkWidget *self)
{
  GmarlTextMeasure measure = { measure_text, self };
  double em;

  if (self->view == NULL || gmarl_network_widget_is_matrix (self))
    return NULL;
  if (self->scene == NULL) {
    em = gmarl_draw_style_get_em (gmarl_style_watch_get (self->watch));
    if (self->layout == NULL)
      self->layout = gmarl_network_layout_new (self->view);
    self->frame.width = gtk_widget_get_width (GTK_WIDGET (self));
    self->frame.height = gtk_widget_get_height (GTK_WIDGET (self));
    self->frame.editable = self->editable;
    self->frame.focused = gtk_widget_has_visible_focus (GTK_WIDGET (self));
    self->scene = gmarl_network_scene_new (self->view, self->layout, &self->frame, em, &measure);
  }
  return self->scene;
}

GmarlMatrixScene *
gmarl_network_widget_get_matrix (GmarlNetworkWidget *self)
{
  if (self->view == NULL || !gmarl_network_widget_is_matrix (self))
    return NULL;
  if (self->matrix == NULL)
    self->matrix = gmarl_matrix_scene_new (
        self->view, self->quantity, gtk_widget_get_width (GTK_WIDGET (self)),
        gtk_widget_get_height (GTK_WIDGET (self)),
        gmarl_draw_style_get_em (gmarl_style_watch_get (self->watch)));
  return self->matrix;
}

int
gmarl_network_widget_node_at (GmarlNetworkWidget *self, double x, double y)
{
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);
  GmarlMatrixScene *matrix = gmarl_network_widget_get_matrix (self);

  if (scene != NULL)
    return gmarl_network_scene_node_at (scene, x, y);
  return matrix != NULL ? gmarl_matrix_scene_node_at (matrix, x, y) : -1;
}

int
gmarl_network_widget_line_at (GmarlNetworkWidget *self, double x, double y)
{
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);

  return scene != NULL ? gmarl_network_scene_line_at (scene, x, y) : -1;
}

static gboolean
has_chevrons (GmarlNetworkWidget *self)
{
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);

  if (scene == NULL || self->line_phase == NULL)
    return FALSE;
  for (gsize k = 0; k < scene->n_lines; k++) {
    if (scene->line[k].shown && scene->line[k].speed > 0)
      return TRUE;
  }
  for (gsize i = 0; scene->spoke != NULL && i < scene->n_nodes; i++) {
    if (scene->spoke[i].shown && scene->spoke[i].speed > 0)
      return TRUE;
  }
  return FALSE;
}

static void
advance (double *phase, const GmarlSceneLine *line, gsize n, double seconds)
{
  for (gsize k = 0; k < n; k++)
    phase[k] = fmod (phase[k] + line[k].speed * seconds, 1);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = MIN ((double) (now - self->last_frame_us) * 1e-6, LONGEST_FRAME_SEC);
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);

  if (scene == NULL || !has_chevrons (self)) {
    self->tick = 0;
    return G_SOURCE_REMOVE;
  }
  if (now - self->last_frame_us < SHORTEST_FRAME_US)
    return G_SOURCE_CONTINUE;
  if (self->last_frame_us > 0) {
    advance (self->line_phase, scene->line, scene->n_lines, seconds);
    if (scene->spoke != NULL)
      advance (self->spoke_phase, scene->spoke, scene->n_nodes, seconds);
    gtk_widget_queue_draw (widget);
  }
  self->last_frame_us = now;
  return G_SOURCE_CONTINUE;
}

void
gmarl_network_widget_update_animation (GmarlNetworkWidget *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean wanted = self->playing && gtk_widget_get_mapped (widget) &&
                    gmarl_style_watch_get (self->watch)->animations && has_chevrons (self);

  if (wanted && self->tick == 0) {
    self->last_frame_us = 0;
    self->tick = gtk_widget_add_tick_callback (widget, tick_cb, NULL, NULL);
  } else if (!wanted && self->tick != 0) {
    gtk_widget_remove_tick_callback (widget, self->tick);
    self->tick = 0;
  }
}

void
gmarl_network_widget_invalidate (GmarlNetworkWidget *self)
{
  g_clear_pointer (&self->scene, gmarl_network_scene_free);
  g_clear_pointer (&self->matrix, gmarl_matrix_scene_free);
  g_clear_pointer (&self->below, gsk_render_node_unref);
  g_clear_pointer (&self->above, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
paint_below (cairo_t *cr, gpointer user_data)
{
  GmarlNetworkWidget *self = user_data;
  const GmarlDrawStyle *style = gmarl_style_watch_get (self->watch);
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);

  if (scene != NULL)
    gmarl_network_paint (cr, scene, self->view, style);
  else
    gmarl_matrix_paint (cr, gmarl_network_widget_get_matrix (self), style, self->frame.selected,
                        self->frame.hovered);
}

/* The legend where it leaves most of the picture free: below at the left, scaled to fit. */
static void
paint_legend (GmarlNetworkWidget *self, cairo_t *cr)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double room_x = gtk_widget_get_width (widget), room_y = gtk_widget_get_height (widget);
  const GmarlDrawStyle *style = gmarl_style_watch_get (self->watch);
  double width, height, scale;

  gmarl_network_legend_measure (style, &width, &height);
  scale = MIN (1, MIN ((room_x - 12) / width, (room_y - 12) / height));
  if (scale <= 0)
    return;
  cairo_save (cr);
  cairo_translate (cr, 6, room_y - 6 - height * scale);
  cairo_scale (cr, scale, scale);
  gmarl_network_legend_paint (cr, style, 0, 0);
  cairo_restore (cr);
}

static void
paint_above (cairo_t *cr, gpointer user_data)
{
  GmarlNetworkWidget *self = user_data;
  GmarlNetworkScene *scene = gmarl_network_widget_get_scene (self);

  if (scene != NULL)
    gmarl_network_paint_labels (cr, scene, self->view, gmarl_style_watch_get (self->watch));
  if (self->legend_visible)
    paint_legend (self, cr);
}

static void
add_line (graphene_rect_t *bounds, const GmarlSceneLine *line)
{
  double reach = line->width + 2;
  graphene_rect_t box;

  if (!line->shown || line->speed <= 0)
    return;
  graphene_rect_init (&box, (float) (MIN (line->x1, line->x2) - reach),
                      (float) (MIN (line->y1, line->y2) - reach),
                      (float) (fabs (line->x2 - line->x1) + 2 * reach),
                      (float) (fabs (line->y2 - line->y1) + 2 * reach));
  if (bounds->size.width > 0)
    graphene_rect_union (bounds, &box, bounds);
  else
    *bounds = box;
}

/* All that is painted again while chevrons move. */
static graphene_rect_t
get_moving (const GmarlNetworkScene *scene, const graphene_rect_t *all)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  for (gsize k = 0; k < scene->n_lines; k++)
    add_line (&bounds, &scene->line[k]);
  for (gsize i = 0; scene->spoke != NULL && i < scene->n_nodes; i++)
    add_line (&bounds, &scene->spoke[i]);
  graphene_rect_round_extents (&bounds, &bounds);
  if (!graphene_rect_intersection (&bounds, all, &bounds))
    bounds = *all;
  return bounds;
}

void
gmarl_network_widget_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GmarlNetworkWidget *self = GMARL_NETWORK_WIDGET (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  GmarlNetworkScene *scene;

  if (self->view == NULL || self->view->n_nodes == 0 || width <= 0 || height <= 0)
    return;
  if (self->below == NULL)
    self->below = gmarl_chart_output_make_node (widget, width, height, paint_below, self);
  if (self->above == NULL)
    self->above = gmarl_chart_output_make_node (widget, width, height, paint_above, self);
  scene = gmarl_network_widget_get_scene (self);

  gtk_snapshot_append_node (snapshot, self->below);
  if (has_chevrons (self)) {
    graphene_rect_t moving = get_moving (scene, &bounds);
    cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &moving);

    gmarl_network_paint_chevrons (cr, scene, gmarl_style_watch_get (self->watch), self->line_phase,
                                  self->spoke_phase);
    cairo_destroy (cr);
  }
  gtk_snapshot_append_node (snapshot, self->above);
  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 0, 0, width,
                               height);
}
