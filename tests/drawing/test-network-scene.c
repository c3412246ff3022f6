/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-network-paint.h"
#include "gmarl-network-scene.h"
#include "gmarl-network-text.h"
#include "network-views.h"

#include <math.h>

#define EM 15.0

/* Seven pixels a byte, so that nothing depends on fonts. */
static void
measure_plainly (const char *text,
                 GmarlTextRole role,
                 double *width,
                 double *height,
                 gpointer user_data)
{
  *width = 7.0 * (double) g_utf8_strlen (text, -1);
  *height = 18;
}

static const GmarlTextMeasure plain_measure = { measure_plainly, NULL };

typedef struct {
  GmarlNetworkView *view;
  GmarlNetworkLayout *layout;
  GmarlNetworkFrame frame;
  GmarlNetworkScene *scene;
} Picture;

static void
picture_init (Picture *self, GmarlNetworkView *view, double width, double height)
{
  self->view = view;
  self->layout = gmarl_network_layout_new (view);
  gmarl_network_frame_init (&self->frame, width, height);
  self->scene = gmarl_network_scene_new (view, self->layout, &self->frame, EM, &plain_measure);
}

static void
picture_update (Picture *self)
{
  gmarl_network_scene_free (self->scene);
  self->scene =
      gmarl_network_scene_new (self->view, self->layout, &self->frame, EM, &plain_measure);
}

static void
picture_clear (Picture *self)
{
  gmarl_network_scene_free (self->scene);
  gmarl_network_layout_free (self->layout);
  gmarl_network_view_free (self->view);
}

static void
test_encoding (void)
{
  Picture picture;
  const GmarlSceneNode *node;
  const GmarlSceneLine *line;

  picture_init (&picture, network_view_reference (), 600, 500);
  node = picture.scene->node;
  g_assert_cmpint (picture.scene->detail, ==, GMARL_NETWORK_DETAIL_FULL);
  g_assert_cmpfloat_with_epsilon (node[2].level, 0.14, 1e-12);
  g_assert_cmpfloat_with_epsilon (node[2].solar, 0.35, 1e-12);
  g_assert_cmpfloat_with_epsilon (node[2].demand, 0.95, 1e-12);
  g_assert_cmpint (node[2].alarm, ==, GMARL_LEVEL_ALARM_LOW);
  g_assert_cmpint (node[3].alarm, ==, GMARL_LEVEL_ALARM_HIGH);
  g_assert_cmpint (node[0].alarm, ==, GMARL_LEVEL_ALARM_NONE);
  g_assert_cmpint (node[2].grid, ==, 1);
  g_assert_cmpint (node[3].grid, ==, -1);
  g_assert_cmpint (node[1].grid, ==, 0);

  /* 1.5 + 8 √(11.5 / 20), and 0.3 + 1.7 × 11.5 / 20, from 3 to 4. */
  line = &picture.scene->line[3];
  g_assert_cmpfloat_with_epsilon (line->width, 7.566300, 1e-6);
  g_assert_cmpfloat_with_epsilon (line->speed, 1.2775, 1e-12);
  g_assert_cmpfloat (hypot (line->x1 - node[3].x, line->y1 - node[3].y), <,
                     hypot (line->x1 - node[4].x, line->y1 - node[4].y));
  /* It ends 3 pixels before the arcs. */
  g_assert_cmpfloat_with_epsilon (hypot (line->x1 - node[3].x, line->y1 - node[3].y),
                                  picture.scene->radius + 3, 1e-9);
  /* -2.1 from 1 to 2 flows from 2 to 1. */
  line = &picture.scene->line[1];
  g_assert_cmpfloat (hypot (line->x1 - node[2].x, line->y1 - node[2].y), <,
                     hypot (line->x1 - node[1].x, line->y1 - node[1].y));
  g_assert_cmpfloat (picture.scene->line[2].speed, ==, 0);
  g_assert_cmpfloat (picture.scene->line[2].energy_kwh, ==, 0);

  /* Import goes from the utility to the node, export back. */
  g_assert_nonnull (picture.scene->spoke);
  line = &picture.scene->spoke[2];
  g_assert_cmpfloat (hypot (line->x2 - node[2].x, line->y2 - node[2].y), <,
                     hypot (line->x1 - node[2].x, line->y1 - node[2].y));
  line = &picture.scene->spoke[3];
  g_assert_cmpfloat (hypot (line->x1 - node[3].x, line->y1 - node[3].y), <,
                     hypot (line->x2 - node[3].x, line->y2 - node[3].y));
  picture_clear (&picture);
}

