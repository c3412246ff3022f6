/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-scene.h"

#include "gmarl-network-labels-private.h"

#include <math.h>

/* Sizes are in em, the size of the interface's font, so that the picture grows with it. */
#define LARGEST_RADIUS   3.1
#define FULL_RADIUS      1.55
#define GLYPH_RADIUS     0.75
#define DISC_RADIUS      0.27
#define DOT_RADIUS       0.12
#define SHARE_OF_SPACING 0.36 /* radius to the least distance of two nodes */
#define DISC_SHARE       0.83 /* disc to node */
#define LARGEST_STRETCH  1.6  /* of the box, to fill a picture that is wide or high */
#define ROW_STRETCH      3.0  /* the same of a single row, which has no shape to keep */
#define HUB_HALF         2.5
#define HUB_TEXT         3.6 /* the least width of a hub with words in it */
#define SMALLEST_BADGE   5
#define RIM              3 /* pixels between a node and its lines */

#define FULL_NODES  20
#define GLYPH_NODES 50
#define DISC_NODES  200
#define DISC_FLOWS  30

#define TARGET 12 /* pixels around a point that a finger or an unsteady hand may miss by */

void
gmarl_network_frame_init (GmarlNetworkFrame *self, double width, double height)
{
  *self = (GmarlNetworkFrame){
    .width = width,
    .height = height,
    .zoom = 1,
    .selected = -1,
    .hovered = -1,
    .selected_line = -1,
    .draft_from = -1,
  };
}

static double
share_of_limit (double energy_kwh, double limit_kwh)
{
  return limit_kwh > 0 ? MIN (energy_kwh / limit_kwh, 1) : energy_kwh > 0 ? 1 : 0;
}

double
gmarl_network_line_width (double energy_kwh, double limit_kwh)
{
  return 1.5 + 8 * sqrt (share_of_limit (energy_kwh, limit_kwh));
}

double
gmarl_network_chevron_speed (double energy_kwh, double limit_kwh)
{
  return energy_kwh < GMARL_FLOW_NONE_KWH ? 0 : 0.3 + 1.7 * share_of_limit (energy_kwh, limit_kwh);
}

/* Maps the box into the picture, with room at its edges for nodes and names. */
static void
place_box (GmarlNetworkScene *self, const GmarlNetworkLayout *layout, double name_width)
{
  const GmarlNetworkFrame *frame = &self->frame;
  gboolean named = self->n_nodes <= FULL_NODES;
  double node = named ? LARGEST_RADIUS * self->em : GLYPH_RADIUS * self->em;
  double margin_x = MIN (node + (named ? MIN (name_width, 9 * self->em) + 2 * self->em : self->em),
                         0.27 * frame->width);
  double margin_y = MIN (node + (named ? 1.9 : 0.8) * self->em, 0.24 * frame->height);
  double width = MAX (frame->width - 2 * margin_x, 1),
         height = MAX (frame->height - 2 * margin_y, 1);
  double spacing;

  self->scale_x = MIN (width, (layout->is_row ? ROW_STRETCH : LARGEST_STRETCH) * height);
  self->scale_y = MIN (height, LARGEST_STRETCH * width);
  spacing = layout->spacing * (layout->is_row ? self->scale_x : MIN (self->scale_x, self->scale_y));
  self->radius = MIN (SHARE_OF_SPACING * spacing * frame->zoom,
                      LARGEST_RADIUS * self->em * CLAMP (frame->zoom, 1, 2));
  self->radius =
      MIN (self->radius, 0.13 * MIN (frame->width, frame->height) * MAX (frame->zoom, 1));
  self->radius = MAX (self->radius, DOT_RADIUS * self->em);
  self->disc_radius = DISC_SHARE * self->radius;
  /* As large as text, but not larger than what they are badges of. */
  self->badge_radius =
      MAX (0.22 * self->radius, MIN (0.5 * self->em, MAX (0.36 * self->radius, SMALLEST_BADGE)));
  self->chevron_spacing = 1.9 * self->em;

  self->scale_x *= frame->zoom;
  self->scale_y *= frame->zoom;
  self->origin_x = frame->width / 2 + frame->pan_x - self->scale_x / 2;
  self->origin_y = frame->height / 2 + frame->pan_y - self->scale_y / 2;
}

static double
share_of_peak (double energy_kwh, double peak_kwh)
{
  return peak_kwh > 0 ? CLAMP (energy_kwh / peak_kwh, 0, 1) : 0;
}

