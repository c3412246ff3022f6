/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"

G_BEGIN_DECLS

/* Whether a run repeats itself: it is trained again, into memory, from what it stored
 * (configuration, seed, the run whose networks it began with), and every row that is computed is
 * compared with the stored one, bit for bit, timings aside.
 */
typedef enum {
  GMARL_VERIFY_SAME,       /* all rows */
  GMARL_VERIFY_DIFFERENT,  /* iteration and metric say where first */
  GMARL_VERIFY_IMPOSSIBLE, /* reason says why */
} GmarlVerifyVerdict;

typedef struct {
  GmarlVerifyVerdict verdict;
  gint64 n_rows;         /* stored */
  gint64 n_same;         /* rows found to be the same, from the first on */
  gint64 iteration;      /* of the first difference */
  GmarlMetric metric;    /* … */
  double stored;         /* … */
  double computed;       /* … */
  char *kernel_level;    /* that it was trained at, then and now; owned */
  char *version;         /* of the program that began it; owned */
  gboolean same_version; /* as this program: otherwise a difference may be the program's */
  char *reason;          /* a sentence, or NULL; owned */
} GmarlVerifyResult;

void gmarl_verify_result_clear (GmarlVerifyResult *self);

/* Called after each row, on a thread of the training. */
typedef void (*GmarlVerifyProgress) (gint64 done, gint64 total, gpointer user_data);

/* Blocks until the verdict is there; at the first difference it ends. threads: 0 as configured.
 * FALSE with an error: cancelled, or the library could not be read. result: to be cleared whatever
 * comes of it.
 */
gboolean gmarl_verify_run (GmarlLibrary *library,
                           const char *run_id,
                           gint64 threads,
                           GmarlVerifyProgress progress,
                           gpointer user_data,
                           GCancellable *cancellable,
                           GmarlVerifyResult *result,
                           GError **error);

/* The verdict as a sentence for people. (transfer full) */
char *gmarl_verify_result_describe (const GmarlVerifyResult *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GmarlVerifyResult, gmarl_verify_result_clear)

G_END_DECLS
