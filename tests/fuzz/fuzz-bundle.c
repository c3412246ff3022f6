/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "gmarl-library-merge.h"

#include <glib/gstdio.h>
#include <string.h>

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      remove_tree (child);
    g_remove (child);
  }
  g_remove (path);
}

/* Merges the bytes into a new library, which is whole afterwards whatever they are, and refused
 * with a sentence where they are no bundle. */
static void
merge (const char *folder, const char *bundle)
{
  g_autofree char *directory = g_build_filename (folder, "library", NULL);
  g_autoptr (GmarlLibrary) library = gmarl_library_open (directory, GMARL_LIBRARY_DEFAULT, NULL);
  g_auto (GmarlMergeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  if (!gmarl_library_merge (library, bundle, NULL, NULL, NULL, &result, &error)) {
    g_assert_nonnull (error);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  }
  for (guint k = 0; k < result.refused->len; k++)
    g_assert_true (g_utf8_validate (result.refused->pdata[k], -1, NULL));
  g_clear_error (&error);
  gmarl_library_check (library, &error);
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *folder = g_dir_make_tmp ("gridmarl-fuzz-XXXXXX", NULL);
  g_autofree char *bundle = g_build_filename (folder, "input.gridmarl-runs", NULL);

  if (g_file_set_contents (bundle, (const char *) data, (gssize) size, NULL))
    merge (folder, bundle);
  remove_tree (folder);
  return 0;
}
