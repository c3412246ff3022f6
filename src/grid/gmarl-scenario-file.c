/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-key-text.h"
#include "gmarl-scenario-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Scenario files (docs/scenario-files.md): the group [scenario] first of all, then [node N] for
 * what a node has of its own, [network] with the edges of the custom topology, and [data] with
 * profiles. Every message begins with file and line. A value that is good in itself but not
 * together with the others is found by the check of the whole; its key leads back to the line.
 */

/* A year of 5-minute profiles of a hundred nodes is smaller. */
#define LARGEST_FILE ((gsize) 512 << 20)
#define READ_BLOCK   ((gsize) 1 << 20)

static const char *const network_keys[] = { "edges", NULL };
static const char *const group_names[] = { "scenario", "network", "data", "node 0", NULL };

gboolean
gmarl_scenario_refuse_line (const char *filename,
                            guint line,
                            GError **error,
                            const char *format,
                            ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO, "%s:%u: %s", filename, line, message);
  return FALSE;
}

/* Gives cause the place it was found at. Returns FALSE. */
static gboolean
refuse_cause (const char *filename, guint line, const GError *cause, GError **error)
{
  return gmarl_scenario_refuse_line (filename, line, error, "%s", cause->message);
}

static char *
string_of (const GmarlKeyEntry *entry, const char *filename, GError **error)
{
  char *string = gmarl_key_unescape (entry->value, entry->value_length);

  if (string == NULL)
    gmarl_scenario_refuse_line (filename, entry->line, error,
                                _ ("%s has a backslash that begins no escape: write \\\\ for a "
                                   "backslash itself"),
                                entry->key);
  return string;
}

static gboolean
read_nodes (GmarlScenario **self, const GmarlKeyText *text, const char *filename, GError **error)
{
  const GmarlKeyGroup *group = gmarl_key_text_group (text, "scenario");
  const GmarlKeyEntry *entry = gmarl_key_text_entry (text, group, "nodes");
  GmarlScenario wanted = { .nodes = 5 };

  if (group == NULL)
    return gmarl_scenario_refuse_line (filename, 1, error,
                                       _ ("There is no group [scenario]: begin the file with it"));
  if (entry != NULL) {
    const GmarlOption *option =
        gmarl_option_find (gmarl_scenario_options, gmarl_n_scenario_options, "nodes");
    g_autofree char *value = g_strndup (entry->value, entry->value_length);
    g_autoptr (GError) cause = NULL;

    if (!gmarl_option_set (option, &wanted, value, &cause))
      return refuse_cause (filename, entry->line, cause, error);
  }
  *self = gmarl_scenario_new_default ("unnamed", (gsize) wanted.nodes);
  return TRUE;
}

static gboolean
read_scalar (GmarlScenario *self, const GmarlKeyEntry *entry, const char *filename, GError **error)
{
  const GmarlOption *option =
      gmarl_option_find (gmarl_scenario_options, gmarl_n_scenario_options, entry->key);
  g_autofree char *value = string_of (entry, filename, error);
  g_autoptr (GError) cause = NULL;

  if (value == NULL)
    return FALSE;
  if (strcmp (entry->key, "edges") == 0)
    return gmarl_scenario_refuse_line (filename, entry->line, error,
                                       _ ("edges belongs to the group [network]: move it there"));
  if (option != NULL)
    gmarl_option_set (option, self, value, &cause);
  else
    gmarl_refuse_unknown_option (entry->key, gmarl_scenario_options, gmarl_n_scenario_options, NULL,
                                 &cause);
  return cause == NULL || refuse_cause (filename, entry->line, cause, error);
}

static gboolean
find_node (const GmarlScenario *self,
           const GmarlKeyGroup *group,
           const char *filename,
           guint64 *i,
           GError **error)
{
  const char *number = group->name + strlen ("node ");
  g_autofree char *canonical = NULL;
  g_autofree char *shown = NULL;

  if (g_ascii_string_to_unsigned (number, 10, 0, (guint64) self->nodes - 1, i, NULL)) {
    canonical = g_strdup_printf ("%" PRIu64, *i);
    if (strcmp (canonical, number) == 0)
      return TRUE;
  }
  shown = gmarl_quote_text (number);
  return gmarl_scenario_refuse_line (filename, group->line, error,
                                     _ ("There is no node %s: nodes = %" PRId64
                                        " means [node 0] to [node %" PRId64
                                        "]; raise nodes or remove the group"),
                                     shown, self->nodes, self->nodes - 1);
}

