/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-day-model.h"

#include "gmarl-grid-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define N_SUMMARIES 2

struct _GmarlDayRow {
  GObject parent_instance;

  GmarlDayRowKind kind;
  guint64 day;
  char *title;
  double values[GMARL_N_INDICATORS];
};

G_DEFINE_FINAL_TYPE (GmarlDayRow, gmarl_day_row, G_TYPE_OBJECT)

static void
gmarl_day_row_finalize (GObject *object)
{
  g_free (GMARL_DAY_ROW (object)->title);

  G_OBJECT_CLASS (gmarl_day_row_parent_class)->finalize (object);
}

static void
gmarl_day_row_class_init (GmarlDayRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_day_row_finalize;
}

static void
gmarl_day_row_init (GmarlDayRow *self)
{
}

GmarlDayRowKind
gmarl_day_row_get_kind (GmarlDayRow *self)
{
  g_return_val_if_fail (GMARL_IS_DAY_ROW (self), GMARL_DAY_ROW_DAY);

  return self->kind;
}

guint64
gmarl_day_row_get_day (GmarlDayRow *self)
{
  g_return_val_if_fail (GMARL_IS_DAY_ROW (self), 0);

  return self->day;
}

const char *
gmarl_day_row_get_title (GmarlDayRow *self)
{
  g_return_val_if_fail (GMARL_IS_DAY_ROW (self), NULL);

  return self->title;
}

/* Whether the numbers of days add up to something. */
static gboolean
is_sum (GmarlIndicator indicator)
{
  switch (indicator) {
  case GMARL_INDICATOR_EPISODE_REWARD:
  case GMARL_INDICATOR_GRID_IMPORT:
  case GMARL_INDICATOR_ENERGY_COST:
  case GMARL_INDICATOR_ADJUSTED_COST:
  case GMARL_INDICATOR_GRID_EXPORT:
  case GMARL_INDICATOR_RAMPING:
  case GMARL_INDICATOR_ENERGY_SHARED:
  case GMARL_INDICATOR_LINE_LOSSES:
  case GMARL_INDICATOR_UNSERVED_ENERGY:
  case GMARL_INDICATOR_BATTERY_CYCLES:
  case GMARL_INDICATOR_CARBON:
    return TRUE;
  default:
    return FALSE;
  }
}

char *
gmarl_day_row_dup_text (GmarlDayRow *self, GmarlIndicator indicator)
{
  g_return_val_if_fail (GMARL_IS_DAY_ROW (self), NULL);

  if (self->kind == GMARL_DAY_ROW_TOTAL && !is_sum (indicator))
    return g_strdup ("");
  return gmarl_grid_text_indicator (indicator, self->values[indicator]);
}

struct _GmarlDayModel {
  GObject parent_instance;

  GPtrArray *days; /* of GmarlDayRow, of kind DAY */
  /* NULL below two days; both are listed while they are there. */
  GmarlDayRow *mean;
  GmarlDayRow *total;
  double sums[GMARL_N_INDICATORS];
};

static guint
n_summaries (GmarlDayModel *self)
{
  return self->mean != NULL ? N_SUMMARIES : 0;
}

static GType
gmarl_day_model_get_item_type (GListModel *model)
{
  return GMARL_TYPE_DAY_ROW;
}

static guint
gmarl_day_model_get_n_items (GListModel *model)
{
  GmarlDayModel *self = GMARL_DAY_MODEL (model);

  return n_summaries (self) + self->days->len;
}

