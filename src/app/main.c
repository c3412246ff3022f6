/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Hours of use must not cost memory. Left to itself the GNU allocator opens eight arenas a core, as
 * a pool's threads come and go, each with holes of its own; and it takes larger and larger blocks
 * from the heap once one of their size was freed: pictures of a window and arrays of a training
 * then come to lie between small things that stay, so that what they leave is not given back. */
static void
limit_fragmentation (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, 2);
  mallopt (M_MMAP_THRESHOLD, 256 * 1024);
  mallopt (M_TRIM_THRESHOLD, 1024 * 1024);
#endif
}

int
main (int argc, char **argv)
{
  g_autoptr (GmarlApplication) application = NULL;

  limit_fragmentation ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, GMARL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Gridmarl"));
  gtk_window_set_default_icon_name (GMARL_APPLICATION_ID);

  application = gmarl_application_new ();
  /* It stays to the end: GLib never lets go of it. */
  g_log_set_writer_func (gmarl_log_write, g_object_ref (gmarl_application_get_log (application)),
                         g_object_unref);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
