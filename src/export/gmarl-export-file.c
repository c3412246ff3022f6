/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * A temporary file beside the target (so that both are on one file system) takes the contents, is
 * synced, and is renamed over the target. A symbolic link is followed, so that it stays one.
 */
#include "config.h"

#include "gmarl-export-file.h"

#include "gmarl-error.h"
#include "gmarl-export-sidecar.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_BYTES (1 << 18)

struct _GmarlExportFile {
  char *path;      /* as given, for messages */
  char *target;    /* what the temporary file replaces; NULL: written as it comes */
  char *temporary; /* exists until committed or freed; NULL: written as it comes */
  int fd;          /* owned by the stream */
  GOutputStream *stream;
};

static void
set_errno_error (const char *path, GError **error)
{
  int saved = errno;
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved),
               _ ("“%s” cannot be written (%s), and nothing was changed: choose another place"),
               name, g_strerror (saved));
}

/* The temporary file beside target, with the permissions of what it will replace. */
static int
open_temporary (GmarlExportFile *self, gboolean exists, const struct stat *existing)
{
  g_autofree char *folder = g_path_get_dirname (self->target);
  g_autofree char *name = g_path_get_basename (self->target);
  g_autofree char *hidden = g_strdup_printf (".%s.XXXXXX", name);
  char *temporary = g_build_filename (folder, hidden, NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);

  if (fd < 0) {
    int saved = errno;

    g_free (temporary);
    errno = saved;
    return -1;
  }
  self->temporary = temporary;
  if (exists)
    (void) !fchmod (fd, existing->st_mode & 07777);
  return fd;
}

static int
open_fd (GmarlExportFile *self)
{
  struct stat existing;
  gboolean exists = stat (self->path, &existing) == 0;

  if (strcmp (self->path, "-") == 0)
    return fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
  if (self->path[0] == '\0') {
    errno = ENOENT;
    return -1;
  }
  if (exists && S_ISDIR (existing.st_mode)) {
    errno = EISDIR;
    return -1;
  }
  if (exists && !S_ISREG (existing.st_mode))
    return open (self->path, O_WRONLY | O_CLOEXEC);
  if (exists && access (self->path, W_OK) != 0)
    return -1;

  if (exists) {
    char *resolved = realpath (self->path, NULL);

    self->target = g_strdup (resolved == NULL ? self->path : resolved);
    free (resolved);
  } else {
    self->target = g_strdup (self->path);
  }
  return open_temporary (self, exists, &existing);
}

GmarlExportFile *
gmarl_export_file_open (const char *path, GError **error)
{
  g_autoptr (GmarlExportFile) self = g_new0 (GmarlExportFile, 1);
  g_autoptr (GOutputStream) raw = NULL;

  self->path = g_strdup (path);
  self->fd = open_fd (self);
  if (self->fd < 0) {
    set_errno_error (path, error);
    return NULL;
  }
  raw = g_unix_output_stream_new (self->fd, TRUE);
  self->stream = g_buffered_output_stream_new_sized (raw, BUFFER_BYTES);
  return g_steal_pointer (&self);
}

gboolean
gmarl_export_file_check (const char *path, GError **error)
{
  g_autoptr (GmarlExportFile) file = NULL;
  struct stat existing;

  /* Whoever reads a pipe would take its closing for the end. */
  if (strcmp (path, "-") == 0 ||
      (stat (path, &existing) == 0 && !S_ISREG (existing.st_mode) && !S_ISDIR (existing.st_mode)))
    return TRUE;
  file = gmarl_export_file_open (path, error);
  return file != NULL;
}

GOutputStream *
gmarl_export_file_get_stream (GmarlExportFile *self)
{
  return self->stream;
}

void
gmarl_export_file_explain (const GmarlExportFile *self, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);
  g_autofree char *message = NULL;

  if (error == NULL || *error == NULL || (*error)->domain != G_IO_ERROR ||
      g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  message = g_strdup_printf (_ ("“%s” cannot be written (%s): make room or choose another place"),
                             name, (*error)->message);
  g_free ((*error)->message);
  (*error)->message = g_steal_pointer (&message);
}

gboolean
gmarl_export_file_sync (GmarlExportFile *self, GError **error)
{
  if (!g_output_stream_flush (self->stream, NULL, error)) {
    gmarl_export_file_explain (self, error);
    return FALSE;
  }
  if (self->temporary != NULL && fsync (self->fd) != 0) {
    set_errno_error (self->path, error);
    return FALSE;
  }
  return TRUE;
}

