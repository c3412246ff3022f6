/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-grid-series.h"

#include "gmarl-scenario-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HOURS_PER_STEP (24.0 / GMARL_STEPS_PER_DAY)
/* Below this a spread is noise: stability is fitted to no less (ui.md D.4). */
#define MIN_SPAN_STABILITY 0.1
#define MIN_SPAN_PENALTY   0.05
#define NO_POSITION        G_MAXUINT

typedef enum {
  SERIES_LEVEL_MEAN,
  SERIES_LEVEL_NODE,
  SERIES_DEMAND,
  SERIES_SOLAR,
  SERIES_GRID,
  SERIES_TRANSFER,
  SERIES_IMPORT_PRICE,
  SERIES_EXPORT_PRICE,
  SERIES_STABILITY,
  SERIES_PENALTY_FIRST,
  SERIES_REWARD = SERIES_PENALTY_FIRST + GMARL_N_PENALTIES,
  SERIES_TERM_FIRST,
  N_SERIES = SERIES_TERM_FIRST + GMARL_N_TERMS,
} SeriesIndex;

typedef struct {
  GmarlGridChart chart;
  const char *id;
  const char *name;
  GmarlSeriesLook look;
  GmarlChartDrawn drawn;
} SeriesInfo;

#define QUANTITY(q)                                                                                \
  {                                                                                                \
    GMARL_LOOK_QUANTITY, GMARL_QUANTITY_##q                                                        \
  }
#define SLOT(n)                                                                                    \
  {                                                                                                \
    GMARL_LOOK_SERIES, n                                                                           \
  }

/* In the order of SeriesIndex. Terms are no quantities that the network shows: they have looks of
 * their own.
 */
static const SeriesInfo series_info[N_SERIES] = {
  { GMARL_GRID_CHART_STORAGE, "mean", N_ ("Mean"), QUANTITY (STORAGE), GMARL_CHART_LINE },
  { GMARL_GRID_CHART_STORAGE, "node", N_ ("Node"), QUANTITY (STABILITY), GMARL_CHART_LINE },
  { GMARL_GRID_CHART_POWER, "demand", N_ ("Demand"), QUANTITY (DEMAND), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_POWER, "solar", N_ ("Solar"), QUANTITY (SOLAR), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_POWER, "grid", N_ ("Net import"), QUANTITY (GRID), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_POWER, "transfer", N_ ("Shared"), QUANTITY (TRANSFER), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_PRICE, "import", N_ ("Import"), QUANTITY (PRICE), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_PRICE, "export", N_ ("Export"), QUANTITY (GRID), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_STABILITY, "stability", N_ ("Stability"), QUANTITY (STABILITY),
    GMARL_CHART_LINE },
  { GMARL_GRID_CHART_PENALTIES, "mean-level", N_ ("Mean level"), SLOT (2), GMARL_CHART_LINE },
  { GMARL_GRID_CHART_PENALTIES, "unevenness", N_ ("Unevenness"), SLOT (3), GMARL_CHART_LINE },
  { GMARL_GRID_CHART_PENALTIES, "low", N_ ("Low levels"), SLOT (4), GMARL_CHART_LINE },
  { GMARL_GRID_CHART_PENALTIES, "full", N_ ("Full levels"), SLOT (6), GMARL_CHART_LINE },
  { GMARL_GRID_CHART_REWARD, "reward", N_ ("Reward"), SLOT (0), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_REWARD, "term-stability", N_ ("Stability"), SLOT (3), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_REWARD, "term-efficiency", N_ ("Efficiency"), SLOT (5), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_REWARD, "term-cost", N_ ("Cost"), SLOT (1), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_REWARD, "term-cooperation", N_ ("Cooperation"), SLOT (6), GMARL_CHART_STEP },
  { GMARL_GRID_CHART_REWARD, "term-unmet", N_ ("Unmet"), SLOT (4), GMARL_CHART_STEP },
};

