/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Two widgets beside each other where there is room, the first narrow; else one below the other. */
#define GMARL_TYPE_TRAINING_COLUMNS (gmarl_training_columns_get_type ())
G_DECLARE_FINAL_TYPE (GmarlTrainingColumns,
                      gmarl_training_columns,
                      GMARL,
                      TRAINING_COLUMNS,
                      GtkWidget)

GtkWidget *gmarl_training_columns_new (GtkWidget *side, GtkWidget *content);

/* Whether the content comes above the side where they are one below the other. */
void gmarl_training_columns_set_content_first (GmarlTrainingColumns *self, gboolean first);

G_END_DECLS
