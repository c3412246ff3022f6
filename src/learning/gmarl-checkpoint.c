/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* The safetensors container: 8 bytes of header length (little-endian), a JSON header padded with
 * spaces so that the tensors begin on 8 bytes, the tensors without gaps. The header has one object
 * a tensor ("dtype", "shape", "data_offsets") and "__metadata__", whose values are strings. One of
 * them is "sha256": the hash of the whole file as it is with 64 zeros for these digits, so that
 * damage shows wherever it is, in the names, shapes and metadata too.
 *
 * Nothing of a file is believed: lengths and offsets are checked against its size before anything
 * is read or allocated, the JSON parser (which recurses, and takes comments, other quotes and
 * several values in a row) sees nothing but one object of strict JSON's words, not deeply nested,
 * no name may come twice, every byte of the tensors belongs to exactly one of them, and the hash
 * must agree. Little-endian hosts only, as are all that the toolkit runs on in practice.
 */
#include "config.h"

#include "gmarl-checkpoint-private.h"

#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <json-glib/json-glib.h>
#include <stdint.h>
#include <string.h>

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

#define LENGTH_BYTES    8
#define ALIGNMENT       8
#define LARGEST_HEADER  (16 * 1024 * 1024)
#define DEEPEST_NESTING 8
#define METADATA_KEY    "__metadata__"
#define HASH_KEY        "sha256"
#define HASH_DIGITS     64
#define NO_HASH         "0000000000000000000000000000000000000000000000000000000000000000"

G_STATIC_ASSERT (sizeof NO_HASH == HASH_DIGITS + 1);

static const struct {
  const char *dtype;
  gsize size;
} types[] = {
  [GMARL_TENSOR_F32] = { "F32", 4 },
  [GMARL_TENSOR_F64] = { "F64", 8 },
  [GMARL_TENSOR_I64] = { "I64", 8 },
};

typedef struct {
  char *name;
  gint type; /* GmarlTensorType, or -1 for one we do not use */
  gsize n_dimensions;
  guint64 shape[GMARL_TENSOR_MAX_DIMENSIONS];
  guint64 begin, end; /* bytes within the data */
  gpointer aligned;   /* a copy, where the data are not aligned */
} Entry;

struct _GmarlCheckpoint {
  GBytes *bytes;
  char *filename;
  const guint8 *data; /* the first tensor */
  gsize data_size;
  GHashTable *metadata; /* name → value */
  GHashTable *entries;  /* name → Entry */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->aligned);
  g_free (entry);
}

static gsize
tensor_bytes (const GmarlTensor *tensor)
{
  gsize bytes = types[tensor->type].size;

  for (gsize k = 0; k < tensor->n_dimensions; k++)
    bytes *= tensor->shape[k];
  return bytes;
}

/* JSON string of text: what g_strescape escapes differently from JSON never occurs in our names. */
static void
append_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_c (json, '\\');
    if ((guchar) *c < 0x20)
      g_string_append_printf (json, "\\u%04x", (guchar) *c);
    else
      g_string_append_c (json, *c);
  }
  g_string_append_c (json, '"');
}

/* The hash's digits come later; its place is returned. */
static gsize
append_metadata (GString *json, const char *const *metadata)
{
  gsize place;

  append_string (json, METADATA_KEY);
  g_string_append (json, ":{");
  for (gsize k = 0; metadata != NULL && metadata[k] != NULL; k += 2) {
    append_string (json, metadata[k]);
    g_string_append_c (json, ':');
    append_string (json, metadata[k + 1]);
    g_string_append_c (json, ',');
  }
  append_string (json, HASH_KEY);
  g_string_append (json, ":\"");
  place = json->len;
  g_string_append (json, NO_HASH "\"}");
  return place;
}

static void
append_entry (GString *json, const GmarlTensor *tensor, guint64 begin)
{
  g_string_append_c (json, ',');
  append_string (json, tensor->name);
  g_string_append_printf (json, ":{\"dtype\":\"%s\",\"shape\":[", types[tensor->type].dtype);
  for (gsize k = 0; k < tensor->n_dimensions; k++)
    g_string_append_printf (json, "%s%zu", k == 0 ? "" : ",", tensor->shape[k]);
  g_string_append_printf (json, "],\"data_offsets\":[%" PRIu64 ",%" PRIu64 "]}", begin,
                          begin + tensor_bytes (tensor));
}

/* Eight-byte tensors first, so that all of them are aligned. */
static gboolean
is_in_pass (const GmarlTensor *tensor, int pass)
{
  return (types[tensor->type].size == 8) == (pass == 0);
}

