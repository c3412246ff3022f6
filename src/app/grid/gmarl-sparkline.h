/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-palette.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A small line without axes: the course of a number through the day. It is decoration beside a
 * number that is written out, and so hidden from assistive technology. Main thread only.
 */
#define GMARL_TYPE_SPARKLINE (gmarl_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (GmarlSparkline, gmarl_sparkline, GMARL, SPARKLINE, GtkWidget)

GtkWidget *gmarl_sparkline_new (GmarlQuantity quantity);

void gmarl_sparkline_set_quantity (GmarlSparkline *self, GmarlQuantity quantity);

/* What the vertical range covers at least. */
void gmarl_sparkline_set_range (GmarlSparkline *self, double lower, double upper);

/* values [n]: the first n of the day's n_slots equal stretches; copied. NaN is a gap. */
void
gmarl_sparkline_set_values (GmarlSparkline *self, const double *values, gsize n, gsize n_slots);

G_END_DECLS
