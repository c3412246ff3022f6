/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-library.h"

#include <glib/gi18n-lib.h>

void
gmarl_cli_add_library_option (GmarlParser *parser, char **directory)
{
  const GOptionEntry entries[] = {
    { "library", 0, 0, G_OPTION_ARG_FILENAME, directory,
      N_ ("Folder of the results library (default: the user's own)"), N_ ("FOLDER") },
    { NULL },
  };

  gmarl_parser_add (parser, entries);
}

static char *
library_directory (const char *directory)
{
  return directory == NULL ? gmarl_library_default_directory () : g_strdup (directory);
}

gboolean
gmarl_cli_has_library (const char *directory)
{
  g_autofree char *folder = library_directory (directory);

  return gmarl_library_exists (folder);
}

GmarlLibrary *
gmarl_cli_open_library (const char *directory, GmarlLibraryFlags flags, GError **error)
{
  g_autofree char *folder = library_directory (directory);

  return gmarl_library_open (folder, flags | GMARL_LIBRARY_UPDATE, error);
}
