/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-paint.h"

#include "gmarl-draw-marks.h"
#include "gmarl-network-glyph.h"
#include "gmarl-network-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define STILL 0.5

#define HUB_PADDING 8
#define LEAST_PRICE 0.72 /* em */

/* All lines of thousands of nodes in one stroke: what flows is not readable at that size. */
static void
paint_plain_lines (cairo_t *cr, const GmarlNetworkScene *scene, const GmarlDrawStyle *style)
{
  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_set_line_width (cr, 0.8);
  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.35));
  for (gsize k = 0; k < scene->n_lines; k++) {
    const GmarlSceneLine *line = &scene->line[k];

    if (line->shown) {
      cairo_move_to (cr, line->x1, line->y1);
      cairo_line_to (cr, line->x2, line->y2);
    }
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
paint_selected_line (cairo_t *cr, const GmarlNetworkScene *scene, const GmarlDrawStyle *style)
{
  const GmarlSceneLine *line;

  if (scene->frame.selected_line < 0 || (gsize) scene->frame.selected_line >= scene->n_lines)
    return;
  line = &scene->line[scene->frame.selected_line];
  if (!line->shown)
    return;
  cairo_move_to (cr, line->x1, line->y1);
  cairo_line_to (cr, line->x2, line->y2);
  cairo_set_line_width (cr, line->width + 9);
  gmarl_draw_set_color (cr,
                        gmarl_color_with_alpha (style->accent, style->high_contrast ? 0.8 : 0.4));
  cairo_stroke (cr);
}

static void
paint_lines (cairo_t *cr, const GmarlNetworkScene *scene, const GmarlDrawStyle *style)
{
  paint_selected_line (cr, scene, style);
  if (scene->detail == GMARL_NETWORK_DETAIL_DOT) {
    paint_plain_lines (cr, scene, style);
    return;
  }
  /* Dotted lines first, so that they never cross what flows. */
  for (gsize pass = 0; pass < 2; pass++) {
    for (gsize k = 0; k < scene->n_lines; k++) {
      if (scene->line[k].shown && (scene->line[k].energy_kwh > 0) == (pass == 1))
        gmarl_network_draw_line (cr, style, &scene->line[k], GMARL_QUANTITY_TRANSFER);
    }
    for (gsize i = 0; scene->spoke != NULL && i < scene->n_nodes; i++) {
      if (scene->spoke[i].shown && (scene->spoke[i].energy_kwh > 0) == (pass == 1))
        gmarl_network_draw_line (cr, style, &scene->spoke[i], GMARL_QUANTITY_GRID);
    }
  }
}

static void
paint_draft (cairo_t *cr, const GmarlNetworkScene *scene, const GmarlDrawStyle *style)
{
  const double dash[] = { 6, 4 };
  int from = scene->frame.draft_from;

  if (from < 0 || (gsize) from >= scene->n_nodes)
    return;
  cairo_save (cr);
  cairo_set_dash (cr, dash, 2, 0);
  cairo_set_line_width (cr, 2.5);
  cairo_move_to (cr, scene->node[from].x, scene->node[from].y);
  cairo_line_to (cr, scene->frame.draft_x, scene->frame.draft_y);
  gmarl_draw_set_color (cr, style->accent);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Down to half pixels: sizes that follow a changing width would each leave their letters in the
 * memory of fonts, megabytes of them in hours of use.
 */
static double
even_em (double em)
{
  return floor (2 * em) / 2;
}

/* The em at which a line of text, as large as asked for or smaller, is at most this wide. */
static double
fitting_em (const GmarlDrawStyle *style, const char *text, double em, double room)
{
  double width, height;

  gmarl_draw_text_measure (style, text, GMARL_TEXT_BODY, &width, &height);
  width *= em / gmarl_draw_style_get_em (style);
  return width > room ? even_em (em * room / width) : em;
}

/* In the middle of the hub, at a share of its height below the middle; smaller than em if it is
 * long. */
static void
paint_hub_text (cairo_t *cr,
                const cairo_rectangle_t *hub,
                const GmarlDrawStyle *style,
                const char *text,
                double em,
                gboolean bold,
                double below)
{
  gmarl_draw_text_styled (cr, style, text, fitting_em (style, text, em, hub->width - HUB_PADDING),
                          bold, &style->foreground, NULL, GMARL_TEXT_CENTER,
                          hub->x + hub->width / 2, hub->y + (0.5 + below) * hub->height);
}

/* The name and the price, or where a line with the price had to be too small, the price in two
 * lines. */
static void
paint_hub_words (cairo_t *cr,
                 const GmarlNetworkScene *scene,
                 const GmarlNetworkView *view,
                 const GmarlDrawStyle *style)
{
  const cairo_rectangle_t *hub = &scene->hub;
  double em = scene->em;
  g_autofree char *price = gmarl_network_text_price (view);
  g_autofree char *number = gmarl_network_text_price_number (view);
  g_autofree char *unit = gmarl_network_text_price_unit (view);

  if (price == NULL ||
      fitting_em (style, price, 0.8 * em, hub->width - HUB_PADDING) >= LEAST_PRICE * em) {
    paint_hub_text (cr, hub, style, _ ("Grid"), 0.85 * em, TRUE, 0.13);
    if (price != NULL)
      paint_hub_text (cr, hub, style, price, 0.8 * em, FALSE, 0.35);
    return;
  }
  paint_hub_text (cr, hub, style, number, 0.95 * em, TRUE, 0.1);
  paint_hub_text (cr, hub, style, unit, 0.75 * em, FALSE, 0.35);
}

static void
paint_hub (cairo_t *cr,
           const GmarlNetworkScene *scene,
           const GmarlNetworkView *view,
           const GmarlDrawStyle *style)
{
  const cairo_rectangle_t *hub = &scene->hub;
  double x = hub->x + hub->width / 2, y = hub->y + hub->height / 2;

  if (scene->spoke == NULL)
    return;
  cairo_rectangle (cr, hub->x, hub->y, hub->width, hub->height);
  gmarl_draw_set_color (cr, style->view);
  cairo_fill_preserve (cr);
  gmarl_draw_set_color (cr, gmarl_palette_quantity_color (GMARL_QUANTITY_GRID, style->dark));
  cairo_set_line_width (cr, style->high_contrast ? 4 : 3);
  cairo_stroke (cr);
  if (!scene->hub_has_text) {
    gmarl_network_draw_pylon (cr, style->foreground, x, y, 0.6 * hub->height);
    return;
  }
  gmarl_network_draw_pylon (cr, style->foreground, x, y - 0.24 * hub->height, 0.36 * hub->height);
  paint_hub_words (cr, scene, view, style);
}

static void
paint_number (cairo_t *cr,
              const GmarlNetworkScene *scene,
              const GmarlSceneNode *node,
              const GmarlDrawStyle *style)
{
  /* The level under the number is translucent, so that it stays readable. Only where stripes or the
   * surface of the level run through it, it needs a halo, which costs more than all else.
   */
  gboolean crossed = node->alarm == GMARL_LEVEL_ALARM_HIGH || fabs (node->level - 0.5) < 0.17;
  GmarlColor halo = gmarl_color_with_alpha (style->dark ? style->card : style->view, 0.9);
  g_autofree char *text = isnan (node->level)
                              ? g_strdup ("–")
                              : g_strdup_printf (_ ("%d%%"), (int) lround (100 * node->level));

  gmarl_draw_text_styled (
      cr, style, text, even_em (CLAMP (scene->radius / 2.4, 0.8 * scene->em, 2.6 * scene->em)),
      TRUE, &style->foreground, crossed ? &halo : NULL, GMARL_TEXT_CENTER, node->x, node->y);
}

static void
paint_badges (cairo_t *cr, const GmarlNetworkScene *scene, gsize i, const GmarlDrawStyle *style)
{
  const GmarlSceneNode *node = &scene->node[i];
  double x, y;

  if (node->grid != 0 && scene->spoke == NULL && scene->detail >= GMARL_NETWORK_DETAIL_GLYPH) {
    gmarl_network_scene_get_badge (scene, i, GMARL_BADGE_ANGLE_GRID, &x, &y);
    gmarl_network_draw_grid_badge (cr, style, x, y, scene->badge_radius, node->grid > 0);
  }
  if (node->alarm != GMARL_LEVEL_ALARM_NONE && scene->detail >= GMARL_NETWORK_DETAIL_GLYPH) {
    gmarl_network_scene_get_badge (scene, i, GMARL_BADGE_ANGLE_LEVEL, &x, &y);
    gmarl_network_draw_level_badge (cr, style, x, y, scene->badge_radius,
                                    node->alarm == GMARL_LEVEL_ALARM_HIGH);
  }
  if (node->unmet && scene->detail >= GMARL_NETWORK_DETAIL_DISC) {
    gmarl_network_scene_get_badge (scene, i, GMARL_BADGE_ANGLE_UNMET, &x, &y);
    gmarl_network_draw_unmet_badge (cr, style, x, y, scene->badge_radius);
  }
}

static void
paint_handle (cairo_t *cr, const GmarlNetworkScene *scene, gsize i, const GmarlDrawStyle *style)
{
  double x, y, size = 0.3 * scene->em;

  if (!gmarl_network_scene_get_handle (scene, i, &x, &y))
    return;
  cairo_arc (cr, x, y, 0.6 * scene->em, 0, 2 * G_PI);
  gmarl_draw_set_color (cr, style->accent);
  cairo_fill (cr);
  cairo_move_to (cr, x - size, y);
  cairo_line_to (cr, x + size, y);
  cairo_move_to (cr, x, y - size);
  cairo_line_to (cr, x, y + size);
  gmarl_draw_set_color (cr, gmarl_palette_text_on (style->accent));
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

/* Selection and keyboard focus: a halo, a second outline. */
static void
paint_selection (cairo_t *cr, const GmarlNetworkScene *scene, gsize i, const GmarlDrawStyle *style)
{
  const GmarlSceneNode *node = &scene->node[i];
  double radius = scene->detail >= GMARL_NETWORK_DETAIL_GLYPH ? scene->disc_radius : scene->radius;

  cairo_new_sub_path (cr);
  cairo_arc (cr, node->x, node->y, radius, 0, 2 * G_PI);
  gmarl_draw_set_color (cr, style->foreground);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
  if (!scene->frame.focused)
    return;
  cairo_new_sub_path (cr);
  cairo_arc (cr, node->x, node->y, scene->radius + 9, 0, 2 * G_PI);
  gmarl_draw_set_color (cr, style->accent);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

static void
paint_nodes (cairo_t *cr, const GmarlNetworkScene *scene, const GmarlDrawStyle *style)
{
  for (gsize i = 0; i < scene->n_nodes; i++) {
    const GmarlSceneNode *node = &scene->node[i];
    gboolean selected = (gssize) i == scene->frame.selected;

    if (!node->visible)
      continue;
    if (selected)
      gmarl_network_draw_halo (cr, style, node->x, node->y, scene->radius);
    gmarl_network_draw_node (cr, style, node, scene->detail, scene->radius);
    if (selected)
      paint_selection (cr, scene, i, style);
    if (scene->detail == GMARL_NETWORK_DETAIL_FULL)
      paint_number (cr, scene, node, style);
    paint_badges (cr, scene, i, style);
    paint_handle (cr, scene, i, style);
  }
}

void
gmarl_network_paint_labels (cairo_t *cr,
                            const GmarlNetworkScene *scene,
                            const GmarlNetworkView *view,
                            const GmarlDrawStyle *style)
{
  g_return_if_fail (cr != NULL && scene != NULL && view != NULL && style != NULL);

  for (guint k = 0; k < scene->labels->len; k++) {
    const GmarlSceneLabel *label = &g_array_index (scene->labels, GmarlSceneLabel, k);
    gboolean name = label->kind == GMARL_SCENE_LABEL_NAME;
    double x = label->box.x, y = label->box.y + label->box.height / 2;

    if (label->icon_size > 0)
      gmarl_network_draw_kind (cr, gmarl_draw_style_get_secondary (style),
                               view->node[label->index].kind, x + label->icon_size / 2, y,
                               0.95 * label->icon_size);
    gmarl_draw_text_styled (cr, style, label->text, name ? scene->em : 0.85 * scene->em, FALSE,
                            &style->foreground, label->crossed ? &style->window : NULL,
                            GMARL_TEXT_LEFT, x + 1.3 * label->icon_size, y);
  }
}

void
gmarl_network_paint (cairo_t *cr,
                     const GmarlNetworkScene *scene,
                     const GmarlNetworkView *view,
                     const GmarlDrawStyle *style)
{
  g_return_if_fail (cr != NULL && scene != NULL && view != NULL && style != NULL);
  g_return_if_fail (view->n_nodes == scene->n_nodes);

  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  paint_lines (cr, scene, style);
  paint_draft (cr, scene, style);
  paint_hub (cr, scene, view, style);
  paint_nodes (cr, scene, style);
  cairo_restore (cr);
}

void
gmarl_network_paint_chevrons (cairo_t *cr,
                              const GmarlNetworkScene *scene,
                              const GmarlDrawStyle *style,
                              const double *line,
                              const double *spoke)
{
  g_return_if_fail (cr != NULL && scene != NULL && style != NULL);

  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  for (gsize k = 0; k < scene->n_lines; k++)
    gmarl_network_draw_chevrons (cr, style, &scene->line[k], GMARL_QUANTITY_TRANSFER,
                                 scene->chevron_spacing, line != NULL ? line[k] : STILL);
  for (gsize i = 0; scene->spoke != NULL && i < scene->n_nodes; i++)
    gmarl_network_draw_chevrons (cr, style, &scene->spoke[i], GMARL_QUANTITY_GRID,
                                 scene->chevron_spacing, spoke != NULL ? spoke[i] : STILL);
  cairo_restore (cr);
}
