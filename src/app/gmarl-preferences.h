/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* The window of preferences; what is changed there holds at once. */
#define GMARL_TYPE_PREFERENCES (gmarl_preferences_get_type ())
G_DECLARE_FINAL_TYPE (GmarlPreferences, gmarl_preferences, GMARL, PREFERENCES, AdwPreferencesWindow)

GtkWidget *gmarl_preferences_new (GmarlSession *session);

/* Lets the setting of the style hold, now and whenever it changes. */
void gmarl_preferences_apply_style (GSettings *settings);

G_END_DECLS
