/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-palette.h"

#include <math.h>

/* The hues are those of Okabe and Ito (2008), with lightness and chroma moved until each has a
 * contrast of at least 3.05 on every surface of the light and of the dark style, and until the
 * least distance between two is large also for the colour blind. tests/drawing/test-palette.c
 * computes both.
 */

typedef struct {
  guint32 light, dark; /* 0xRRGGBB */
} Pair;

static const Pair series[GMARL_N_SERIES_SLOTS] = {
  { 0x0556AA, 0x137BFF }, /* blue */
  { 0xA14D0D, 0xD55E00 }, /* vermillion */
  { 0x3D3846, 0xDEDDDA }, /* neutral */
  { 0x008A63, 0x00A563 }, /* green */
  { 0xE95EA0, 0xC178A0 }, /* pink */
  { 0x0093FC, 0x55C0F9 }, /* sky */
  { 0xAD8C27, 0xEAAC17 }, /* amber */
};

static const struct {
  gsize n_dashes;
  double dash[4];
} dashes[GMARL_N_SERIES_SLOTS] = {
  { 0, { 0 } },    { 2, { 9, 4 } },  { 2, { 2, 4 } }, { 4, { 12, 3, 2, 3 } },
  { 2, { 6, 3 } }, { 2, { 14, 4 } }, { 2, { 3, 2 } },
};

/* Series slots, so that a quantity has their dash and marker, too. */
static const gsize quantity_slots[GMARL_N_QUANTITIES] = {
  [GMARL_QUANTITY_STORAGE] = 0,   [GMARL_QUANTITY_DEMAND] = 1, [GMARL_QUANTITY_SOLAR] = 6,
  [GMARL_QUANTITY_TRANSFER] = 5,  [GMARL_QUANTITY_GRID] = 4,   [GMARL_QUANTITY_PRICE] = 2,
  [GMARL_QUANTITY_STABILITY] = 3,
};

/* The named colours of libadwaita 1.2. */
static const Pair statuses[GMARL_N_STATUSES] = {
  [GMARL_STATUS_SUCCESS] = { 0x26A269, 0x8FF0A4 },
  [GMARL_STATUS_WARNING] = { 0xAE7B03, 0xF8E45C },
  [GMARL_STATUS_ERROR] = { 0xC01C28, 0xFF7B63 },
  [GMARL_STATUS_ACCENT] = { 0x1C71D8, 0x78AEED },
};

/* Nuñez, Anderton and Renslow (2018), at six places. */
static const guint32 cividis[] = { 0x00204D, 0x31446B, 0x666970, 0x958F78, 0xCBBA69, 0xFFEA46 };

static const guint32 diverging_light[] = { 0x0556AA, 0x5B8FC7, 0xB4CDE6, 0xF2F2F2,
                                           0xE7C2A8, 0xC98654, 0xA14D0D };
static const guint32 diverging_dark[] = { 0x55C0F9, 0x3A86B0, 0x2C536C, 0x303030,
                                          0x7A4A26, 0xB86A2E, 0xF29A4E };

static GmarlColor
color_of (guint32 rgb)
{
  return (GmarlColor){ (rgb >> 16) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0, 1 };
}

static GmarlColor
color_of_pair (const Pair *pair, gboolean dark)
{
  return color_of (dark ? pair->dark : pair->light);
}

/* Colours at even distances over 0–1. A position that is not a number counts as 0. */
static GmarlColor
interpolate (const guint32 *colors, gsize n_colors, double position)
{
  double place = position > 0 ? MIN (position, 1) * (double) (n_colors - 1) : 0;
  gsize below = MIN ((gsize) place, n_colors - 2);

  return gmarl_color_mix (color_of (colors[below]), color_of (colors[below + 1]),
                          place - (double) below);
}

GmarlColor
gmarl_palette_series_color (gsize slot, gboolean dark)
{
  return color_of_pair (&series[slot % GMARL_N_SERIES_SLOTS], dark);
}

/* Each round through the hues shifts dash and marker by the same step, which is prime to their
 * number: the combinations repeat after 49 slots only.
 */
static gsize
shape_of (gsize slot)
{
  return (slot + 3 * (slot / GMARL_N_SERIES_SLOTS)) % GMARL_N_SERIES_SLOTS;
}

GmarlMarker
gmarl_palette_series_marker (gsize slot)
{
  return (GmarlMarker) shape_of (slot);
}

gsize
gmarl_palette_series_dash (gsize slot, const double **dash)
{
  gsize shape = shape_of (slot);

  g_return_val_if_fail (dash != NULL, 0);

  *dash = dashes[shape].dash;
  return dashes[shape].n_dashes;
}

gsize
gmarl_palette_quantity_slot (GmarlQuantity quantity)
{
  g_return_val_if_fail ((gsize) quantity < GMARL_N_QUANTITIES, 0);

  return quantity_slots[quantity];
}

GmarlColor
gmarl_palette_quantity_color (GmarlQuantity quantity, gboolean dark)
{
  return gmarl_palette_series_color (gmarl_palette_quantity_slot (quantity), dark);
}

GmarlColor
gmarl_palette_status_color (GmarlStatusColor status, gboolean dark)
{
  g_return_val_if_fail ((gsize) status < GMARL_N_STATUSES, color_of (0));

  return color_of_pair (&statuses[status], dark);
}

GmarlColor
gmarl_palette_sequential (double position)
{
  return interpolate (cividis, G_N_ELEMENTS (cividis), position);
}

GmarlColor
gmarl_palette_diverging (double position, gboolean dark)
{
  /* A position that is not a number is the middle, not an end. */
  double share = isnan (position) ? 0.5 : (position + 1) / 2;

  return interpolate (dark ? diverging_dark : diverging_light, G_N_ELEMENTS (diverging_light),
                      share);
}

GmarlColor
gmarl_palette_text_on (GmarlColor background)
{
  GmarlColor black = color_of (0x000000), white = color_of (0xFFFFFF);

  return gmarl_color_contrast (black, background) >= gmarl_color_contrast (white, background)
             ? black
             : white;
}

GmarlColor
gmarl_color_with_alpha (GmarlColor color, double alpha)
{
  color.alpha = alpha;
  return color;
}

GmarlColor
gmarl_color_mix (GmarlColor from, GmarlColor to, double share)
{
  return (GmarlColor){
    from.red + (to.red - from.red) * share,
    from.green + (to.green - from.green) * share,
    from.blue + (to.blue - from.blue) * share,
    from.alpha + (to.alpha - from.alpha) * share,
  };
}

static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
relative_luminance (GmarlColor color)
{
  return 0.2126 * to_linear (color.red) + 0.7152 * to_linear (color.green) +
         0.0722 * to_linear (color.blue);
}

double
gmarl_color_contrast (GmarlColor one, GmarlColor other)
{
  double a = relative_luminance (one), b = relative_luminance (other);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}