static void
test_line_width (void)
{
  g_assert_cmpfloat (gmarl_network_line_width (0, 20), ==, 1.5);
  g_assert_cmpfloat (gmarl_network_line_width (5, 20), ==, 5.5);
  g_assert_cmpfloat (gmarl_network_line_width (20, 20), ==, 9.5);
  g_assert_cmpfloat (gmarl_network_line_width (50, 20), ==, 9.5);
  g_assert_cmpfloat (gmarl_network_line_width (1, 0), ==, 9.5);
  g_assert_cmpfloat (gmarl_network_chevron_speed (0, 20), ==, 0);
  g_assert_cmpfloat (gmarl_network_chevron_speed (20, 20), ==, 2);
}

static void
test_missing_parts (void)
{
  Picture picture;
  GmarlNetworkView *view = network_view_reference ();

  view->node[0].level = NAN;
  view->node[1].solar_peak_kwh = 0;
  view->node[2].demand_peak_kwh = 0;
  view->node[3].unmet_kwh = 0.5;
  picture_init (&picture, view, 600, 500);
  g_assert_true (isnan (picture.scene->node[0].level));
  g_assert_cmpint (picture.scene->node[0].alarm, ==, GMARL_LEVEL_ALARM_NONE);
  g_assert_true (isnan (picture.scene->node[1].solar));
  g_assert_cmpfloat (picture.scene->node[2].demand, ==, 0);
  g_assert_true (picture.scene->node[3].unmet);
  picture_clear (&picture);
}

static gboolean
overlap (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

/* No label covers another one, a node or the rim, in any shape and size of picture. */
static void
test_labels (void)
{
  static const double sizes[][2] = { { 900, 700 }, { 600, 500 }, { 340, 300 }, { 1100, 300 } };

  for (gsize shape = 0; shape < GMARL_N_NETWORK_SHAPES; shape++) {
    for (gsize n = 1; n <= 20; n += n < 6 ? 1 : 7) {
      for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++) {
        Picture picture;

        picture_init (&picture, network_view_sample ((GmarlNetworkShape) shape, n), sizes[k][0],
                      sizes[k][1]);
        for (guint i = 0; i < picture.scene->labels->len; i++) {
          const GmarlSceneLabel *label = &g_array_index (picture.scene->labels, GmarlSceneLabel, i);
          const cairo_rectangle_t *box = &label->box;

          g_assert_cmpfloat (box->x, >=, 0);
          g_assert_cmpfloat (box->y, >=, 0);
          g_assert_cmpfloat (box->x + box->width, <=, sizes[k][0]);
          g_assert_cmpfloat (box->y + box->height, <=, sizes[k][1]);
          for (guint j = 0; j < i; j++)
            g_assert_false (
                overlap (box, &g_array_index (picture.scene->labels, GmarlSceneLabel, j).box));
          for (gsize j = 0; j < n; j++) {
            const GmarlSceneNode *node = &picture.scene->node[j];
            double dx = node->x - CLAMP (node->x, box->x, box->x + box->width);
            double dy = node->y - CLAMP (node->y, box->y, box->y + box->height);

            g_assert_cmpfloat (hypot (dx, dy), >=, picture.scene->radius);
          }
        }
        picture_clear (&picture);
      }
    }
  }
}

/* All five names and, where energy flows, how much. */
static void
test_label_texts (void)
{
  Picture picture;
  gsize n_names = 0, n_flows = 0;

  picture_init (&picture, network_view_reference (), 800, 640);
  for (guint i = 0; i < picture.scene->labels->len; i++) {
    const GmarlSceneLabel *label = &g_array_index (picture.scene->labels, GmarlSceneLabel, i);

    if (label->kind == GMARL_SCENE_LABEL_NAME) {
      n_names++;
    } else {
      n_flows++;
      if (!label->of_hub && label->index == 3)
        g_assert_cmpstr (label->text, ==, "11.5\u202fkWh");
    }
  }
  g_assert_cmpuint (n_names, ==, 5);
  g_assert_cmpuint (n_flows, ==, 7);
  picture_clear (&picture);
}