static gpointer
gmarl_day_model_get_item (GListModel *model, guint position)
{
  GmarlDayModel *self = GMARL_DAY_MODEL (model);
  guint summaries = n_summaries (self);

  if (position < summaries)
    return g_object_ref (position == 0 ? self->mean : self->total);
  position -= summaries;
  return position < self->days->len ? g_object_ref (self->days->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = gmarl_day_model_get_item_type;
  interface->get_n_items = gmarl_day_model_get_n_items;
  interface->get_item = gmarl_day_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlDayModel,
                               gmarl_day_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
gmarl_day_model_finalize (GObject *object)
{
  GmarlDayModel *self = GMARL_DAY_MODEL (object);

  g_ptr_array_unref (self->days);
  g_clear_object (&self->mean);
  g_clear_object (&self->total);

  G_OBJECT_CLASS (gmarl_day_model_parent_class)->finalize (object);
}

static void
gmarl_day_model_class_init (GmarlDayModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_day_model_finalize;
}

static void
gmarl_day_model_init (GmarlDayModel *self)
{
  self->days = g_ptr_array_new_with_free_func (g_object_unref);
}

GmarlDayModel *
gmarl_day_model_new (void)
{
  return g_object_new (GMARL_TYPE_DAY_MODEL, NULL);
}

static GmarlDayRow *
row_new (GmarlDayRowKind kind, char *title)
{
  GmarlDayRow *row = g_object_new (GMARL_TYPE_DAY_ROW, NULL);

  row->kind = kind;
  row->title = title;
  return row;
}

/* Rows are constant, so that whoever shows one need not watch it: new sums are new rows. */
static void
summarise (GmarlDayModel *self)
{
  g_clear_object (&self->mean);
  g_clear_object (&self->total);
  if (self->days->len < 2)
    return;
  self->mean = row_new (GMARL_DAY_ROW_MEAN, g_strdup (_ ("Mean")));
  self->total = row_new (GMARL_DAY_ROW_TOTAL, g_strdup (_ ("Total")));
  for (guint k = 0; k < GMARL_N_INDICATORS; k++) {
    self->total->values[k] = self->sums[k];
    self->mean->values[k] = self->sums[k] / (double) self->days->len;
  }
}

static void
add_to_sums (GmarlDayModel *self, const GmarlDayRow *row)
{
  for (guint k = 0; k < GMARL_N_INDICATORS; k++)
    self->sums[k] += row->values[k];
}

void
gmarl_day_model_clear (GmarlDayModel *self)
{
  guint n_items;

  g_return_if_fail (GMARL_IS_DAY_MODEL (self));

  n_items = gmarl_day_model_get_n_items (G_LIST_MODEL (self));
  if (n_items == 0)
    return;
  g_ptr_array_set_size (self->days, 0);
  memset (self->sums, 0, sizeof self->sums);
  summarise (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);
}

guint64
gmarl_day_model_get_next (GmarlDayModel *self)
{
  g_return_val_if_fail (GMARL_IS_DAY_MODEL (self), 0);

  if (self->days->len == 0)
    return 0;
  return ((GmarlDayRow *) self->days->pdata[self->days->len - 1])->day + 1;
}

void
gmarl_day_model_add (GmarlDayModel *self, guint64 day, const char *label, const double *indicators)
{
  GmarlDayRow *row;
  guint summaries;

  g_return_if_fail (GMARL_IS_DAY_MODEL (self));
  g_return_if_fail (indicators != NULL);

  if (self->days->len > 0 && day != gmarl_day_model_get_next (self))
    gmarl_day_model_clear (self);
  row = row_new (GMARL_DAY_ROW_DAY,
                 label == NULL ? g_strdup_printf (_ ("Day %" PRIu64), day + 1)
                               /* translators: the number of a day, then its date. */
                               : g_strdup_printf (_ ("Day %" PRIu64 " · %s"), day + 1, label));
  row->day = day;
  memcpy (row->values, indicators, sizeof row->values);
  summaries = n_summaries (self);
  g_ptr_array_add (self->days, row);
  g_list_model_items_changed (G_LIST_MODEL (self), summaries + self->days->len - 1, 0, 1);
  add_to_sums (self, row);
  summarise (self);
  if (n_summaries (self) > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, summaries, n_summaries (self));
}

void
gmarl_day_model_forget (GmarlDayModel *self, guint64 first_day)
{
  guint n_items, n_old = 0;

  g_return_if_fail (GMARL_IS_DAY_MODEL (self));

  while (n_old < self->days->len && ((GmarlDayRow *) self->days->pdata[n_old])->day < first_day)
    n_old++;
  if (n_old == 0)
    return;
  n_items = gmarl_day_model_get_n_items (G_LIST_MODEL (self));
  g_ptr_array_remove_range (self->days, 0, n_old);
  memset (self->sums, 0, sizeof self->sums);
  for (guint k = 0; k < self->days->len; k++)
    add_to_sums (self, self->days->pdata[k]);
  summarise (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items,
                              gmarl_day_model_get_n_items (G_LIST_MODEL (self)));
}
