/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "golden.h"

#include <stdlib.h>

/* Cairo's versions differ in the rounding of edges: a channel may be off by a little anywhere, by
 * more in a few pixels.
 */
#define LITTLE 24
#define ONE_IN 500

static void
measure (const char *text, GmarlTextRole role, double *width, double *height, gpointer user_data)
{
  *width = 7.0 * (double) g_utf8_strlen (text, -1);
  *height = 14;
}

static cairo_surface_t *
paint_one (GoldenPaint paint, gconstpointer sample, int kind, int width, int height)
{
  const GmarlTextMeasure ruler = { measure, NULL };
  g_autoptr (GmarlDrawStyle) style = gmarl_draw_style_new (kind == 1, kind == 2);
  g_autoptr (GArray) texts = g_array_new (FALSE, FALSE, sizeof (GmarlTextRun));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  g_array_set_clear_func (texts, (GDestroyNotify) gmarl_text_run_clear);
  gmarl_draw_text_record (surface, texts);
  paint (cr, sample, style, &ruler, width, height);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpuint (texts->len, >, 0);
  gmarl_draw_text_record (surface, NULL);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
assert_alike (cairo_surface_t *one, cairo_surface_t *other, const char *name)
{
  const guchar *data = cairo_image_surface_get_data (one);
  const guchar *expected = cairo_image_surface_get_data (other);
  int width = cairo_image_surface_get_width (one), height = cairo_image_surface_get_height (one);
  int stride = cairo_image_surface_get_stride (one), off = 0;

  g_assert_cmpint (cairo_image_surface_get_width (other), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (other), ==, height);
  g_assert_cmpint (cairo_image_surface_get_stride (other), ==, stride);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      int worst = 0;

      for (int c = 0; c < 3; c++) {
        int at = y * stride + 4 * x + c;

        worst = MAX (worst, abs (data[at] - expected[at]));
      }
      off += worst > LITTLE;
    }
  if (off > width * height / ONE_IN)
    g_error ("%s: %d pixels differ", name, off);
}

static char *
get_path (const char *name, int kind)
{
  static const char *const kinds[] = { "light", "dark", "contrast" };
  g_autofree char *file = g_strdup_printf ("%s-%s.png", name, kinds[kind]);

  return g_test_build_filename (G_TEST_DIST, "drawing", "golden", file, NULL);
}

void
golden_check (const char *name, GoldenPaint paint, gconstpointer sample, int width, int height)
{
  for (int kind = 0; kind < 3; kind++) {
    g_autofree char *path = get_path (name, kind);
    cairo_surface_t *surface = paint_one (paint, sample, kind, width, height);
    cairo_surface_t *golden = cairo_image_surface_create_from_png (path);

    g_assert_cmpint (cairo_surface_status (golden), ==, CAIRO_STATUS_SUCCESS);
    assert_alike (surface, golden, path);
    cairo_surface_destroy (golden);
    cairo_surface_destroy (surface);
  }
}

gboolean
golden_update (const char *name, GoldenPaint paint, gconstpointer sample, int width, int height)
{
  for (int kind = 0; kind < 3; kind++) {
    g_autofree char *path = get_path (name, kind);
    cairo_surface_t *surface = paint_one (paint, sample, kind, width, height);
    cairo_status_t status = cairo_surface_write_to_png (surface, path);

    cairo_surface_destroy (surface);
    if (status != CAIRO_STATUS_SUCCESS) {
      g_printerr ("%s: %s\n", path, cairo_status_to_string (status));
      return FALSE;
    }
  }
  return TRUE;
}