/* Side by side there is little room: each node still shows what it is, and names do not run into
 * each other.
 */
static void
test_small_names (void)
{
  Picture picture;
  gsize n_names = 0, n_signs = 0;

  picture_init (&picture, network_view_reference (), 262, 240);
  for (guint i = 0; i < picture.scene->labels->len; i++) {
    const GmarlSceneLabel *label = &g_array_index (picture.scene->labels, GmarlSceneLabel, i);
    cairo_rectangle_t roomy = label->box;

    n_names += label->kind == GMARL_SCENE_LABEL_NAME;
    n_signs += label->kind == GMARL_SCENE_LABEL_NAME && *label->text == '\0';
    roomy.width += 0.3 * picture.scene->em;
    for (guint j = 0; j < picture.scene->labels->len; j++)
      g_assert_false (
          i != j &&
          overlap (&roomy, &g_array_index (picture.scene->labels, GmarlSceneLabel, j).box));
  }
  g_assert_cmpuint (n_names, ==, 5);
  g_assert_cmpuint (n_signs, <, 5);
  g_test_message ("%zu names without room", n_signs);
  picture_clear (&picture);
}

/* As small as on a phone, the lines from the utility are long enough to be seen; there is no text
 * for which it would have to be larger.
 */
static void
test_small_hub (void)
{
  Picture picture;

  picture_init (&picture, network_view_reference (), 340, 280);
  g_assert_false (picture.scene->hub_has_text);
  for (gsize i = 0; i < 5; i++) {
    const GmarlSceneLine *spoke = &picture.scene->spoke[i];

    g_assert_true (spoke->shown);
    g_assert_cmpfloat (hypot (spoke->x2 - spoke->x1, spoke->y2 - spoke->y1), >=, 12);
  }
  picture_clear (&picture);
  picture_init (&picture, network_view_reference (), 800, 640);
  g_assert_true (picture.scene->hub_has_text);
  picture_clear (&picture);
}

/* A few nodes in a row take the width of the picture: there is room for all that a node shows. */
static void
test_row (void)
{
  Picture picture;

  picture_init (&picture, network_view_sample (GMARL_NETWORK_SHAPE_LINE, 5), 700, 300);
  g_assert_cmpint (picture.scene->detail, ==, GMARL_NETWORK_DETAIL_FULL);
  g_assert_cmpfloat (picture.scene->node[4].x - picture.scene->node[0].x, >, 0.5 * 700);
  for (gsize i = 1; i < 5; i++)
    g_assert_cmpfloat (picture.scene->node[i].x - picture.scene->node[i - 1].x, >,
                       2 * picture.scene->radius);
  picture_clear (&picture);
}

static void
test_hits (void)
{
  for (gsize n = 5; n <= 1000; n *= 6) {
    Picture picture;

    picture_init (&picture, network_view_sample (GMARL_NETWORK_SHAPE_RING, n), 700, 600);
    for (gsize i = 0; i < n; i++)
      g_assert_cmpint (gmarl_network_scene_node_at (picture.scene, picture.scene->node[i].x,
                                                    picture.scene->node[i].y),
                       ==, (int) i);
    g_assert_cmpint (gmarl_network_scene_node_at (picture.scene, -50, -50), ==, -1);
    if (n <= 30) {
      for (gsize k = 0; k < picture.scene->n_lines; k++) {
        const GmarlSceneLine *line = &picture.scene->line[k];

        g_assert_true (line->shown);
        g_assert_cmpint (gmarl_network_scene_line_at (picture.scene, (line->x1 + line->x2) / 2,
                                                      (line->y1 + line->y2) / 2),
                         ==, (int) k);
      }
      g_assert_cmpint (gmarl_network_scene_line_at (picture.scene, 2, 2), ==, -1);
    }
    picture_clear (&picture);
  }
}

/* Targets are at least 24 pixels wide, however small the node. */
static void
test_target_size (void)
{
  Picture picture;

  picture_init (&picture, network_view_sample (GMARL_NETWORK_SHAPE_RING, 150), 700, 600);
  g_assert_cmpfloat (picture.scene->radius, >, 4);
  g_assert_cmpint (gmarl_network_scene_node_at (picture.scene, picture.scene->node[0].x - 11.9,
                                                picture.scene->node[0].y),
                   ==, 0);
  picture_clear (&picture);
}

