/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-typed-number.h"

#include <string.h>

char *
gmarl_typed_number (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_auto (GStrv) minus = g_strsplit (stripped, "−", -1);
  char *plain = g_strjoinv ("-", minus);

  if (strchr (plain, '.') == NULL)
    g_strdelimit (plain, ",", '.');
  return plain;
}
