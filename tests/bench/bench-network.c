/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "bench.h"

#include "gmarl-matrix-paint.h"
#include "gmarl-network-paint.h"
#include "network-views.h"

/* What a frame of a network costs, in 1200 × 800 pixels. */

#define WIDTH  1200
#define HEIGHT 800

typedef struct {
  GmarlNetworkView *view;
  GmarlNetworkLayout *layout;
  GmarlNetworkFrame frame;
  GmarlDrawStyle *style;
  GmarlTextMeasure measure;
  cairo_surface_t *surface;
  GmarlNetworkScene *scene;
} Picture;

static void
measure_text (const char *text,
              GmarlTextRole role,
              double *width,
              double *height,
              gpointer user_data)
{
  gmarl_draw_text_measure (user_data, text, role, width, height);
}

static void
lay_out (gpointer user_data)
{
  Picture *self = user_data;

  gmarl_network_layout_free (self->layout);
  self->layout = gmarl_network_layout_new (self->view);
}

static void
build (gpointer user_data)
{
  Picture *self = user_data;
  double em = gmarl_draw_style_get_em (self->style);

  gmarl_network_scene_free (self->scene);
  self->scene =
      gmarl_network_scene_new (self->view, self->layout, &self->frame, em, &self->measure);
}

static void
paint (gpointer user_data)
{
  Picture *self = user_data;
  cairo_t *cr = cairo_create (self->surface);

  gmarl_network_paint (cr, self->scene, self->view, self->style);
  gmarl_network_paint_labels (cr, self->scene, self->view, self->style);
  cairo_destroy (cr);
}

static void
paint_chevrons (gpointer user_data)
{
  Picture *self = user_data;
  cairo_t *cr = cairo_create (self->surface);

  gmarl_network_paint_chevrons (cr, self->scene, self->style, NULL, NULL);
  cairo_destroy (cr);
}

static void
paint_matrix (gpointer user_data)
{
  Picture *self = user_data;
  cairo_t *cr = cairo_create (self->surface);
  g_autoptr (GmarlMatrixScene) scene = gmarl_matrix_scene_new (
      self->view, GMARL_MATRIX_STORAGE, WIDTH, HEIGHT, gmarl_draw_style_get_em (self->style));

  gmarl_matrix_paint (cr, scene, self->style, 1, 2);
  cairo_destroy (cr);
}

static void
picture_init (Picture *self, GmarlNetworkShape shape, gsize n_nodes)
{
  *self = (Picture){ .view = network_view_sample (shape, n_nodes) };
  self->style = gmarl_draw_style_new (FALSE, FALSE);
  self->measure = (GmarlTextMeasure){ measure_text, self->style };
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  gmarl_network_frame_init (&self->frame, WIDTH, HEIGHT);
}

static void
picture_clear (Picture *self)
{
  gmarl_network_scene_free (self->scene);
  gmarl_network_layout_free (self->layout);
  gmarl_network_view_free (self->view);
  gmarl_draw_style_free (self->style);
  cairo_surface_destroy (self->surface);
}

static void
measure_func (const GmarlBench *bench,
              Picture *picture,
              const char *what,
              gsize n_nodes,
              GmarlBenchFunc func)
{
  g_autofree char *name = g_strdup_printf ("%s, %zu nodes", what, n_nodes);

  gmarl_bench_row (bench, name, 1000 * gmarl_bench_best (bench, func, picture), "ms", 0);
}

int
main (int argc, char **argv)
{
  static const gsize graphs[] = { 5, 20, 50, 200, 1000 }, matrices[] = { 1000, 10000 };
  GmarlBench bench = gmarl_bench_begin ("network", &argc, &argv);
  Picture picture;

  for (gsize k = 0; k < G_N_ELEMENTS (graphs); k++) {
    picture_init (&picture, GMARL_NETWORK_SHAPE_SMALL_WORLD, graphs[k]);
    measure_func (&bench, &picture, "layout", graphs[k], lay_out);
    measure_func (&bench, &picture, "scene", graphs[k], build);
    measure_func (&bench, &picture, "paint", graphs[k], paint);
    measure_func (&bench, &picture, "chevrons", graphs[k], paint_chevrons);
    picture_clear (&picture);
  }
  for (gsize k = 0; k < G_N_ELEMENTS (matrices); k++) {
    picture_init (&picture, GMARL_NETWORK_SHAPE_RING, matrices[k]);
    measure_func (&bench, &picture, "matrix", matrices[k], paint_matrix);
    picture_clear (&picture);
  }
  return 0;
}
