/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-views.h"

#include "gmarl-comparison-charts.h"
#include "gmarl-export-comparison.h"
#include "gmarl-export-score-table.h"
#include "gmarl-export-scores.h"
#include "gmarl-score-view.h"
#include "gmarl-side-by-side.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _GmarlComparisonViews {
  GtkWidget parent_instance;

  GtkStack *stack; /* child */
  AdwBin *charts_bin;
  AdwBin *sides_bin;
  GmarlScoreView *scores;
  GmarlComparisonCharts *charts; /* NULL until they are first looked at */
  GmarlSideBySide *sides;        /* likewise */

  /* Owned */
  GmarlSession *session;
  GmarlComparisonList *list;
  GmarlComparisonResult *result;
};

G_DEFINE_FINAL_TYPE (GmarlComparisonViews, gmarl_comparison_views, GTK_TYPE_WIDGET)

/* -- What is shown -- */

static GStrv
get_names (GmarlComparisonViews *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize k = 0; k < self->result->table->policies->len; k++) {
    GmarlComparisonItem *item = gmarl_comparison_list_find (self->list, self->result->policies[k]);
    const GmarlScorePolicy *policy = self->result->table->policies->pdata[k];

    g_strv_builder_add (names, item != NULL ? gmarl_comparison_item_get_name (item) : policy->name);
  }
  return g_strv_builder_end (names);
}

/* The policies that are shown, in the list's order. (element-type GmarlScoreColumn) */
static GArray *
get_columns (GmarlComparisonViews *self)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (GmarlScoreColumn));

  for (guint k = 0; k < gmarl_comparison_list_get_n_items (self->list); k++) {
    GmarlComparisonItem *item = gmarl_comparison_list_get (self->list, k);
    gssize place =
        gmarl_comparison_result_find (self->result, gmarl_comparison_item_get_reference (item));
    GmarlScoreColumn column = { .look = gmarl_comparison_item_get_look (item) };

    if (place < 0 || !gmarl_comparison_item_get_shown (item))
      continue;
    column.policy = (gsize) place;
    g_array_append_val (columns, column);
  }
  return columns;
}

/* Charts have every policy that was measured, those that are not shown switched off. */
static void
show_charts (GmarlComparisonViews *self, const char *const *names, gsize baseline)
{
  gsize n = self->result->table->policies->len;
  g_autofree GmarlFigurePolicy *policies = g_new0 (GmarlFigurePolicy, n);

  for (gsize k = 0; k < n; k++) {
    GmarlComparisonItem *item = gmarl_comparison_list_find (self->list, self->result->policies[k]);

    policies[k] = (GmarlFigurePolicy){
      .id = self->result->policies[k],
      .name = names[k],
      .slot = item != NULL ? gmarl_comparison_item_get_look (item).slot : 0,
      .hidden = item == NULL || !gmarl_comparison_item_get_shown (item),
    };
  }
  gmarl_comparison_charts_set (self->charts, self->result, policies, baseline);
}

/* The first policies that are shown drive the grid side by side. */
static void
show_sides (GmarlComparisonViews *self, const char *const *names, const GArray *columns)
{
  GmarlFigurePolicy policies[GMARL_SIDE_BY_SIDE_MOST];
  gsize n = MIN (columns->len, G_N_ELEMENTS (policies));

  for (gsize k = 0; k < n; k++) {
    const GmarlScoreColumn *column = &g_array_index (columns, GmarlScoreColumn, k);

    policies[k] = (GmarlFigurePolicy){ .id = self->result->policies[column->policy],
                                       .name = names[column->policy],
                                       .slot = column->look.slot };
  }
  gmarl_side_by_side_set (self->sides, policies, n);
}

