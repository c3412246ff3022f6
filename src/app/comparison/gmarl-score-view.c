/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Three parts: the heads of the columns, which scroll sideways with the cells; the names of the
 * rows, which scroll up and down with them; and the cells. Size groups keep them in line. Where
 * there is not even room for two columns the policies stand below each other instead, with their
 * names, under the name of the indicator, and nothing scrolls sideways.
 *
 * What a cell stands for is told below the table, where it hides nothing. It stays there when the
 * pointer leaves, so that nothing moves away below the pointer, and the cell is marked meanwhile.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-score-view.h"

#include "gmarl-comparison-details.h"
#include "gmarl-comparison-text.h"
#include "gmarl-score-cell.h"
#include "gmarl-score-cells.h"
#include "gmarl-score-details.h"
#include "gmarl-score-grid.h"
#include "gmarl-text-scale.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* With text of the usual size: the names and two columns. */
#define NARROW_BELOW 480

#define LEAST_WIDTH 320

#define MARGIN        18 /* behind the cells of a table */
#define NARROW_MARGIN 12 /* around cells, which have some more inside */

#define DESCRIBED "described" /* CSS class of the cell that the details are of */

struct _GmarlScoreView {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkBox *content;
  GtkBox *corner;
  GtkScrolledWindow *heads_scroller;
  GtkScrolledWindow *cells_scroller;
  GtkScrolledWindow *rows_scroller;
  GtkLabel *protocol;
  GtkLabel *verdicts;
  GtkBox *heads;
  GtkGrid *names;
  GtkBox *rows; /* the names, and the cells within their scroller or without */
  GmarlScoreGrid *cells;
  GtkToggleButton *all;
  GtkDropDown *statistic;
  GmarlScoreDetails *details;

  /* Owned */
  GmarlComparisonResult *result;
  char **policy_names; /* of the table's policies */
  GArray *columns;     /* of GmarlScoreColumn; names are of policy_names */

  gboolean is_narrow;
  guint layout_idle;
  guint show_idle;
  GmarlScoreCell *described; /* among the cells, or NULL; not owned */
  double pointer_x;          /* where it pointed at a cell last */
  double pointer_y;
};

G_DEFINE_FINAL_TYPE (GmarlScoreView, gmarl_score_view, GTK_TYPE_WIDGET)

static GmarlScoreShown
get_shown (GmarlScoreView *self)
{
  return (GmarlScoreShown){ .result = self->result,
                            .names = (const char *const *) self->policy_names,
                            .columns = (const GmarlScoreColumn *) self->columns->data,
                            .n_columns = self->columns->len,
                            .statistic = gmarl_score_view_get_statistic (self),
                            .has_heads = !self->is_narrow };
}

/* -- Rows -- */

static gboolean
is_chief (GmarlIndicator indicator)
{
  for (gsize k = 0; k < gmarl_comparison_n_indicators; k++)
    if (gmarl_comparison_indicators[k] == indicator)
      return TRUE;
  return FALSE;
}

GArray *
gmarl_score_view_get_indicators (GmarlScoreView *self)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (GmarlIndicator));

  g_array_append_vals (rows, gmarl_comparison_indicators, (guint) gmarl_comparison_n_indicators);
  for (gint k = 0; gmarl_score_view_get_all (self) && k < GMARL_N_INDICATORS; k++) {
    GmarlIndicator indicator = (GmarlIndicator) k;

    if (!is_chief (indicator))
      g_array_append_val (rows, indicator);
  }
  return rows;
}

/* -- What a cell stands for -- */

static void
show_hint (GmarlScoreView *self)
{
  gmarl_score_details_set (
      self->details, _ ("Differences"),
      _ ("Choose a number to read its interval, how it compares to the others, and how sure that is."));
}

static void
describe (GmarlScoreView *self, GmarlScoreCell *cell)
{
  const GmarlScoreShown shown = get_shown (self);
  g_autofree char *title = NULL;

  if (cell == self->described)
    return;
  if (self->described != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->described), DESCRIBED);
  self->described = cell;
  if (cell == NULL) {
    show_hint (self);
    return;
  }
  gtk_widget_add_css_class (GTK_WIDGET (cell), DESCRIBED);
  /* translators: a policy, an indicator */
  title = g_strdup_printf (_ ("%s · %s"), self->policy_names[gmarl_score_cell_get_policy (cell)],
                           gmarl_score_parts_get_title (&shown, gmarl_score_cell_get_row (cell)));
  gmarl_score_details_set (self->details, title, gmarl_score_cell_get_details (cell));
}