GBytes *
gmarl_checkpoint_pack (const GmarlTensor *tensors, gsize n_tensors, const char *const *metadata)
{
  g_autoptr (GString) json = g_string_new ("{");
  g_autofree char *hash = NULL;
  guint64 size = 0, length;
  guint8 *bytes, *out;
  gsize place = append_metadata (json, metadata);

  for (int pass = 0; pass < 2; pass++)
    for (gsize k = 0; k < n_tensors; k++)
      if (is_in_pass (&tensors[k], pass)) {
        append_entry (json, &tensors[k], size);
        size += tensor_bytes (&tensors[k]);
      }
  g_string_append_c (json, '}');
  while (json->len % ALIGNMENT != 0)
    g_string_append_c (json, ' ');

  length = json->len;
  bytes = g_malloc (LENGTH_BYTES + length + size);
  memcpy (bytes, &length, LENGTH_BYTES);
  memcpy (bytes + LENGTH_BYTES, json->str, length);
  out = bytes + LENGTH_BYTES + length;
  for (int pass = 0; pass < 2; pass++)
    for (gsize k = 0; k < n_tensors; k++)
      if (is_in_pass (&tensors[k], pass) && tensor_bytes (&tensors[k]) > 0) {
        memcpy (out, tensors[k].data, tensor_bytes (&tensors[k]));
        out += tensor_bytes (&tensors[k]);
      }
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, LENGTH_BYTES + length + size);
  memcpy (bytes + LENGTH_BYTES + place, hash, HASH_DIGITS);
  return g_bytes_new_take (bytes, LENGTH_BYTES + length + size);
}

/* Every refusal ends alike: what is wrong, and what it means. */
static gboolean G_GNUC_PRINTF (3, 4)
    refuse (const GmarlCheckpoint *self, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
      _ ("%s is no checkpoint of Gridmarl, or damaged: %s. Use another checkpoint of the run"),
      self->filename, what);
  return FALSE;
}

/* Moves past a string; *p stands behind its opening quote. */
static gboolean
skip_string (const char **p, const char *end)
{
  while (*p < end) {
    char c = *(*p)++;

    if (c == '"')
      return TRUE;
    if ((guchar) c < 0x20)
      return FALSE;
    if (c == '\\' && *p < end)
      ++*p;
  }
  return FALSE;
}

/* Whether brackets, strings and the characters between them are such as in one object. */
static gboolean
is_one_object (const char *json, gsize length)
{
  const char *p = json, *end = json + length;
  gsize depth = 0;
  gboolean complete = FALSE;

  while (p < end) {
    char c = *p++;

    if (g_ascii_isspace (c))
      continue;
    if (complete || (depth == 0 && c != '{'))
      return FALSE;
    if (c == '"') {
      if (!skip_string (&p, end))
        return FALSE;
    } else if (c == '{' || c == '[') {
      if (++depth > DEEPEST_NESTING)
        return FALSE;
    } else if (c == '}' || c == ']') {
      complete = --depth == 0;
    } else if (!g_ascii_isalnum (c) && (c == '\0' || strchr (",:+-.", c) == NULL)) {
      return FALSE;
    }
  }
  return complete;
}

static gboolean
get_unsigned (JsonNode *node, guint64 *value)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0)
    return FALSE;
  *value = (guint64) json_node_get_int (node);
  return TRUE;
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gint
find_type (const char *dtype)
{
  for (gsize k = 0; k < G_N_ELEMENTS (types); k++)
    if (strcmp (types[k].dtype, dtype) == 0)
      return (gint) k;
  return -1;
}

/* Shape and offsets, which must agree with each other and with the file. */
static gboolean
read_entry (GmarlCheckpoint *self, Entry *entry, JsonObject *object, GError **error)
{
  const char *dtype = get_string (object, "dtype");
  JsonArray *shape = get_array (object, "shape");
  JsonArray *offsets = get_array (object, "data_offsets");
  guint64 count = 1;

  if (dtype == NULL || shape == NULL || offsets == NULL || json_array_get_length (offsets) != 2 ||
      json_array_get_length (shape) > GMARL_TENSOR_MAX_DIMENSIONS ||
      !get_unsigned (json_array_get_element (offsets, 0), &entry->begin) ||
      !get_unsigned (json_array_get_element (offsets, 1), &entry->end))
    return refuse (self, error, _ ("tensor “%s” is described wrongly"), entry->name);
  if (entry->begin > entry->end || entry->end > self->data_size)
    return refuse (self, error, _ ("tensor “%s” lies outside the file"), entry->name);

  entry->type = find_type (dtype);
  entry->n_dimensions = json_array_get_length (shape);
  for (gsize k = 0; k < entry->n_dimensions; k++)
    if (!get_unsigned (json_array_get_element (shape, k), &entry->shape[k]) ||
        !g_uint64_checked_mul (&count, count, entry->shape[k]))
      return refuse (self, error, _ ("tensor “%s” has an impossible shape"), entry->name);
  if (entry->type >= 0 && (!g_uint64_checked_mul (&count, count, types[entry->type].size) ||
                           count != entry->end - entry->begin))
    return refuse (self, error, _ ("tensor “%s” has not the size of its shape"), entry->name);
  return TRUE;
}