struct _GmarlGridSeries {
  GmarlChartView *view[GMARL_N_GRID_CHARTS];
  GmarlSeries *series[N_SERIES];

  gsize node;
  gsize n_nodes;
  guint64 episode_seed;
  gsize n_steps;   /* settled steps in the series */
  gsize n_moments; /* moments in the series: n_steps + 1 once there are any */
  guint position;
};

static void
set_axis (GmarlGridSeries *self,
          GmarlGridChart chart,
          const char *title,
          const char *unit,
          double lowest,
          double highest)
{
  GmarlChartView *view = self->view[chart];

  gmarl_chart_view_set_text (&view->title, title);
  gmarl_chart_view_set_text (&view->y.unit, unit);
  gmarl_chart_view_set_text (&view->empty, _ ("The day has not begun"));
  view->x.kind = GMARL_CHART_TIME_OF_DAY;
  view->x.span = GMARL_CHART_SPAN_HOURS;
  view->x.min = 0;
  view->x.max = 24;
  view->y.lowest = lowest;
  view->y.highest = highest;
}

static void
make_views (GmarlGridSeries *self)
{
  for (guint k = 0; k < GMARL_N_GRID_CHARTS; k++)
    self->view[k] = gmarl_chart_view_new ();

  set_axis (self, GMARL_GRID_CHART_STORAGE, _ ("Storage"), "%", 0, 100);
  self->view[GMARL_GRID_CHART_STORAGE]->y.min = 0;
  self->view[GMARL_GRID_CHART_STORAGE]->y.max = 100;
  gmarl_chart_view_add_reference (self->view[GMARL_GRID_CHART_STORAGE], 50, _ ("Optimum"));

  set_axis (self, GMARL_GRID_CHART_POWER, _ ("Energy Flows"), _ ("kWh per step"), NAN, NAN);
  self->view[GMARL_GRID_CHART_POWER]->y.with_zero = TRUE;

  set_axis (self, GMARL_GRID_CHART_PRICE, _ ("Price"), NULL, NAN, NAN);
  gmarl_chart_view_set_text (&self->view[GMARL_GRID_CHART_PRICE]->subtitle,
                             _ ("Of energy from and to the public grid"));
  self->view[GMARL_GRID_CHART_PRICE]->y.with_zero = TRUE;

  set_axis (self, GMARL_GRID_CHART_STABILITY, _ ("Grid Stability"), NULL, NAN, 1);
  gmarl_chart_view_set_text (&self->view[GMARL_GRID_CHART_STABILITY]->subtitle,
                             _ ("After each step · higher is better"));
  self->view[GMARL_GRID_CHART_STABILITY]->y.min_span = MIN_SPAN_STABILITY;

  set_axis (self, GMARL_GRID_CHART_PENALTIES, _ ("Stability Lost"), NULL, 0, NAN);
  gmarl_chart_view_set_text (&self->view[GMARL_GRID_CHART_PENALTIES]->subtitle,
                             _ ("The four terms that stability lacks to 1 · lower is better"));
  self->view[GMARL_GRID_CHART_PENALTIES]->y.with_zero = TRUE;
  self->view[GMARL_GRID_CHART_PENALTIES]->y.min_span = MIN_SPAN_PENALTY;

  set_axis (self, GMARL_GRID_CHART_REWARD, _ ("Reward"), NULL, NAN, NAN);
  gmarl_chart_view_set_text (
      &self->view[GMARL_GRID_CHART_REWARD]->subtitle,
      _ ("Per step, mean of all nodes; terms without their weights · higher is better"));
  self->view[GMARL_GRID_CHART_REWARD]->y.with_zero = TRUE;
}

