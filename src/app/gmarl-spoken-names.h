/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What screen readers say where GTK 4.8 would say the name of a type, or say something twice. Main
 * thread only.
 */

/**
 * gmarl_spoken_names:
 * @root: a widget
 *
 * Names, now and as they change, what is below @root and has no name of its own that can be spoken:
 *
 * - a button that has a mnemonic, by its label as it is seen. GTK names it "_Stop Stop": by the
 * label with its mark, and once more by the label widget, because that has the button as its
 * mnemonic widget;
 * - the button inside of a drop-down, which has the focus, by the drop-down and what is chosen;
 * - the lists inside of drop-downs, rows and tables, by what they are inside of;
 * - a row that expands, by its title; the row of a table's headings;
 * - what libadwaita and GTK have in views and in the window of shortcuts.
 */
void gmarl_spoken_names (GtkWidget *root);

/**
 * gmarl_spoken_row:
 * @child: what a factory of a GtkColumnView has bound, which may have changed
 *
 * Names the row around it by all words in it. Every column calls it; the last one, when the whole
 * row is bound, has an effect.
 */
void gmarl_spoken_row (GtkWidget *child);

G_END_DECLS
