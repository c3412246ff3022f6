/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-palette.h"

#include <math.h>

/* Surfaces of libadwaita 1.2: view and window in the light style; view, window and card in the
 * dark. */
static const guint32 light_surfaces[] = { 0xFFFFFF, 0xFAFAFA };
static const guint32 dark_surfaces[] = { 0x1E1E1E, 0x242424, 0x363636 };

static GmarlColor
color_of (guint32 rgb)
{
  return (GmarlColor){ (rgb >> 16) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0, 1 };
}

static double
least_contrast (GmarlColor color, gboolean dark)
{
  const guint32 *surfaces = dark ? dark_surfaces : light_surfaces;
  gsize n = dark ? G_N_ELEMENTS (dark_surfaces) : G_N_ELEMENTS (light_surfaces);
  double least = INFINITY;

  for (gsize k = 0; k < n; k++)
    least = MIN (least, gmarl_color_contrast (color, color_of (surfaces[k])));
  return least;
}

/* Lab of a colour that is linear RGB, for the white D65. */
static void
lab_of_linear (const double rgb[3], double lab[3])
{
  static const double matrix[3][3] = {
    { 0.4124564, 0.3575761, 0.1804375 },
    { 0.2126729, 0.7151522, 0.0721750 },
    { 0.0193339, 0.1191920, 0.9503041 },
  };
  static const double white[3] = { 0.95047, 1, 1.08883 };
  double f[3];

  for (gsize i = 0; i < 3; i++) {
    double t = (matrix[i][0] * rgb[0] + matrix[i][1] * rgb[1] + matrix[i][2] * rgb[2]) / white[i];

    f[i] = t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
  }
  lab[0] = 116 * f[1] - 16;
  lab[1] = 500 * (f[0] - f[1]);
  lab[2] = 200 * (f[1] - f[2]);
}

enum {
  NORMAL,
  PROTAN,
  DEUTAN,
  TRITAN,
  N_VISIONS
};

/* Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
static const double vision_matrix[N_VISIONS][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 },
    { 0.114503, 0.786281, 0.099216 },
    { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 },
    { 0.280085, 0.672501, 0.047413 },
    { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 },
    { -0.078411, 0.930809, 0.147602 },
    { 0.004733, 0.691367, 0.303900 } },
};

static double
linear_of (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static void
lab_as_seen (GmarlColor color, gsize vision, double lab[3])
{
  const double rgb[3] = { linear_of (color.red), linear_of (color.green), linear_of (color.blue) };
  double seen[3];

  for (gsize i = 0; i < 3; i++) {
    const double *row = vision_matrix[vision][i];

    seen[i] = CLAMP (row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2], 0, 1);
  }
  lab_of_linear (seen, lab);
}

#define DEGREES(x) ((x) *G_PI / 180)

static double
hue_of (double a, double b)
{
  double hue = a == 0 && b == 0 ? 0 : atan2 (b, a);

  return hue < 0 ? hue + 2 * G_PI : hue;
}

/* CIEDE2000 as Sharma, Wu and Dalal (2005) write it down. */
static double
distance (const double one[3], const double other[3])
{
  double mean_chroma = (hypot (one[1], one[2]) + hypot (other[1], other[2])) / 2;
  double g = 0.5 * (1 - sqrt (pow (mean_chroma, 7) / (pow (mean_chroma, 7) + pow (25, 7))));
  double a1 = (1 + g) * one[1], a2 = (1 + g) * other[1];
  double c1 = hypot (a1, one[2]), c2 = hypot (a2, other[2]);
  double h1 = hue_of (a1, one[2]), h2 = hue_of (a2, other[2]);
  double dh = h2 - h1, h = h1 + h2;

  if (c1 * c2 == 0) {
    dh = 0;
  } else if (fabs (h1 - h2) <= G_PI) {
    h /= 2;
  } else {
    dh += h2 > h1 ? -2 * G_PI : 2 * G_PI;
    h = h < 2 * G_PI ? h / 2 + G_PI : h / 2 - G_PI;
  }

  double l = (one[0] + other[0]) / 2, c = (c1 + c2) / 2;
  double t = 1 - 0.17 * cos (h - DEGREES (30)) + 0.24 * cos (2 * h) +
             0.32 * cos (3 * h + DEGREES (6)) - 0.20 * cos (4 * h - DEGREES (63));
  double turn = DEGREES (30) * exp (-pow ((h * 180 / G_PI - 275) / 25, 2));
  double rotation = -sin (2 * turn) * 2 * sqrt (pow (c, 7) / (pow (c, 7) + pow (25, 7)));
  double sl = 1 + 0.015 * pow (l - 50, 2) / sqrt (20 + pow (l - 50, 2));
  double dl = (other[0] - one[0]) / sl;
  double dc = (c2 - c1) / (1 + 0.045 * c);
  double dhue = 2 * sqrt (c1 * c2) * sin (dh / 2) / (1 + 0.015 * c * t);

  return sqrt (dl * dl + dc * dc + dhue * dhue + rotation * dc * dhue);
}

