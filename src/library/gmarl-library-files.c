/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Folders of runs, and what is on the disk for sure.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

char *
gmarl_library_run_path (const GmarlLibrary *self, const char *run_id, const char *file)
{
  return g_build_filename (self->directory, GMARL_LIBRARY_RUNS, run_id, file, NULL);
}

gboolean
gmarl_library_is_same_file (const char *a, const char *b)
{
  GStatBuf one, other;

  return g_stat (a, &one) == 0 && g_stat (b, &other) == 0 && one.st_dev == other.st_dev &&
         one.st_ino == other.st_ino;
}

gboolean
gmarl_library_sync (const char *path, GError **error)
{
  gint fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    gmarl_library_set_file_error (path, errno, error);
  if (fd >= 0)
    close (fd);
  return done;
}

gboolean
gmarl_library_make_run_folder (const GmarlLibrary *self, const char *run_id, GError **error)
{
  g_autofree char *runs = g_build_filename (self->directory, GMARL_LIBRARY_RUNS, NULL);
  g_autofree char *folder = gmarl_library_run_path (self, run_id, NULL);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (g_mkdir_with_parents (folder, 0755) != 0) {
    gmarl_library_set_file_error (folder, errno, error);
    return FALSE;
  }
  /* A file is safe when every folder above it is. */
  return gmarl_library_sync (runs, error) && gmarl_library_sync (self->directory, error);
}

char *
gmarl_library_get_run_folder (const GmarlLibrary *self, const char *run_id)
{
  return gmarl_library_run_path (self, run_id, NULL);
}