static gboolean
read_metadata (GmarlCheckpoint *self, JsonObject *object, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next) {
    const char *value = get_string (object, l->data);

    if (value == NULL)
      return refuse (self, error, _ ("the metadata “%s” is no text"), (const char *) l->data);
    g_hash_table_insert (self->metadata, g_strdup (l->data), g_strdup (value));
  }
  return TRUE;
}

static gboolean
read_members (GmarlCheckpoint *self, JsonObject *root, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (root);

  for (GList *l = members; l != NULL; l = l->next) {
    JsonNode *node = json_object_get_member (root, l->data);
    Entry *entry;

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return refuse (self, error, _ ("the header's “%s” is no object"), (const char *) l->data);
    if (strcmp (l->data, METADATA_KEY) == 0) {
      if (!read_metadata (self, json_node_get_object (node), error))
        return FALSE;
      continue;
    }
    entry = g_new0 (Entry, 1);
    entry->name = g_strdup (l->data);
    g_hash_table_insert (self->entries, entry->name, entry);
    if (!read_entry (self, entry, json_node_get_object (node), error))
      return FALSE;
  }
  return TRUE;
}

static int
compare_begin (gconstpointer a, gconstpointer b)
{
  const Entry *x = *(const Entry *const *) a;
  const Entry *y = *(const Entry *const *) b;

  if (x->begin != y->begin)
    return x->begin < y->begin ? -1 : 1;
  return (x->end > y->end) - (x->end < y->end);
}

/* No gap and no overlap. */
static gboolean
check_cover (GmarlCheckpoint *self, GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;
  guint64 end = 0;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (sorted, value);
  g_ptr_array_sort (sorted, compare_begin);
  for (guint k = 0; k < sorted->len; k++) {
    const Entry *entry = sorted->pdata[k];

    if (entry->begin != end)
      return refuse (self, error, _ ("tensor “%s” does not follow the one before it"), entry->name);
    end = entry->end;
  }
  if (end != self->data_size)
    return refuse (self, error, "%s", _ ("there are bytes that belong to no tensor"));
  return TRUE;
}

/* SHA-256 of the file with zeros for the digits at place. (transfer full) */
static char *
compute_hash (const guint8 *bytes, gsize size, const guint8 *place)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const guint8 *after = place + HASH_DIGITS;

  g_checksum_update (checksum, bytes, place - bytes);
  g_checksum_update (checksum, (const guint8 *) NO_HASH, HASH_DIGITS);
  g_checksum_update (checksum, after, bytes + size - after);
  return g_strdup (g_checksum_get_string (checksum));
}

/* The digits stand where they first occur in the header: a file that has them earlier, in another
 * place, has been made to be refused.
 */
static gboolean
check_hash (GmarlCheckpoint *self, GError **error)
{
  const char *expected = g_hash_table_lookup (self->metadata, HASH_KEY);
  g_autofree char *found = NULL;
  const guint8 *bytes, *place;
  gsize size;

  if (expected == NULL)
    return refuse (self, error, "%s", _ ("its metadata have no “sha256”"));
  bytes = g_bytes_get_data (self->bytes, &size);
  place =
      memmem (bytes + LENGTH_BYTES, self->data - bytes - LENGTH_BYTES, expected, strlen (expected));
  if (strlen (expected) == HASH_DIGITS && place != NULL)
    found = compute_hash (bytes, size, place);
  if (g_strcmp0 (expected, found) != 0)
    return refuse (self, error, "%s", _ ("its contents do not have the SHA-256 they should have"));
  return TRUE;
}

/* The parser keeps the last of two members of one name: then fewer are kept than it met. */
static void
count_member_cb (JsonParser *parser, JsonObject *object, const char *name, gpointer user_data)
{
  ++*(gsize *) user_data;
}

static void
count_kept_cb (JsonParser *parser, JsonObject *object, gpointer user_data)
{
  *(gsize *) user_data -= json_object_get_size (object);
}