static gboolean
read_node_entry (GmarlNodeSpec *node,
                 const GmarlKeyEntry *entry,
                 const char *filename,
                 GError **error)
{
  g_autofree char *value = string_of (entry, filename, error);
  g_autoptr (GError) cause = NULL;

  if (value == NULL)
    return FALSE;
  if (gmarl_node_set (node, entry->key, value, &cause))
    return TRUE;
  return refuse_cause (filename, entry->line, cause, error);
}

static gboolean
read_node (GmarlScenario *self,
           const GmarlKeyText *text,
           const GmarlKeyGroup *group,
           const char *filename,
           GError **error)
{
  const GmarlKeyEntry *kind = gmarl_key_text_entry (text, group, "kind");
  guint64 i = 0;

  if (!find_node (self, group, filename, &i, error))
    return FALSE;
  /* The kind first: it gives what the other keys do not. */
  if (kind != NULL && !read_node_entry (&self->node[i], kind, filename, error))
    return FALSE;
  for (gsize k = 0; k < group->n_entries; k++) {
    const GmarlKeyEntry *entry = &g_array_index (text->entries, GmarlKeyEntry, group->first + k);

    if (entry->line != (kind != NULL ? kind->line : 0) &&
        !read_node_entry (&self->node[i], entry, filename, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_network (GmarlScenario *self,
              const GmarlKeyText *text,
              const GmarlKeyGroup *group,
              const char *filename,
              GError **error)
{
  for (gsize k = 0; k < group->n_entries; k++) {
    const GmarlKeyEntry *entry = &g_array_index (text->entries, GmarlKeyEntry, group->first + k);
    g_autofree char *value = g_strndup (entry->value, entry->value_length);
    g_autoptr (GError) cause = NULL;
    GArray *edges;

    if (strcmp (entry->key, "edges") != 0) {
      gmarl_refuse_unknown_key (entry->key, network_keys, &cause);
      return refuse_cause (filename, entry->line, cause, error);
    }
    if (self->topology != GMARL_TOPOLOGY_CUSTOM)
      return gmarl_scenario_refuse_line (
          filename, entry->line, error,
          _ ("edges has no effect here: set topology = custom in [scenario], or remove the line"));
    edges = gmarl_list_parse_edges (value, &cause);
    if (edges == NULL)
      return refuse_cause (filename, entry->line, cause, error);
    self->n_edges = edges->len;
    self->edge = (GmarlEdge *) g_array_free (edges, FALSE);
  }
  return TRUE;
}

static gboolean
read_group (GmarlScenario *self,
            const GmarlKeyText *text,
            const GmarlKeyGroup *group,
            const char *filename,
            GError **error)
{
  g_autofree char *shown = NULL;
  const char *nearest;

  if (strcmp (group->name, "scenario") == 0)
    return TRUE;
  if (strcmp (group->name, "network") == 0)
    return read_network (self, text, group, filename, error);
  if (strcmp (group->name, "data") == 0)
    return gmarl_scenario_read_data (self, text, group, filename, error);
  if (g_str_has_prefix (group->name, "node "))
    return read_node (self, text, group, filename, error);

  shown = gmarl_quote_text (group->name);
  nearest = gmarl_nearest_word (group->name, group_names);
  if (nearest != NULL)
    return gmarl_scenario_refuse_line (filename, group->line, error,
                                       _ ("There is no group %s: did you mean [%s]?"), shown,
                                       nearest);
  return gmarl_scenario_refuse_line (
      filename, group->line, error,
      _ ("There is no group %s: the groups are [scenario], [node N], [network] and [data]"), shown);
}

/* The line of a key of gmarl_scenario_check(), or of the group it would be in. */
static guint
line_of_key (const GmarlKeyText *text, const char *key)
{
  const GmarlKeyGroup *group;
  const GmarlKeyEntry *entry;
  g_autofree char *name = NULL;

  if (g_str_has_prefix (key, "node.")) {
    const char *dot = strchr (key + strlen ("node."), '.');
    g_autofree char *number =
        g_strndup (key + strlen ("node."), (gsize) (dot - key) - strlen ("node."));

    name = g_strconcat ("node ", number, NULL);
    key = dot + 1;
  } else if (g_str_has_prefix (key, "data.")) {
    name = g_strdup ("data");
    key += strlen ("data.");
  } else {
    name = g_strdup (strcmp (key, "edges") == 0 ? "network" : "scenario");
  }
  group = gmarl_key_text_group (text, name);
  if (group == NULL)
    group = gmarl_key_text_group (text, "scenario");
  entry = gmarl_key_text_entry (text, group, key);
  return entry != NULL ? entry->line : group->line;
}

static gboolean
read_groups (GmarlScenario *self, const GmarlKeyText *text, const char *filename, GError **error)
{
  const GmarlKeyGroup *scenario = gmarl_key_text_group (text, "scenario");
  const GmarlKeyEntry *topology = gmarl_key_text_entry (text, scenario, "topology");
  const GmarlKeyGroup *network = gmarl_key_text_group (text, "network");

  for (gsize k = 0; k < scenario->n_entries; k++) {
    if (!read_scalar (self, &g_array_index (text->entries, GmarlKeyEntry, scenario->first + k),
                      filename, error))
      return FALSE;
  }
  if (self->topology == GMARL_TOPOLOGY_CUSTOM &&
      gmarl_key_text_entry (text, network, "edges") == NULL)
    return gmarl_scenario_refuse_line (
        filename, topology->line, error,
        _ ("topology = custom needs the lines: add a group [network] with edges = 0-1; 1-2; ..."));
  for (guint k = 0; k < text->groups->len; k++) {
    if (!read_group (self, text, &g_array_index (text->groups, GmarlKeyGroup, k), filename, error))
      return FALSE;
  }
  return TRUE;
}

GmarlScenario *
gmarl_scenario_parse (const char *text, gsize length, const char *filename, GError **error)
{
  const char *shown = filename != NULL ? filename : "scenario";
  g_autoptr (GmarlScenario) self = NULL;
  g_autoptr (GmarlKeyText) lines = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > LARGEST_FILE) {
    gmarl_scenario_refuse_line (shown, 1, error, _ ("The text is longer than %d MB"),
                                (int) (LARGEST_FILE >> 20));
    return NULL;
  }
  lines = gmarl_key_text_scan (text != NULL ? text : "", length, shown, error);
  if (lines == NULL || !read_nodes (&self, lines, shown, error) ||
      !read_groups (self, lines, shown, error))
    return NULL;
  if (!gmarl_scenario_check (self, &key, &cause)) {
    refuse_cause (shown, line_of_key (lines, key), cause, error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/* Reads the whole file, but never more than a scenario can be: the path may name a device. */
static GByteArray *
read_file (GFile *file, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize count = READ_BLOCK;

  if (stream == NULL)
    return NULL;
  while (count == READ_BLOCK) {
    guint before = bytes->len;

    if (before > LARGEST_FILE) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO, _ ("The file is larger than %d MB"),
                   (int) (LARGEST_FILE >> 20));
      return NULL;
    }
    g_byte_array_set_size (bytes, before + (guint) READ_BLOCK);
    if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes->data + before, READ_BLOCK, &count,
                                  NULL, error))
      return NULL;
    g_byte_array_set_size (bytes, before + (guint) count);
  }
  return g_steal_pointer (&bytes);
}

GmarlScenario *
gmarl_scenario_load (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_file_new_for_path (path);
  shown = g_filename_display_name (path);
  bytes = read_file (file, &cause);
  if (bytes == NULL) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_SCENARIO,
                 _ ("Cannot read the scenario file %s: %s"), shown, cause->message);
    return NULL;
  }
  return gmarl_scenario_parse ((const char *) bytes->data, bytes->len, shown, error);
}

GmarlScenario *
gmarl_scenario_open (const char *name_or_path, GError **error)
{
  GmarlScenario *self;
  g_autofree char *shown = NULL;
  const char *nearest;

  g_return_val_if_fail (name_or_path != NULL, NULL);

  self = gmarl_scenario_new_builtin (name_or_path, NULL);
  if (self != NULL || g_file_test (name_or_path, G_FILE_TEST_EXISTS))
    return self != NULL ? self : gmarl_scenario_load (name_or_path, error);

  shown = gmarl_quote_text (name_or_path);
  nearest = gmarl_nearest_word (name_or_path, gmarl_scenario_builtin_names ());
  if (nearest != NULL) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
        _ ("There is neither a scenario file nor a built-in scenario %s: did you mean %s?"), shown,
        nearest);
  } else {
    g_autofree char *all = g_strjoinv (", ", (char **) gmarl_scenario_builtin_names ());

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("There is neither a scenario file nor a built-in scenario %s: give the path of "
                    "a file or one of %s"),
                 shown, all);
  }
  return NULL;
}
