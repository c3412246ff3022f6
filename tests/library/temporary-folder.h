/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes an empty folder; fails the test if it cannot. (transfer full) */
char *temporary_folder_new (void);

/* Removes a folder, or a file, with everything in it; links are not followed. */
void temporary_folder_remove (const char *path);

G_END_DECLS
