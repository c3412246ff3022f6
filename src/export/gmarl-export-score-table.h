/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-score-cells.h"

G_BEGIN_DECLS

/* The table of scores for papers and spreadsheets: a row an indicator, a column a policy, then
 * notes with the method, the number of days and seeds, and what is to be known about the numbers.
 * What is clearly better than every other policy shown is marked, and nothing else.
 */

typedef enum {
  GMARL_SCORE_TABLE_MARKDOWN, /* the mark is bold type and "★" */
  GMARL_SCORE_TABLE_LATEX,    /* needs the package booktabs; the mark is bold type */
  GMARL_SCORE_TABLE_TSV, /* a mean, low and high column a policy, and the best one's name in "best";
                            an empty row before the notes */
} GmarlScoreTableFormat;

typedef struct {
  GmarlScoreTableFormat format;
  GmarlStatistic statistic;    /* the best one is marked where it is the mean */
  GmarlScoreInterval interval; /* Markdown and LaTeX, of means */
  const gsize *policies;       /* [n_policies] shown, in this order; NULL: all */
  gsize n_policies;
  const GmarlIndicator *indicators; /* [n_indicators] shown; NULL: the chief ones */
  gsize n_indicators;
} GmarlScoreTableOptions;

/* By the ending of a file's name: ".md", ".tex", ".tsv". FALSE with an error for another one. */
gboolean gmarl_score_table_format_from_path (const char *path,
                                             GmarlScoreTableFormat *format,
                                             GError **error);

/* Indicators that the comparison does not have are left out. (transfer full) */
char *gmarl_export_score_table (const GmarlComparison *comparison,
                                const GmarlScoreTableOptions *options);

G_END_DECLS