static GmarlLevelAlarm
alarm_of (double level)
{
  if (level < GMARL_LEVEL_LOW)
    return GMARL_LEVEL_ALARM_LOW;
  return level > GMARL_LEVEL_HIGH ? GMARL_LEVEL_ALARM_HIGH : GMARL_LEVEL_ALARM_NONE;
}

/* Returns how many are in the picture. */
static gsize
place_nodes (GmarlNetworkScene *self,
             const GmarlNetworkView *view,
             const GmarlNetworkLayout *layout)
{
  double reach = self->radius + self->em;
  gsize n_visible = 0;

  for (gsize i = 0; i < self->n_nodes; i++) {
    const GmarlNetworkNode *from = &view->node[i];
    GmarlSceneNode *node = &self->node[i];

    node->x = self->origin_x + layout->x[i] * self->scale_x;
    node->y = self->origin_y + layout->y[i] * self->scale_y;
    node->visible = node->x > -reach && node->x < self->frame.width + reach && node->y > -reach &&
                    node->y < self->frame.height + reach;
    node->level = isnan (from->level) ? NAN : CLAMP (from->level, 0, 1);
    node->solar =
        from->solar_peak_kwh > 0 ? share_of_peak (from->solar_kwh, from->solar_peak_kwh) : NAN;
    node->demand = share_of_peak (from->demand_kwh, from->demand_peak_kwh);
    node->grid = fabs (from->grid_kwh) < GMARL_FLOW_NONE_KWH ? 0 : from->grid_kwh > 0 ? 1 : -1;
    node->alarm = alarm_of (node->level);
    node->unmet = from->unmet_kwh >= GMARL_FLOW_NONE_KWH;
    n_visible += node->visible;
  }
  return n_visible;
}

static GmarlNetworkDetail
detail_of (const GmarlNetworkScene *self, gsize n_visible)
{
  if (n_visible <= FULL_NODES && self->radius >= FULL_RADIUS * self->em)
    return GMARL_NETWORK_DETAIL_FULL;
  if (n_visible <= GLYPH_NODES && self->radius >= GLYPH_RADIUS * self->em)
    return GMARL_NETWORK_DETAIL_GLYPH;
  if (n_visible <= DISC_NODES && self->radius >= DISC_RADIUS * self->em)
    return GMARL_NETWORK_DETAIL_DISC;
  return GMARL_NETWORK_DETAIL_DOT;
}

/* More lines than a picture of full width has room for. */
static gboolean
is_dense (const GmarlNetworkScene *self)
{
  return self->n_lines > 3 * self->n_nodes;
}

static double
width_factor (const GmarlNetworkScene *self)
{
  static const double factors[] = {
    [GMARL_NETWORK_DETAIL_DOT] = 0.15,
    [GMARL_NETWORK_DETAIL_DISC] = 0.35,
    [GMARL_NETWORK_DETAIL_GLYPH] = 0.7,
    [GMARL_NETWORK_DETAIL_FULL] = 1,
  };

  return is_dense (self) ? MIN (factors[self->detail], 0.3) : factors[self->detail];
}

static gboolean
segment_in_picture (const GmarlNetworkFrame *frame, const GmarlSceneLine *line)
{
  return MAX (line->x1, line->x2) >= 0 && MIN (line->x1, line->x2) <= frame->width &&
         MAX (line->y1, line->y2) >= 0 && MIN (line->y1, line->y2) <= frame->height;
}

/* Fills in the line from x1, y1 to x2, y2, cut by as much at its ends. */
static void
place_line (const GmarlNetworkScene *self,
            GmarlSceneLine *line,
            double cut_from,
            double cut_to,
            double energy_kwh,
            double limit_kwh)
{
  double dx = line->x2 - line->x1, dy = line->y2 - line->y1, length = hypot (dx, dy);

  line->energy_kwh = energy_kwh < GMARL_FLOW_NONE_KWH ? 0 : energy_kwh;
  line->width =
      1.5 + (gmarl_network_line_width (energy_kwh, limit_kwh) - 1.5) * width_factor (self);
  line->speed = gmarl_network_chevron_speed (energy_kwh, limit_kwh);
  line->shown = length > cut_from + cut_to;
  if (!line->shown)
    return;
  line->x1 += dx / length * cut_from;
  line->y1 += dy / length * cut_from;
  line->x2 -= dx / length * cut_to;
  line->y2 -= dy / length * cut_to;
  line->shown = segment_in_picture (&self->frame, line);
}