GmarlGridSeries *
gmarl_grid_series_new (void)
{
  GmarlGridSeries *self = g_new0 (GmarlGridSeries, 1);

  self->node = GMARL_GRID_SERIES_ALL_NODES;
  self->position = NO_POSITION;
  make_views (self);
  for (guint k = 0; k < N_SERIES; k++) {
    const SeriesInfo *info = &series_info[k];
    GmarlChartSeries *series = gmarl_chart_view_add_series (self->view[info->chart], info->id,
                                                            _ (info->name), NULL, info->look);

    series->drawn = info->drawn;
    self->series[k] = gmarl_series_ref (series->data);
  }
  /* The sum first: its terms are there for who asks. */
  for (guint term = 0; term < GMARL_N_TERMS; term++)
    gmarl_chart_view_get_series (self->view[GMARL_GRID_CHART_REWARD], 1 + term)->visible = FALSE;
  return self;
}

void
gmarl_grid_series_free (GmarlGridSeries *self)
{
  if (self == NULL)
    return;
  for (guint k = 0; k < GMARL_N_GRID_CHARTS; k++)
    gmarl_chart_view_unref (self->view[k]);
  for (guint k = 0; k < N_SERIES; k++)
    gmarl_series_unref (self->series[k]);
  g_free (self);
}

GmarlChartView *
gmarl_grid_series_get_view (GmarlGridSeries *self, GmarlGridChart chart)
{
  g_return_val_if_fail (self != NULL && chart < GMARL_N_GRID_CHARTS, NULL);

  return self->view[chart];
}

static void
clear (GmarlGridSeries *self)
{
  for (guint k = 0; k < N_SERIES; k++)
    gmarl_series_clear (self->series[k]);
  self->n_steps = 0;
  self->n_moments = 0;
}

/* The line of a node is in the chart while there is a node: a name in the legend that can be
 * switched on and shows nothing would be a riddle.
 */
static void
list_levels (GmarlGridSeries *self, const char *node_name)
{
  GmarlChartView *storage = self->view[GMARL_GRID_CHART_STORAGE];

  gmarl_chart_view_clear_series (storage);
  for (guint k = SERIES_LEVEL_MEAN; k <= SERIES_LEVEL_NODE; k++) {
    const SeriesInfo *info = &series_info[k];

    if (k == SERIES_LEVEL_MEAN || node_name != NULL)
      gmarl_chart_view_add_series (storage, info->id,
                                   k == SERIES_LEVEL_NODE ? node_name : _ (info->name),
                                   self->series[k], info->look);
  }
}

/* Whose numbers the storage and flow charts show. */
static void
set_subtitles (GmarlGridSeries *self, const GmarlGrid *grid)
{
  GmarlChartView *storage = self->view[GMARL_GRID_CHART_STORAGE];
  GmarlChartView *power = self->view[GMARL_GRID_CHART_POWER];
  gboolean one = self->node < grid->n_nodes;
  g_autofree char *all = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%zu node", "%zu nodes", grid->n_nodes), grid->n_nodes);
  g_autofree char *mean = g_strdup_printf (_ ("Mean of %s; band from lowest to highest"), all);
  g_autofree char *sum = g_strdup_printf (_ ("Sum of %s"), all);
  g_autofree char *name = one ? gmarl_scenario_word_node (grid->scenario, self->node) : NULL;

  gmarl_chart_view_set_text (&storage->subtitle, mean);
  gmarl_chart_view_set_text (&power->subtitle, one ? name : sum);
  list_levels (self, name);
  gmarl_chart_view_set_text (&gmarl_chart_view_find_series (power, "transfer")->name,
                             one ? _ ("From neighbours") : _ ("Shared"));
}

void
gmarl_grid_series_set_world (GmarlGridSeries *self, const GmarlGrid *grid, gsize node)
{
  g_autofree char *price_unit = NULL;

  g_return_if_fail (self != NULL && grid != NULL);

  self->node = node < grid->n_nodes ? node : GMARL_GRID_SERIES_ALL_NODES;
  self->n_nodes = grid->n_nodes;
  /* translators: a price: currency per kilowatt hour. */
  price_unit = g_strdup_printf (_ ("%s/kWh"), grid->scenario->currency);
  gmarl_chart_view_set_text (&self->view[GMARL_GRID_CHART_PRICE]->y.unit, price_unit);
  set_subtitles (self, grid);
  clear (self);
}

