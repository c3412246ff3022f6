/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-status.h"

#include "gmarl-scaling-text.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 6

struct _GmarlScalingStatus {
  GtkWidget parent_instance;

  /* Children */
  GtkWidget *box;
  GtkLabel *title;
  GtkDropDown *choice;
  GtkLabel *details;
  GtkProgressBar *bar;
  GtkLabel *counts;
  GtkWidget *pause;
  GtkWidget *resume;
  GtkWidget *retry;
  GtkWidget *skip;

  GtkStringList *names; /* owned */
  char **ids;           /* of the names; owned */
  gboolean is_setting;
};

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlScalingStatus, gmarl_scaling_status, GTK_TYPE_WIDGET)

static void
chosen_cb (GmarlScalingStatus *self)
{
  guint selected = gtk_drop_down_get_selected (self->choice);

  if (!self->is_setting && self->ids != NULL && selected < g_strv_length (self->ids))
    g_signal_emit (self, signals[CHOSEN], 0, self->ids[selected]);
}

/* "neighbourhood-5 · 3, 5, 7, 10 agents · 26 Nov, 11:40" */
static char *
make_name (const GmarlStudyRecord *record)
{
  g_autofree char *title = gmarl_scaling_text_title (record->study);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (record->created_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc == NULL ? NULL : g_date_time_to_local (utc);
  /* translators: day, month and time of a study, as in g_date_time_format() */
  g_autofree char *time = local == NULL ? NULL : g_date_time_format (local, _ ("%-d %b, %H:%M"));

  return time == NULL ? g_steal_pointer (&title) : g_strdup_printf ("%s · %s", title, time);
}

/* Whether the same studies are in the list already. */
static gboolean
has_studies (GmarlScalingStatus *self, const GPtrArray *studies)
{
  if (self->ids == NULL || g_strv_length (self->ids) != studies->len)
    return FALSE;
  for (guint k = 0; k < studies->len; k++)
    if (g_strcmp0 (self->ids[k], ((const GmarlStudyRecord *) studies->pdata[k])->id) != 0)
      return FALSE;
  return TRUE;
}

static void
fill (GmarlScalingStatus *self, const GPtrArray *studies)
{
  guint n_names = g_list_model_get_n_items (G_LIST_MODEL (self->names));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *ids = g_ptr_array_new ();

  for (guint k = 0; k < studies->len; k++) {
    g_ptr_array_add (names, make_name (studies->pdata[k]));
    g_ptr_array_add (ids, g_strdup (((const GmarlStudyRecord *) studies->pdata[k])->id));
  }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (ids, NULL);
  gtk_string_list_splice (self->names, 0, n_names, (const char *const *) names->pdata);
  g_strfreev (self->ids);
  self->ids = (char **) g_ptr_array_free (ids, FALSE);
}

void
gmarl_scaling_status_set_studies (GmarlScalingStatus *self,
                                  const GPtrArray *studies,
                                  const GmarlStudyRecord *shown)
{
  g_autofree char *title = gmarl_scaling_text_title (shown->study);
  g_autofree char *details = gmarl_scaling_text_details (shown);

  g_return_if_fail (GMARL_IS_SCALING_STATUS (self));
  self->is_setting = TRUE;
  if (!has_studies (self, studies))
    fill (self, studies);
  for (guint k = 0; self->ids[k] != NULL; k++)
    if (g_str_equal (self->ids[k], shown->id))
      gtk_drop_down_set_selected (self->choice, k);
  self->is_setting = FALSE;
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->details, details);
  /* Where one can choose, the choice is the title. */
  gtk_widget_set_visible (GTK_WIDGET (self->choice), studies->len > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->title), studies->len <= 1);
}

/* With its place among the buttons. */
static void
set_shown (GtkWidget *button, gboolean shown)
{
  gtk_widget_set_visible (gtk_widget_get_parent (button), shown);
}

