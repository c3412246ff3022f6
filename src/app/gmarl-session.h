/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-job.h"
#include "gmarl-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct _GmarlDocument GmarlDocument;
typedef struct _GmarlTrainingJob GmarlTrainingJob;

/* What the pages of a window share: settings, the results library, the scenario that is open and
 * the long work that runs. Main thread only.
 *
 * Properties: "library-directory" (read only), "document" (at first the built-in scenario),
 * "job" and "training" (read only).
 *
 * Signals:
 *   "library-changed"  something was stored, by this process or another one; at most once a second
 *                      while the session is watched, or another directory was opened
 *   "toast" (AdwToast)
 *   "banner" (text, label, action)  see gmarl_session_banner()
 */
#define GMARL_TYPE_SESSION (gmarl_session_get_type ())
G_DECLARE_FINAL_TYPE (GmarlSession, gmarl_session, GMARL, SESSION, GObject)

/* library_directory NULL: the one of the settings, or this user's default. A library that cannot be
 * opened is no error here: gmarl_session_get_library() is NULL then.
 */
GmarlSession *gmarl_session_new (const char *library_directory);

GSettings *gmarl_session_get_settings (GmarlSession *self);

/* This thread's connection, opened for writing if the directory permits. (transfer none) (nullable)
 */
GmarlLibrary *gmarl_session_get_library (GmarlSession *self);
const char *gmarl_session_get_library_directory (GmarlSession *self);

/* Why there is no library, or NULL. */
const char *gmarl_session_get_library_error (GmarlSession *self);

/* Opens another library; the present one stays if that fails. */
gboolean gmarl_session_open_library (GmarlSession *self, const char *directory, GError **error);

/* Lets go of the library while something replaces its database, which must not be open then.
 * reason: why there is none until gmarl_session_open_library().
 */
void gmarl_session_close_library (GmarlSession *self, const char *reason);

/* While watched, the library is asked once a second whether somebody wrote into it. */
void gmarl_session_set_watching (GmarlSession *self, gboolean watching);

/* Tells everybody that this process stored something through gmarl_session_get_library(), which
 * only other connections would notice.
 */
void gmarl_session_library_written (GmarlSession *self);

GmarlDocument *gmarl_session_get_document (GmarlSession *self);
void gmarl_session_set_document (GmarlSession *self, GmarlDocument *document);

/* The long work that runs or ran last; NULL before the first. (transfer none) */
GmarlJob *gmarl_session_get_job (GmarlSession *self);

/* The same while it is active; else NULL. */
GmarlJob *gmarl_session_get_active_job (GmarlSession *self);

/* The training that is shown: an ended one stays until the next begins, whatever else ran since.
 * NULL before the first. (transfer none) */
GmarlTrainingJob *gmarl_session_get_training (GmarlSession *self);

/* Makes it the session's job; the caller starts it then. While another one is active nothing
 * happens but that a toast says why, and FALSE is returned. Also before one that ended goes on.
 */
gboolean gmarl_session_begin_job (GmarlSession *self, GmarlJob *job);

/* A toast of plain text, in which & and < stand for themselves: libadwaita reads titles as markup.
 * (transfer full)
 */
AdwToast *gmarl_toast_new (const char *text);

/* Shows a toast in the window. (transfer full) */
void gmarl_session_toast (GmarlSession *self, AdwToast *toast);

/* Shows a persistent message with a button below the header bar; it replaces the message before.
 * label and action NULL: a button that only closes. text NULL: takes the message away. action is
 * detailed, such as "win.view::runs"; activating it closes the banner.
 */
void
gmarl_session_banner (GmarlSession *self, const char *text, const char *label, const char *action);

/* Takes the message away if it is still the one with this text. */
void gmarl_session_end_banner (GmarlSession *self, const char *text);

G_END_DECLS
