/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * gmarl_spoken_buttons:
 * @root: a widget
 *
 * Names every button below @root that has a mnemonic, for screen readers, with its label as it is
 * seen, now and whenever the label changes. GTK 4.8 itself names such a button "_Stop Stop": by the
 * label with its mark, and once more by the label widget, because that has the button as its
 * mnemonic widget.
 */
void gmarl_spoken_buttons (GtkWidget *root);

G_END_DECLS
