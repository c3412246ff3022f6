/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include <glib.h>
#include <string.h>

/* Runs the files of the corpus folders in the arguments through the fuzz target, in the order of
 * their names, as one TAP test each. A crash or an abort ends the program and fails the test.
 */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
list_files (char **folders)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (; *folders != NULL; folders++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GDir) folder = g_dir_open (*folders, 0, &error);

    g_assert_no_error (error);
    for (const char *name; (name = g_dir_read_name (folder)) != NULL;)
      g_ptr_array_add (paths, g_build_filename (*folders, name, NULL));
  }
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = list_files (argv + 1);

  g_assert_cmpint (argc, >, 1);
  g_assert_cmpuint (paths->len, >, 0);
  g_print ("1..%u\n", paths->len);
  for (guint k = 0; k < paths->len; k++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *contents = NULL;
    g_autofree char *name = g_path_get_basename (paths->pdata[k]);
    gsize length;

    g_file_get_contents (paths->pdata[k], &contents, &length, &error);
    g_assert_no_error (error);
    LLVMFuzzerTestOneInput ((const uint8_t *) contents, length);
    g_print ("ok %u %s\n", k + 1, name);
  }
  return 0;
}
