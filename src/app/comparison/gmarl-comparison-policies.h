/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The list of policies to check: a row each with its look, moved by dragging or by Alt and the
 * arrows. Main thread only.
 *
 * Actions of a row's menu: "policy.baseline", "policy.up", "policy.down", "policy.watch",
 * "policy.remove".
 */
#define GMARL_TYPE_COMPARISON_POLICIES (gmarl_comparison_policies_get_type ())
G_DECLARE_FINAL_TYPE (GmarlComparisonPolicies,
                      gmarl_comparison_policies,
                      GMARL,
                      COMPARISON_POLICIES,
                      GtkWidget)

GtkWidget *gmarl_comparison_policies_new (GmarlComparisonList *list);

G_END_DECLS
