/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All colours that the program itself decides. Surfaces and text come from the style that the user
 * chose (GmarlDrawStyle). Any thread.
 */

typedef struct {
  double red, green, blue, alpha; /* 0–1, sRGB, not premultiplied */
} GmarlColor;

typedef enum {
  GMARL_MARKER_DISC,
  GMARL_MARKER_SQUARE,
  GMARL_MARKER_TRIANGLE_UP,
  GMARL_MARKER_DIAMOND,
  GMARL_MARKER_PLUS,
  GMARL_MARKER_TRIANGLE_DOWN,
  GMARL_MARKER_CROSS,
} GmarlMarker;

typedef enum {
  GMARL_QUANTITY_STORAGE,
  GMARL_QUANTITY_DEMAND,
  GMARL_QUANTITY_SOLAR,
  GMARL_QUANTITY_TRANSFER, /* between neighbours */
  GMARL_QUANTITY_GRID,     /* import from and export to the utility */
  GMARL_QUANTITY_PRICE,
  GMARL_QUANTITY_STABILITY,
} GmarlQuantity;
#define GMARL_N_QUANTITIES 7

/* Never alone: an icon and a word go with it. */
typedef enum {
  GMARL_STATUS_SUCCESS,
  GMARL_STATUS_WARNING,
  GMARL_STATUS_ERROR,
  GMARL_STATUS_ACCENT,
} GmarlStatusColor;
#define GMARL_N_STATUSES 4

/* Hues of series. Slots beyond go on with the same hues, each with another dash and marker. */
#define GMARL_N_SERIES_SLOTS 7

/* Slot 0 is the trained policy, 1 the rules, 2 random; the others are the next runs. */
GmarlColor gmarl_palette_series_color (gsize slot, gboolean dark);
GmarlMarker gmarl_palette_series_marker (gsize slot);

/* The dashes of a slot in pixels, on and off in turn; returns how many, 0 for a solid line.
 * (transfer none)
 */
gsize gmarl_palette_series_dash (gsize slot, const double **dash);

/* Where colour means a quantity, it means no series: a chart shows one kind or the other. */
GmarlColor gmarl_palette_quantity_color (GmarlQuantity quantity, gboolean dark);

/* The slot whose colour, dash and marker the quantity has. */
gsize gmarl_palette_quantity_slot (GmarlQuantity quantity);

GmarlColor gmarl_palette_status_color (GmarlStatusColor status, gboolean dark);

/* Cividis, dark to light as position goes from 0 to 1; positions beyond count as the ends. */
GmarlColor gmarl_palette_sequential (double position);

/* -1 to 1, the surface's tone at 0; positions beyond count as the ends. */
GmarlColor gmarl_palette_diverging (double position, gboolean dark);

/* Black or white, whichever can be read better on the colour. */
GmarlColor gmarl_palette_text_on (GmarlColor background);

GmarlColor gmarl_color_with_alpha (GmarlColor color, double alpha);

/* share of the way from one to the other, 0–1, in sRGB */
GmarlColor gmarl_color_mix (GmarlColor from, GmarlColor to, double share);

/* The ratio of contrast of two opaque colours by WCAG 2.1, 1–21. */
double gmarl_color_contrast (GmarlColor one, GmarlColor other);

G_END_DECLS