static double
least_distance (gsize n_slots, gsize vision, gboolean dark)
{
  double least = INFINITY;

  for (gsize i = 0; i < n_slots; i++) {
    for (gsize j = i + 1; j < n_slots; j++) {
      double one[3], other[3];

      lab_as_seen (gmarl_palette_series_color (i, dark), vision, one);
      lab_as_seen (gmarl_palette_series_color (j, dark), vision, other);
      least = MIN (least, distance (one, other));
    }
  }
  return least;
}

static void
test_distance_reference (void)
{
  /* Pairs 1, 7, 17, 20 and 25 of the table of Sharma, Wu and Dalal (2005). */
  static const struct {
    double one[3], other[3], distance;
  } pairs[] = {
    { { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
    { { 50, 0, 0 }, { 50, -1, 2 }, 2.3669 },
    { { 50, 2.5, 0 }, { 73, 25, -18 }, 27.1492 },
    { { 50, 2.5, 0 }, { 58, 24, 15 }, 19.4535 },
    { { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (pairs); k++) {
    g_assert_cmpfloat_with_epsilon (distance (pairs[k].one, pairs[k].other), pairs[k].distance,
                                    1e-4);
    g_assert_cmpfloat_with_epsilon (distance (pairs[k].other, pairs[k].one), pairs[k].distance,
                                    1e-4);
  }
}

static void
test_contrast_reference (void)
{
  g_assert_cmpfloat_with_epsilon (gmarl_color_contrast (color_of (0), color_of (0xFFFFFF)), 21,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (gmarl_color_contrast (color_of (0xFFFFFF), color_of (0x777777)),
                                  4.478, 1e-3);
  g_assert_cmpfloat_with_epsilon (gmarl_color_contrast (color_of (0x123456), color_of (0x123456)),
                                  1, 1e-12);
}

static void
test_contrast (void)
{
  for (gsize dark = 0; dark < 2; dark++) {
    for (gsize slot = 0; slot < GMARL_N_SERIES_SLOTS; slot++) {
      double contrast = least_contrast (gmarl_palette_series_color (slot, dark), dark);

      g_test_message ("slot %zu, dark %zu: %.2f", slot, dark, contrast);
      g_assert_cmpfloat (contrast, >=, 3.05);
    }
    for (gsize k = 0; k < GMARL_N_QUANTITIES; k++)
      g_assert_cmpfloat (
          least_contrast (gmarl_palette_quantity_color ((GmarlQuantity) k, dark), dark), >=, 3.05);
    for (gsize k = 0; k < GMARL_N_STATUSES; k++)
      g_assert_cmpfloat (
          least_contrast (gmarl_palette_status_color ((GmarlStatusColor) k, dark), dark), >=, 3.05);
  }
}

static void
test_color_blindness (void)
{
  static const double least[2][N_VISIONS] = { { 23.8, 15.6, 15.1, 15.1 },
                                              { 21.9, 14.2, 14.7, 14.1 } };

  for (gsize dark = 0; dark < 2; dark++) {
    for (gsize vision = 0; vision < N_VISIONS; vision++) {
      double all = least_distance (GMARL_N_SERIES_SLOTS, vision, dark);
      double defaults = least_distance (3, vision, dark);

      g_test_message ("vision %zu, dark %zu: all %.2f, first three %.2f", vision, dark, all,
                      defaults);
      g_assert_cmpfloat (all, >=, least[dark][vision] - 0.1);
      g_assert_cmpfloat (defaults, >=, 20);
    }
  }
}

static double
lightness_of (GmarlColor color)
{
  double lab[3];

  lab_as_seen (color, NORMAL, lab);
  return lab[0];
}

static void
test_sequential (void)
{
  double before = -1;

  for (gsize k = 0; k <= 100; k++) {
    double lightness = lightness_of (gmarl_palette_sequential ((double) k / 100));

    g_assert_cmpfloat (lightness, >, before);
    before = lightness;
  }
  g_assert_cmpfloat_with_epsilon (lightness_of (gmarl_palette_sequential (0)), 13, 1);
  g_assert_cmpfloat_with_epsilon (lightness_of (gmarl_palette_sequential (1)), 92, 1);
  g_assert_cmpfloat (lightness_of (gmarl_palette_sequential (-3)), ==,
                     lightness_of (gmarl_palette_sequential (0)));
  g_assert_cmpfloat (lightness_of (gmarl_palette_sequential (7)), ==,
                     lightness_of (gmarl_palette_sequential (1)));
  g_assert_cmpfloat (lightness_of (gmarl_palette_sequential (NAN)), ==,
                     lightness_of (gmarl_palette_sequential (0)));
}

static void
test_diverging (void)
{
  for (gsize dark = 0; dark < 2; dark++) {
    double middle = lightness_of (gmarl_palette_diverging (0, dark)), before = 0;

    for (gsize k = 1; k <= 60; k++) {
      double share = (double) k / 60;
      double minus = lightness_of (gmarl_palette_diverging (-share, dark));
      double plus = lightness_of (gmarl_palette_diverging (share, dark));

      g_assert_cmpfloat (fabs (minus - plus), <, 6.5);
      /* Both arms leave the middle to the same side, ever further. */
      g_assert_cmpfloat (fabs (minus - middle), >, before);
      before = fabs (minus - middle);
    }
    g_assert_cmpfloat (lightness_of (gmarl_palette_diverging (NAN, dark)), ==, middle);
    g_assert_cmpfloat (lightness_of (gmarl_palette_diverging (9, dark)), ==,
                       lightness_of (gmarl_palette_diverging (1, dark)));
  }
}

static void
test_slots_beyond (void)
{
  for (gsize one = 0; one < 49; one++) {
    const double *dash;

    g_assert_cmpuint (gmarl_palette_series_dash (one, &dash) % 2, ==, 0);
    for (gsize other = one + 1; other < 49; other++) {
      GmarlColor a = gmarl_palette_series_color (one, FALSE);
      GmarlColor b = gmarl_palette_series_color (other, FALSE);

      if (gmarl_color_contrast (a, b) == 1)
        g_assert_cmpint (gmarl_palette_series_marker (one), !=,
                         gmarl_palette_series_marker (other));
    }
  }
}

static void
test_text (void)
{
  for (gsize k = 0; k <= 100; k++) {
    GmarlColor color = gmarl_palette_sequential ((double) k / 100);

    g_assert_cmpfloat (gmarl_color_contrast (gmarl_palette_text_on (color), color), >=, 4.5);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/drawing/palette/distance-reference", test_distance_reference);
  g_test_add_func ("/drawing/palette/contrast-reference", test_contrast_reference);
  g_test_add_func ("/drawing/palette/contrast", test_contrast);
  g_test_add_func ("/drawing/palette/color-blindness", test_color_blindness);
  g_test_add_func ("/drawing/palette/sequential", test_sequential);
  g_test_add_func ("/drawing/palette/diverging", test_diverging);
  g_test_add_func ("/drawing/palette/slots-beyond", test_slots_beyond);
  g_test_add_func ("/drawing/palette/text", test_text);

  return g_test_run ();
}
