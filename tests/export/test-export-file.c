/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("gmarl-export-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->path = g_build_filename (self->folder, "out.csv", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

static guint
count_files (const Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
write_text (GmarlExportFile *file, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (gmarl_export_file_get_stream (file), text, strlen (text), NULL, NULL,
                             &error);
  g_assert_no_error (error);
}

static void
test_whole (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GmarlExportFile *file = gmarl_export_file_open (self->path, &error);

  g_assert_no_error (error);
  write_text (file, "new");
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  g_assert_true (gmarl_export_file_commit (file, &error));
  g_assert_no_error (error);
  gmarl_export_file_free (file);
  assert_contents (self->path, "new");
  g_assert_cmpuint (count_files (self), ==, 1);
}

static void
test_not_at_all (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GmarlExportFile *file;

  g_assert_true (gmarl_export_text (self->path, "old", &error));
  g_assert_cmpint (g_chmod (self->path, 0640), ==, 0);
  file = gmarl_export_file_open (self->path, &error);
  g_assert_no_error (error);
  write_text (file, "given up");
  assert_contents (self->path, "old");
  gmarl_export_file_free (file);
  assert_contents (self->path, "old");
  g_assert_cmpuint (count_files (self), ==, 1);

  g_assert_true (gmarl_export_file_check (self->path, &error));
  assert_contents (self->path, "old");
  g_assert_cmpuint (count_files (self), ==, 1);
}

static void
test_replaces (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct stat found;

  g_assert_true (gmarl_export_text (self->path, "a longer old text", &error));
  g_assert_cmpint (g_chmod (self->path, 0640), ==, 0);
  g_assert_true (gmarl_export_text (self->path, "short", &error));
  g_assert_no_error (error);
  assert_contents (self->path, "short");
  g_assert_cmpint (stat (self->path, &found), ==, 0);
  g_assert_cmpint (found.st_mode & 07777, ==, 0640);
}

static void
test_follows_links (Fixture *self, gconstpointer data)
{
  g_autofree char *link = g_build_filename (self->folder, "link", NULL);

  g_assert_true (gmarl_export_text (self->path, "old", NULL));
  g_assert_cmpint (symlink (self->path, link), ==, 0);
  g_assert_true (gmarl_export_text (link, "new", NULL));
  assert_contents (self->path, "new");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpuint (count_files (self), ==, 2);
}

static void
test_pipe (Fixture *self, gconstpointer data)
{
  char text[8] = { 0 };
  int reader;

  g_assert_cmpint (mkfifo (self->path, 0600), ==, 0);
  reader = open (self->path, O_RDONLY | O_NONBLOCK);
  g_assert_cmpint (reader, >=, 0);
  g_assert_true (gmarl_export_file_check (self->path, NULL));
  g_assert_true (gmarl_export_text (self->path, "hello", NULL));
  g_assert_cmpint (read (reader, text, sizeof text), ==, 5);
  g_assert_cmpstr (text, ==, "hello");
  close (reader);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (self->folder, "no", "where.csv", NULL);
  const char *const paths[] = { nowhere, self->folder, "" };

  for (gsize k = 0; k < G_N_ELEMENTS (paths); k++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (gmarl_export_file_check (paths[k], &error));
    g_assert_nonnull (error);
    g_clear_error (&error);
    g_assert_false (gmarl_export_text (paths[k], "x", &error));
    g_assert_nonnull (strstr (error->message, "nothing was changed"));
  }
  g_assert_cmpuint (count_files (self), ==, 0);
}

/* /dev/full stands for a full disk. */
static void
test_full (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS)) {
    g_test_skip ("there is no /dev/full");
    return;
  }
  g_assert_false (gmarl_export_text ("/dev/full", "x", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/dev/full"));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/export/file/whole", test_whole },
    { "/export/file/not-at-all", test_not_at_all },
    { "/export/file/replaces", test_replaces },
    { "/export/file/follows-links", test_follows_links },
    { "/export/file/pipe", test_pipe },
    { "/export/file/refused", test_refused },
    { "/export/file/full", test_full },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize k = 0; k < G_N_ELEMENTS (tests); k++)
    g_test_add (tests[k].path, Fixture, NULL, set_up, tests[k].test, tear_down);
  return g_test_run ();
}
