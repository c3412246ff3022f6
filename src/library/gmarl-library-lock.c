/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Who writes a run: a lock on runs/<id>/lock; and who works on a cell of a study: a lock on the
 * byte of its number of studies/<id>.lock, which has no bytes.
 *
 * An open file description lock (fcntl, F_OFD_SETLK): the kernel lets go of it with the last
 * descriptor, so that a killed process leaves nothing behind; other descriptors of the same process
 * are other holders; and F_OFD_GETLK asks without taking it, which works on a read-only medium too.
 * The file's text, "PID HOST", is for messages alone.
 */
#include "config.h"

#include "gmarl-library-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define LOCK_FILE "lock"

static void
set_held_error (const GmarlRunRecord *run, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gint64 process = 0;
  const char *host = "";

  if (g_file_get_contents (path, &text, NULL, NULL)) {
    process = g_ascii_strtoll (text, (char **) &host, 10);
    g_strstrip (text);
  }
  while (host[0] == ' ')
    host++;
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_LIBRARY,
      _ ("Run %s (“%s”, seed %" PRIu64 ") is being trained by process %" PRId64
         " on “%s”. Nothing was changed. Wait until that process is done, or stop it first."),
      run->id, run->name, run->seed, process, host);
}

gint
gmarl_library_lock_run (GmarlLibrary *self, const GmarlRunRecord *run, GError **error)
{
  g_autofree char *path = gmarl_library_run_path (self, run->id, LOCK_FILE);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  gint fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

  if (fd < 0) {
    gmarl_library_set_file_error (path, errno, error);
    return -1;
  }
  if (fcntl (fd, F_OFD_SETLK, &lock) != 0) {
    if (errno == EAGAIN || errno == EACCES)
      set_held_error (run, path, error);
    else
      gmarl_library_set_file_error (path, errno, error);
    close (fd);
    return -1;
  }
  {
    g_autofree char *text = g_strdup_printf ("%ld %s\n", (long) getpid (), g_get_host_name ());

    /* Held already: a disk too full for the text does not matter. */
    if (ftruncate (fd, 0) != 0 || write (fd, text, strlen (text)) < 0)
      g_debug ("%s: %s", path, g_strerror (errno));
  }
  return fd;
}

gboolean
gmarl_library_is_run_held (const GmarlLibrary *self, const char *run_id)
{
  g_autofree char *path = gmarl_library_run_path (self, run_id, LOCK_FILE);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  gint fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean held;

  if (fd < 0)
    return FALSE;
  held = fcntl (fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close (fd);
  return held;
}

/* studies/<id>.lock (transfer full) */
static char *
study_path (const GmarlLibrary *self, const char *study_id)
{
  g_autofree char *name = g_strconcat (study_id, ".lock", NULL);

  return g_build_filename (self->directory, GMARL_LIBRARY_STUDIES, name, NULL);
}

gint
gmarl_library_lock_cell (GmarlLibrary *self,
                         const char *study_id,
                         gsize number,
                         gboolean *busy,
                         GError **error)
{
  g_autofree char *folder = g_build_filename (self->directory, GMARL_LIBRARY_STUDIES, NULL);
  g_autofree char *path = study_path (self, study_id);
  struct flock lock = {
    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t) number, .l_len = 1
  };
  gint fd;

  *busy = FALSE;
  if (g_mkdir (folder, 0755) != 0 && errno != EEXIST) {
    gmarl_library_set_file_error (folder, errno, error);
    return -1;
  }
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) {
    gmarl_library_set_file_error (path, errno, error);
    return -1;
  }
  if (fcntl (fd, F_OFD_SETLK, &lock) != 0) {
    *busy = errno == EAGAIN || errno == EACCES;
    if (!*busy)
      gmarl_library_set_file_error (path, errno, error);
    close (fd);
    return -1;
  }
  return fd;
}

void
gmarl_library_find_held_cells (const GmarlLibrary *self,
                               const char *study_id,
                               gsize n_cells,
                               gboolean *held)
{
  g_autofree char *path = study_path (self, study_id);
  gint fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  for (gsize number = 0; number < n_cells; number++) {
    struct flock lock = {
      .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t) number, .l_len = 1
    };

    held[number] = fd >= 0 && fcntl (fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  }
  if (fd >= 0)
    close (fd);
}
