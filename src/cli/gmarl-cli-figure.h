/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-cli-parser.h"
#include "gmarl-figure-file.h"

G_BEGIN_DECLS

/* The options about a figure that commands share: --figure, --figure-width, --figure-metric. */
typedef struct {
  char *path; /* NULL: no figure is wanted */
  char *width;
  char **metrics; /* (nullable) ids */

  /* Read from them. */
  GmarlDrawFormat format;
  double width_mm;
} GmarlFigureArguments;

void gmarl_figure_arguments_clear (GmarlFigureArguments *self);

/* self stays until the parser has parsed. */
void gmarl_figure_arguments_add (GmarlFigureArguments *self, GmarlParser *parser);

/* Reads what was given; the message names the option and the remedy. */
gboolean gmarl_figure_arguments_read (GmarlFigureArguments *self, GError **error);

/* Whether it could be written; TRUE if none is wanted. */
gboolean gmarl_figure_arguments_check (const GmarlFigureArguments *self, GError **error);

/* Writes the views (element-type GmarlChartView) as panels; subject: what they were made from. */
gboolean gmarl_figure_arguments_write (const GmarlFigureArguments *self,
                                       GPtrArray *views,
                                       const char *subject,
                                       GError **error);

/* "--figure-width says how a figure looks, but none is wanted" */
void gmarl_figure_arguments_set_unwanted (const char *option, GError **error);

G_END_DECLS