void
gmarl_scaling_status_set_progress (GmarlScalingStatus *self,
                                   const GmarlScalingCounts *counts,
                                   double seconds_left,
                                   GmarlScalingWorker worker)
{
  g_autofree char *text = gmarl_scaling_text_counts (counts, seconds_left);
  double all = counts->work + counts->work_left;
  guint waiting = counts->cells[GMARL_CELL_QUEUED] + counts->cells[GMARL_CELL_PAUSED];
  gboolean is_here = worker == GMARL_SCALING_HERE || worker == GMARL_SCALING_PAUSED_HERE;

  g_return_if_fail (GMARL_IS_SCALING_STATUS (self));
  if (worker == GMARL_SCALING_ELSEWHERE) {
    g_autofree char *elsewhere = g_strdup_printf (_ ("%s · another program works on it"), text);

    gtk_label_set_text (self->counts, elsewhere);
  } else {
    gtk_label_set_text (self->counts, text);
  }
  gtk_progress_bar_set_fraction (self->bar, all > 0 ? counts->work / all : 1);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), counts->work_left > 0);
  set_shown (self->pause, worker == GMARL_SCALING_HERE);
  set_shown (self->resume, worker == GMARL_SCALING_PAUSED_HERE || (!is_here && waiting > 0));
  gtk_widget_set_tooltip_text (self->resume, worker == GMARL_SCALING_ELSEWHERE
                                                 ? _ ("Work on the runs that wait here, too")
                                                 : _ ("Go on with the runs that wait"));
  set_shown (self->retry, counts->cells[GMARL_CELL_FAILED] > 0);
  set_shown (self->skip, waiting > 0);
}

/* -- The widget -- */

static GtkWidget *
make_button (const char *label, const char *action, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tooltip);
  return button;
}

static GtkLabel *
make_label (const char *class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (label), class);
  return label;
}

static GtkWidget *
make_buttons (GmarlScalingStatus *self)
{
  GtkWidget *buttons =
      g_object_new (GTK_TYPE_FLOW_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget **places[] = { &self->pause, &self->resume, &self->retry, &self->skip };

  self->pause = make_button (_ ("Pa_use"), "scaling.pause",
                             _ ("Complete the iterations under way, and wait"));
  self->resume = make_button (_ ("_Resume"), "scaling.resume", NULL);
  self->retry =
      make_button (_ ("Retry _Failed"), "scaling.retry", _ ("Try the runs that failed again"));
  self->skip = make_button (_ ("S_kip Remaining"), "scaling.skip",
                            _ ("Leave the runs out that have not begun or are paused"));
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (buttons), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (buttons), G_N_ELEMENTS (places));
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (buttons), GAP);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (buttons), GAP);
  for (gsize k = 0; k < G_N_ELEMENTS (places); k++) {
    gtk_flow_box_append (GTK_FLOW_BOX (buttons), *places[k]);
    gtk_widget_set_focusable (gtk_widget_get_parent (*places[k]), FALSE);
  }
  return buttons;
}

static void
gmarl_scaling_status_dispose (GObject *object)
{
  GmarlScalingStatus *self = GMARL_SCALING_STATUS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->names);
  g_clear_pointer (&self->ids, g_strfreev);
  G_OBJECT_CLASS (gmarl_scaling_status_parent_class)->dispose (object);
}

static void
gmarl_scaling_status_class_init (GmarlScalingStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gmarl_scaling_status_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CHOSEN] = g_signal_new ("chosen", GMARL_TYPE_SCALING_STATUS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gmarl_scaling_status_init (GmarlScalingStatus *self)
{
  self->names = gtk_string_list_new (NULL);
  self->title = make_label ("heading");
  self->details = make_label ("gmarl-secondary");
  self->counts = make_label ("numeric");
  self->choice =
      GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->names)), NULL));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->choice), _ ("Show another study"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Study"), -1);
  gtk_widget_set_halign (GTK_WIDGET (self->choice), GTK_ALIGN_START);
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress of the Scaling Study"), -1);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->choice));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->details));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->counts));
  gtk_box_append (GTK_BOX (self->box), make_buttons (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
gmarl_scaling_status_new (void)
{
  return g_object_new (GMARL_TYPE_SCALING_STATUS, NULL);
}
