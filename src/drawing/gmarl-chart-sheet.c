/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-chart-sheet.h"

#include "gmarl-chart-paint-private.h"
#include "gmarl-draw-marks.h"

#include <math.h>
#include <string.h>

#define LEAST_PANEL   300.0 /* px: narrower panels cannot be read */
#define NARROW        320.0 /* px: a panel of a column of a journal … */
#define WIDE          660.0 /* … and of a page, lower in proportion */
#define NARROW_RATIO  0.7
#define WIDE_RATIO    0.5
#define GAP           8.0
#define SWATCH_GAP    6.0
#define ENTRY_GAP     18.0
#define SUBTITLE_SIDE 16.0 /* what a chart leaves free beside its subtitle */

typedef struct {
  GmarlChartSheet *sheet;
  GmarlChartView *const *views;
  guint n, columns;
  const GmarlSheetOptions *options;
  const GmarlDrawStyle *style;
  const GmarlTextMeasure *measure;
  double top, panel_width;
  gboolean legend;  /* one for all */
  gboolean caption; /* subtitles are below */
} Layout;

static double
text_width (const Layout *layout, const char *text, double *height)
{
  double width, ignored;

  height = height ? height : &ignored;
  if (layout->measure)
    layout->measure->measure (text, GMARL_TEXT_SECONDARY, &width, height,
                              layout->measure->user_data);
  else
    gmarl_draw_text_measure (layout->style, text, GMARL_TEXT_SECONDARY, &width, height);
  return width;
}

static void
panel_free (gpointer data)
{
  GmarlSheetPanel *self = data;

  gmarl_chart_scene_free (self->scene);
  g_free (self);
}

static void
entry_free (gpointer data)
{
  GmarlSheetEntry *self = data;

  g_free (self->text);
  g_free (self);
}

/* --- The legend ----------------------------------------------------------------------------- */

/* Series that are alone in their categories are named at the axis. */
static gboolean
names_itself (const GmarlChartView *view)
{
  guint n = 0;

  for (guint k = 0; k < view->series->len; k++)
    n += !gmarl_chart_view_get_series (view, k)->thin;
  return view->x.kind == GMARL_CHART_CATEGORY && n == view->x.categories->len;
}

