/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-log-window.h"

#include "gmarl-beat.h"
#include "gmarl-spoken-names.h"

#include <glib/gi18n-lib.h>

/* Lines that the log has let go of stay in the text until there are so many of them. */
#define SLACK 500

/* What the text stands off the last line when it counts as being there. */
#define NEAR_THE_END 24

struct _GmarlLogWindow {
  AdwWindow parent_instance;

  /* Template widgets */
  AdwToastOverlay *toasts;
  GtkEditable *search;
  GtkDropDown *level;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkWidget *copy;

  /* Owned */
  GmarlLog *log;
  GmarlLogLine *last; /* that is shown; NULL: none */

  /* Borrowed: of the text */
  GtkTextBuffer *buffer;
  GtkAdjustment *place;
  GtkTextMark *end;
  GtkTextTag *tags[GMARL_N_LOG_LEVELS];

  guint64 next;  /* number of the first line that was not looked at */
  guint n_shown; /* lines */
  double upper;  /* at the beat before */
  guint beat_id; /* while the end of a new text is looked for */
};

G_DEFINE_FINAL_TYPE (GmarlLogWindow, gmarl_log_window, ADW_TYPE_WINDOW)

/* Whoever has scrolled back reads there in peace. */
static gboolean
is_at_end (GmarlLogWindow *self)
{
  return gtk_adjustment_get_value (self->place) + gtk_adjustment_get_page_size (self->place) >=
         gtk_adjustment_get_upper (self->place) - NEAR_THE_END;
}

/* How high a long text is turns out bit by bit, while nothing else is to be done. */
static gboolean
beat_cb (gpointer user_data)
{
  GmarlLogWindow *self = user_data;
  double upper = gtk_adjustment_get_upper (self->place);
  gboolean is_settled = upper == self->upper && gtk_widget_get_mapped (GTK_WIDGET (self->view));

  self->upper = upper;
  gtk_adjustment_set_value (self->place, upper);
  if (!is_settled && self->n_shown > 0)
    return G_SOURCE_CONTINUE;
  self->beat_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
is_wanted (GmarlLogWindow *self, const GmarlLogLine *line)
{
  return gmarl_log_line_matches (line, gtk_drop_down_get_selected (self->level),
                                 gtk_editable_get_text (self->search));
}

/* line: (transfer full) */
static void
append (GmarlLogWindow *self, GmarlLogLine *line)
{
  g_autofree char *text = gmarl_log_line_format (line, self->last);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  if (self->n_shown > 0)
    gtk_text_buffer_insert (self->buffer, &end, "\n", -1);
  gtk_text_buffer_insert_with_tags (self->buffer, &end, text, -1, self->tags[line->level], NULL);
  self->n_shown++;
  g_clear_pointer (&self->last, gmarl_log_line_free);
  self->last = line;
}

static void
show_state (GmarlLogWindow *self)
{
  gboolean is_filtered = gtk_editable_get_text (self->search)[0] != '\0' ||
                         gtk_drop_down_get_selected (self->level) != GMARL_LOG_DEBUG;

  adw_status_page_set_title (self->empty, is_filtered ? _ ("Nothing Found") : _ ("Nothing Noted"));
  adw_status_page_set_description (
      self->empty, is_filtered ? _ ("No line of the log is like this.")
                               : _ ("What the program does and what goes wrong comes here."));
  gtk_stack_set_visible_child_name (self->stack, self->n_shown > 0 ? "text" : "empty");
  gtk_widget_set_sensitive (self->copy, self->n_shown > 0);
}

static void
show_new (GmarlLogWindow *self)
{
  g_autoptr (GPtrArray) lines = gmarl_log_get_lines (self->log, self->next);
  gboolean follows = self->beat_id == 0 && is_at_end (self);

  for (guint k = 0; k < lines->len; k++) {
    GmarlLogLine *line = lines->pdata[k];

    self->next = line->number + 1;
    if (!is_wanted (self, line))
      continue;
    lines->pdata[k] = NULL;
    append (self, line);
  }
  g_ptr_array_set_free_func (lines, NULL);
  for (guint k = 0; k < lines->len; k++)
    g_clear_pointer ((GmarlLogLine **) &lines->pdata[k], gmarl_log_line_free);
  if (follows)
    gtk_text_view_scroll_mark_onscreen (self->view, self->end);
  show_state (self);
}

static void
show_all (GmarlLogWindow *self)
{
  gtk_text_buffer_set_text (self->buffer, "", 0);
  g_clear_pointer (&self->last, gmarl_log_line_free);
  self->n_shown = 0;
  self->next = 0;
  show_new (self);
  self->upper = -1;
  if (self->beat_id == 0)
    self->beat_id = gmarl_beat_add (beat_cb, self);
}

static void
added_cb (GmarlLogWindow *self)
{
  if (self->n_shown > GMARL_LOG_MOST_LINES + SLACK)
    show_all (self);
  else
    show_new (self);
}

static void
copy_cb (GmarlLogWindow *self)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  g_autofree char *told = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  told = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u line copied", "%u lines copied", self->n_shown),
      self->n_shown);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (told));
}

