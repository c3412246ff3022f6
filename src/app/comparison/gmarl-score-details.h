/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a cell of the table of scores stands for: a title and lines. As high as they are, up to
 * where the table would have too little room; from there on it scrolls. Main thread only.
 */
#define GMARL_TYPE_SCORE_DETAILS (gmarl_score_details_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScoreDetails, gmarl_score_details, GMARL, SCORE_DETAILS, GtkWidget)

void gmarl_score_details_set (GmarlScoreDetails *self, const char *title, const char *lines);

G_END_DECLS
