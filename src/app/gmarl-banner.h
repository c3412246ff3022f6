/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A message across the window that stays until it is resolved or closed: what libadwaita calls a
 * banner from 1.3 on, with a button to close it.
 */
#define GMARL_TYPE_BANNER (gmarl_banner_get_type ())
G_DECLARE_FINAL_TYPE (GmarlBanner, gmarl_banner, GMARL, BANNER, GtkWidget)

/* Shows a message instead of the one before; text NULL takes it away. label and action (detailed;
 * both or neither) give it a button, which also takes the message away.
 */
void gmarl_banner_show (GmarlBanner *self, const char *text, const char *label, const char *action);

G_END_DECLS
