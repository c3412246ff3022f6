/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-runs-model.h"

G_BEGIN_DECLS

/* What the table of runs tells of a group or a run, a column each. No widgets. */

typedef enum {
  GMARL_RUN_CELL_SHOWN, /* whether its curves are shown, and how they look */
  GMARL_RUN_CELL_NAME,
  GMARL_RUN_CELL_STATUS,
  GMARL_RUN_CELL_TEXT,
  GMARL_RUN_CELL_NUMBER, /* to the right, with digits of one width */
} GmarlRunCell;

/* What a column needs to know. */
typedef struct {
  GmarlRunsModel *model;
  GmarlRunAggregate aggregates[GMARL_N_RUN_METRICS];
} GmarlRunColumnContext;

typedef struct _GmarlRunColumn GmarlRunColumn;
struct _GmarlRunColumn {
  const char *id;    /* in settings */
  const char *title; /* translatable */
  GmarlRunCell cell;
  gsize metric; /* of gmarl_run_metrics; only where has_metric */
  gboolean has_metric;
  gboolean expand;
  gboolean is_fixed; /* cannot be hidden */
  char *(*make_text) (const GmarlRunColumn *self, const GmarlRunColumnContext *, GmarlRunItem *);
  /* What it is sorted by: numbers, or else the text. NaN comes last either way. */
  double (*get_number) (const GmarlRunColumn *self, const GmarlRunColumnContext *, GmarlRunItem *);
};

#define GMARL_N_RUN_COLUMNS 15
extern const GmarlRunColumn gmarl_run_columns[GMARL_N_RUN_COLUMNS];

/* The column of this id, or NULL. */
const GmarlRunColumn *gmarl_run_column_find (const char *id);

/* "Best Reward": with the aggregate, where there is one. Translated. (transfer full) */
char *gmarl_run_column_make_title (const GmarlRunColumn *self,
                                   const GmarlRunColumnContext *context);

/* Ids of aggregates in settings, and what they are called (translatable). */
extern const char *const gmarl_run_aggregate_ids[GMARL_N_RUN_AGGREGATES];
extern const char *const gmarl_run_aggregate_names[GMARL_N_RUN_AGGREGATES];

/* Word and icon of a status; the word is translatable. */
const char *gmarl_run_status_word (GmarlRunStatus status);
const char *gmarl_run_status_icon (GmarlRunStatus status);

/* "1–5, 8". (transfer full) */
char *gmarl_run_item_describe_seeds (GmarlRunItem *item);

/* "0.872 ± 0.011". (transfer full) */
char *gmarl_run_figure_format (const GmarlRunFigure *figure);

/* "26 Nov 2026, 13:05" of microseconds since the epoch. (transfer full) */
char *gmarl_run_format_time (gint64 microseconds);

/* What the search asks for, see GmarlRunLookup. (transfer full) */
char *
gmarl_run_column_lookup (const GmarlRunColumnContext *context, GmarlRunItem *run, const char *key);

G_END_DECLS