static void
place_lines (GmarlNetworkScene *self, const GmarlNetworkView *view)
{
  for (gsize k = 0; k < self->n_lines; k++) {
    const GmarlNetworkLine *from = &view->line[k];
    gboolean forward = !(from->flow_kwh < 0);
    const GmarlSceneNode *one = &self->node[forward ? from->a : from->b];
    const GmarlSceneNode *other = &self->node[forward ? from->b : from->a];
    GmarlSceneLine *line = &self->line[k];
    double cut = self->detail == GMARL_NETWORK_DETAIL_DOT ? 0 : self->radius + RIM;

    line->index = k;
    line->x1 = one->x;
    line->y1 = one->y;
    line->x2 = other->x;
    line->y2 = other->y;
    place_line (self, line, cut, cut, fabs (from->flow_kwh), view->line_limit_kwh);
  }
}

/* How far a square reaches from its middle in a direction. */
static double
square_reach (double half, double dx, double dy)
{
  return half * hypot (dx, dy) / MAX (MAX (fabs (dx), fabs (dy)), 1e-9);
}

static void
place_hub (GmarlNetworkScene *self, const GmarlNetworkView *view, const GmarlNetworkLayout *layout)
{
  double x = self->origin_x + layout->hub_x * self->scale_x;
  double y = self->origin_y + layout->hub_y * self->scale_y;
  double half = MIN (HUB_HALF * self->em * CLAMP (self->frame.zoom, 1, 1.5), 0.85 * self->radius);

  if (!layout->has_hub || self->detail < GMARL_NETWORK_DETAIL_GLYPH)
    return;
  /* Without words it needs less room than the lines to it. */
  self->hub_has_text = 2 * half >= HUB_TEXT * self->em;
  if (!self->hub_has_text)
    half *= 0.7;
  self->hub = (cairo_rectangle_t){ x - half, y - half, 2 * half, 2 * half };
  self->spoke = g_new0 (GmarlSceneLine, self->n_nodes);
  for (gsize i = 0; i < self->n_nodes; i++) {
    const GmarlSceneNode *node = &self->node[i];
    GmarlSceneLine *line = &self->spoke[i];
    gboolean import = !(view->node[i].grid_kwh < 0);
    double at_hub = square_reach (half, node->x - x, node->y - y) + RIM;
    double at_node = self->radius + RIM;

    line->index = i;
    line->x1 = import ? x : node->x;
    line->y1 = import ? y : node->y;
    line->x2 = import ? node->x : x;
    line->y2 = import ? node->y : y;
    place_line (self, line, import ? at_hub : at_node, import ? at_node : at_hub,
                fabs (view->node[i].grid_kwh), view->grid_limit_kwh);
  }
}

static int
compare_energies (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? 1 : one > other ? -1 : 0;
}

/* Many chevrons are noise: where nodes are small or lines many, only the largest flows have them.
 */
static void
choose_chevrons (GmarlNetworkScene *self)
{
  g_autofree double *energies = g_new (double, self->n_lines + 1);
  gsize n_flows = 0, n_left = DISC_FLOWS;
  double least = INFINITY;

  for (gsize k = 0; k < self->n_lines; k++) {
    if (self->line[k].shown && self->line[k].speed > 0)
      energies[n_flows++] = self->line[k].energy_kwh;
  }
  if (self->detail > GMARL_NETWORK_DETAIL_DOT) {
    if (n_flows <= DISC_FLOWS || (self->detail > GMARL_NETWORK_DETAIL_DISC && !is_dense (self)))
      return;
    qsort (energies, n_flows, sizeof (double), compare_energies);
    least = energies[DISC_FLOWS - 1];
  }
  for (gsize k = 0; k < self->n_lines; k++) {
    GmarlSceneLine *line = &self->line[k];

    if (line->energy_kwh < least || !line->shown || n_left == 0)
      line->speed = 0;
    else
      n_left--;
  }
}

static void
clear_label (gpointer data)
{
  g_free (((GmarlSceneLabel *) data)->text);
}

/* The widest name, for the margins; not measured where names are not shown. */
static double
widest_name (const GmarlNetworkView *view, const GmarlTextMeasure *measure)
{
  double widest = 0;

  if (measure == NULL || view->n_nodes > FULL_NODES)
    return 0;
  for (gsize i = 0; i < view->n_nodes; i++) {
    g_autofree char *name = gmarl_network_view_dup_name (view, i);
    double width, height;

    measure->measure (name, GMARL_TEXT_BODY, &width, &height, measure->user_data);
    widest = MAX (widest, width);
  }
  return widest;
}

