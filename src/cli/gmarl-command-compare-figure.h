/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli-parser.h"
#include "gmarl-comparison.h"
#include "gmarl-figure-file.h"

G_BEGIN_DECLS

/* The options of "compare" about its figure. */
typedef struct {
  char *path; /* NULL: no figure is wanted; the others do not count then */
  char *width;
  char *chart;
  char **metrics;

  /* Read from them. */
  GmarlDrawFormat format;
  double width_mm;
  int kind;
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
