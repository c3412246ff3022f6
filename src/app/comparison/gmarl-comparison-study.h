/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-comparison-result.h"
#include "gmarl-scenario.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Measures policies on a thread of its own, one study at a time; the result before stays until the
 * next is there. Main thread only.
 *
 * Properties, read-only: "busy" (gboolean), "fraction" (double), "text" (what is measured now),
 * "result" (whether there is a new one: notify alone), "error" (char *: why the last study has no
 * result, or NULL; a cancelled one has none).
 */
#define GMARL_TYPE_COMPARISON_STUDY (gmarl_comparison_study_get_type ())
G_DECLARE_FINAL_TYPE (GmarlComparisonStudy,
                      gmarl_comparison_study,
                      GMARL,
                      COMPARISON_STUDY,
                      GObject)

typedef struct {
  const GmarlScenario *scenario;
  const char *library_directory; /* or NULL */
  const char *const *policies;   /* references, NULL-terminated */
  const char *const *names;      /* of the policies, for people */
  const char *const *states;     /* of the policies; kept with the result */
  guint64 seed;                  /* of the days */
  gsize n_days;
  gint64 threads;
} GmarlComparisonPlan;

GmarlComparisonStudy *gmarl_comparison_study_new (void);

/* Begins; a study under way is given up. Everything is copied. */
void gmarl_comparison_study_begin (GmarlComparisonStudy *self, const GmarlComparisonPlan *plan);

/* Gives up what is under way; what the library took of it is not lost. */
void gmarl_comparison_study_cancel (GmarlComparisonStudy *self);

gboolean gmarl_comparison_study_get_busy (GmarlComparisonStudy *self);
double gmarl_comparison_study_get_fraction (GmarlComparisonStudy *self);
const char *gmarl_comparison_study_get_text (GmarlComparisonStudy *self);
const char *gmarl_comparison_study_get_error (GmarlComparisonStudy *self);

/* (transfer none) (nullable) */
GmarlComparisonResult *gmarl_comparison_study_get_result (GmarlComparisonStudy *self);

/* The same computation, on the calling thread; progress (nullable) as for a comparison run, with
 * the place of the policy in the plan. (transfer full)
 */
typedef void (*GmarlComparisonStudyProgress) (gsize policy, double fraction, gpointer user_data);
GmarlComparisonResult *gmarl_comparison_measure (const GmarlComparisonPlan *plan,
                                                 GmarlComparisonStudyProgress progress,
                                                 gpointer user_data,
                                                 GCancellable *cancellable,
                                                 GError **error);

G_END_DECLS
