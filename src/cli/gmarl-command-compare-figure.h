/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli-figure.h"
#include "gmarl-comparison.h"

G_BEGIN_DECLS

/* The options of "compare" about its figure. */
typedef struct {
  GmarlFigureArguments file;
  char *chart;
  int kind; /* read from chart */
} GmarlCompareFigure;

void gmarl_compare_figure_clear (GmarlCompareFigure *self);

/* self stays until the parser has parsed. */
void gmarl_compare_figure_add_options (GmarlCompareFigure *self, GmarlParser *parser);

/* Reads what was given; the message names the option and the remedy. */
gboolean gmarl_compare_figure_read (GmarlCompareFigure *self, GError **error);

/* Writes the figure, if one is wanted: a panel for each metric, differences to the first policy. */
gboolean gmarl_compare_figure_write (const GmarlCompareFigure *self,
                                     const GmarlComparison *comparison,
                                     GError **error);

G_END_DECLS
