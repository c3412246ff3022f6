/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-option-row.h"

#include "gmarl-typed-number.h"

#include <glib/gi18n-lib.h>

#define ENTRY_CHARACTERS 9

struct _GmarlOptionRow {
  AdwActionRow parent_instance;

  /* Borrowed */
  const GmarlOption *option;
  gpointer object;
  gconstpointer defaults;

  /* Widgets of the row */
  GtkWidget *dot;
  GtkWidget *reset;
  GtkWidget *editor;

  /* Owned */
  char *unit;
  char *problem;

  gboolean is_showing; /* the editor follows the struct, not the other way round */
};

enum {
  CHANGED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (GmarlOptionRow, gmarl_option_row, ADW_TYPE_ACTION_ROW)

static guint signals[N_SIGNALS];

static void
update (GmarlOptionRow *self)
{
  gboolean changed = gmarl_option_row_is_changed (self);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               self->problem != NULL ? self->problem : self->unit);
  if (self->problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID,
      self->problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_widget_set_visible (self->dot, changed);
  gtk_widget_set_visible (self->reset, changed || self->problem != NULL);
}

/* Takes a text from the editor. */
static void
set (GmarlOptionRow *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (self->is_showing)
    return;
  g_clear_pointer (&self->problem, g_free);
  if (!gmarl_option_set (self->option, self->object, text, &error)) {
    g_autofree char *range = gmarl_option_describe_range (self->option);

    /* translators: %s is "a number above 0, at most 1" */
    self->problem = g_strdup_printf (_ ("Enter %s"), range);
  }
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Lets the editor show the struct. */
static void
show (GmarlOptionRow *self)
{
  g_autofree char *text = gmarl_option_get (self->option, self->object);

  self->is_showing = TRUE;
  if (GTK_IS_SWITCH (self->editor))
    gtk_switch_set_active (GTK_SWITCH (self->editor),
                           *(gboolean *) G_STRUCT_MEMBER_P (self->object, self->option->offset));
  else if (GTK_IS_DROP_DOWN (self->editor))
    gtk_drop_down_set_selected (
        GTK_DROP_DOWN (self->editor),
        (guint) * (gint *) G_STRUCT_MEMBER_P (self->object, self->option->offset));
  else
    gtk_editable_set_text (GTK_EDITABLE (self->editor), text);
  self->is_showing = FALSE;
  update (self);
}

static void
toggled_cb (GmarlOptionRow *self)
{
  set (self, gtk_switch_get_active (GTK_SWITCH (self->editor)) ? "yes" : "no");
}

static void
selected_cb (GmarlOptionRow *self)
{
  set (self, self->option->choices[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->editor))]);
}

static void
typed_cb (GmarlOptionRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->editor));
  g_autofree char *number =
      self->option->type == GMARL_OPTION_REAL || self->option->type == GMARL_OPTION_INTEGER
          ? gmarl_typed_number (text)
          : NULL;

  set (self, number != NULL ? number : text);
}

static void
gmarl_option_row_finalize (GObject *object)
{
  GmarlOptionRow *self = GMARL_OPTION_ROW (object);

  g_free (self->unit);
  g_free (self->problem);
  G_OBJECT_CLASS (gmarl_option_row_parent_class)->finalize (object);
}

static void
gmarl_option_row_class_init (GmarlOptionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_option_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", GMARL_TYPE_OPTION_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
gmarl_option_row_init (GmarlOptionRow *self)
{
  /* The dot is said by the button beside it, which a screen reader finds. */
  self->dot = g_object_new (GTK_TYPE_LABEL, "label", "●", "accessible-role",
                            GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->dot, "accent");
  self->reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->reset, "flat");
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (gmarl_option_row_reset), self);
}

static GtkWidget *
make_drop_down (const GmarlOption *option, GmarlOptionChoiceName choice_name)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize k = 0; option->choices[k] != NULL; k++)
    gtk_string_list_append (names, choice_name (option->choices[k]));
  return gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
}

static void
make_editor (GmarlOptionRow *self, GmarlOptionChoiceName choice_name)
{
  switch (self->option->type) {
  case GMARL_OPTION_BOOLEAN:
    self->editor = gtk_switch_new ();
    g_signal_connect_swapped (self->editor, "notify::active", G_CALLBACK (toggled_cb), self);
    break;
  case GMARL_OPTION_CHOICE:
    self->editor = make_drop_down (self->option, choice_name);
    g_signal_connect_swapped (self->editor, "notify::selected", G_CALLBACK (selected_cb), self);
    break;
  default:
    self->editor = gtk_entry_new ();
    gtk_editable_set_width_chars (GTK_EDITABLE (self->editor), ENTRY_CHARACTERS);
    gtk_editable_set_max_width_chars (GTK_EDITABLE (self->editor), ENTRY_CHARACTERS);
    gtk_editable_set_alignment (GTK_EDITABLE (self->editor), 1);
    gtk_widget_add_css_class (self->editor, "numeric");
    g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (typed_cb), self);
  }
  gtk_widget_set_valign (self->editor, GTK_ALIGN_CENTER);
}

GtkWidget *
gmarl_option_row_new (const GmarlOption *option,
                      gpointer object,
                      gconstpointer defaults,
                      const char *name,
                      const char *unit,
                      const char *tooltip,
                      GmarlOptionChoiceName choice_name)
{
  GmarlOptionRow *self = g_object_new (GMARL_TYPE_OPTION_ROW, NULL);
  g_autofree char *default_text = gmarl_option_get (option, defaults);
  /* translators: %s is a value */
  g_autofree char *reset = g_strdup_printf (_ ("Reset to %s"), default_text);

  self->option = option;
  self->object = object;
  self->defaults = defaults;
  self->unit = g_strdup (unit);
  make_editor (self, choice_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip);
  gtk_widget_set_tooltip_text (self->reset, reset);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->dot);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->reset);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->editor);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->editor);
  /* The row's title is its name: one of its own would be said as well. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tooltip, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reset, -1);
  show (self);
  return GTK_WIDGET (self);
}

const GmarlOption *
gmarl_option_row_get_option (GmarlOptionRow *self)
{
  return self->option;
}

gboolean
gmarl_option_row_is_changed (GmarlOptionRow *self)
{
  g_autofree char *is = gmarl_option_get (self->option, self->object);
  g_autofree char *was = gmarl_option_get (self->option, self->defaults);

  return !g_str_equal (is, was);
}

const char *
gmarl_option_row_get_problem (GmarlOptionRow *self)
{
  return self->problem;
}

void
gmarl_option_row_set_value (GmarlOptionRow *self, const char *value)
{
  set (self, value);
  show (self);
}

void
gmarl_option_row_reset (GmarlOptionRow *self)
{
  g_autofree char *was = gmarl_option_get (self->option, self->defaults);

  gmarl_option_row_set_value (self, was);
}

void
gmarl_option_row_set_text (GmarlOptionRow *self, const char *text)
{
  g_return_if_fail (GTK_IS_ENTRY (self->editor));
  gtk_editable_set_text (GTK_EDITABLE (self->editor), text);
}
