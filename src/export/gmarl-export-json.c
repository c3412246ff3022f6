/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-json.h"

#include "gmarl-options.h"

#include <inttypes.h>
#include <math.h>

#define LARGEST_EXACT (G_GUINT64_CONSTANT (1) << 53)

void
gmarl_json_add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
gmarl_json_add_unsigned (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  if (value <= LARGEST_EXACT) {
    json_builder_add_int_value (builder, (gint64) value);
  } else {
    g_autofree char *text = g_strdup_printf ("%" PRIu64, value);

    json_builder_add_string_value (builder, text);
  }
}

void
gmarl_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
gmarl_json_add_strings (JsonBuilder *builder, const char *name, char *const *strings)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (char *const *text = strings; text != NULL && *text != NULL; text++)
    json_builder_add_string_value (builder, *text);
  json_builder_end_array (builder);
}

void
gmarl_json_add_numbers (JsonBuilder *builder, const char *name, const double *values, gsize count)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize k = 0; k < count; k++) {
    if (isfinite (values[k]))
      json_builder_add_double_value (builder, values[k]);
    else
      json_builder_add_null_value (builder);
  }
  json_builder_end_array (builder);
}

static void
write_string (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *p = valid; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_printf (out, "\\%c", *p);
    else if (*p == '\n')
      g_string_append (out, "\\n");
    else if ((guchar) *p < 0x20 || *p == 0x7f)
      g_string_append_printf (out, "\\u%04x", (guint) *p);
    else
      g_string_append_c (out, *p);
  }
  g_string_append_c (out, '"');
}

static void
write_value (GString *out, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING) {
    write_string (out, json_node_get_string (node));
  } else if (type == G_TYPE_BOOLEAN) {
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  } else if (type == G_TYPE_INT64) {
    g_string_append_printf (out, "%" PRId64, json_node_get_int (node));
  } else if (isfinite (json_node_get_double (node))) {
    g_autofree char *number = gmarl_format_double (json_node_get_double (node));

    g_string_append (out, number);
  } else {
    g_string_append (out, "null");
  }
}

static void
begin_line (GString *out, guint depth)
{
  g_string_append_printf (out, "\n%*s", (int) (2 * depth), "");
}

static void
write_node (GString *out, JsonNode *node, guint depth)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    JsonObjectIter iter;
    const char *name;
    JsonNode *member;
    gboolean is_first = TRUE;

    g_string_append_c (out, '{');
    json_object_iter_init_ordered (&iter, object);
    for (; json_object_iter_next_ordered (&iter, &name, &member); is_first = FALSE) {
      g_string_append (out, is_first ? "" : ",");
      begin_line (out, depth + 1);
      write_string (out, name);
      g_string_append (out, ": ");
      write_node (out, member, depth + 1);
    }
    if (!is_first)
      begin_line (out, depth);
    g_string_append_c (out, '}');
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);
    guint length = json_array_get_length (array);

    g_string_append_c (out, '[');
    for (guint k = 0; k < length; k++) {
      g_string_append (out, k == 0 ? "" : ",");
      begin_line (out, depth + 1);
      write_node (out, json_array_get_element (array, k), depth + 1);
    }
    if (length > 0)
      begin_line (out, depth);
    g_string_append_c (out, ']');
  } else if (JSON_NODE_HOLDS_NULL (node)) {
    g_string_append (out, "null");
  } else {
    write_value (out, node);
  }
}

/* JsonGenerator is not used: json-glib 1.6 writes 1e-05 as "1e-05.0", which is no JSON. */
char *
gmarl_json_finish (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  GString *out = g_string_new (NULL);

  write_node (out, root, 0);
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}
