/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-session.h"

G_BEGIN_DECLS

/* Opening and saving of the session's scenario as a person sees it: file choosers, the question
 * what shall become of changes, and messages. The window is borrowed but kept alive until all is
 * done. Main thread only.
 */

/* Called when the way is free: nothing was changed, or it was saved, or may be lost. */
typedef void (*GmarlProceedFunc) (GtkWindow *window, GmarlSession *session);

void gmarl_scenario_files_ask_unsaved (GtkWindow *window,
                                       GmarlSession *session,
                                       GmarlProceedFunc proceed);

/* From now on the settings know which file is open. */
void gmarl_scenario_files_remember (GmarlSession *session);

/* Opens the file that was open when the program ended, for its start: nothing is asked. */
void gmarl_scenario_files_reopen (GtkWindow *window, GmarlSession *session);

/* The built-in scenario instead of the present one. */
void gmarl_scenario_files_new (GtkWindow *window, GmarlSession *session);

/* Asks for a file, or opens the given one. A file that cannot be read changes nothing; a banner
 * says why.
 */
void gmarl_scenario_files_choose (GtkWindow *window, GmarlSession *session);
void gmarl_scenario_files_open (GtkWindow *window, GmarlSession *session, GFile *file);

/* Into its file; a scenario without one asks for a name. */
void gmarl_scenario_files_save (GtkWindow *window, GmarlSession *session);
void gmarl_scenario_files_save_as (GtkWindow *window, GmarlSession *session);

G_END_DECLS