static gboolean
read_header (GmarlCheckpoint *self, const char *json, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize n_lost = 0;
  JsonNode *root;

  g_signal_connect (parser, "object-member", G_CALLBACK (count_member_cb), &n_lost);
  g_signal_connect (parser, "object-end", G_CALLBACK (count_kept_cb), &n_lost);
  if (!g_utf8_validate_len (json, length, NULL) || !is_one_object (json, length) ||
      !json_parser_load_from_data (parser, json, (gssize) length, NULL))
    return refuse (self, error, "%s", _ ("its header is no JSON object"));
  if (n_lost != 0)
    return refuse (self, error, "%s", _ ("its header gives one name twice"));
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return refuse (self, error, "%s", _ ("its header is no JSON object"));
  return read_members (self, json_node_get_object (root), error) && check_cover (self, error);
}

GmarlCheckpoint *
gmarl_checkpoint_open_without_hash (GBytes *bytes, const char *filename, GError **error)
{
  g_autoptr (GmarlCheckpoint) self = g_new0 (GmarlCheckpoint, 1);
  gsize size;
  const guint8 *start = g_bytes_get_data (bytes, &size);
  guint64 length;

  self->bytes = g_bytes_ref (bytes);
  self->filename = g_strdup (filename);
  self->metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);

  if (size < LENGTH_BYTES) {
    refuse (self, error, _ ("it has %zu bytes"), size);
    return NULL;
  }
  memcpy (&length, start, LENGTH_BYTES);
  if (length > size - LENGTH_BYTES || length > LARGEST_HEADER) {
    refuse (self, error, _ ("its header of %" PRIu64 " bytes does not fit"), length);
    return NULL;
  }
  self->data = start + LENGTH_BYTES + length;
  self->data_size = size - LENGTH_BYTES - length;
  if (!read_header (self, (const char *) start + LENGTH_BYTES, length, error))
    return NULL;
  return g_steal_pointer (&self);
}

GmarlCheckpoint *
gmarl_checkpoint_open (GBytes *bytes, const char *filename, GError **error)
{
  g_autoptr (GmarlCheckpoint) self = gmarl_checkpoint_open_without_hash (bytes, filename, error);

  return self != NULL && check_hash (self, error) ? g_steal_pointer (&self) : NULL;
}

void
gmarl_checkpoint_free (GmarlCheckpoint *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_free (self->filename);
  g_hash_table_unref (self->metadata);
  g_hash_table_unref (self->entries);
  g_free (self);
}

const char *
gmarl_checkpoint_get_metadata (const GmarlCheckpoint *self, const char *key)
{
  return g_hash_table_lookup (self->metadata, key);
}

const char *
gmarl_checkpoint_get_filename (const GmarlCheckpoint *self)
{
  return self->filename;
}

static char *
describe_shape (gsize n_dimensions, const guint64 *shape)
{
  GString *text = g_string_new ("[");

  for (gsize k = 0; k < n_dimensions; k++)
    g_string_append_printf (text, "%s%" PRIu64, k == 0 ? "" : ", ", shape[k]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

gconstpointer
gmarl_checkpoint_get_tensor (const GmarlCheckpoint *self,
                             const char *name,
                             GmarlTensorType type,
                             gsize n_dimensions,
                             const gsize *shape,
                             GError **error)
{
  Entry *entry = g_hash_table_lookup (self->entries, name);
  guint64 expected[GMARL_TENSOR_MAX_DIMENSIONS];

  for (gsize k = 0; k < n_dimensions; k++)
    expected[k] = shape[k];
  if (entry == NULL) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
                 _ ("%s has no tensor “%s”: it is a checkpoint of another kind"), self->filename,
                 name);
    return NULL;
  }
  if (entry->type != (gint) type || entry->n_dimensions != n_dimensions ||
      memcmp (entry->shape, expected, n_dimensions * sizeof *expected) != 0) {
    g_autofree char *found = describe_shape (entry->n_dimensions, entry->shape);
    g_autofree char *wanted = describe_shape (n_dimensions, expected);

    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
        _ ("%s: tensor “%s” is %s %s where %s %s fits: it belongs to another scenario or configuration"),
        self->filename, name, entry->type < 0 ? "?" : types[entry->type].dtype, found,
        types[type].dtype, wanted);
    return NULL;
  }
  if ((uintptr_t) (self->data + entry->begin) % ALIGNMENT == 0)
    return self->data + entry->begin;
  if (entry->aligned == NULL) {
    gsize bytes = entry->end - entry->begin;

    entry->aligned = g_malloc (MAX (bytes, 1));
    memcpy (entry->aligned, self->data + entry->begin, bytes);
  }
  return entry->aligned;
}