GmarlNetworkScene *
gmarl_network_scene_new (const GmarlNetworkView *view,
                         const GmarlNetworkLayout *layout,
                         const GmarlNetworkFrame *frame,
                         double em,
                         const GmarlTextMeasure *measure)
{
  GmarlNetworkScene *self;

  g_return_val_if_fail (view != NULL && layout != NULL && frame != NULL, NULL);
  g_return_val_if_fail (layout->n_nodes == view->n_nodes && em > 0, NULL);

  self = g_new0 (GmarlNetworkScene, 1);
  self->frame = *frame;
  self->em = em;
  self->n_nodes = view->n_nodes;
  self->n_lines = view->n_lines;
  self->node = g_new0 (GmarlSceneNode, view->n_nodes);
  self->line = g_new0 (GmarlSceneLine, view->n_lines);
  self->labels = g_array_new (FALSE, FALSE, sizeof (GmarlSceneLabel));
  g_array_set_clear_func (self->labels, clear_label);

  place_box (self, layout, widest_name (view, measure));
  self->detail = detail_of (self, place_nodes (self, view, layout));
  place_lines (self, view);
  place_hub (self, view, layout);
  choose_chevrons (self);
  if (measure != NULL)
    gmarl_network_scene_add_labels (self, view, measure);
  return self;
}

void
gmarl_network_scene_free (GmarlNetworkScene *self)
{
  if (self == NULL)
    return;
  g_free (self->node);
  g_free (self->line);
  g_free (self->spoke);
  g_array_unref (self->labels);
  g_free (self);
}

int
gmarl_network_scene_node_at (const GmarlNetworkScene *self, double x, double y)
{
  double best;
  int nearest = -1;

  g_return_val_if_fail (self != NULL, -1);

  best = MAX (self->radius, TARGET);
  for (gsize i = 0; i < self->n_nodes; i++) {
    double distance = hypot (self->node[i].x - x, self->node[i].y - y);

    if (distance <= best) {
      best = distance;
      nearest = (int) i;
    }
  }
  return nearest;
}

static double
distance_to_line (const GmarlSceneLine *line, double x, double y)
{
  double dx = line->x2 - line->x1, dy = line->y2 - line->y1;
  double square = dx * dx + dy * dy;
  double along = square > 0 ? ((x - line->x1) * dx + (y - line->y1) * dy) / square : 0;

  along = CLAMP (along, 0, 1);
  return hypot (line->x1 + along * dx - x, line->y1 + along * dy - y);
}

int
gmarl_network_scene_line_at (const GmarlNetworkScene *self, double x, double y)
{
  double best = TARGET;
  int nearest = -1;

  g_return_val_if_fail (self != NULL, -1);

  for (gsize k = 0; k < self->n_lines; k++) {
    if (self->line[k].shown) {
      double distance = distance_to_line (&self->line[k], x, y);

      if (distance < best) {
        best = distance;
        nearest = (int) k;
      }
    }
  }
  return nearest;
}

gboolean
gmarl_network_scene_get_handle (const GmarlNetworkScene *self, gsize node, double *x, double *y)
{
  g_return_val_if_fail (self != NULL && node < self->n_nodes, FALSE);

  if (!self->frame.editable || self->detail < GMARL_NETWORK_DETAIL_DISC ||
      ((gsize) self->frame.selected != node && (gsize) self->frame.hovered != node))
    return FALSE;
  /* Below right: names are rarely there. */
  gmarl_network_scene_get_badge (self, node, G_PI / 4, x, y);
  return TRUE;
}

int
gmarl_network_scene_handle_at (const GmarlNetworkScene *self, double x, double y)
{
  const int candidates[] = { self->frame.hovered, self->frame.selected };

  g_return_val_if_fail (self != NULL, -1);

  for (gsize k = 0; k < G_N_ELEMENTS (candidates); k++) {
    double at_x, at_y;

    if (candidates[k] >= 0 && (gsize) candidates[k] < self->n_nodes &&
        gmarl_network_scene_get_handle (self, (gsize) candidates[k], &at_x, &at_y) &&
        hypot (at_x - x, at_y - y) <= TARGET)
      return candidates[k];
  }
  return -1;
}

void
gmarl_network_scene_get_badge (const GmarlNetworkScene *self,
                               gsize node,
                               double angle,
                               double *x,
                               double *y)
{
  g_return_if_fail (self != NULL && node < self->n_nodes);

  *x = self->node[node].x + self->radius * cos (angle);
  *y = self->node[node].y + self->radius * sin (angle);
}

void
gmarl_network_scene_to_place (const GmarlNetworkScene *self,
                              double x,
                              double y,
                              double *place_x,
                              double *place_y)
{
  g_return_if_fail (self != NULL);

  *place_x = (x - self->origin_x) / self->scale_x;
  *place_y = (y - self->origin_y) / self->scale_y;
}
