/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-palette.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/* What a picture takes from where it is shown: the window's style, or a sheet of paper. The
 * application makes one from a widget's style context, an export from fixed values; painters and
 * scenes only read it. Any thread, as long as nobody changes it.
 */
typedef struct {
  GmarlColor foreground; /* text and axes; may be translucent, as libadwaita's is */
  GmarlColor window;     /* behind cards */
  GmarlColor view;       /* behind lists and text */
  GmarlColor card;       /* behind charts, opaque */
  GmarlColor accent;     /* focus rings and selections */
  gboolean dark;
  gboolean high_contrast;
  gboolean animations;
  double scale;               /* device pixels to a pixel; scenes decimate to device pixels */
  PangoFontDescription *font; /* (owned) the font of the interface; sizes derive from it */
} GmarlDrawStyle;

/* libadwaita's colours, Cantarell 11, scale 1, with animations. */
GmarlDrawStyle *gmarl_draw_style_new (gboolean dark, gboolean high_contrast);

/* For print and files: black on white. font_points: size of text on the paper, 7–10. */
GmarlDrawStyle *gmarl_draw_style_new_for_paper (const char *font_family, double font_points);

GmarlDrawStyle *gmarl_draw_style_copy (const GmarlDrawStyle *self);
void gmarl_draw_style_free (GmarlDrawStyle *self);
gboolean gmarl_draw_style_equal (const GmarlDrawStyle *self, const GmarlDrawStyle *other);

/* Sets the font from a description such as "Cantarell 11"; takes a copy. */
void gmarl_draw_style_set_font (GmarlDrawStyle *self, const PangoFontDescription *font);

/* Size of the interface's font in pixels (points become pixels at 96 dpi). */
double gmarl_draw_style_get_em (const GmarlDrawStyle *self);

/* Text that stands back: 75 % of the foreground, all of it in high contrast. */
GmarlColor gmarl_draw_style_get_secondary (const GmarlDrawStyle *self);

/* The foreground at alpha, times the foreground's own. */
GmarlColor gmarl_draw_style_get_line (const GmarlDrawStyle *self, double alpha);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlDrawStyle, gmarl_draw_style_free)

G_END_DECLS