static gboolean
show_result (GmarlComparisonViews *self)
{
  g_auto (GStrv) names = NULL;
  g_autoptr (GArray) columns = NULL;

  if (self->result == NULL)
    return FALSE;
  names = get_names (self);
  columns = get_columns (self);
  gmarl_score_view_set (self->scores, self->result, (const char *const *) names,
                        (const GmarlScoreColumn *) columns->data, columns->len);
  if (self->sides != NULL)
    show_sides (self, (const char *const *) names, columns);
  if (self->charts != NULL && columns->len > 0)
    show_charts (self, (const char *const *) names,
                 g_array_index (columns, GmarlScoreColumn, 0).policy);
  return columns->len > 0;
}

static void
make_charts (GmarlComparisonViews *self)
{
  if (self->charts != NULL)
    return;
  self->charts = GMARL_COMPARISON_CHARTS (gmarl_comparison_charts_new (self->session));
  adw_bin_set_child (self->charts_bin, GTK_WIDGET (self->charts));
  show_result (self);
}

static void
make_sides (GmarlComparisonViews *self)
{
  if (self->sides != NULL)
    return;
  self->sides = GMARL_SIDE_BY_SIDE (gmarl_side_by_side_new (self->session));
  adw_bin_set_child (self->sides_bin, GTK_WIDGET (self->sides));
  show_result (self);
}

/* Charts and players take time to make, and the program must not start slower for them. */
static void
make_view (GmarlComparisonViews *self)
{
  const char *view = gtk_stack_get_visible_child_name (self->stack);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (g_strcmp0 (view, "charts") == 0)
    make_charts (self);
  else if (g_strcmp0 (view, "sides") == 0)
    make_sides (self);
}

/* The stack wanted to take the focus along, and there was nothing yet that could have it. */
static void
view_changed_cb (GmarlComparisonViews *self)
{
  GtkWidget *view = gtk_stack_get_visible_child (self->stack);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean is_left = focus == NULL || (gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) &&
                                       !gtk_widget_is_ancestor (focus, view));

  make_view (self);
  if (is_left && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

gboolean
gmarl_comparison_views_show (GmarlComparisonViews *self, GmarlComparisonResult *result)
{
  g_return_val_if_fail (GMARL_IS_COMPARISON_VIEWS (self), FALSE);

  if (result != NULL)
    gmarl_comparison_result_ref (result);
  g_clear_pointer (&self->result, gmarl_comparison_result_unref);
  self->result = result;
  return show_result (self);
}

/* -- Export -- */

/* What the table shows, as far as it is the same for all formats. */
typedef struct {
  GArray *columns; /* owned, as the next two */
  GArray *rows;    /* of GmarlIndicator */
  gsize *policies;
  GmarlScoreTableOptions options; /* of the others */
} Shown;

static void
shown_init (Shown *shown, GmarlComparisonViews *self)
{
  shown->columns = get_columns (self);
  shown->rows = gmarl_score_view_get_indicators (self->scores);
  shown->policies = g_new (gsize, shown->columns->len);
  for (guint k = 0; k < shown->columns->len; k++)
    shown->policies[k] = g_array_index (shown->columns, GmarlScoreColumn, k).policy;
  shown->options = (GmarlScoreTableOptions){
    .policies = shown->policies,
    .n_policies = shown->columns->len,
    .indicators = (const GmarlIndicator *) shown->rows->data,
    .n_indicators = shown->rows->len,
    .statistic = gmarl_score_view_get_statistic (self->scores),
  };
}

static void
shown_clear (Shown *shown)
{
  g_array_unref (shown->columns);
  g_array_unref (shown->rows);
  g_free (shown->policies);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

char *
gmarl_comparison_views_make_text (GmarlComparisonViews *self, const char *format)
{
  g_auto (Shown) shown = { 0 };

  g_return_val_if_fail (GMARL_IS_COMPARISON_VIEWS (self), NULL);

  if (self->result == NULL)
    return NULL;
  shown_init (&shown, self);
  if (g_str_equal (format, "csv"))
    return gmarl_export_scores_csv (self->result->table, shown.options.indicators,
                                    shown.options.n_indicators);
  shown.options.format = g_str_equal (format, "markdown") ? GMARL_SCORE_TABLE_MARKDOWN
                         : g_str_equal (format, "latex")  ? GMARL_SCORE_TABLE_LATEX
                                                          : GMARL_SCORE_TABLE_TSV;
  return gmarl_export_score_table (self->result->comparison, &shown.options);
}

void
gmarl_comparison_views_add_export_items (GmarlComparisonViews *self, GPtrArray *items)
{
  g_return_if_fail (GMARL_IS_COMPARISON_VIEWS (self));

  if (self->result == NULL)
    return;
  gmarl_export_items_add (items, "scores", _ ("Scores of All Policies and Days"),
                          GMARL_EXPORT_FORMATS_SCORES);
  gmarl_export_items_add (items, "table", _ ("Table of Scores"), GMARL_EXPORT_FORMATS_TABLE);
  /* They can be exported though nobody looked at them yet. */
  make_charts (self);
  gmarl_comparison_charts_add_export_items (self->charts, items);
}

GmarlExportContent *
gmarl_comparison_views_make_export (GmarlComparisonViews *self,
                                    const GmarlExportChoice *choice,
                                    GError **error)
{
  g_auto (Shown) shown = { 0 };

  g_return_val_if_fail (GMARL_IS_COMPARISON_VIEWS (self) && self->result != NULL, NULL);

  shown_init (&shown, self);
  if (gmarl_comparison_charts_has_export_item (choice->item))
    return gmarl_comparison_charts_make_export (self->charts, choice, error);
  return gmarl_export_comparison (self->result->comparison, choice->format, &shown.options,
                                  gmarl_comparison_result_ref (self->result),
                                  (GDestroyNotify) gmarl_comparison_result_unref);
}

/* -- The object -- */

static gboolean
gmarl_comparison_views_grab_focus (GtkWidget *widget)
{
  GtkWidget *view = gtk_stack_get_visible_child (GMARL_COMPARISON_VIEWS (widget)->stack);

  return gtk_widget_grab_focus (view) || gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
}

static void
gmarl_comparison_views_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_comparison_views_parent_class)->map (widget);
  make_view (GMARL_COMPARISON_VIEWS (widget));
}