static void
add_moments (GmarlGridSeries *self, const GmarlDayHistory *history)
{
  for (; self->n_moments <= history->n_steps; self->n_moments++) {
    gsize k = self->n_moments;
    double hour = HOURS_PER_STEP * (double) k;

    gmarl_series_append_band (self->series[SERIES_LEVEL_MEAN], hour, 100 * history->level_mean[k],
                              100 * history->level_min[k], 100 * history->level_max[k]);
    if (self->node < history->n_nodes)
      gmarl_series_append (self->series[SERIES_LEVEL_NODE], hour,
                           100 * history->level[k * history->n_nodes + self->node]);
    gmarl_series_append (self->series[SERIES_STABILITY], hour, history->stability[k]);
    for (guint p = 0; p < GMARL_N_PENALTIES; p++)
      gmarl_series_append (self->series[SERIES_PENALTY_FIRST + p], hour, history->penalty[p][k]);
  }
}

static void
add_flows (GmarlGridSeries *self, const GmarlDayHistory *history, gsize k, double hour)
{
  gboolean one = self->node < history->n_nodes && history->node_demand != NULL;
  gsize of_node = k * history->n_nodes + self->node;

  gmarl_series_append (self->series[SERIES_DEMAND], hour,
                       one ? history->node_demand[of_node] : history->demand[k]);
  gmarl_series_append (self->series[SERIES_SOLAR], hour,
                       one ? history->node_solar[of_node] : history->solar[k]);
  gmarl_series_append (self->series[SERIES_GRID], hour,
                       one ? history->node_exchange[of_node]
                           : history->grid_import[k] - history->grid_export[k]);
  gmarl_series_append (self->series[SERIES_TRANSFER], hour,
                       one ? history->node_transfer[of_node] : history->sent[k]);
}

static void
add_steps (GmarlGridSeries *self, const GmarlDayHistory *history)
{
  for (; self->n_steps < history->n_steps; self->n_steps++) {
    gsize k = self->n_steps;
    double hour = HOURS_PER_STEP * (double) k;

    add_flows (self, history, k, hour);
    gmarl_series_append (self->series[SERIES_IMPORT_PRICE], hour, history->import_price[k]);
    gmarl_series_append (self->series[SERIES_EXPORT_PRICE], hour, history->export_price[k]);
    gmarl_series_append (self->series[SERIES_REWARD], hour, history->reward[k]);
    for (guint term = 0; term < GMARL_N_TERMS; term++)
      gmarl_series_append (self->series[SERIES_TERM_FIRST + term], hour, history->term[term][k]);
  }
}

/* A line where the picture of the network is, if the charts know more than it shows. */
static void
mark_position (GmarlGridSeries *self, guint position)
{
  for (guint k = 0; k < GMARL_N_GRID_CHARTS; k++) {
    gmarl_chart_view_clear_marks (self->view[k]);
    if (position != NO_POSITION)
      gmarl_chart_view_add_mark (self->view[k], HOURS_PER_STEP * position, NULL);
  }
  self->position = position;
}

gboolean
gmarl_grid_series_update (GmarlGridSeries *self,
                          const GmarlDayHistory *history,
                          guint64 episode_seed,
                          guint position)
{
  gboolean changed = FALSE;

  g_return_val_if_fail (self != NULL && history != NULL, FALSE);

  if (episode_seed != self->episode_seed || history->n_steps < self->n_steps) {
    clear (self);
    self->episode_seed = episode_seed;
    changed = TRUE;
  }
  if (self->n_moments <= history->n_steps) {
    add_moments (self, history);
    add_steps (self, history);
    changed = TRUE;
  }
  if (position >= history->n_steps)
    position = NO_POSITION;
  if (position != self->position) {
    mark_position (self, position);
    changed = TRUE;
  }
  return changed;
}
