/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tidy CSV: one observation a row, with the same columns whatever it is an observation of, so that
 * files can be put together: run, group, policy, seed, scenario, day, step, time_iso, node,
 * iteration, metric, unit, value (docs/files.md). A cell that does not apply is empty, and so is an
 * undefined value.
 */

/* What a row is about; NULL and negative numbers do not apply. Texts are borrowed. */
typedef struct {
  const char *run;      /* id */
  const char *group;    /* id */
  const char *policy;   /* id */
  const guint64 *seed;  /* of the training */
  const char *scenario; /* name */
  const guint64 *day;   /* from 0, or a raw episode seed */
  gint64 step;          /* of the day, from 0; gives time_iso: when it begins */
  gint64 node;          /* from 0 */
  gint64 iteration;     /* of the training */
} GmarlTidySubject;

#define GMARL_TIDY_SUBJECT_INIT                                                                    \
  {                                                                                                \
    .step = -1, .node = -1, .iteration = -1                                                        \
  }

void gmarl_tidy_append_header (GString *text);

/* unit "currency", alone or in "currency/kWh", stands for this currency. */
void gmarl_tidy_append (GString *text,
                        const GmarlTidySubject *subject,
                        const char *metric,
                        const char *unit,
                        const char *currency,
                        double value);

G_END_DECLS