static GmarlScoreCell *
get_cell (gpointer controller)
{
  return GMARL_SCORE_CELL (gtk_event_controller_get_widget (controller));
}

static void
cell_focused_cb (GmarlScoreView *self, GParamSpec *pspec, GtkEventControllerFocus *controller)
{
  if (gtk_event_controller_focus_is_focus (controller))
    describe (self, get_cell (controller));
}

/* GTK tells of motion, too, when what is below a resting pointer was scrolled. */
static void
cell_pointed_cb (GmarlScoreView *self, double x, double y, GtkEventController *controller)
{
  GtkWidget *cell = gtk_event_controller_get_widget (controller);
  double view_x, view_y;

  if (!gtk_widget_translate_coordinates (cell, GTK_WIDGET (self), x, y, &view_x, &view_y) ||
      (fabs (view_x - self->pointer_x) < 1 && fabs (view_y - self->pointer_y) < 1))
    return;
  self->pointer_x = view_x;
  self->pointer_y = view_y;
  describe (self, get_cell (controller));
}

/* Long details take room from the table: the cell that they are of stays in sight. At once, because
 * the table may still be gliding to where the cell was in sight before.
 */
static gboolean
show_described_cb (gpointer user_data)
{
  GmarlScoreView *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->rows_scroller);
  GtkWidget *cell = self->described != NULL ? GTK_WIDGET (self->described) : NULL;
  GtkWidget *content = gtk_widget_get_parent (GTK_WIDGET (self->rows));
  double page = gtk_adjustment_get_page_size (adjustment);
  double x, y;

  self->show_idle = 0;
  if (cell != NULL && gtk_widget_has_focus (cell) &&
      gtk_widget_translate_coordinates (cell, content, 0, 0, &x, &y))
    gtk_adjustment_set_value (adjustment, CLAMP (gtk_adjustment_get_value (adjustment),
                                                 y + gtk_widget_get_height (cell) - page, y));
  return G_SOURCE_REMOVE;
}

static void
room_changed_cb (GmarlScoreView *self)
{
  if (self->show_idle == 0)
    self->show_idle = g_idle_add_full (GTK_PRIORITY_RESIZE, show_described_cb, self, NULL);
}

/* -- Making the table -- */

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL) {
    if (GTK_IS_GRID (box))
      gtk_grid_remove (GTK_GRID (box), child);
    else
      gtk_box_remove (GTK_BOX (box), child);
  }
}