static void
clear_cb (GmarlLogWindow *self)
{
  gmarl_log_clear (self->log);
}

/* Escape takes the search away first, then the window. */
static void
stop_search_cb (GmarlLogWindow *self)
{
  if (gtk_editable_get_text (self->search)[0] != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (GMARL_LOG_WINDOW (widget)->search));
}

/* -- Colours -- */

static void
colour_tags (GmarlLogWindow *self)
{
  static const char *const names[GMARL_N_LOG_LEVELS] = {
    [GMARL_LOG_WARNING] = "warning_color",
    [GMARL_LOG_ERROR] = "error_color",
  };
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->view));

  for (guint level = 0; level < GMARL_N_LOG_LEVELS; level++) {
    GdkRGBA colour;

    if (names[level] != NULL && gtk_style_context_lookup_color (context, names[level], &colour))
      g_object_set (self->tags[level], "foreground-rgba", &colour, NULL);
  }
}

static void
make_tags (GmarlLogWindow *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  for (guint level = 0; level < GMARL_N_LOG_LEVELS; level++)
    self->tags[level] = gtk_text_buffer_create_tag (
        self->buffer, NULL, "weight",
        level >= GMARL_LOG_WARNING ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, NULL);
  colour_tags (self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (colour_tags), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (colour_tags), self,
                           G_CONNECT_SWAPPED);
}

/* -- The widget -- */

static void
gmarl_log_window_dispose (GObject *object)
{
  GmarlLogWindow *self = GMARL_LOG_WINDOW (object);

  g_clear_handle_id (&self->beat_id, g_source_remove);
  g_clear_object (&self->log);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_LOG_WINDOW);
  G_OBJECT_CLASS (gmarl_log_window_parent_class)->dispose (object);
}

static void
gmarl_log_window_finalize (GObject *object)
{
  g_clear_pointer (&GMARL_LOG_WINDOW (object)->last, gmarl_log_line_free);
  G_OBJECT_CLASS (gmarl_log_window_parent_class)->finalize (object);
}

static void
gmarl_log_window_class_init (GmarlLogWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_log_window_dispose;
  object_class->finalize = gmarl_log_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-log-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlLogWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GmarlLogWindow, search);
  gtk_widget_class_bind_template_child (widget_class, GmarlLogWindow, level);
  gtk_widget_class_bind_template_child (widget_class, GmarlLogWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GmarlLogWindow, empty);
  gtk_widget_class_bind_template_child (widget_class, GmarlLogWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, GmarlLogWindow, view);
  gtk_widget_class_bind_template_child (widget_class, GmarlLogWindow, copy);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_install_action (widget_class, "log.find", NULL, find_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "log.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gmarl_log_window_init (GmarlLogWindow *self)
{
  GtkTextIter end;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  self->end = gtk_text_buffer_create_mark (self->buffer, NULL, &end, FALSE);
  self->place = gtk_scrolled_window_get_vadjustment (self->scroller);
  make_tags (self);
}

GtkWidget *
gmarl_log_window_new (GmarlLog *log)
{
  GmarlLogWindow *self = g_object_new (GMARL_TYPE_LOG_WINDOW, NULL);

  self->log = g_object_ref (log);
  g_signal_connect_object (log, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (log, "cleared", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  show_all (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gmarl_spoken_names (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
