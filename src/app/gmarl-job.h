/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Long work of any kind, as the window shows and controls it: the bar below the views, the actions
 * win.pause-job and win.stop-job, the question when the window is closed, and the desktop's
 * notification. The session has at most one that is active, see gmarl_session_begin_job().
 * Main thread.
 *
 * Properties, all read-only and notifying: "active" (threads work for it, or wait), "paused" (it
 * was asked to pause), "can-pause" (to pause or to resume would do something now), "can-stop",
 * "fraction" (0…1), "text" (how it stands; at most four times a second).
 */
#define GMARL_TYPE_JOB (gmarl_job_get_type ())
G_DECLARE_INTERFACE (GmarlJob, gmarl_job, GMARL, JOB, GObject)

/* What is said of a kind of work; whole phrases, for translators. */
typedef enum {
  GMARL_JOB_WORDS_PROGRESS,    /* name of the progress bar: "Progress of the Training" */
  GMARL_JOB_WORDS_SHOW,        /* tooltip: "Show the Training" */
  GMARL_JOB_WORDS_PAUSE,       /* tooltip: "Pause or Resume the Training" */
  GMARL_JOB_WORDS_STOP,        /* tooltip: "Stop and Keep What Was Learned" */
  GMARL_JOB_WORDS_BUSY,        /* "A policy is being trained", without a full stop */
  GMARL_JOB_WORDS_CLOSE_TITLE, /* of the question: "A Policy Is Being Trained" */
  GMARL_JOB_WORDS_CLOSE_TEXT,  /* what becomes of it if the window is closed now */
  GMARL_JOB_WORDS_CLOSE_KEEP,  /* button, with mnemonic: "_Keep Training" */
  GMARL_JOB_WORDS_FINISHED,    /* title of the notification: "Training Finished" */
  GMARL_JOB_WORDS_FAILED,      /* likewise: "Training Ended Early" */
  GMARL_N_JOB_WORDS,
} GmarlJobWords;

typedef enum {
  GMARL_JOB_NOT_ENDED,
  GMARL_JOB_STOPPED, /* by the user */
  GMARL_JOB_FINISHED,
  GMARL_JOB_FAILED,
} GmarlJobEnd;

struct _GmarlJobInterface {
  GTypeInterface parent_interface;

  /* NULL if this kind of work cannot wait; its bar has no such button then. */
  void (*pause) (GmarlJob *self);
  void (*resume) (GmarlJob *self);

  /* Ends it as soon as what is done is safe; "active" turns FALSE by then. */
  void (*stop) (GmarlJob *self);

  GmarlJobEnd (*get_end) (GmarlJob *self);
  const GError *(*get_error) (GmarlJob *self); /* of work that failed, wholly or in part; or NULL */

  /* The phrases by GmarlJobWords, for translators (N_); "": never needed. */
  const char *const *(*get_words) (GmarlJob *self);

  /* Name of the view that shows more of it. */
  const char *(*get_view) (GmarlJob *self);

  /* Name of the view where there is something new to look at since it ended, when that is another
   * one; or NULL. Optional. */
  const char *(*get_result_view) (GmarlJob *self);
};

/* For a class that implements it: the ids of the properties; its own begin behind them. */
enum {
  GMARL_JOB_PROP_ACTIVE = 1,
  GMARL_JOB_PROP_PAUSED,
  GMARL_JOB_PROP_CAN_PAUSE,
  GMARL_JOB_PROP_CAN_STOP,
  GMARL_JOB_PROP_FRACTION,
  GMARL_JOB_PROP_TEXT,
  GMARL_JOB_N_PROPS,
};

void gmarl_job_override_properties (GObjectClass *klass);

/* Notifies of all but the text. */
void gmarl_job_state_changed (GmarlJob *self);

/* Puts text (transfer full) in the place of *held, and notifies of it where they differ. */
void gmarl_job_take_text (GmarlJob *self, char **held, char *text);

/* These ask the properties. */
gboolean gmarl_job_is_active (GmarlJob *self);
gboolean gmarl_job_is_paused (GmarlJob *self);
gboolean gmarl_job_can_pause (GmarlJob *self);
gboolean gmarl_job_can_stop (GmarlJob *self);
char *gmarl_job_dup_text (GmarlJob *self);

/* Whether this kind of work ever can. */
gboolean gmarl_job_is_pausable (GmarlJob *self);

/* All three do nothing where the properties say that they would not. */
void gmarl_job_pause (GmarlJob *self);
void gmarl_job_resume (GmarlJob *self);
void gmarl_job_stop (GmarlJob *self);

GmarlJobEnd gmarl_job_get_end (GmarlJob *self);
const GError *gmarl_job_get_error (GmarlJob *self);
/* Translated. */
const char *gmarl_job_get_words (GmarlJob *self, GmarlJobWords which);
const char *gmarl_job_get_view (GmarlJob *self);

/* Where its end is worth a look: NULL while it goes on, and where its user ended it. */
const char *gmarl_job_get_result_view (GmarlJob *self);

/* Gives what a job freed back to the system; any thread, but rather not the main one. What a job
 * works with is as large as the rest of the program, and allocators keep what lies between blocks
 * that live on.
 */
void gmarl_job_give_memory_back (void);

G_END_DECLS
