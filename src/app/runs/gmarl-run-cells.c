/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-run-cells.h"

#include "gmarl-look-swatch.h"
#include "gmarl-spoken-names.h"

#include <glib/gi18n-lib.h>

/* Characters of a name, however narrow the window is, and of a text at most. */
#define NARROWEST_NAME 24
#define NARROWEST_TEXT 14
#define WIDEST_TEXT    30

#define ITEM_KEY  "gmarl-run-item"  /* on the widget of a cell: its item, borrowed */
#define GROUP_KEY "gmarl-run-group" /* on a list item: the group that it listens to, owned */
#define BOUND_KEY                                                                                  \
  "gmarl-run-bound" /* on a list item: its item, owned; a row that went has none                   \
                     */

/* What a factory's callbacks get. */
typedef struct {
  const GmarlRunColumn *column;
  const GmarlRunColumnContext *context;
} Cells;

static Cells *
get_cells (gpointer list_item)
{
  return g_object_get_data (list_item, "gmarl-cells");
}

/* -- Filling in -- */

static void
set_text (GtkWidget *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_label (GTK_LABEL (label)), text))
    gtk_label_set_label (GTK_LABEL (label), text);
}

static void
show_shown (GtkWidget *box, GmarlRunItem *item)
{
  GtkWidget *check = gtk_widget_get_first_child (box);
  GtkWidget *swatch = gtk_widget_get_last_child (box);
  gint look = gmarl_run_item_get_look (item);

  gtk_widget_set_visible (check, gmarl_run_item_is_group (item));
  gtk_widget_set_opacity (swatch, gmarl_run_item_get_shown (item) ? 1 : 0);
  gmarl_look_swatch_set_look (GMARL_LOOK_SWATCH (swatch),
                              (GmarlSeriesLook){ GMARL_LOOK_SERIES, (guint) MAX (look, 0) });
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)) != gmarl_run_item_get_shown (item))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), gmarl_run_item_get_shown (item));
}

/* Colour goes with the word and the sign, never alone. */
static void
show_status (GtkWidget *image, GmarlRunStatus status)
{
  static const char *const classes[][2] = {
    [GMARL_RUN_RUNNING] = { "accent", NULL },      [GMARL_RUN_PAUSED] = { NULL, NULL },
    [GMARL_RUN_FINISHED] = { "success", NULL },    [GMARL_RUN_STOPPED] = { NULL, NULL },
    [GMARL_RUN_INTERRUPTED] = { "warning", NULL }, [GMARL_RUN_FAILED] = { "error", NULL },
  };

  gtk_image_set_from_icon_name (GTK_IMAGE (image), gmarl_run_status_icon (status));
  gtk_widget_set_css_classes (image, (const char **) classes[status]);
}

static void
show_item (GtkListItem *list_item, GmarlRunItem *item)
{
  Cells *cells = get_cells (list_item);
  GtkWidget *child = gtk_list_item_get_child (list_item);
  g_autofree char *text = NULL;

  if (cells->column->cell == GMARL_RUN_CELL_SHOWN) {
    show_shown (child, item);
    return;
  }
  text = cells->column->make_text (cells->column, cells->context, item);
  switch (cells->column->cell) {
  case GMARL_RUN_CELL_NAME:
    child = gtk_tree_expander_get_child (GTK_TREE_EXPANDER (child));
    break;
  case GMARL_RUN_CELL_STATUS:
    show_status (gtk_widget_get_first_child (child), gmarl_run_item_get_status (item));
    child = gtk_widget_get_last_child (child);
    break;
  default:
    break;
  }
  set_text (child, text);
  gmarl_spoken_row (gtk_list_item_get_child (list_item));
}

static void
item_changed_cb (GmarlRunItem *item, GtkListItem *list_item)
{
  show_item (list_item, item);
}

/* What all runs of a group share is told by the group, and changes with it. */
static void
group_changed_cb (GmarlRunItem *group, GtkListItem *list_item)
{
  show_item (list_item, g_object_get_data (G_OBJECT (list_item), BOUND_KEY));
}

/* -- The factory -- */

static void
check_toggled_cb (GtkCheckButton *check, GtkListItem *list_item)
{
  GmarlRunItem *item = g_object_get_data (G_OBJECT (list_item), BOUND_KEY);

  if (item != NULL && gmarl_run_item_is_group (item))
    gmarl_runs_model_set_shown (get_cells (list_item)->context->model, item,
                                gtk_check_button_get_active (check));
}

/* Asked for, as telling the tooltip of each cell beforehand costs more than all else about it: GTK
 * asks the screen where the pointer is.
 */
static gboolean
query_tooltip_cb (GtkWidget *label,
                  int x,
                  int y,
                  gboolean keyboard_mode,
                  GtkTooltip *tooltip,
                  gpointer user_data)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (label)));
  return TRUE;
}

