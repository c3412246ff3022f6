/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-memory.h"

static const int widths[] = { 85, 120, 175 };

char *
gmarl_export_recall (GSettings *settings, const char *setting, const char *key)
{
  g_autoptr (GVariant) words = g_settings_get_value (settings, setting);
  char *word = NULL;

  return g_variant_lookup (words, key, "s", &word) ? word : NULL;
}

void
gmarl_export_remember (GSettings *settings, const char *setting, const char *key, const char *word)
{
  g_autoptr (GVariant) words = g_settings_get_value (settings, setting);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *other;
  const char *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, words);
  while (g_variant_iter_next (&iter, "{&s&s}", &other, &value))
    if (!g_str_equal (other, key))
      g_variant_builder_add (&builder, "{ss}", other, value);
  g_variant_builder_add (&builder, "{ss}", key, word);
  g_settings_set_value (settings, setting, g_variant_builder_end (&builder));
}

int
gmarl_export_get_width (guint position)
{
  return widths[MIN (position, G_N_ELEMENTS (widths) - 1)];
}

/* The width is millimetres there and a position in a list here. */
static gboolean
get_width_mapping (GValue *value, GVariant *variant, gpointer user_data)
{
  for (guint k = 0; k < G_N_ELEMENTS (widths); k++)
    if (widths[k] == g_variant_get_int32 (variant))
      g_value_set_uint (value, k);
  return TRUE;
}

static GVariant *
set_width_mapping (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_int32 (gmarl_export_get_width (g_value_get_uint (value)));
}

void
gmarl_export_bind_width (GSettings *settings, GObject *list)
{
  g_settings_bind_with_mapping (settings, "export-width", list, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_width_mapping, set_width_mapping, NULL, NULL);
}
