/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the panel that exports remembers from one time to the next, in the settings. */

/* A setting has a word for each of several keys; NULL if there is none. (transfer full) */
char *gmarl_export_recall (GSettings *settings, const char *setting, const char *key);
void
gmarl_export_remember (GSettings *settings, const char *setting, const char *key, const char *word);

/* Width of a figure in mm by its position in the list of widths. */
int gmarl_export_get_width (guint position);

/* Binds the property "selected" of such a list. */
void gmarl_export_bind_width (GSettings *settings, GObject *list);

G_END_DECLS