static void
test_handle (void)
{
  Picture picture;
  double x, y;

  picture_init (&picture, network_view_reference (), 600, 500);
  g_assert_false (gmarl_network_scene_get_handle (picture.scene, 1, &x, &y));
  picture.frame.editable = TRUE;
  picture.frame.selected = 1;
  picture_update (&picture);
  g_assert_true (gmarl_network_scene_get_handle (picture.scene, 1, &x, &y));
  g_assert_cmpfloat_with_epsilon (
      hypot (x - picture.scene->node[1].x, y - picture.scene->node[1].y), picture.scene->radius,
      1e-9);
  g_assert_cmpint (gmarl_network_scene_handle_at (picture.scene, x + 5, y - 5), ==, 1);
  g_assert_cmpint (gmarl_network_scene_handle_at (picture.scene, x + 30, y), ==, -1);
  g_assert_false (gmarl_network_scene_get_handle (picture.scene, 0, &x, &y));
  picture_clear (&picture);
}

static void
test_detail (void)
{
  static const struct {
    gsize n_nodes;
    double width, height;
    GmarlNetworkDetail detail;
  } cases[] = {
    { 5, 600, 500, GMARL_NETWORK_DETAIL_FULL },  { 20, 900, 700, GMARL_NETWORK_DETAIL_FULL },
    { 5, 200, 180, GMARL_NETWORK_DETAIL_GLYPH }, { 40, 900, 700, GMARL_NETWORK_DETAIL_GLYPH },
    { 51, 900, 700, GMARL_NETWORK_DETAIL_DISC }, { 200, 900, 700, GMARL_NETWORK_DETAIL_DISC },
    { 201, 900, 700, GMARL_NETWORK_DETAIL_DOT }, { 1000, 900, 700, GMARL_NETWORK_DETAIL_DOT },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    Picture picture;
    gsize n_moving = 0;

    picture_init (&picture, network_view_sample (GMARL_NETWORK_SHAPE_RING, cases[k].n_nodes),
                  cases[k].width, cases[k].height);
    g_test_message ("%zu nodes: radius %.1f", cases[k].n_nodes, picture.scene->radius);
    g_assert_cmpint (picture.scene->detail, ==, cases[k].detail);
    for (gsize i = 0; i < picture.scene->n_lines; i++)
      n_moving += picture.scene->line[i].speed > 0;
    if (cases[k].detail == GMARL_NETWORK_DETAIL_DISC)
      g_assert_cmpuint (n_moving, ==, 30);
    if (cases[k].detail == GMARL_NETWORK_DETAIL_DOT)
      g_assert_cmpuint (n_moving, ==, 0);
    picture_clear (&picture);
  }
}

/* Looking closer brings numbers and names back. */
static void
test_zoom (void)
{
  Picture picture;
  double x, y, place_x, place_y;

  picture_init (&picture, network_view_sample (GMARL_NETWORK_SHAPE_RING, 150), 800, 600);
  g_assert_cmpuint (picture.scene->labels->len, ==, 0);
  x = picture.scene->node[40].x;
  y = picture.scene->node[40].y;
  gmarl_network_scene_to_place (picture.scene, x, y, &place_x, &place_y);
  g_assert_cmpfloat_with_epsilon (place_x, picture.layout->x[40], 1e-12);
  g_assert_cmpfloat_with_epsilon (place_y, picture.layout->y[40], 1e-12);

  picture.frame.zoom = 4;
  picture_update (&picture);
  g_assert_cmpint (picture.scene->detail, ==, GMARL_NETWORK_DETAIL_FULL);
  g_assert_cmpuint (picture.scene->labels->len, >, 5);
  picture_clear (&picture);
}

/* Only the selected node of many has a name. */
static void
test_name_of_selected (void)
{
  Picture picture;

  picture_init (&picture, network_view_sample (GMARL_NETWORK_SHAPE_RING, 60), 800, 600);
  g_assert_cmpuint (picture.scene->labels->len, ==, 0);
  picture.frame.selected = 17;
  picture_update (&picture);
  g_assert_cmpuint (picture.scene->labels->len, ==, 1);
  g_assert_cmpstr (g_array_index (picture.scene->labels, GmarlSceneLabel, 0).text, ==,
                   "Industrial 4");
  picture_clear (&picture);
}

