/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The pane of all parameters of a scenario. Edits go to the document at once; the rows follow it.
 */
#define GMARL_TYPE_SCENARIO_PANE (gmarl_scenario_pane_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScenarioPane, gmarl_scenario_pane, GMARL, SCENARIO_PANE, GtkWidget)

GtkWidget *gmarl_scenario_pane_new (GmarlDocument *document);

/* Opens the rows of a node and scrolls to them. */
void gmarl_scenario_pane_show_node (GmarlScenarioPane *self, guint node);

G_END_DECLS
