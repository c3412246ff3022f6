/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-document.h"
#include "gmarl-scenario-words.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A row that edits one value of a scenario, made from the option table: a spin button for numbers,
 * a list for choices, an entry for texts. What is entered goes to the document at once; what the
 * document refuses stays in the row, marked as an error with the reason, and is not applied.
 *
 * The row may stand for the same value of several nodes; an edit then is one of all of them.
 */
typedef struct _GmarlScenarioRow GmarlScenarioRow;

/* What an editor row edits: a key of the scenario (node NULL), or of nodes (node [n_nodes]). */
typedef struct {
  const GmarlOption *option;
  const guint *node;
  gsize n_nodes;
} GmarlScenarioTarget;

/* The daily demand, which is 24 numbers and no option of the table. */
extern const GmarlOption gmarl_scenario_base_demand_option;

/* The widget belongs to whoever adds it, the row to the widget. The target is copied. */
GmarlScenarioRow *gmarl_scenario_row_new (GmarlDocument *document,
                                          const GmarlScenarioTarget *target);

/* An AdwActionRow. */
GtkWidget *gmarl_scenario_row_get_widget (GmarlScenarioRow *self);
const GmarlOption *gmarl_scenario_row_get_option (GmarlScenarioRow *self);

/* The spin button, the entry or the combo row. */
GtkWidget *gmarl_scenario_row_get_editor (GmarlScenarioRow *self);

/* Shows what the document holds; forgets an error. */
void gmarl_scenario_row_sync (GmarlScenarioRow *self);

/* Writes title and unit anew, for another currency. */
void gmarl_scenario_row_name (GmarlScenarioRow *self);

/* Whether the words of the row have text in them, in any case; NULL or empty: yes. */
gboolean gmarl_scenario_row_matches (GmarlScenarioRow *self, const char *text);

G_END_DECLS