static GtkWidget *
make_cell (GmarlScoreView *self, const GmarlScoreColumn *column, gsize row)
{
  const GmarlScoreShown shown = get_shown (self);
  GtkWidget *cell = gmarl_score_parts_make_cell (&shown, column, row);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_object (focus, "notify::is-focus", G_CALLBACK (cell_focused_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "motion", G_CALLBACK (cell_pointed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (cell, focus);
  gtk_widget_add_controller (cell, motion);
  return cell;
}

static void
add_row (GmarlScoreView *self, gsize row, int place, GPtrArray *widths)
{
  const GmarlScoreShown shown = get_shown (self);
  g_autoptr (GtkSizeGroup) height = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
  GtkWidget *name = gmarl_score_parts_make_name (&shown, row);

  gtk_grid_attach (self->names, name, 0, place, 1, 1);
  gtk_size_group_add_widget (height, name);
  for (guint k = 0; k < self->columns->len; k++) {
    GtkWidget *cell = make_cell (self, &shown.columns[k], row);

    gtk_grid_attach (GTK_GRID (self->cells), cell, (int) k, place, 1, 1);
    gtk_size_group_add_widget (height, cell);
    gtk_size_group_add_widget (widths->pdata[k], cell);
  }
}

/* The policies below each other. */
static void
add_narrow_row (GmarlScoreView *self, gsize row, int *place)
{
  const GmarlScoreShown shown = get_shown (self);
  GtkGrid *grid = GTK_GRID (self->cells);

  gtk_grid_attach (grid, gmarl_score_parts_make_title (&shown, row), 0, (*place)++, 1, 1);
  for (guint k = 0; k < self->columns->len; k++) {
    GtkWidget *cell = make_cell (self, &shown.columns[k], row);

    gtk_widget_set_hexpand (cell, TRUE);
    gtk_grid_attach (grid, cell, 0, (*place)++, 1, 1);
  }
}

static void
add_table (GmarlScoreView *self, const GArray *rows)
{
  const GmarlScoreShown shown = get_shown (self);
  g_autoptr (GPtrArray) widths = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint k = 0; k < self->columns->len; k++) {
    GtkWidget *head = gmarl_score_parts_make_head (&shown.columns[k], k == 0);
    GtkSizeGroup *width = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

    gtk_box_append (self->heads, head);
    gtk_size_group_add_widget (width, head);
    g_ptr_array_add (widths, width);
  }
  for (guint k = 0; k < rows->len; k++)
    add_row (self, g_array_index (rows, gsize, k), (int) k, widths);
}

static void
add_rows (GmarlScoreView *self)
{
  const GmarlScoreShown shown = get_shown (self);
  g_autoptr (GArray) indicators = gmarl_score_view_get_indicators (self);
  g_autoptr (GArray) rows =
      gmarl_score_parts_list_rows (&shown, indicators, gmarl_score_view_get_all (self));
  int place = 0;

  if (!self->is_narrow) {
    add_table (self, rows);
    return;
  }
  for (guint k = 0; k < rows->len; k++)
    add_narrow_row (self, g_array_index (rows, gsize, k), &place);
}

/* A cell as it is known over a change of the table: the places of policies may be others. */
typedef struct {
  char *policy; /* owned; NULL: no cell */
  gsize row;
} Known;

static Known
know (GmarlScoreView *self, GmarlScoreCell *cell)
{
  if (cell == NULL)
    return (Known){ NULL, 0 };
  return (Known){ g_strdup (self->policy_names[gmarl_score_cell_get_policy (cell)]),
                  gmarl_score_cell_get_row (cell) };
}

static GmarlScoreCell *
find_known (GmarlScoreView *self, const Known *known)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->cells));
       known->policy != NULL && child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GmarlScoreCell *cell = GMARL_IS_SCORE_CELL (child) ? GMARL_SCORE_CELL (child) : NULL;

    if (cell != NULL && gmarl_score_cell_get_row (cell) == known->row &&
        strcmp (self->policy_names[gmarl_score_cell_get_policy (cell)], known->policy) == 0)
      return cell;
  }
  return NULL;
}

static void
fill (GmarlScoreView *self)
{
  g_autofree char *protocol = NULL;
  g_autofree char *verdicts = NULL;

  clear_box (GTK_WIDGET (self->heads));
  clear_box (GTK_WIDGET (self->names));
  gmarl_score_grid_clear (self->cells);
  if (self->result == NULL)
    return;
  add_rows (self);
  protocol = gmarl_comparison_text_protocol (self->result, gmarl_score_view_get_statistic (self));
  verdicts = gmarl_comparison_text_verdicts (self->result->comparison,
                                             gmarl_score_view_get_statistic (self));
  gtk_label_set_label (self->protocol, protocol);
  gtk_label_set_label (self->verdicts, verdicts);
}

/* Takes what is another, with the focus and the details on the cells where they were. */
static void
change (GmarlScoreView *self,
        GmarlComparisonResult *result,
        const char *const *names,
        const GmarlScoreColumn *columns,
        gsize n_columns)
{
  GtkWidget *current = gmarl_score_grid_get_current (self->cells);
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->cells)) != NULL;
  Known focused = know (self, GMARL_SCORE_CELL (current));
  Known described = know (self, self->described);

  describe (self, NULL);
  if (result != NULL)
    gmarl_comparison_result_ref (result);
  g_clear_pointer (&self->result, gmarl_comparison_result_unref);
  self->result = result;
  g_strfreev (self->policy_names);
  self->policy_names = g_strdupv ((char **) names);
  g_array_set_size (self->columns, 0);
  for (gsize k = 0; k < n_columns; k++) {
    GmarlScoreColumn column = columns[k];

    column.name = self->policy_names[column.policy];
    g_array_append_val (self->columns, column);
  }
  fill (self);
  if (find_known (self, &focused) != NULL)
    gmarl_score_grid_set_current (self->cells, GTK_WIDGET (find_known (self, &focused)));
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->cells));
  if (find_known (self, &described) != NULL)
    describe (self, find_known (self, &described));
  g_free (focused.policy);
  g_free (described.policy);
}

