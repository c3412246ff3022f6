/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-score-details.h"

#include <glib/gi18n-lib.h>

#define MOST_HEIGHT 240
#define SPACING     3

struct _GmarlScoreDetails {
  GtkWidget parent_instance;

  GtkWidget *scroller; /* child */
  GtkWidget *box;      /* in it */
  GtkLabel *title;
  GtkLabel *lines;
};

G_DEFINE_FINAL_TYPE (GmarlScoreDetails, gmarl_score_details, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
gmarl_score_details_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A scrolled window does not ask how high its content is at a width. */
static void
gmarl_score_details_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  GmarlScoreDetails *self = GMARL_SCORE_DETAILS (widget);

  gtk_widget_measure (self->box, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = MIN (*minimum, MOST_HEIGHT);
}

static void
gmarl_score_details_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (GMARL_SCORE_DETAILS (widget)->scroller,
                            &(GtkAllocation){ 0, 0, width, height }, -1);
}

static void
gmarl_score_details_dispose (GObject *object)
{
  g_clear_pointer (&GMARL_SCORE_DETAILS (object)->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (gmarl_score_details_parent_class)->dispose (object);
}

static void
gmarl_score_details_class_init (GmarlScoreDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_score_details_dispose;
  gtk_widget_class_set_css_name (widget_class, "scoredetails");
  widget_class->get_request_mode = gmarl_score_details_get_request_mode;
  widget_class->measure = gmarl_score_details_measure;
  widget_class->size_allocate = gmarl_score_details_size_allocate;
}

/* What does not scroll is no stop of Tab. */
static void
adjustment_changed_cb (GmarlScoreDetails *self, GtkAdjustment *adjustment)
{
  gtk_widget_set_focusable (self->scroller, gtk_adjustment_get_upper (adjustment) >
                                                gtk_adjustment_get_page_size (adjustment));
}

static GtkLabel *
append_label (GmarlScoreDetails *self, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->box), label);
  return GTK_LABEL (label);
}

static void
gmarl_score_details_init (GmarlScoreDetails *self)
{
  GtkScrolledWindow *scroller;

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_widget_add_css_class (self->box, "gmarl-score-details");
  self->title = append_label (self, "heading");
  self->lines = append_label (self, "numeric");

  self->scroller = gtk_scrolled_window_new ();
  scroller = GTK_SCROLLED_WINDOW (self->scroller);
  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (scroller, self->box);
  gtk_widget_set_focusable (self->scroller, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the number stands for"), -1);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scroller), "changed",
                           G_CALLBACK (adjustment_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

void
gmarl_score_details_set (GmarlScoreDetails *self, const char *title, const char *lines)
{
  g_return_if_fail (GMARL_IS_SCORE_DETAILS (self));

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->lines, lines);
}
