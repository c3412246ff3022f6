/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-preferences.h"

#include "gmarl-calm-wheel.h"
#include "gmarl-grid-speed.h"
#include "gmarl-run-trash.h"
#include "gmarl-spoken-names.h"

#include <glib/gi18n-lib.h>

struct _GmarlPreferences {
  AdwPreferencesWindow parent_instance;

  /* Template widgets */
  AdwComboRow *style;
  AdwActionRow *threads_row;
  AdwComboRow *start_speed;
  GtkSpinButton *threads;
  AdwActionRow *library;
  AdwActionRow *trash;
  GtkWidget *empty_trash;

  /* Owned */
  GmarlSession *session;
};

G_DEFINE_FINAL_TYPE (GmarlPreferences, gmarl_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
show_library (GmarlPreferences *self)
{
  adw_action_row_set_subtitle (self->library, gmarl_session_get_library_directory (self->session));
}

static void
show_trash (GmarlPreferences *self)
{
  g_autofree char *content = gmarl_run_trash_describe (self->session);

  adw_action_row_set_subtitle (self->trash, content != NULL ? content : _ ("Empty"));
  gtk_widget_set_sensitive (self->empty_trash, content != NULL);
}

static void
empty_trash_cb (GmarlPreferences *self)
{
  gmarl_run_trash_ask_empty (GTK_WINDOW (self), self->session);
}

/* The style is an enumeration there and a position in a list here. */
static gboolean
get_style_mapping (GValue *value, GVariant *variant, gpointer user_data)
{
  static const char *const nicks[] = { "follow", "light", "dark", NULL };

  for (guint i = 0; nicks[i] != NULL; i++)
    if (g_str_equal (nicks[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
set_style_mapping (const GValue *value, const GVariantType *type, gpointer user_data)
{
  static const char *const nicks[] = { "follow", "light", "dark" };

  return g_variant_new_string (nicks[MIN (g_value_get_uint (value), G_N_ELEMENTS (nicks) - 1)]);
}

/* Likewise a name in a list of names. */
static gboolean
get_speed_mapping (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *const *names = gmarl_grid_speed_start_names ();

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
set_speed_mapping (const GValue *value, const GVariantType *type, gpointer user_data)
{
  const char *const *names = gmarl_grid_speed_start_names ();

  return g_variant_new_string (
      names[MIN (g_value_get_uint (value), g_strv_length ((char **) names) - 1)]);
}

/* 0 threads stands for one a core, which is what the number says then. */
static gboolean
threads_output_cb (GtkSpinButton *spin, gpointer user_data)
{
  int threads = gtk_spin_button_get_value_as_int (spin);
  g_autofree char *text = threads == 0 ? g_strdup (_ ("All")) : g_strdup_printf ("%d", threads);

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (spin))))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static int
threads_input_cb (GtkSpinButton *spin, double *value, gpointer user_data)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));

  if (g_utf8_collate (text, _ ("All")) != 0)
    return FALSE;
  *value = 0;
  return TRUE;
}

static void
gmarl_preferences_dispose (GObject *object)
{
  GmarlPreferences *self = GMARL_PREFERENCES (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_PREFERENCES);
  G_OBJECT_CLASS (gmarl_preferences_parent_class)->dispose (object);
}

static void
gmarl_preferences_class_init (GmarlPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlPreferences, style);
  gtk_widget_class_bind_template_child (widget_class, GmarlPreferences, start_speed);
  gtk_widget_class_bind_template_child (widget_class, GmarlPreferences, threads_row);
  gtk_widget_class_bind_template_child (widget_class, GmarlPreferences, threads);
  gtk_widget_class_bind_template_child (widget_class, GmarlPreferences, library);
  gtk_widget_class_bind_template_child (widget_class, GmarlPreferences, trash);
  gtk_widget_class_bind_template_child (widget_class, GmarlPreferences, empty_trash);
  gtk_widget_class_bind_template_callback (widget_class, empty_trash_cb);
  gtk_widget_class_bind_template_callback (widget_class, threads_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, threads_output_cb);
}

static void
gmarl_preferences_init (GmarlPreferences *self)
{
  g_autofree char *cores = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  gmarl_calm_wheel (GTK_WIDGET (self));
  cores = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "This machine has %u core",
                                        "This machine has %u cores", g_get_num_processors ()),
                           g_get_num_processors ());
  adw_action_row_set_subtitle (self->threads_row, cores);
}

GtkWidget *
gmarl_preferences_new (GmarlSession *session)
{
  GmarlPreferences *self = g_object_new (GMARL_TYPE_PREFERENCES, NULL);
  GSettings *settings = gmarl_session_get_settings (session);

  self->session = g_object_ref (session);
  g_settings_bind (settings, "threads", self->threads, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "style", self->style, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_style_mapping, set_style_mapping, NULL, NULL);
  g_settings_bind_with_mapping (settings, "start-speed", self->start_speed, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_speed_mapping, set_speed_mapping, NULL,
                                NULL);
  show_library (self);
  show_trash (self);
  g_signal_connect_object (session, "library-changed", G_CALLBACK (show_trash), self,
                           G_CONNECT_SWAPPED);
  gmarl_spoken_names (GTK_WIDGET (self));
  g_signal_connect_object (session, "notify::library-directory", G_CALLBACK (show_library), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
style_changed_cb (GSettings *settings)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };
  int style = g_settings_get_enum (settings, "style");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[style]);
}

void
gmarl_preferences_apply_style (GSettings *settings)
{
  g_signal_connect (settings, "changed::style", G_CALLBACK (style_changed_cb), NULL);
  style_changed_cb (settings);
}