/* Other rows or another statistic are shown. */
static void
rebuild (GmarlScoreView *self)
{
  g_autoptr (GmarlComparisonResult) result =
      self->result != NULL ? gmarl_comparison_result_ref (self->result) : NULL;
  g_auto (GStrv) names = g_strdupv (self->policy_names);
  g_autofree GmarlScoreColumn *columns =
      g_memdup2 (self->columns->data, self->columns->len * sizeof *columns);

  change (self, result, (const char *const *) names, columns, self->columns->len);
}

/* -- Width -- */

static gboolean
wants_narrow (GmarlScoreView *self, int width)
{
  return width < NARROW_BELOW * gmarl_text_scale (GTK_WIDGET (self));
}

/* A scrolled window does not ask how high wrapped words are at a width, and there is nothing to
 * scroll. */
static void
place_cells (GmarlScoreView *self, gboolean narrow)
{
  GtkWidget *cells = GTK_WIDGET (self->cells);

  g_object_ref (cells);
  if (narrow) {
    gtk_scrolled_window_set_child (self->cells_scroller, NULL);
    gtk_box_append (self->rows, cells);
  } else {
    gtk_box_remove (self->rows, cells);
    gtk_scrolled_window_set_child (self->cells_scroller, cells);
  }
  g_object_unref (cells);
}

static void
set_narrow (GmarlScoreView *self, gboolean narrow)
{
  self->is_narrow = narrow;
  gtk_widget_set_visible (GTK_WIDGET (self->heads_scroller), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->names), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->cells_scroller), !narrow);
  place_cells (self, narrow);
  gtk_widget_set_margin_start (GTK_WIDGET (self->cells), narrow ? NARROW_MARGIN : 0);
  gtk_widget_set_margin_end (GTK_WIDGET (self->cells), narrow ? NARROW_MARGIN : MARGIN);
  rebuild (self);
}

static gboolean
layout_idle_cb (gpointer user_data)
{
  GmarlScoreView *self = user_data;
  gboolean narrow = wants_narrow (self, gtk_widget_get_width (GTK_WIDGET (self)));

  self->layout_idle = 0;
  if (narrow != self->is_narrow)
    set_narrow (self, narrow);
  return G_SOURCE_REMOVE;
}

/* Widgets cannot come and go while sizes are given out: that waits for an idle moment, before the
 * next frame.
 */
static void
gmarl_score_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlScoreView *self = GMARL_SCORE_VIEW (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->content), &(GtkAllocation){ 0, 0, width, height },
                            baseline);
  if (wants_narrow (self, width) != self->is_narrow && self->layout_idle == 0)
    self->layout_idle = g_idle_add_full (GTK_PRIORITY_RESIZE, layout_idle_cb, self, NULL);
}

static GtkSizeRequestMode
gmarl_score_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gmarl_score_view_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  GmarlScoreView *self = GMARL_SCORE_VIEW (widget);

  gtk_widget_measure (GTK_WIDGET (self->content), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
  /* Until the policies stand below each other they ask for more than a narrow window has. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, LEAST_WIDTH);
}

/* -- The object -- */

/* The numbers first. */
static gboolean
gmarl_score_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GMARL_SCORE_VIEW (widget)->cells));
}

static void
gmarl_score_view_dispose (GObject *object)
{
  GmarlScoreView *self = GMARL_SCORE_VIEW (object);

  g_clear_pointer (&self->result, gmarl_comparison_result_unref);
  g_clear_pointer (&self->policy_names, g_strfreev);
  g_clear_pointer (&self->columns, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_SCORE_VIEW);
  /* Taking the table apart may have asked for another look at it. */
  g_clear_handle_id (&self->layout_idle, g_source_remove);
  g_clear_handle_id (&self->show_idle, g_source_remove);
  G_OBJECT_CLASS (gmarl_score_view_parent_class)->dispose (object);
}

