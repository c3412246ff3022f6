/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-labels-private.h"

#include "gmarl-network-text.h"

#include <math.h>

/* A label has candidates for its place, the best first. Each costs what it covers; the cheapest
 * wins, unless even that covers what must be read.
 */
#define COST_LATER   1 /* for each place in the order of preference */
#define COST_LINE    8 /* a line runs through it: readable, thanks to the halo */
#define COST_REFUSED 1000
#define SPACE        0.4 /* of a letter's height, between labels that are side by side */
#define EDGE         3   /* pixels that stay free at the rim of the picture */

/* Nodes in the picture. With more, only the selected and the hovered node have names. */
#define LARGEST_NAMES 20
/* Nodes that the layout puts on a circle. */
#define LARGEST_CIRCLE 24
/* With more, it is not clear which energy belongs to which line of the utility. */
#define LARGEST_SPOKES 8

typedef struct {
  GmarlNetworkScene *scene;
  const GmarlTextMeasure *measure;
} Labels;

static gboolean
boxes_overlap (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static gboolean
box_meets_disc (const cairo_rectangle_t *box, double x, double y, double radius)
{
  double dx = x - CLAMP (x, box->x, box->x + box->width);
  double dy = y - CLAMP (y, box->y, box->y + box->height);

  return dx * dx + dy * dy < radius * radius;
}

/* Liang and Barsky (1984): whether a part of the segment is in the box. */
static gboolean
box_meets_line (const cairo_rectangle_t *box, const GmarlSceneLine *line)
{
  double dx = line->x2 - line->x1, dy = line->y2 - line->y1, from = 0, to = 1;
  const double p[] = { -dx, dx, -dy, dy };
  const double q[] = { line->x1 - box->x, box->x + box->width - line->x1, line->y1 - box->y,
                       box->y + box->height - line->y1 };

  for (gsize k = 0; k < 4; k++) {
    if (p[k] == 0) {
      if (q[k] < 0)
        return FALSE;
    } else if (p[k] < 0) {
      from = MAX (from, q[k] / p[k]);
    } else {
      to = MIN (to, q[k] / p[k]);
    }
  }
  return from <= to;
}

static gboolean
covers_mark (const GmarlNetworkScene *self, const cairo_rectangle_t *box, gsize i)
{
  const GmarlSceneNode *node = &self->node[i];
  double x, y;

  if (node->alarm != GMARL_LEVEL_ALARM_NONE) {
    gmarl_network_scene_get_badge (self, i, GMARL_BADGE_ANGLE_LEVEL, &x, &y);
    if (box_meets_disc (box, x, y, self->badge_radius + 2))
      return TRUE;
  }
  if (node->unmet) {
    gmarl_network_scene_get_badge (self, i, GMARL_BADGE_ANGLE_UNMET, &x, &y);
    if (box_meets_disc (box, x, y, self->badge_radius + 2))
      return TRUE;
  }
  if (gmarl_network_scene_get_handle (self, i, &x, &y) && box_meets_disc (box, x, y, self->em))
    return TRUE;
  if (node->grid != 0 && self->spoke == NULL) {
    gmarl_network_scene_get_badge (self, i, GMARL_BADGE_ANGLE_GRID, &x, &y);
    if (box_meets_disc (box, x, y, self->badge_radius + 2))
      return TRUE;
  }
  return FALSE;
}

static int
cost_of_lines (const cairo_rectangle_t *box, const GmarlSceneLine *line, gsize n, gssize own)
{
  int cost = 0;

  for (gsize k = 0; line != NULL && k < n; k++) {
    if ((gssize) k != own && line[k].shown && box_meets_line (box, &line[k]))
      cost += COST_LINE;
  }
  return cost;
}

static int
cost_of_box (const GmarlNetworkScene *self, const cairo_rectangle_t *box, gssize line, gssize spoke)
{
  cairo_rectangle_t roomy = *box;

  if (box->x < EDGE || box->y < EDGE || box->x + box->width > self->frame.width - EDGE ||
      box->y + box->height > self->frame.height - EDGE)
    return COST_REFUSED;
  for (gsize i = 0; i < self->n_nodes; i++) {
    const GmarlSceneNode *node = &self->node[i];

    if (node->visible &&
        (box_meets_disc (box, node->x, node->y, self->radius + 1) || covers_mark (self, box, i)))
      return COST_REFUSED;
  }
  /* Two words side by side need a space between them. */
  roomy.x -= SPACE * self->em;
  roomy.width += 2 * SPACE * self->em;
  if (self->spoke != NULL && boxes_overlap (&roomy, &self->hub))
    return COST_REFUSED;
  for (guint k = 0; k < self->labels->len; k++) {
    if (boxes_overlap (&roomy, &g_array_index (self->labels, GmarlSceneLabel, k).box))
      return COST_REFUSED;
  }
  return cost_of_lines (box, self->line, self->n_lines, line) +
         cost_of_lines (box, self->spoke, self->n_nodes, spoke);
}

/* Outwards from the middle of the picture's box, then to the sides. Gives what the best place
 * costs, or limit where none costs less.
 */
static int
place_name (const GmarlNetworkScene *scene,
            const GmarlNetworkView *view,
            gsize i,
            double width,
            double height,
            int limit,
            GmarlSceneLabel *label)
{
  const GmarlSceneNode *node = &scene->node[i];
  double gap = scene->radius + 0.35 * scene->em;
  double dx = node->x - (scene->origin_x + scene->scale_x / 2);
  double dy = node->y - (scene->origin_y + scene->scale_y / 2), length = hypot (dx, dy);
  const double d = G_SQRT2 / 2;
  double directions[][2] = { { 0, 1 }, { 0, 1 },  { 0, -1 }, { 1, 0 },  { -1, 0 },
                             { d, d }, { -d, d }, { d, -d }, { -d, -d } };
  int least = limit;

  /* Outwards from a circle; in rows, at the same place for all. */
  if (length > scene->radius && view->n_nodes <= LARGEST_CIRCLE &&
      view->shape != GMARL_NETWORK_SHAPE_LATTICE) {
    directions[0][0] = dx / length;
    directions[0][1] = dy / length;
  }
  for (gsize k = 0; k < G_N_ELEMENTS (directions); k++) {
    double x = directions[k][0], y = directions[k][1];
    /* Diagonally, the box's corner touches the node, not the middle of its sides. */
    double side = k < 5 ? 1 : 1 / fabs (x);
    double away = gap + (scene->spoke == NULL && k < 2 && y > 0 ? y * scene->badge_radius : 0);
    cairo_rectangle_t box = { node->x + x * (away + side * width / 2) - width / 2,
                              node->y + y * (away + side * height / 2) - height / 2, width,
                              height };
    int cost = cost_of_box (scene, &box, -1, -1) + (int) k * COST_LATER;

    if (cost < least) {
      least = cost;
      label->box = box;
      label->crossed = cost - (int) k * COST_LATER > 0;
    }
  }
  return least;
}

/* Where there is no room for the name, the sign of what the node is may still have some. */
static void
add_name (Labels *self, const GmarlNetworkView *view, gsize i, gboolean must)
{
  GmarlNetworkScene *scene = self->scene;
  g_autofree char *name = gmarl_network_view_dup_name (view, i);
  double icon = scene->detail == GMARL_NETWORK_DETAIL_FULL ? scene->em : 0;
  double width, height;
  GmarlSceneLabel label = { .kind = GMARL_SCENE_LABEL_NAME, .index = i, .icon_size = icon };
  int limit = must ? G_MAXINT : COST_REFUSED;

  self->measure->measure (name, GMARL_TEXT_BODY, &width, &height, self->measure->user_data);
  width += icon > 0 ? 1.3 * icon : 0;
  if (place_name (scene, view, i, width, height, limit, &label) < limit)
    label.text = g_steal_pointer (&name);
  else if (icon > 0 && place_name (scene, view, i, icon, height, limit, &label) < limit)
    label.text = g_strdup ("");
  if (label.text != NULL)
    g_array_append_val (scene->labels, label);
}

/* Beside the line, near its middle, at either side. */
static void
add_flow (Labels *self, const GmarlSceneLine *line, gboolean of_hub)
{
  static const double places[] = { 0.5, 0.4, 0.6, 0.3, 0.7 };
  GmarlNetworkScene *scene = self->scene;
  g_autofree char *text = NULL;
  double dx = line->x2 - line->x1, dy = line->y2 - line->y1, length = hypot (dx, dy);
  double width, height, away;
  GmarlSceneLabel best = { .kind = GMARL_SCENE_LABEL_FLOW, .index = line->index, .of_hub = of_hub };
  gssize own = (gssize) line->index;
  int least = 2 * COST_LINE;

  if (!line->shown || line->energy_kwh == 0 || length < 3 * scene->em)
    return;
  text = gmarl_network_text_energy (line->energy_kwh);
  self->measure->measure (text, GMARL_TEXT_SMALL, &width, &height, self->measure->user_data);
  away = MAX (line->width / 2, 5) + 0.2 * scene->em +
         (fabs (dy) * width + fabs (dx) * height) / (2 * length);
  for (gsize k = 0; k < 2 * G_N_ELEMENTS (places); k++) {
    double side = k % 2 == 0 ? 1 : -1, at = places[k / 2];
    cairo_rectangle_t box = { line->x1 + at * dx + side * away * dy / length - width / 2,
                              line->y1 + at * dy - side * away * dx / length - height / 2, width,
                              height };
    int cost =
        cost_of_box (scene, &box, of_hub ? -1 : own, of_hub ? own : -1) + (int) k * COST_LATER;

    if (cost < least) {
      least = cost;
      best.box = box;
      best.crossed = cost - (int) k * COST_LATER > 0;
    }
  }
  if (least < 2 * COST_LINE) {
    best.text = g_steal_pointer (&text);
    g_array_append_val (scene->labels, best);
  }
}

static gboolean
is_named (const GmarlNetworkScene *self, gsize i)
{
  return (gssize) i == self->frame.selected || (gssize) i == self->frame.hovered;
}

void
gmarl_network_scene_add_labels (GmarlNetworkScene *self,
                                const GmarlNetworkView *view,
                                const GmarlTextMeasure *measure)
{
  Labels labels = { self, measure };
  gsize n_visible = 0;

  for (gsize i = 0; i < self->n_nodes; i++)
    n_visible += self->node[i].visible;
  for (gsize i = 0; i < self->n_nodes; i++) {
    if (is_named (self, i) && self->node[i].visible)
      add_name (&labels, view, i, TRUE);
  }
  if (n_visible > LARGEST_NAMES)
    return;
  for (gsize i = 0; i < self->n_nodes; i++) {
    if (!is_named (self, i) && self->node[i].visible)
      add_name (&labels, view, i, FALSE);
  }
  if (self->detail < GMARL_NETWORK_DETAIL_FULL)
    return;
  for (gsize k = 0; k < self->n_lines; k++)
    add_flow (&labels, &self->line[k], FALSE);
  for (gsize i = 0; self->spoke != NULL && n_visible <= LARGEST_SPOKES && i < self->n_nodes; i++)
    add_flow (&labels, &self->spoke[i], TRUE);
}
