/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-library-columns.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* Characters of an expanding column, however narrow the window is. */
#define NARROWEST_NAME 18

/* What stands where there is no number. */
#define NOTHING "–"

/* A true minus sign is as wide as a digit. */
static char *
format_number (double number, int digits)
{
  g_autofree char *text = NULL;

  if (isnan (number))
    return g_strdup (NOTHING);
  text = g_strdup_printf ("%.*f", digits, fabs (number));
  return g_strconcat (number < 0 ? "−" : "", text, NULL);
}

static int
compare_numbers (double a, double b)
{
  /* What is not a number comes last. */
  if (isnan (a) || isnan (b))
    return (isnan (a) != 0) - (isnan (b) != 0);
  return (a > b) - (a < b);
}

static char *
make_name (GmarlLibraryRow *row)
{
  return g_strdup (gmarl_library_row_get_record (row)->name);
}

static int
compare_name (GmarlLibraryRow *a, GmarlLibraryRow *b)
{
  return g_utf8_collate (gmarl_library_row_get_record (a)->name,
                         gmarl_library_row_get_record (b)->name);
}

static char *
make_scenario (GmarlLibraryRow *row)
{
  return g_strdup (gmarl_library_row_get_record (row)->scenario_name);
}

static int
compare_scenario (GmarlLibraryRow *a, GmarlLibraryRow *b)
{
  return g_utf8_collate (gmarl_library_row_get_record (a)->scenario_name,
                         gmarl_library_row_get_record (b)->scenario_name);
}

static char *
make_seed (GmarlLibraryRow *row)
{
  return g_strdup_printf ("%" PRIu64, gmarl_library_row_get_record (row)->seed);
}

static int
compare_seed (GmarlLibraryRow *a, GmarlLibraryRow *b)
{
  guint64 one = gmarl_library_row_get_record (a)->seed;
  guint64 other = gmarl_library_row_get_record (b)->seed;

  return (one > other) - (one < other);
}

static char *
make_agents (GmarlLibraryRow *row)
{
  gint64 n_agents = gmarl_library_row_get_n_agents (row);

  return n_agents > 0 ? g_strdup_printf ("%" PRId64, n_agents) : g_strdup (NOTHING);
}

static int
compare_agents (GmarlLibraryRow *a, GmarlLibraryRow *b)
{
  return compare_numbers ((double) gmarl_library_row_get_n_agents (a),
                          (double) gmarl_library_row_get_n_agents (b));
}

static double
get_score (GmarlLibraryRow *row)
{
  return gmarl_library_row_get_record (row)->best_score;
}

static char *
make_score (GmarlLibraryRow *row)
{
  return format_number (get_score (row), 1);
}

static int
compare_score (GmarlLibraryRow *a, GmarlLibraryRow *b)
{
  return compare_numbers (get_score (a), get_score (b));
}

static char *
make_best_iteration (GmarlLibraryRow *row)
{
  gint64 iteration = gmarl_library_row_get_record (row)->best_iteration;

  return iteration >= 0 ? g_strdup_printf ("%" PRId64, iteration) : g_strdup (NOTHING);
}

static int
compare_best_iteration (GmarlLibraryRow *a, GmarlLibraryRow *b)
{
  return compare_numbers ((double) gmarl_library_row_get_record (a)->best_iteration,
                          (double) gmarl_library_row_get_record (b)->best_iteration);
}

/* Milliseconds of computing. */
const GmarlLibraryColumn gmarl_library_policy_columns[] = {
  { N_ ("Policy"), make_name, NULL, compare_name, FALSE, TRUE },
  { N_ ("Scenario"), make_scenario, NULL, compare_scenario, FALSE, FALSE },
  { N_ ("Agents"), make_agents, NULL, compare_agents, TRUE, FALSE },
  { N_ ("Seed"), make_seed, NULL, compare_seed, TRUE, FALSE },
  { N_ ("Best Reward"), make_score, NULL, compare_score, TRUE, FALSE },
  { N_ ("At Iteration"), make_best_iteration, NULL, compare_best_iteration, TRUE, FALSE },
  { NULL },
};

static void
show_row (GtkListItem *item, const GmarlLibraryColumn *column)
{
  GmarlLibraryRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  g_autofree char *text = column->make_text (row);

  gtk_label_set_label (GTK_LABEL (label), text);
  if (column->get_icon != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (gtk_widget_get_prev_sibling (label)),
                                  column->get_icon (row));
  if (column->expand)
    gtk_widget_set_tooltip_text (label, text);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const GmarlLibraryColumn *column = user_data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);

  if (column->get_icon != NULL)
    gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_label_set_xalign (GTK_LABEL (label), column->is_number ? 1 : 0);
  gtk_widget_set_hexpand (label, TRUE);
  if (column->is_number)
    gtk_widget_add_css_class (label, "numeric");
  if (column->expand) {
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_label_set_width_chars (GTK_LABEL (label), NARROWEST_NAME);
  }
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
row_changed_cb (GmarlLibraryRow *row, GtkListItem *item)
{
  show_row (item, g_object_get_data (G_OBJECT (item), "gmarl-column"));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_object_set_data (G_OBJECT (item), "gmarl-column", user_data);
  show_row (item, user_data);
  g_signal_connect_object (gtk_list_item_get_item (item), "changed", G_CALLBACK (row_changed_cb),
                           item, 0);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), row_changed_cb, item);
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const GmarlLibraryColumn *column = user_data;

  return column->compare ((GmarlLibraryRow *) a, (GmarlLibraryRow *) b);
}

static GtkColumnViewColumn *
make_column (const GmarlLibraryColumn *description)
{
  gpointer data = (gpointer) description;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (_ (description->title), factory);
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, data, NULL));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), data);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), data);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), data);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_expand (column, description->expand);
  gtk_column_view_column_set_resizable (column, TRUE);
  g_object_unref (sorter);
  return column;
}

void
gmarl_library_columns_add (GtkColumnView *view, const GmarlLibraryColumn *columns)
{
  for (; columns->title != NULL; columns++) {
    GtkColumnViewColumn *column = make_column (columns);

    gtk_column_view_append_column (view, column);
    g_object_unref (column);
  }
}
