/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-view.h"

#include "gmarl-chart-distribution.h"

#include <math.h>

static void
series_free (gpointer data)
{
  GmarlChartSeries *self = data;

  g_free (self->id);
  g_free (self->name);
  gmarl_smoothing_free (self->smoothing);
  g_clear_pointer (&self->summary, gmarl_series_unref);
  gmarl_series_unref (self->data);
  g_clear_pointer (&self->range, gmarl_series_unref);
  g_free (self);
}

static void
reference_free (gpointer data)
{
  GmarlChartReference *self = data;

  g_free (self->label);
  g_free (self);
}

static void
mark_free (gpointer data)
{
  GmarlChartMark *self = data;

  g_free (self->label);
  g_free (self);
}

static void
axis_init (GmarlChartViewAxis *self)
{
  self->min = self->max = self->lowest = self->highest = NAN;
}

static void
axis_clear (GmarlChartViewAxis *self)
{
  g_free (self->title);
  g_free (self->unit);
  g_free (self->low_word);
  g_free (self->high_word);
  g_clear_pointer (&self->categories, g_ptr_array_unref);
}

GmarlChartView *
gmarl_chart_view_new (void)
{
  GmarlChartView *self = g_rc_box_new0 (GmarlChartView);

  axis_init (&self->x);
  axis_init (&self->y);
  self->series = g_ptr_array_new_with_free_func (series_free);
  self->references = g_ptr_array_new_with_free_func (reference_free);
  self->marks = g_ptr_array_new_with_free_func (mark_free);
  return self;
}

GmarlChartView *
gmarl_chart_view_ref (GmarlChartView *self)
{
  g_return_val_if_fail (self, NULL);
  return g_rc_box_acquire (self);
}

static void
view_clear (gpointer data)
{
  GmarlChartView *self = data;

  g_free (self->title);
  g_free (self->subtitle);
  for (guint band = 0; band < GMARL_N_CHART_BANDS; band++)
    g_free (self->band_subtitle[band]);
  g_free (self->note);
  g_free (self->empty);
  axis_clear (&self->x);
  axis_clear (&self->y);
  g_ptr_array_unref (self->series);
  g_ptr_array_unref (self->references);
  g_ptr_array_unref (self->marks);
}

void
gmarl_chart_view_unref (GmarlChartView *self)
{
  g_return_if_fail (self);
  g_rc_box_release_full (self, view_clear);
}

void
gmarl_chart_view_set_text (char **field, const char *text)
{
  char *copy;

  g_return_if_fail (field);
  copy = g_strdup (text);
  g_free (*field);
  *field = copy;
}

GmarlChartSeries *
gmarl_chart_view_add_series (GmarlChartView *self,
                             const char *id,
                             const char *name,
                             GmarlSeries *data,
                             GmarlSeriesLook look)
{
  GmarlChartSeries *series;

  g_return_val_if_fail (self && id, NULL);
  series = g_new0 (GmarlChartSeries, 1);
  series->id = g_strdup (id);
  series->name = g_strdup (name);
  series->data = data ? gmarl_series_ref (data) : gmarl_series_new ();
  series->look = look;
  series->visible = TRUE;
  series->parent = -1;
  g_ptr_array_add (self->series, series);
  return series;
}

GmarlChartReference *
gmarl_chart_view_add_reference (GmarlChartView *self, double value, const char *label)
{
  GmarlChartReference *reference;

  g_return_val_if_fail (self, NULL);
  reference = g_new0 (GmarlChartReference, 1);
  reference->value = value;
  reference->label = g_strdup (label);
  reference->in_range = TRUE;
  g_ptr_array_add (self->references, reference);
  return reference;
}

GmarlChartMark *
gmarl_chart_view_add_mark (GmarlChartView *self, double x, const char *label)
{
  GmarlChartMark *mark;

  g_return_val_if_fail (self, NULL);
  mark = g_new0 (GmarlChartMark, 1);
  mark->x = x;
  mark->label = g_strdup (label);
  g_ptr_array_add (self->marks, mark);
  return mark;
}

guint
gmarl_chart_view_add_category (GmarlChartView *self, const char *label)
{
  g_return_val_if_fail (self && label, 0);
  self->x.kind = GMARL_CHART_CATEGORY;
  if (self->x.categories == NULL)
    self->x.categories = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->x.categories, g_strdup (label));
  return self->x.categories->len - 1;
}

const char *
gmarl_chart_view_get_category (const GmarlChartView *self, double x)
{
  double index = floor (x + 0.5);

  g_return_val_if_fail (self, NULL);
  if (self->x.kind != GMARL_CHART_CATEGORY || self->x.categories == NULL || !(index >= 0) ||
      index >= self->x.categories->len)
    return NULL;
  return self->x.categories->pdata[(guint) index];
}

gboolean
gmarl_chart_view_has_band (const GmarlChartView *self, GmarlChartBand band)
{
  g_return_val_if_fail (self, FALSE);
  for (guint k = 0; k < self->series->len; k++) {
    const GmarlChartSeries *series = self->series->pdata[k];

    if (band == GMARL_CHART_BAND_SEEDS ? series->thin
                                       : gmarl_chart_series_has_interval (series, band))
      return TRUE;
  }
  return band == GMARL_CHART_BAND_NONE;
}

GmarlChartBand
gmarl_chart_view_resolve_band (const GmarlChartView *self, GmarlChartBand band)
{
  return gmarl_chart_view_has_band (self, band) ? band : GMARL_CHART_BAND_INTERVAL;
}

