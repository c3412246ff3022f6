/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-score-cell.h"

#include "gmarl-draw-marks.h"
#include "gmarl-style-watch.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Inside of what is scrolled into sight with the focus, as the padding of CSS would not be. */
#define PAD_X       6
#define PAD_Y       8
#define NAMED_PAD_Y 4 /* of cells with names, which stand close together */

#define GAP        12
#define LEAST_NAME 48

#define MARK_HEIGHT   14
#define MARK_WIDTH    84
#define MARKER_RADIUS 3.5
#define LINE_WIDTH    2.0
#define RAIL_ALPHA    0.15

struct _GmarlScoreCell {
  GtkWidget parent_instance;

  GtkWidget *name; /* NULL: none */
  GtkWidget *label;
  GmarlStyleWatch *style;
  char *details;                 /* owned */
  GmarlScoreCellContent content; /* without its texts */
};

G_DEFINE_FINAL_TYPE (GmarlScoreCell, gmarl_score_cell, GTK_TYPE_WIDGET)

static double
place (double from, double width, double share)
{
  return from + width * CLAMP (share, 0, 1);
}

static void
draw_mark (GmarlScoreCell *self, cairo_t *cr, double width, double middle)
{
  const GmarlDrawStyle *style = gmarl_style_watch_get (self->style);
  const GmarlScoreCellContent *content = &self->content;
  GmarlColor color = gmarl_look_get_color (content->look, style->dark);
  double from = MARKER_RADIUS + 1, room = width - 2 * from;

  gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, RAIL_ALPHA));
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, from, middle);
  cairo_line_to (cr, from + room, middle);
  cairo_stroke (cr);
  if (isnan (content->mean))
    return;
  gmarl_draw_set_color (cr, color);
  cairo_set_line_width (cr, LINE_WIDTH);
  if (!isnan (content->low)) {
    cairo_move_to (cr, place (from, room, content->low), middle);
    cairo_line_to (cr, place (from, room, content->high), middle);
    cairo_stroke (cr);
  }
  gmarl_draw_marker (cr, gmarl_look_get_marker (content->look), place (from, room, content->mean),
                     middle, MARKER_RADIUS, color, style->card, 1);
}

static int
get_pad_y (GmarlScoreCell *self)
{
  return self->name != NULL ? NAMED_PAD_Y : PAD_Y;
}

static void
gmarl_score_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GmarlScoreCell *self = GMARL_SCORE_CELL (widget);
  float width = (float) (gtk_widget_get_width (widget) - 2 * PAD_X);
  float top = (float) (gtk_widget_get_height (widget) - get_pad_y (self) - MARK_HEIGHT);
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (PAD_X, top, width, MARK_HEIGHT));

  cairo_translate (cr, PAD_X, top);
  draw_mark (self, cr, width, MARK_HEIGHT / 2.0);
  cairo_destroy (cr);
  if (self->name != NULL)
    gtk_widget_snapshot_child (widget, self->name, snapshot);
  gtk_widget_snapshot_child (widget, self->label, snapshot);
}

static void
gmarl_score_cell_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  GmarlScoreCell *self = GMARL_SCORE_CELL (widget);
  int name = 0;

  gtk_widget_measure (self->label, orientation, -1, minimum, natural, NULL, NULL);
  if (self->name != NULL)
    gtk_widget_measure (self->name, orientation, -1, NULL, &name, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    *minimum = *natural = MAX (*natural, name) + MARK_HEIGHT + 2 * get_pad_y (self);
  } else if (self->name != NULL) {
    *minimum = *natural + GAP + MIN (name, LEAST_NAME) + 2 * PAD_X;
    *natural += GAP + name + 2 * PAD_X;
  } else {
    *minimum = *natural = MAX (*natural, MARK_WIDTH) + 2 * PAD_X;
  }
}

static void
gmarl_score_cell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlScoreCell *self = GMARL_SCORE_CELL (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int pad = get_pad_y (self);
  GtkAllocation room = { PAD_X, pad, MAX (width - 2 * PAD_X, 0),
                         MAX (height - 2 * pad - MARK_HEIGHT, 0) };
  GtkAllocation rest = room;
  int text;

  if (self->name != NULL) {
    gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &text, NULL, NULL);
    room.width = MIN (text, room.width);
    rest.width = MAX (rest.width - room.width - GAP, 0);
    if (mirrored)
      rest.x += room.width + GAP;
    else
      room.x = width - PAD_X - room.width;
    gtk_widget_size_allocate (self->name, &rest, -1);
    gtk_widget_set_has_tooltip (
        widget, pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (self->name))));
  }
  gtk_widget_size_allocate (self->label, &room, -1);
}

static void
gmarl_score_cell_dispose (GObject *object)
{
  GmarlScoreCell *self = GMARL_SCORE_CELL (object);

  g_clear_object (&self->style);
  g_clear_pointer (&self->name, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->details, g_free);
  G_OBJECT_CLASS (gmarl_score_cell_parent_class)->dispose (object);
}

static void
gmarl_score_cell_class_init (GmarlScoreCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_score_cell_dispose;
  widget_class->snapshot = gmarl_score_cell_snapshot;
  widget_class->measure = gmarl_score_cell_measure;
  widget_class->size_allocate = gmarl_score_cell_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "scorecell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
clicked_cb (GmarlScoreCell *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
gmarl_score_cell_init (GmarlScoreCell *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (clicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  self->style = gmarl_style_watch_new (GTK_WIDGET (self));
  g_signal_connect_object (self->style, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

static void
add_name (GmarlScoreCell *self, const char *name)
{
  self->name = gtk_label_new (name);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_widget_insert_after (self->name, GTK_WIDGET (self), NULL);
}

GtkWidget *
gmarl_score_cell_new (const GmarlScoreCellContent *content)
{
  GmarlScoreCell *self = g_object_new (GMARL_TYPE_SCORE_CELL, NULL);
  g_autofree char *text = g_strconcat (content->best ? "★ " : "", content->text, NULL);

  self->content = *content;
  self->content.name = self->content.text = self->content.spoken = self->content.details = NULL;
  self->details = g_strdup (content->details);
  gtk_label_set_label (GTK_LABEL (self->label), text);
  if (content->name != NULL)
    add_name (self, content->name);
  if (content->best)
    gtk_widget_add_css_class (self->label, "heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  content->spoken, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  content->details, -1);
  return GTK_WIDGET (self);
}

gsize
gmarl_score_cell_get_policy (GmarlScoreCell *self)
{
  return self->content.policy;
}

gsize
gmarl_score_cell_get_row (GmarlScoreCell *self)
{
  return self->content.row;
}

const char *
gmarl_score_cell_get_details (GmarlScoreCell *self)
{
  return self->details;
}