static gboolean
has_entry (const Layout *layout, const GmarlChartSeries *series)
{
  for (guint k = 0; k < layout->sheet->entries->len; k++) {
    const GmarlSheetEntry *entry = layout->sheet->entries->pdata[k];

    if (strcmp (entry->text, series->name) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
collect_entries (Layout *layout)
{
  for (guint v = 0; v < layout->n; v++) {
    const GmarlChartView *view = layout->views[v];

    if (names_itself (view) || view->labels == GMARL_CHART_LABELS_NONE)
      continue;
    for (guint k = 0; k < view->series->len; k++) {
      const GmarlChartSeries *series = gmarl_chart_view_get_series (view, k);
      GmarlSheetEntry *entry;

      if (series->thin || series->raw || !series->name || !*series->name ||
          !gmarl_chart_view_is_shown (view, k) || has_entry (layout, series))
        continue;
      entry = g_new0 (GmarlSheetEntry, 1);
      entry->look = series->look;
      entry->line = gmarl_chart_series_has_line (series);
      entry->text = g_strdup (series->name);
      g_ptr_array_add (layout->sheet->entries, entry);
    }
  }
}

static void
place_entries (Layout *layout)
{
  double x = GAP, row = 0, height;

  for (guint k = 0; k < layout->sheet->entries->len; k++) {
    GmarlSheetEntry *entry = layout->sheet->entries->pdata[k];
    double width =
        GMARL_CHART_SWATCH_WIDTH + SWATCH_GAP + text_width (layout, entry->text, &height);

    row = fmax (18, height + 4);
    if (x > GAP && x + width > layout->sheet->width - GAP) {
      x = GAP;
      layout->top += row;
    }
    entry->x = x;
    entry->y = layout->top + row / 2;
    x += width + ENTRY_GAP;
  }
  layout->top += row;
}

/* --- The caption ---------------------------------------------------------------------------- */

static void
add_words (const Layout *layout, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GPtrArray *lines = layout->sheet->caption;
  double room = layout->sheet->width - 2 * GAP;

  g_ptr_array_add (lines, g_strdup (words[0] ? words[0] : ""));
  for (gsize k = 1; words[0] && words[k]; k++) {
    char **last = (char **) &lines->pdata[lines->len - 1];
    char *longer = g_strconcat (*last, " ", words[k], NULL);

    if (text_width (layout, longer, NULL) <= room) {
      g_free (*last);
      *last = longer;
    } else {
      g_free (longer);
      g_ptr_array_add (lines, g_strdup (words[k]));
    }
  }
}

/* What the reader chose is for a chart by itself. */
static const GmarlChartState *
given_state (const Layout *layout)
{
  return layout->n == 1 ? layout->options->state : NULL;
}

static const char *
subtitle_of (const Layout *layout, guint index)
{
  const GmarlChartState *state = given_state (layout);

  return gmarl_chart_view_get_subtitle (layout->views[index],
                                        state != NULL ? state->band : GMARL_CHART_BAND_INTERVAL);
}

/* "a, c: …": the panels that say the same say it once; what all say has no letters. */
static void
add_caption (Layout *layout)
{
  for (guint k = 0; k < layout->n; k++) {
    const char *subtitle = subtitle_of (layout, k);
    g_autoptr (GString) text = g_string_new (NULL);
    guint count = 0;
    gboolean said = subtitle == NULL;

    for (guint i = 0; i < k && !said; i++)
      said = g_strcmp0 (subtitle_of (layout, i), subtitle) == 0;
    if (said)
      continue;
    for (guint i = k; i < layout->n; i++)
      if (g_strcmp0 (subtitle_of (layout, i), subtitle) == 0) {
        g_string_append_printf (text, "%s%c", count > 0 ? ", " : "", 'a' + (int) (i % 26));
        count++;
      }
    if (count == layout->n)
      g_string_truncate (text, 0);
    else
      g_string_append (text, ": ");
    g_string_append (text, subtitle);
    add_words (layout, text->str);
  }
}

static gboolean
subtitles_fit (const Layout *layout)
{
  for (guint k = 0; k < layout->n; k++)
    if (subtitle_of (layout, k) && text_width (layout, subtitle_of (layout, k), NULL) >
                                       layout->panel_width - 2 * SUBTITLE_SIDE)
      return FALSE;
  return layout->panel_width >= LEAST_PANEL;
}

/* --- Panels --------------------------------------------------------------------------------- */

static double
panel_height (const Layout *layout)
{
  double wide = CLAMP ((layout->panel_width - NARROW) / (WIDE - NARROW), 0, 1);

  if (layout->options->height > 0)
    return layout->options->height;
  return floor (layout->panel_width * (NARROW_RATIO + wide * (WIDE_RATIO - NARROW_RATIO)));
}

/* The view is lent for the time of making a scene: what the sheet says, the chart does not. */
static GmarlChartScene *
make_scene (const Layout *layout, guint index, double height)
{
  GmarlChartView *view = layout->views[index];
  char *title = view->title, *subtitle = view->subtitle;
  GmarlChartLabels labels = view->labels;
  gboolean bare = layout->n == 1 && layout->options->untitled;
  g_autofree char *lettered =
      layout->n > 1 ? g_strdup_printf ("%c  %s", 'a' + (int) (index % 26), title ? title : "")
                    : g_strdup (title);
  GmarlChartState state;
  GmarlChartScene *scene;

  view->title = bare ? NULL : lettered;
  view->subtitle = bare || layout->caption ? NULL : subtitle;
  if (layout->legend && !names_itself (view))
    view->labels = GMARL_CHART_LABELS_NONE;
  gmarl_chart_state_init (&state);
  if (given_state (layout) != NULL)
    state = *given_state (layout);
  scene = gmarl_chart_scene_new (view, &state, layout->style, layout->measure, layout->panel_width,
                                 height);
  view->title = title;
  view->subtitle = subtitle;
  view->labels = labels;
  return scene;
}

static void
add_panels (Layout *layout)
{
  double height = panel_height (layout);

  for (guint k = 0; k < layout->n; k++) {
    GmarlSheetPanel *panel = g_new0 (GmarlSheetPanel, 1);
    guint column = k % layout->columns;

    if (k > 0 && column == 0)
      layout->top += height + GAP;
    panel->scene = make_scene (layout, k, height);
    panel->x = column * (layout->panel_width + GAP);
    panel->y = layout->top;
    g_ptr_array_add (layout->sheet->panels, panel);
  }
  layout->top += height;
}

GmarlChartSheet *
gmarl_chart_sheet_new (GmarlChartView *const *views,
                       guint n,
                       const GmarlSheetOptions *options,
                       const GmarlDrawStyle *style,
                       const GmarlTextMeasure *measure,
                       double width)
{
  GmarlChartSheet *self;
  Layout layout;

  g_return_val_if_fail (views && n > 0 && options && style, NULL);
  self = g_new0 (GmarlChartSheet, 1);
  self->width = width;
  self->panels = g_ptr_array_new_with_free_func (panel_free);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->caption = g_ptr_array_new_with_free_func (g_free);
  layout = (Layout){
    .sheet = self, .views = views, .n = n, .options = options, .style = style, .measure = measure
  };
  layout.columns = options->columns > 0 ? options->columns : (guint) fmax (1, width / LEAST_PANEL);
  layout.columns = MIN (layout.columns, n);
  layout.panel_width = (width - (layout.columns - 1) * GAP) / layout.columns;
  text_width (&layout, "0", &self->line);
  layout.caption = !(n == 1 && options->untitled) && !subtitles_fit (&layout);
  layout.legend = n > 1;
  if (layout.legend) {
    collect_entries (&layout);
    layout.top = self->entries->len > 0 ? GAP / 2 : 0;
    place_entries (&layout);
  }
  add_panels (&layout);
  if (layout.caption)
    add_caption (&layout);
  self->caption_y = layout.top + GAP / 2 + self->line / 2;
  self->height = layout.top + (self->caption->len > 0 ? self->caption->len * self->line + GAP : 0);
  return self;
}

void
gmarl_chart_sheet_free (GmarlChartSheet *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->panels);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->caption);
  g_free (self);
}

void
gmarl_chart_sheet_paint (cairo_t *cr,
                         const GmarlChartSheet *self,
                         const GmarlDrawStyle *style,
                         gboolean background)
{
  g_return_if_fail (cr && self && style);
  if (background) {
    gmarl_draw_set_color (cr, style->card);
    cairo_rectangle (cr, 0, 0, self->width, self->height);
    cairo_fill (cr);
  }
  for (guint k = 0; k < self->panels->len; k++) {
    const GmarlSheetPanel *panel = self->panels->pdata[k];

    cairo_save (cr);
    cairo_translate (cr, panel->x, panel->y);
    gmarl_chart_paint_plot (cr, panel->scene, style, FALSE);
    cairo_restore (cr);
  }
  for (guint k = 0; k < self->entries->len; k++) {
    const GmarlSheetEntry *entry = self->entries->pdata[k];

    gmarl_chart_paint_sample (cr, entry->look, entry->line, style, entry->x, entry->y, FALSE);
    gmarl_draw_text (cr, style, entry->text, GMARL_TEXT_SMALL, GMARL_TEXT_LEFT,
                     entry->x + GMARL_CHART_SWATCH_WIDTH + SWATCH_GAP, entry->y, FALSE);
  }
  for (guint k = 0; k < self->caption->len; k++)
    gmarl_draw_text (cr, style, self->caption->pdata[k], GMARL_TEXT_SECONDARY, GMARL_TEXT_LEFT, GAP,
                     self->caption_y + k * self->line, FALSE);
}