static void
gmarl_comparison_views_dispose (GObject *object)
{
  GmarlComparisonViews *self = GMARL_COMPARISON_VIEWS (object);

  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  g_clear_pointer (&self->result, gmarl_comparison_result_unref);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_comparison_views_parent_class)->dispose (object);
}

static void
gmarl_comparison_views_class_init (GmarlComparisonViewsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_comparison_views_dispose;
  widget_class->grab_focus = gmarl_comparison_views_grab_focus;
  widget_class->map = gmarl_comparison_views_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_comparison_views_init (GmarlComparisonViews *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->charts_bin = ADW_BIN (adw_bin_new ());
  self->sides_bin = ADW_BIN (adw_bin_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
}

GtkWidget *
gmarl_comparison_views_new (GmarlSession *session, GmarlComparisonList *list)
{
  GmarlComparisonViews *self = g_object_new (GMARL_TYPE_COMPARISON_VIEWS, NULL);
  GSettings *settings = gmarl_session_get_settings (session);

  self->session = g_object_ref (session);
  self->list = g_object_ref (list);
  self->scores = GMARL_SCORE_VIEW (gmarl_score_view_new (settings));
  gtk_stack_add_titled (self->stack, GTK_WIDGET (self->scores), "scores", _ ("Scores"));
  gtk_stack_add_titled (self->stack, GTK_WIDGET (self->charts_bin), "charts", _ ("Charts"));
  gtk_stack_add_titled (self->stack, GTK_WIDGET (self->sides_bin), "sides", _ ("Side by Side"));
  g_signal_connect_object (self->stack, "notify::visible-child-name", G_CALLBACK (view_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_settings_bind (settings, "comparison-view", self->stack, "visible-child-name",
                   G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}

GtkStack *
gmarl_comparison_views_get_stack (GmarlComparisonViews *self)
{
  g_return_val_if_fail (GMARL_IS_COMPARISON_VIEWS (self), NULL);

  return self->stack;
}