static void
let_ellipsize (GtkWidget *label, PangoEllipsizeMode mode)
{
  gtk_label_set_ellipsize (GTK_LABEL (label), mode);
  gtk_widget_set_has_tooltip (label, TRUE);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

static GtkWidget *
make_label (const GmarlRunColumn *column)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), column->cell == GMARL_RUN_CELL_NUMBER ? 1 : 0);
  if (column->cell == GMARL_RUN_CELL_NUMBER)
    gtk_widget_add_css_class (label, "numeric");
  if (column->expand) {
    /* Names of a study begin alike and end with what differs. */
    let_ellipsize (label, PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_width_chars (GTK_LABEL (label), NARROWEST_NAME);
  } else if (column->cell == GMARL_RUN_CELL_TEXT) {
    let_ellipsize (label, PANGO_ELLIPSIZE_END);
    gtk_label_set_width_chars (GTK_LABEL (label), NARROWEST_TEXT);
    gtk_label_set_max_width_chars (GTK_LABEL (label), WIDEST_TEXT);
  }
  return label;
}

static gboolean
query_check_tooltip_cb (GtkWidget *check,
                        int x,
                        int y,
                        gboolean keyboard_mode,
                        GtkTooltip *tooltip,
                        gpointer user_data)
{
  gtk_tooltip_set_text (tooltip, _ ("Show Its Curves (Space)"));
  return TRUE;
}

static GtkWidget *
make_shown (GtkListItem *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *check = gtk_check_button_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show Its Curves"), -1);
  /* The row has the focus, and Space is this. Merely not focusable it would keep Tab from the row.
   */
  gtk_widget_set_can_focus (check, FALSE);
  gtk_widget_set_has_tooltip (check, TRUE);
  g_signal_connect (check, "query-tooltip", G_CALLBACK (query_check_tooltip_cb), NULL);
  g_signal_connect (check, "toggled", G_CALLBACK (check_toggled_cb), list_item);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), gmarl_look_swatch_new ());
  return box;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  Cells *cells = user_data;
  GtkWidget *child;

  g_object_set_data (G_OBJECT (list_item), "gmarl-cells", cells);
  switch (cells->column->cell) {
  case GMARL_RUN_CELL_SHOWN:
    child = make_shown (list_item);
    break;
  case GMARL_RUN_CELL_NAME:
    child = gtk_tree_expander_new ();
    gtk_tree_expander_set_child (GTK_TREE_EXPANDER (child), make_label (cells->column));
    break;
  case GMARL_RUN_CELL_STATUS:
    child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    gtk_box_append (GTK_BOX (child), gtk_image_new ());
    gtk_box_append (GTK_BOX (child), make_label (cells->column));
    break;
  default:
    child = make_label (cells->column);
    break;
  }
  gtk_list_item_set_child (list_item, child);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  Cells *cells = user_data;
  GtkTreeListRow *row = gtk_list_item_get_item (list_item);
  GtkWidget *child = gtk_list_item_get_child (list_item);
  GmarlRunItem *item = gtk_tree_list_row_get_item (row);
  GmarlRunItem *group = gmarl_run_item_get_group (item);

  if (cells->column->cell == GMARL_RUN_CELL_NAME)
    gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (child), row);
  g_object_set_data (G_OBJECT (child), ITEM_KEY, item);
  g_object_set_data_full (G_OBJECT (list_item), BOUND_KEY, item, g_object_unref);
  show_item (list_item, item);
  g_signal_connect (item, "changed", G_CALLBACK (item_changed_cb), list_item);
  if (group != item) {
    g_object_set_data_full (G_OBJECT (list_item), GROUP_KEY, g_object_ref (group), g_object_unref);
    g_signal_connect (group, "changed", G_CALLBACK (group_changed_cb), list_item);
  }
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  Cells *cells = user_data;
  GtkWidget *child = gtk_list_item_get_child (list_item);
  GmarlRunItem *item = g_object_get_data (G_OBJECT (list_item), BOUND_KEY);
  GmarlRunItem *group = g_object_get_data (G_OBJECT (list_item), GROUP_KEY);

  g_signal_handlers_disconnect_by_func (item, item_changed_cb, list_item);
  if (group != NULL)
    g_signal_handlers_disconnect_by_func (group, group_changed_cb, list_item);
  g_object_set_data (G_OBJECT (child), ITEM_KEY, NULL);
  g_object_set_data (G_OBJECT (list_item), GROUP_KEY, NULL);
  g_object_set_data (G_OBJECT (list_item), BOUND_KEY, NULL);
  if (cells->column->cell == GMARL_RUN_CELL_NAME)
    gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (child), NULL);
}

GtkListItemFactory *
gmarl_run_cells_new (const GmarlRunColumn *column, const GmarlRunColumnContext *context)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Cells *cells = g_new (Cells, 1);

  *cells = (Cells){ column, context };
  g_object_set_data_full (G_OBJECT (factory), "gmarl-cells", cells, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), cells);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), cells);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), cells);
  return factory;
}

GmarlRunItem *
gmarl_run_cells_find_item (GtkWidget *widget)
{
  /* What was picked is in a cell, or it is the cell or the row around one. */
  for (GtkWidget *each = widget; each != NULL; each = gtk_widget_get_parent (each)) {
    GtkWidget *inner = each;

    for (guint depth = 0; inner != NULL && depth < 3; depth++) {
      GmarlRunItem *item = g_object_get_data (G_OBJECT (inner), ITEM_KEY);

      if (item != NULL)
        return item;
      inner = gtk_widget_get_first_child (inner);
    }
    if (GTK_IS_COLUMN_VIEW (each) || GTK_IS_LIST_VIEW (each))
      return NULL;
  }
  return NULL;
}
