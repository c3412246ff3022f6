/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-learning-curve.h"
#include "gmarl-library.h"

G_BEGIN_DECLS

/* What curves can run along. */
typedef enum {
  GMARL_CURVE_X_ITERATION,
  GMARL_CURVE_X_STEPS,
  GMARL_CURVE_X_SECONDS,
  GMARL_N_CURVE_X,
} GmarlCurveX;

typedef struct {
  double x[GMARL_N_CURVE_X];
  double y;
} GmarlCurveSample;

/* A metric of a group: over all seeds, and each of them. No widgets; any thread. */
typedef struct {
  char *group_id; /* owned */
  GmarlMetric metric;
  gint64 n_rows; /* of all seeds together, when it was asked for: another number, another curve */
  GmarlLearningCurve *curve; /* owned */
  gsize n_seeds;
  guint64 *seed;    /* [n_seeds]; owned */
  GArray **samples; /* [n_seeds], (element-type GmarlCurveSample); owned */
} GmarlGroupCurve;

void gmarl_group_curve_free (GmarlGroupCurve *self);

/* What to load; copied for a thread. */
typedef struct {
  char *group_id;
  GmarlMetric metric;
  gint64 n_rows;
  gsize n_seeds;
  guint64 *seed;  /* [n_seeds] */
  char **run_ids; /* [n_seeds], NULL-terminated */
} GmarlGroupCurveRequest;

void gmarl_group_curve_request_free (GmarlGroupCurveRequest *self);

/* Reads the rows and computes the curve: not for the main thread. A run that is gone by now has no
 * rows. (transfer full) (nullable) */
GmarlGroupCurve *gmarl_group_curve_load (GmarlLibrary *library,
                                         const GmarlGroupCurveRequest *request);

/* The x of a point. */
double gmarl_curve_point_get_x (const GmarlCurvePoint *point, GmarlCurveX x);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlGroupCurve, gmarl_group_curve_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlGroupCurveRequest, gmarl_group_curve_request_free)

G_END_DECLS
