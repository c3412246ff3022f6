/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A cell of the table of scores: a mean as text, in a narrow view behind the policy's name, and
 * below it as a marker with its interval on the scale of the row. Takes the focus, so that what it
 * stands for can be read. Main thread only.
 */
#define GMARL_TYPE_SCORE_CELL (gmarl_score_cell_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScoreCell, gmarl_score_cell, GMARL, SCORE_CELL, GtkWidget)

typedef struct {
  const char *name;    /* of the policy, before the text; copied; NULL where a head has it */
  const char *text;    /* copied */
  const char *spoken;  /* name for a screen reader; copied */
  const char *details; /* what it stands for, lines: the description; copied */
  gboolean best;       /* a star before the text */
  double mean;         /* places on the row's scale, 0…1; NaN: nothing is drawn */
  double low;          /* NaN: no interval */
  double high;
  GmarlSeriesLook look;
  gsize policy; /* what the cell is of, for whoever made it */
  gsize row;
} GmarlScoreCellContent;

GtkWidget *gmarl_score_cell_new (const GmarlScoreCellContent *content);
gsize gmarl_score_cell_get_policy (GmarlScoreCell *self);
gsize gmarl_score_cell_get_row (GmarlScoreCell *self);
const char *gmarl_score_cell_get_details (GmarlScoreCell *self);

G_END_DECLS
