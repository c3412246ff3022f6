/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-draw-text.h"

/* Pictures are compared with those in golden/, without text, as fonts differ among machines. After
 * a change that is meant: the program with --update; look at them, commit them.
 */

/* Paints a sample in a style, from (0, 0). measure: how wide texts are, the same everywhere. */
typedef void (*GoldenPaint) (cairo_t *cr,
                             gconstpointer sample,
                             const GmarlDrawStyle *style,
                             const GmarlTextMeasure *measure,
                             int width,
                             int height);

/* In light, dark and high contrast: golden/NAME-light.png and so on. Fails on another picture, or
 * writes the golden ones.
 */
void
golden_check (const char *name, GoldenPaint paint, gconstpointer sample, int width, int height);
gboolean
golden_update (const char *name, GoldenPaint paint, gconstpointer sample, int width, int height);
