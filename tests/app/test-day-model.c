/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-day-model.h"

#include <math.h>

/* A copy of the list that is kept by its signals alone: it must always equal the list. */
typedef struct {
  GListModel *model;
  GPtrArray *rows;
} Follower;

static void
items_changed_cb (Follower *self, guint position, guint removed, guint added)
{
  g_assert_cmpuint (position + removed, <=, self->rows->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->rows, position, removed);
  for (guint k = 0; k < added; k++)
    g_ptr_array_insert (self->rows, (int) (position + k),
                        g_list_model_get_item (self->model, position + k));
  g_assert_cmpuint (self->rows->len, ==, g_list_model_get_n_items (self->model));
  for (guint k = 0; k < self->rows->len; k++) {
    g_autoptr (GmarlDayRow) row = g_list_model_get_item (self->model, k);

    g_assert_true (row == self->rows->pdata[k]);
  }
}

static void
follower_begin (Follower *self, GmarlDayModel *model)
{
  self->model = G_LIST_MODEL (model);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
add_day (GmarlDayModel *model, guint64 day, double import, double stability)
{
  double indicators[GMARL_N_INDICATORS] = { 0 };

  indicators[GMARL_INDICATOR_GRID_IMPORT] = import;
  indicators[GMARL_INDICATOR_STABILITY] = stability;
  indicators[GMARL_INDICATOR_CARBON] = NAN;
  gmarl_day_model_add (model, day, day == 1 ? "08-01 Mon" : NULL, indicators);
}

static void
assert_row (GmarlDayModel *model, guint position, const char *title, const char *import)
{
  g_autoptr (GmarlDayRow) row = g_list_model_get_item (G_LIST_MODEL (model), position);
  g_autofree char *text = gmarl_day_row_dup_text (row, GMARL_INDICATOR_GRID_IMPORT);

  g_assert_cmpstr (gmarl_day_row_get_title (row), ==, title);
  g_assert_cmpstr (text, ==, import);
}

static void
test_rows (void)
{
  g_autoptr (GmarlDayModel) model = gmarl_day_model_new ();
  Follower follower;

  follower_begin (&follower, model);
  g_assert_cmpuint (gmarl_day_model_get_next (model), ==, 0);
  add_day (model, 0, 100.04, 0.9);
  g_assert_cmpuint (follower.rows->len, ==, 1);
  assert_row (model, 0, "Day 1", "100.0");

  add_day (model, 1, 50, 0.8);
  add_day (model, 2, 60, 0.7);
  g_assert_cmpuint (follower.rows->len, ==, 5);
  g_assert_cmpuint (gmarl_day_model_get_next (model), ==, 3);
  assert_row (model, 0, "Mean", "70.0");
  assert_row (model, 1, "Total", "210.0");
  assert_row (model, 3, "Day 2 · 08-01 Mon", "50.0");
  g_ptr_array_unref (follower.rows);
}

/* A mean stability has a mean, but no total; what is not defined stays so. */
static void
test_total (void)
{
  g_autoptr (GmarlDayModel) model = gmarl_day_model_new ();
  g_autoptr (GmarlDayRow) mean = NULL;
  g_autoptr (GmarlDayRow) total = NULL;
  g_autofree char *mean_text = NULL, *total_text = NULL, *carbon_text = NULL;

  add_day (model, 0, 1, 0.9);
  add_day (model, 1, 1, 0.8);
  mean = g_list_model_get_item (G_LIST_MODEL (model), 0);
  total = g_list_model_get_item (G_LIST_MODEL (model), 1);
  mean_text = gmarl_day_row_dup_text (mean, GMARL_INDICATOR_STABILITY);
  total_text = gmarl_day_row_dup_text (total, GMARL_INDICATOR_STABILITY);
  carbon_text = gmarl_day_row_dup_text (total, GMARL_INDICATOR_CARBON);
  g_assert_cmpstr (mean_text, ==, "0.8500");
  g_assert_cmpstr (total_text, ==, "");
  g_assert_cmpstr (carbon_text, ==, "–");
}

static void
test_forget (void)
{
  g_autoptr (GmarlDayModel) model = gmarl_day_model_new ();
  Follower follower;

  follower_begin (&follower, model);
  for (guint64 day = 0; day < 4; day++)
    add_day (model, day, 10.0 * (double) day, 1);
  gmarl_day_model_forget (model, 2);
  g_assert_cmpuint (follower.rows->len, ==, 4);
  assert_row (model, 0, "Mean", "25.0");
  assert_row (model, 2, "Day 3", "20.0");
  gmarl_day_model_forget (model, 3);
  g_assert_cmpuint (follower.rows->len, ==, 1);
  gmarl_day_model_clear (model);
  g_assert_cmpuint (follower.rows->len, ==, 0);
  g_ptr_array_unref (follower.rows);
}

/* Another simulation begins with another first day. */
static void
test_restart (void)
{
  g_autoptr (GmarlDayModel) model = gmarl_day_model_new ();
  Follower follower;

  follower_begin (&follower, model);
  add_day (model, 0, 1, 1);
  add_day (model, 1, 1, 1);
  add_day (model, 0, 7, 1);
  g_assert_cmpuint (follower.rows->len, ==, 1);
  assert_row (model, 0, "Day 1", "7.0");
  g_ptr_array_unref (follower.rows);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/day-model/rows", test_rows);
  g_test_add_func ("/app/day-model/total", test_total);
  g_test_add_func ("/app/day-model/forget", test_forget);
  g_test_add_func ("/app/day-model/restart", test_restart);
  return g_test_run ();
}
