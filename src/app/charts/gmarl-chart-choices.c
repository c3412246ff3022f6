/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "gmarl-chart-choices.h"

#include "config.h"

#include <math.h>

/* As many as a history of ranges has. */
#define MOST_STEPS 100

/* What y was fixed to at a step of the history of x. */
typedef struct {
  guint64 step;
  gboolean y_fixed;
  double y0, y1;
} Fixed;

const double gmarl_chart_smoothings[GMARL_CHART_N_SMOOTHINGS] = { 0, 5, 20, 50 };

void
gmarl_chart_choices_init (GmarlChartChoices *self)
{
  gmarl_chart_state_init (&self->state);
  self->iteration_length = 1;
  self->grown_y0 = NAN;
  self->grown_y1 = NAN;
  self->y_fixed = FALSE;
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->step = 0;
  self->fixed = g_array_new (FALSE, FALSE, sizeof (Fixed));
}

void
gmarl_chart_choices_clear (GmarlChartChoices *self)
{
  g_clear_pointer (&self->shown, g_hash_table_unref);
  g_clear_pointer (&self->fixed, g_array_unref);
}

void
gmarl_chart_choices_forget_growth (GmarlChartChoices *self)
{
  self->grown_y0 = NAN;
  self->grown_y1 = NAN;
}

void
gmarl_chart_choices_set_smoothing (GmarlChartChoices *self, double half_life)
{
  self->state.half_life = half_life * self->iteration_length;
  gmarl_chart_choices_forget_growth (self);
}

double
gmarl_chart_choices_get_smoothing (const GmarlChartChoices *self)
{
  return self->state.half_life / self->iteration_length;
}

void
gmarl_chart_choices_next_smoothing (GmarlChartChoices *self)
{
  double now = gmarl_chart_choices_get_smoothing (self);

  for (guint i = 0; i < GMARL_CHART_N_SMOOTHINGS; i++)
    /* The quotient above is not always the number that was set. */
    if (gmarl_chart_smoothings[i] > now * (1 + 1e-9)) {
      gmarl_chart_choices_set_smoothing (self, gmarl_chart_smoothings[i]);
      return;
    }
  gmarl_chart_choices_set_smoothing (self, 0);
}

void
gmarl_chart_choices_set_iteration_length (GmarlChartChoices *self, double length)
{
  double smoothing = gmarl_chart_choices_get_smoothing (self);

  self->iteration_length = length;
  gmarl_chart_choices_set_smoothing (self, smoothing);
}

void
gmarl_chart_choices_next_band (GmarlChartChoices *self, const GmarlChartView *view)
{
  GmarlChartBand band = gmarl_chart_view_resolve_band (view, self->state.band);

  do
    band = (band + 1) % GMARL_N_CHART_BANDS;
  while (!gmarl_chart_view_has_band (view, band));
  self->state.band = band;
}

void
gmarl_chart_choices_set_log (GmarlChartChoices *self, gboolean log)
{
  self->state.y_log = log;
  gmarl_chart_choices_fit_y (self);
}

void
gmarl_chart_choices_fix_y (GmarlChartChoices *self, double y0, double y1)
{
  self->y_fixed = TRUE;
  self->state.y0 = y0;
  self->state.y1 = y1;
}

void
gmarl_chart_choices_fit_y (GmarlChartChoices *self)
{
  self->y_fixed = FALSE;
  self->state.y0 = NAN;
  self->state.y1 = NAN;
  gmarl_chart_choices_forget_growth (self);
}

static Fixed *
find_fixed (GmarlChartChoices *self, guint64 step)
{
  for (guint k = 0; k < self->fixed->len; k++)
    if (g_array_index (self->fixed, Fixed, k).step == step)
      return &g_array_index (self->fixed, Fixed, k);
  return NULL;
}

void
gmarl_chart_choices_go_to_step (GmarlChartChoices *self, guint64 step)
{
  Fixed now = { self->step, self->y_fixed, self->state.y0, self->state.y1 };
  Fixed *known;

  if (step == self->step)
    return;
  known = find_fixed (self, self->step);
  if (known != NULL) {
    *known = now;
  } else {
    if (self->fixed->len == MOST_STEPS)
      g_array_remove_index (self->fixed, 0);
    g_array_append_val (self->fixed, now);
  }
  self->step = step;
  known = find_fixed (self, step);
  if (known == NULL)
    return;
  self->y_fixed = known->y_fixed;
  self->state.y0 = known->y0;
  self->state.y1 = known->y1;
}