static void
test_words (void)
{
  g_autoptr (GmarlNetworkView) view = network_view_reference ();
  g_autofree char *low = gmarl_network_text_node (view, 2);
  g_autofree char *high = gmarl_network_text_node (view, 3);
  g_autofree char *plain = gmarl_network_text_node (view, 1);
  g_autofree char *flow = gmarl_network_text_line (view, 3);
  g_autofree char *still = gmarl_network_text_line (view, 2);
  g_autofree char *bare = gmarl_network_text_price (view);
  g_autofree char *summary = gmarl_network_text_summary (view);
  g_autofree char *price = NULL, *number = NULL, *unit = NULL, *unmet = NULL, *details = NULL;

  g_assert_cmpstr (low, ==,
                   "Industrial, storage 14 percent, low. Solar 35, demand 95 percent. "
                   "Importing 14.5 kilowatt hours from grid.");
  g_assert_cmpstr (high, ==,
                   "Mixed, storage 93 percent, high. Solar 80, demand 40 percent. "
                   "Exporting 3.1 kilowatt hours to grid.");
  g_assert_cmpstr (plain, ==, "Commercial, storage 48 percent. Solar 40, demand 75 percent.");
  g_assert_cmpstr (flow, ==, "Line from Mixed to Suburban, 11.5 kilowatt hours.");
  g_assert_cmpstr (still, ==, "Line between Industrial and Mixed, nothing flows.");
  g_assert_cmpstr (bare, ==, "0.24/kWh");
  g_assert_cmpstr (summary, ==,
                   "Network, 5 nodes, 5 lines. Storage 51 percent on average, 1 low, 1 high. "
                   "Importing 18.7, exporting 3.1 kilowatt hours.");

  gmarl_network_view_set_currency (view, "€");
  price = gmarl_network_text_price (view);
  g_assert_cmpstr (price, ==, "0.24\u202f€/kWh");
  number = gmarl_network_text_price_number (view);
  g_assert_cmpstr (number, ==, "0.24");
  unit = gmarl_network_text_price_unit (view);
  g_assert_cmpstr (unit, ==, "€/kWh");
  view->node[1].unmet_kwh = 1.25;
  view->node[1].solar_peak_kwh = 0;
  view->node[1].level = NAN;
  unmet = gmarl_network_text_node (view, 1);
  g_assert_cmpstr (unmet, ==,
                   "Commercial, no storage. No solar panels, demand 75 percent. "
                   "1.2 kilowatt hours of demand unserved.");
  details = gmarl_network_text_node_details (view, 2);
  g_assert_cmpstr (details, ==,
                   "Industrial\nStorage 14\u202f% – low\nDemand 9.5\u202fkWh\nSolar "
                   "2.8\u202fkWh\nFrom grid 14.5\u202fkWh");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/drawing/network-scene/encoding", test_encoding);
  g_test_add_func ("/drawing/network-scene/line-width", test_line_width);
  g_test_add_func ("/drawing/network-scene/missing-parts", test_missing_parts);
  g_test_add_func ("/drawing/network-scene/labels", test_labels);
  g_test_add_func ("/drawing/network-scene/label-texts", test_label_texts);
  g_test_add_func ("/drawing/network-scene/small-names", test_small_names);
  g_test_add_func ("/drawing/network-scene/small-hub", test_small_hub);
  g_test_add_func ("/drawing/network-scene/row", test_row);
  g_test_add_func ("/drawing/network-scene/hits", test_hits);
  g_test_add_func ("/drawing/network-scene/target-size", test_target_size);
  g_test_add_func ("/drawing/network-scene/handle", test_handle);
  g_test_add_func ("/drawing/network-scene/detail", test_detail);
  g_test_add_func ("/drawing/network-scene/zoom", test_zoom);
  g_test_add_func ("/drawing/network-scene/name-of-selected", test_name_of_selected);
  g_test_add_func ("/drawing/network-scene/words", test_words);

  return g_test_run ();
}
