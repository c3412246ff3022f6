/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-about.h"

#include "gmarl-application.h"
#include "gmarl-backend.h"

#include <glib/gi18n-lib.h>

char *
gmarl_about_describe_system (GmarlSession *session)
{
  GString *text = g_string_new (NULL);
  const char *kernels = gmarl_kernel_level_name (GMARL_KERNEL_LEVEL_AUTO, NULL);
  int threads = g_settings_get_int (gmarl_session_get_settings (session), "threads");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  g_string_append_printf (text, "Gridmarl %s\n", GMARL_VERSION);
  g_string_append_printf (text, "System: %s\n", system != NULL ? system : "unknown");
  g_string_append_printf (text, "GTK %u.%u.%u, libadwaita %u.%u.%u, GLib %u.%u.%u\n",
                          gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (), glib_major_version,
                          glib_minor_version, glib_micro_version);
  g_string_append_printf (text, "Display: %s\n", gdk_display_get_name (gdk_display_get_default ()));
  g_string_append_printf (text, "Kernels: %s\n", kernels != NULL ? kernels : "unknown");
  g_string_append_printf (text, "Cores: %u, threads chosen: %s%d\n", g_get_num_processors (),
                          threads == 0 ? "all, " : "", threads);
  g_string_append_printf (text, "Library: %s\n", gmarl_session_get_library_directory (session));
  if (gmarl_session_get_library_error (session) != NULL)
    g_string_append_printf (text, "  %s\n", gmarl_session_get_library_error (session));
  return g_string_free (text, FALSE);
}

void
gmarl_about_present (GtkWindow *parent, GmarlSession *session)
{
  g_autofree char *system = gmarl_about_describe_system (session);
  GtkWidget *window = adw_about_window_new ();

  g_object_set (window, "transient-for", parent, "modal", TRUE, "application-icon",
                GMARL_APPLICATION_ID, "application-name", _ ("Gridmarl"), "developer-name",
                _ ("The Gridmarl developers"), "version", GMARL_VERSION, "copyright",
                "© 2026 The Gridmarl developers", "license-type", GTK_LICENSE_MIT_X11, "comments",
                _ ("Watch a small power grid live through its day, train agents to run it, and see "
                   "what they learned."),
                /* translators: your names, one a line */
                "translator-credits", _ ("translator-credits"), "debug-info", system,
                "debug-info-filename", "gridmarl.txt", NULL);
  gtk_window_present (GTK_WINDOW (window));
}
