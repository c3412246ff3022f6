/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets the wheel scroll past the spin buttons of a form: turning it over one would change a number
 * that nobody meant to change. Works on root and all that is below it now.
 */
void gmarl_calm_wheel (GtkWidget *root);

G_END_DECLS