static gboolean
put_in_place (GmarlExportFile *self, GError **error)
{
  if (g_rename (self->temporary, self->target) != 0) {
    set_errno_error (self->path, error);
    return FALSE;
  }
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

static gboolean
close_stream (GmarlExportFile *self, GError **error)
{
  return g_output_stream_close (self->stream, NULL, error);
}

/* Gives a file another, hidden name. NULL with an error. (transfer full) */
static char *
put_aside (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strdup_printf (".%s.XXXXXX", name);
  g_autofree char *aside = g_build_filename (folder, hidden, NULL);
  int fd = g_mkstemp_full (aside, O_WRONLY | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
  if (fd >= 0 && g_rename (path, aside) == 0)
    return g_steal_pointer (&aside);
  set_errno_error (path, error);
  if (fd >= 0)
    g_unlink (aside);
  return NULL;
}

/* Where the sidecar is that the new contents make a wrong one, or NULL. (transfer full) */
static char *
find_old_sidecar (const GmarlExportFile *self, const GmarlExportFile *sidecar)
{
  g_autofree char *path =
      sidecar != NULL ? g_strdup (sidecar->target) : gmarl_sidecar_path (self->path);

  /* A file of another program that has such a name stays, unless it was chosen to be replaced. */
  if (sidecar != NULL ? !g_file_test (path, G_FILE_TEST_EXISTS) : !gmarl_sidecar_is_one (path))
    return NULL;
  return g_steal_pointer (&path);
}

static gboolean
put_both_in_place (GmarlExportFile *self, GmarlExportFile *sidecar, GError **error)
{
  g_autofree char *old = find_old_sidecar (self, sidecar);
  g_autofree char *aside = old == NULL ? NULL : put_aside (old, error);

  if (old != NULL && aside == NULL)
    return FALSE;
  if ((sidecar != NULL && !put_in_place (sidecar, error)) || !put_in_place (self, error)) {
    if (aside != NULL)
      g_rename (aside, old);
    else if (sidecar != NULL && sidecar->temporary == NULL)
      g_unlink (sidecar->target);
    return FALSE;
  }
  if (aside != NULL)
    g_unlink (aside);
  return TRUE;
}

gboolean
gmarl_export_file_commit_with (GmarlExportFile *self, GmarlExportFile *sidecar, GError **error)
{
  if (!gmarl_export_file_sync (self, error) ||
      (sidecar != NULL && !gmarl_export_file_sync (sidecar, error)))
    return FALSE;
  /* What was written as it came replaced no file. */
  if (self->temporary != NULL && (sidecar == NULL || sidecar->temporary != NULL) &&
      !put_both_in_place (self, sidecar, error))
    return FALSE;
  return close_stream (self, error) && (sidecar == NULL || close_stream (sidecar, error));
}

gboolean
gmarl_export_file_commit (GmarlExportFile *self, GError **error)
{
  return gmarl_export_file_commit_with (self, NULL, error);
}

void
gmarl_export_file_free (GmarlExportFile *self)
{
  if (self == NULL)
    return;
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_clear_object (&self->stream);
  g_free (self->temporary);
  g_free (self->target);
  g_free (self->path);
  g_free (self);
}

static gboolean
write_all (GmarlExportFile *self, gconstpointer data, gsize size, GError **error)
{
  if (g_output_stream_write_all (self->stream, data, size, NULL, NULL, error))
    return TRUE;
  gmarl_export_file_explain (self, error);
  return FALSE;
}

gboolean
gmarl_export_file_write (GmarlExportFile *self, const char *text, GError **error)
{
  return write_all (self, text, strlen (text), error);
}

gboolean
gmarl_export_bytes (const char *path, GBytes *bytes, GError **error)
{
  g_autoptr (GmarlExportFile) file = gmarl_export_file_open (path, error);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return file != NULL && write_all (file, data, size, error) &&
         gmarl_export_file_commit (file, error);
}

gint
gmarl_export_file_find_ending (const char *path, const char *const *endings, gsize n)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (gsize k = 0; k < n; k++)
    if (g_str_has_suffix (lower, endings[k]))
      return (gint) k;
  return -1;
}

gint
gmarl_export_file_require_ending (const char *path,
                                  const char *const *endings,
                                  gsize n,
                                  GError **error)
{
  gint found = gmarl_export_file_find_ending (path, endings, n);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree const char **list = g_new0 (const char *, n + 1);
  g_autofree char *all = NULL;

  if (found >= 0)
    return found;
  for (gsize k = 0; k < n; k++)
    list[k] = endings[k];
  all = g_strjoinv (", ", (char **) list);
  /* translators: the second %s is a list of endings, like ".svg, .pdf, .png" */
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_CONFIG,
      _ ("“%s” does not say of which kind it is, and nothing was written: end the name with one of %s"),
      name, all);
  return -1;
}

gboolean
gmarl_export_text (const char *path, const char *text, GError **error)
{
  g_autoptr (GmarlExportFile) file = gmarl_export_file_open (path, error);

  return file != NULL && gmarl_export_file_write (file, text, error) &&
         gmarl_export_file_commit (file, error);
}
