/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-sidecar.h"

#include "gmarl-export-json.h"
#include "gmarl-export-protocol.h"

#include <glib/gstdio.h>

#define ENDING         ".meta.json"
#define FORMAT         "gridmarl-sidecar"
#define FORMAT_VERSION 1
#define MOST_BYTES     (1 << 28) /* none is larger */

typedef struct {
  char *name;
  char *value;
} Pair;

/* Sections are objects of JSON that stand in the file in the order in which they were set. */
struct _GmarlSidecar {
  char *what;
  char *format;
  GPtrArray *names;    /* of char * */
  GPtrArray *sections; /* of JsonNode */
  JsonArray *runs;
  GArray *filters; /* of Pair */
  GArray *methods; /* of Pair */
};

static void
pair_clear (Pair *self)
{
  g_free (self->name);
  g_free (self->value);
}

static GArray *
new_pairs (void)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

  g_array_set_clear_func (pairs, (GDestroyNotify) pair_clear);
  return pairs;
}

char *
gmarl_sidecar_path (const char *path)
{
  return g_strconcat (path, ENDING, NULL);
}

gboolean
gmarl_sidecar_is_one (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  GStatBuf info;
  JsonNode *root;
  JsonNode *format = NULL;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > MOST_BYTES ||
      !json_parser_load_from_file (parser, path, NULL))
    return FALSE;
  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    format = json_object_get_member (json_node_get_object (root), "format");
  return format != NULL && JSON_NODE_HOLDS_VALUE (format) &&
         g_strcmp0 (json_node_get_string (format), FORMAT) == 0;
}

void
gmarl_sidecar_remove (const char *path)
{
  g_autofree char *sidecar = gmarl_sidecar_path (path);

  if (gmarl_sidecar_is_one (sidecar))
    g_unlink (sidecar);
}

GmarlSidecar *
gmarl_sidecar_new (const char *what, const char *format)
{
  GmarlSidecar *self = g_new0 (GmarlSidecar, 1);

  self->what = g_strdup (what);
  self->format = g_strdup (format);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->runs = json_array_new ();
  self->filters = new_pairs ();
  self->methods = new_pairs ();
  return self;
}

void
gmarl_sidecar_free (GmarlSidecar *self)
{
  if (self == NULL)
    return;
  g_free (self->what);
  g_free (self->format);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->sections);
  json_array_unref (self->runs);
  g_array_unref (self->filters);
  g_array_unref (self->methods);
  g_free (self);
}

/* Takes the object that the builder finished. */
static void
add_section (GmarlSidecar *self, const char *name, JsonBuilder *builder)
{
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->sections, json_builder_get_root (builder));
}

void
gmarl_sidecar_set_scenario (GmarlSidecar *self, const GmarlScenario *scenario)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *hash = gmarl_scenario_hash (scenario);
  g_autofree char *text = scenario->data == NULL ? gmarl_scenario_to_text (scenario) : NULL;

  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "name", scenario->name);
  gmarl_json_add_string (builder, "hash", hash);
  gmarl_json_add_string (builder, "text", text);
  gmarl_json_add_string (builder, "data", scenario->data != NULL ? scenario->data->source : NULL);
  json_builder_end_object (builder);
  add_section (self, "scenario", builder);
}

void
gmarl_sidecar_set_scores (GmarlSidecar *self, const GmarlScoreTable *table)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  gmarl_json_add_protocol (builder, table);
  gmarl_json_add_policies (builder, table);
  json_builder_end_object (builder);
  add_section (self, "scores", builder);
}

void
gmarl_sidecar_set_comparison (GmarlSidecar *self, const GmarlComparison *comparison)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  gmarl_json_add_methods (builder, comparison);
  json_builder_end_object (builder);
  add_section (self, "comparison", builder);
}

void
gmarl_sidecar_add_run (GmarlSidecar *self, const GmarlRunExport *run)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  gmarl_json_add_run (builder, run);
  json_builder_end_object (builder);
  json_array_add_element (self->runs, json_builder_get_root (builder));
}

void
gmarl_sidecar_set_simulation (GmarlSidecar *self,
                              const char *policy,
                              guint64 seed,
                              guint64 first_day,
                              guint64 n_days)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "policy", policy);
  gmarl_json_add_unsigned (builder, "seed", seed);
  gmarl_json_add_unsigned (builder, "first_day", first_day);
  gmarl_json_add_unsigned (builder, "days", n_days);
  json_builder_end_object (builder);
  add_section (self, "simulation", builder);
}

static void
add_pair (GArray *pairs, const char *name, const char *value)
{
  Pair pair = { g_strdup (name), g_strdup (value) };

  g_array_append_val (pairs, pair);
}

void
gmarl_sidecar_add_filter (GmarlSidecar *self, const char *name, const char *value)
{
  add_pair (self->filters, name, value);
}

void
gmarl_sidecar_add_method (GmarlSidecar *self, const char *name, const char *value)
{
  add_pair (self->methods, name, value);
}

static void
write_pairs (JsonBuilder *builder, const char *name, const GArray *pairs)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  for (guint k = 0; k < pairs->len; k++)
    gmarl_json_add_string (builder, g_array_index (pairs, Pair, k).name,
                           g_array_index (pairs, Pair, k).value);
  json_builder_end_object (builder);
}

char *
gmarl_sidecar_to_json (const GmarlSidecar *self,
                       const char *file_name,
                       goffset bytes,
                       const char *sha256)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *valid = g_filename_display_name (file_name);
  JsonNode *runs = json_node_new (JSON_NODE_ARRAY);

  json_builder_begin_object (builder);
  gmarl_json_add_string (builder, "format", FORMAT);
  gmarl_json_add_unsigned (builder, "format_version", FORMAT_VERSION);
  gmarl_json_add_string (builder, "version", GMARL_VERSION);
  gmarl_json_add_string (builder, "file", valid);
  gmarl_json_add_unsigned (builder, "bytes", (guint64) bytes);
  gmarl_json_add_string (builder, "sha256", sha256);
  gmarl_json_add_string (builder, "what", self->what);
  gmarl_json_add_string (builder, "kind", self->format);
  write_pairs (builder, "filter", self->filters);
  write_pairs (builder, "statistics", self->methods);
  for (guint k = 0; k < self->names->len; k++) {
    json_builder_set_member_name (builder, self->names->pdata[k]);
    json_builder_add_value (builder, json_node_copy (self->sections->pdata[k]));
  }
  json_builder_set_member_name (builder, "runs");
  json_node_set_array (runs, self->runs);
  json_builder_add_value (builder, runs);
  json_builder_end_object (builder);
  return gmarl_json_finish (builder);
}
