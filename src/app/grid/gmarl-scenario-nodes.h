/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scenario-row.h"

G_BEGIN_DECLS

/* The group of neighbourhoods: an expander row for each node, or, where they are too many, one for
 * each kind, whose edits are of all nodes of the kind.
 */
#define GMARL_TYPE_SCENARIO_NODES (gmarl_scenario_nodes_get_type ())
G_DECLARE_FINAL_TYPE (GmarlScenarioNodes,
                      gmarl_scenario_nodes,
                      GMARL,
                      SCENARIO_NODES,
                      AdwPreferencesGroup)

#define GMARL_SCENARIO_MOST_NODE_ROWS 50

GtkWidget *gmarl_scenario_nodes_new (GmarlDocument *document);

/* Follows the document. */
void gmarl_scenario_nodes_sync (GmarlScenarioNodes *self);

/* Opens the rows of a node, which get an expander row of their own where there are too many nodes.
 * Returns the expander row.
 */
GtkWidget *gmarl_scenario_nodes_show (GmarlScenarioNodes *self, guint node);

G_END_DECLS