GmarlChartScene *
gmarl_chart_choices_make_scene (GmarlChartChoices *self,
                                GmarlChartView *view,
                                double x0,
                                double x1,
                                gboolean following,
                                const GmarlDrawStyle *style,
                                double width,
                                double height)
{
  GmarlChartState state = self->state;
  g_autoptr (GmarlChartScene) scene = NULL;
  double y0, y1;

  state.x0 = x0;
  state.x1 = x1;
  if (self->y_fixed)
    return gmarl_chart_scene_new (view, &state, style, NULL, width, height);
  if (!following)
    gmarl_chart_choices_forget_growth (self);
  scene = gmarl_chart_scene_new (view, &state, style, NULL, width, height);
  if (!following || scene->empty)
    return g_steal_pointer (&scene);
  y0 = fmin (scene->y0, self->grown_y0);
  y1 = fmax (scene->y1, self->grown_y1);
  self->grown_y0 = y0;
  self->grown_y1 = y1;
  if (y0 == scene->y0 && y1 == scene->y1)
    return g_steal_pointer (&scene);
  state.y0 = y0;
  state.y1 = y1;
  return gmarl_chart_scene_new (view, &state, style, NULL, width, height);
}

static gboolean
in_legend (const GmarlChartSeries *series)
{
  return !series->thin && !series->raw && series->parent < 0;
}

int
gmarl_chart_choices_nth_series (const GmarlChartView *view, guint n)
{
  guint n_series = gmarl_chart_view_get_n_series (view);

  for (guint i = 0; i < n_series; i++)
    if (in_legend (gmarl_chart_view_get_series (view, i)) && n-- == 0)
      return (int) i;
  return -1;
}

static void
show (GmarlChartChoices *self, GmarlChartSeries *series, gboolean visible)
{
  series->visible = visible;
  g_hash_table_insert (self->shown, g_strdup (series->id), GINT_TO_POINTER (visible));
}

static void
forget_hidden_focus (GmarlChartChoices *self, const GmarlChartView *view)
{
  if (self->state.focused >= 0 && !gmarl_chart_view_is_shown (view, (guint) self->state.focused))
    self->state.focused = -1;
}

void
gmarl_chart_choices_toggle (GmarlChartChoices *self, GmarlChartView *view, guint index)
{
  GmarlChartSeries *series = gmarl_chart_view_get_series (view, index);

  show (self, series, !series->visible);
  forget_hidden_focus (self, view);
  gmarl_chart_choices_forget_growth (self);
}

void
gmarl_chart_choices_isolate (GmarlChartChoices *self, GmarlChartView *view, guint index)
{
  guint n_series = gmarl_chart_view_get_n_series (view);
  gboolean alone = gmarl_chart_view_get_series (view, index)->visible;

  for (guint i = 0; i < n_series; i++) {
    const GmarlChartSeries *series = gmarl_chart_view_get_series (view, i);

    if (i != index && in_legend (series) && series->visible)
      alone = FALSE;
  }
  for (guint i = 0; i < n_series; i++) {
    GmarlChartSeries *series = gmarl_chart_view_get_series (view, i);

    if (in_legend (series))
      show (self, series, alone || i == index);
  }
  forget_hidden_focus (self, view);
  gmarl_chart_choices_forget_growth (self);
}

void
gmarl_chart_choices_apply (GmarlChartChoices *self, GmarlChartView *view)
{
  guint n_series = gmarl_chart_view_get_n_series (view);
  gpointer visible;

  for (guint i = 0; i < n_series; i++) {
    GmarlChartSeries *series = gmarl_chart_view_get_series (view, i);

    if (g_hash_table_lookup_extended (self->shown, series->id, NULL, &visible))
      series->visible = GPOINTER_TO_INT (visible);
  }
  if (self->state.focused >= (int) n_series)
    self->state.focused = -1;
  forget_hidden_focus (self, view);
}
