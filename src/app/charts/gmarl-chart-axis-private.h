/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-axis.h"

G_BEGIN_DECLS

typedef struct {
  guint64 id; /* of the step */
  GmarlChartWindow window;
  double length; /* of LAST, in x; of RANGE, that of the LAST it was panned away from, or 0 */
  double lower;  /* of RANGE */
  double upper;
} GmarlChartAxisState;

typedef struct {
  double lower;
  double upper;
} GmarlChartAxisExtent;

typedef enum {
  GMARL_CHART_GESTURE_NONE,
  GMARL_CHART_GESTURE_ZOOM,
  GMARL_CHART_GESTURE_PAN,
} GmarlChartAxisGesture;

struct _GmarlChartAxis {
  GObject parent_instance;

  gboolean log;
  gboolean live; /* data grew while somebody watched */
  GmarlChartAxisExtent limits;
  GHashTable *extents; /* owner → GmarlChartAxisExtent */

  GArray *history; /* of GmarlChartAxisState, never empty */
  guint64 n_steps; /* so far */
  guint position;
  GmarlChartAxisGesture gesture;

  double cursor;
  gconstpointer cursor_owner;
  guint n_pins;
  double pins[GMARL_CHART_AXIS_MAX_PINS];
};

G_END_DECLS