const char *
gmarl_chart_view_get_subtitle (const GmarlChartView *self, GmarlChartBand band)
{
  const char *text;

  g_return_val_if_fail (self && band < GMARL_N_CHART_BANDS, NULL);
  text = self->band_subtitle[gmarl_chart_view_resolve_band (self, band)];
  return self->subtitle != NULL && text != NULL ? text : self->subtitle;
}

void
gmarl_chart_view_clear_series (GmarlChartView *self)
{
  g_return_if_fail (self);
  g_ptr_array_set_size (self->series, 0);
}

void
gmarl_chart_view_clear_references (GmarlChartView *self)
{
  g_return_if_fail (self);
  g_ptr_array_set_size (self->references, 0);
}

void
gmarl_chart_view_clear_marks (GmarlChartView *self)
{
  g_return_if_fail (self);
  g_ptr_array_set_size (self->marks, 0);
}

guint
gmarl_chart_view_get_n_series (const GmarlChartView *self)
{
  g_return_val_if_fail (self, 0);
  return self->series->len;
}

GmarlChartSeries *
gmarl_chart_view_get_series (const GmarlChartView *self, guint index)
{
  g_return_val_if_fail (self && index < self->series->len, NULL);
  return self->series->pdata[index];
}

GmarlChartSeries *
gmarl_chart_view_find_series (const GmarlChartView *self, const char *id)
{
  g_return_val_if_fail (self && id, NULL);
  for (guint k = 0; k < self->series->len; k++) {
    GmarlChartSeries *series = self->series->pdata[k];

    if (g_str_equal (series->id, id))
      return series;
  }
  return NULL;
}

static GmarlSeries *
get_summary (GmarlChartSeries *self)
{
  if (self->summary && self->summarised != gmarl_series_get_version (self->data))
    g_clear_pointer (&self->summary, gmarl_series_unref);
  if (self->summary == NULL) {
    self->summary = gmarl_distribution_series (self->data);
    self->summarised = gmarl_series_get_version (self->data);
  }
  return self->summary;
}

void
gmarl_chart_series_set_range (GmarlChartSeries *self, GmarlSeries *range)
{
  g_return_if_fail (self && range);
  gmarl_series_ref (range);
  g_clear_pointer (&self->range, gmarl_series_unref);
  self->range = range;
}

GmarlSeries *
gmarl_chart_series_get_samples (const GmarlChartSeries *self, GmarlChartBand band)
{
  g_return_val_if_fail (self, NULL);
  return band == GMARL_CHART_BAND_RANGE && self->range != NULL ? self->range : self->data;
}

gboolean
gmarl_chart_series_has_interval (const GmarlChartSeries *self, GmarlChartBand band)
{
  g_return_val_if_fail (self, FALSE);
  if (self->thin || self->raw || self->drawn == GMARL_CHART_STRIP)
    return FALSE;
  if (band == GMARL_CHART_BAND_RANGE)
    return self->range != NULL && gmarl_series_get_lower (self->range) != NULL;
  return band == GMARL_CHART_BAND_INTERVAL && gmarl_series_get_lower (self->data) != NULL;
}

GmarlSeries *
gmarl_chart_series_get_drawn (GmarlChartSeries *self, GmarlChartBand band, double half_life)
{
  GmarlSeries *samples;

  g_return_val_if_fail (self, NULL);
  if (self->drawn == GMARL_CHART_STRIP)
    return get_summary (self);
  samples = gmarl_chart_series_get_samples (self, band);
  if (!self->smooth || !(half_life > 0))
    return samples;
  if (self->smoothing && (gmarl_smoothing_get_source (self->smoothing) != samples ||
                          gmarl_smoothing_get_half_life (self->smoothing) != half_life))
    g_clear_pointer (&self->smoothing, gmarl_smoothing_free);
  if (self->smoothing == NULL)
    self->smoothing = gmarl_smoothing_new (samples, half_life);
  return gmarl_smoothing_update (self->smoothing);
}

gboolean
gmarl_chart_view_is_shown (const GmarlChartView *self, guint index)
{
  const GmarlChartSeries *series = gmarl_chart_view_get_series (self, index);

  if (series == NULL || !series->visible)
    return FALSE;
  if (series->parent < 0 || (guint) series->parent >= self->series->len)
    return TRUE;
  return gmarl_chart_view_get_series (self, (guint) series->parent)->visible;
}

static gsize
look_slot (GmarlSeriesLook look)
{
  return look.kind == GMARL_LOOK_QUANTITY
             ? gmarl_palette_quantity_slot ((GmarlQuantity) (look.slot % GMARL_N_QUANTITIES))
             : look.slot;
}

GmarlColor
gmarl_look_get_color (GmarlSeriesLook look, gboolean dark)
{
  if (look.kind == GMARL_LOOK_QUANTITY)
    return gmarl_palette_quantity_color ((GmarlQuantity) (look.slot % GMARL_N_QUANTITIES), dark);
  return gmarl_palette_series_color (look.slot, dark);
}

GmarlMarker
gmarl_look_get_marker (GmarlSeriesLook look)
{
  return gmarl_palette_series_marker (look_slot (look));
}

gsize
gmarl_look_get_dash (GmarlSeriesLook look, const double **dash)
{
  return gmarl_palette_series_dash (look_slot (look), dash);
}