static void
gmarl_score_view_class_init (GmarlScoreViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_score_view_dispose;
  widget_class->grab_focus = gmarl_score_view_grab_focus;
  widget_class->get_request_mode = gmarl_score_view_get_request_mode;
  widget_class->measure = gmarl_score_view_measure;
  widget_class->size_allocate = gmarl_score_view_size_allocate;
  g_type_ensure (GMARL_TYPE_SCORE_DETAILS);
  g_type_ensure (GMARL_TYPE_SCORE_GRID);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-score-view.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, content);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, corner);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, heads_scroller);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, cells_scroller);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, rows_scroller);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, protocol);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, verdicts);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, heads);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, names);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, rows);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, cells);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, all);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, statistic);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, details);
  gtk_widget_class_bind_template_callback (widget_class, rebuild);
}

static void
fill_statistics (GmarlScoreView *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize k = 0; k < GMARL_N_STATISTICS; k++)
    gtk_string_list_append (names, _ (gmarl_statistics[k].name));
  gtk_drop_down_set_model (self->statistic, G_LIST_MODEL (names));
}

static void
gmarl_score_view_init (GmarlScoreView *self)
{
  g_autoptr (GtkSizeGroup) width = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  self->columns = g_array_new (FALSE, FALSE, sizeof (GmarlScoreColumn));
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_statistics (self);
  gtk_scrolled_window_set_hadjustment (self->heads_scroller,
                                       gtk_scrolled_window_get_hadjustment (self->cells_scroller));
  gtk_size_group_add_widget (width, GTK_WIDGET (self->corner));
  gtk_size_group_add_widget (width, GTK_WIDGET (self->names));
  show_hint (self);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->rows_scroller),
                           "notify::page-size", G_CALLBACK (room_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gmarl_text_scale_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_resize), self);
}

GtkWidget *
gmarl_score_view_new (GSettings *settings)
{
  GmarlScoreView *self = g_object_new (GMARL_TYPE_SCORE_VIEW, NULL);

  g_settings_bind (settings, "comparison-all", self->all, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "comparison-statistic", self->statistic, "selected",
                   G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}

/* Whether what is to be shown is shown already: a table that is made again while somebody reads it
 * would be read out from its beginning.
 */
static gboolean
is_shown (GmarlScoreView *self,
          const GmarlComparisonResult *result,
          const char *const *names,
          const GmarlScoreColumn *columns,
          gsize n_columns)
{
  if (result != self->result || self->policy_names == NULL || n_columns != self->columns->len ||
      !g_strv_equal (names, (const char *const *) self->policy_names))
    return FALSE;
  for (gsize k = 0; k < n_columns; k++) {
    const GmarlScoreColumn *column = &g_array_index (self->columns, GmarlScoreColumn, k);

    if (column->policy != columns[k].policy || column->look.kind != columns[k].look.kind ||
        column->look.slot != columns[k].look.slot)
      return FALSE;
  }
  return TRUE;
}

void
gmarl_score_view_set (GmarlScoreView *self,
                      GmarlComparisonResult *result,
                      const char *const *names,
                      const GmarlScoreColumn *columns,
                      gsize n_columns)
{
  g_return_if_fail (GMARL_IS_SCORE_VIEW (self));

  if (!is_shown (self, result, names, columns, n_columns))
    change (self, result, names, columns, n_columns);
}

gboolean
gmarl_score_view_get_all (GmarlScoreView *self)
{
  return gtk_toggle_button_get_active (self->all);
}

void
gmarl_score_view_set_all (GmarlScoreView *self, gboolean all)
{
  gtk_toggle_button_set_active (self->all, all);
}

GmarlStatistic
gmarl_score_view_get_statistic (GmarlScoreView *self)
{
  guint selected = gtk_drop_down_get_selected (self->statistic);

  return selected < GMARL_N_STATISTICS ? selected : GMARL_STATISTIC_MEAN;
}

void
gmarl_score_view_set_statistic (GmarlScoreView *self, GmarlStatistic statistic)
{
  gtk_drop_down_set_selected (self->statistic, statistic);
}
