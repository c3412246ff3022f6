/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-checkpoint.h"
#include "gmarl-error.h"

#include <string.h>

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* A header with its closing brace, and "@" where the hash's digits belong. */
#define META(rest) "{\"__metadata__\":{\"sha256\":\"@\"}" rest "}"

/* A file of this header and n_data bytes 0, 1, 2, …; the hash is put where the header has "@". */
static GBytes *
make_file (const char *header, gsize header_length, gsize n_data)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  const char *at = memchr (header, '@', header_length);
  gsize before = at == NULL ? header_length : (gsize) (at - header);
  gsize after = at == NULL ? 0 : header_length - before - 1;
  guint64 length = before + after + (at == NULL ? 0 : strlen (ZEROS));

  g_byte_array_append (file, (const guint8 *) &length, 8);
  g_byte_array_append (file, (const guint8 *) header, before);
  if (at != NULL) {
    g_byte_array_append (file, (const guint8 *) ZEROS, strlen (ZEROS));
    g_byte_array_append (file, (const guint8 *) at + 1, after);
  }
  for (gsize k = 0; k < n_data; k++)
    g_byte_array_append (file, &(guint8){ (guint8) k }, 1);
  if (at != NULL) {
    g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, file->data, file->len);

    memcpy (file->data + 8 + before, hash, strlen (hash));
  }
  return g_bytes_new (file->data, file->len);
}

static GmarlCheckpoint *
open_text (const char *header, gsize n_data, GError **error)
{
  g_autoptr (GBytes) file = make_file (header, strlen (header), n_data);

  return gmarl_checkpoint_open (file, "file", error);
}

static void
assert_refused (GBytes *bytes, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (bytes, "a file", &error);

  g_assert_null (checkpoint);
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT);
  g_assert_true (g_str_has_prefix (error->message, "a file "));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (strstr (error->message, what) == NULL)
    g_error ("“%s” is not in: %s", what, error->message);
}

static const double golden_a[] = { 0.1 };
static const gint64 golden_n[] = { -1, 0, G_GINT64_CONSTANT (1) << 40 };
static const float golden_b[] = { 1.5f, -2 };
static const GmarlTensor golden_tensors[] = {
  { "b", GMARL_TENSOR_F32, 2, { 2, 1 }, golden_b },
  { "a", GMARL_TENSOR_F64, 0, { 0 }, golden_a },
  { "n", GMARL_TENSOR_I64, 1, { 3 }, golden_n },
};
static const char *const golden_metadata[] = { "kind", "x\"y", NULL };

static GBytes *
pack_golden (void)
{
  return gmarl_checkpoint_pack (golden_tensors, G_N_ELEMENTS (golden_tensors), golden_metadata);
}

/* Byte for byte, by hand; the hash is Python's hashlib's, and the package safetensors reads it. */
static void
test_golden (void)
{
  static const char expected[] =
      "\x10\x01\0\0\0\0\0\0"
      "{\"__metadata__\":{\"kind\":\"x\\\"y\",\"sha256\":"
      "\"376a7a964ffb36c2efb0d6526d0593f40fcd0ab9efa3c7d3799d86101b2776a6\"},"
      "\"a\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]},"
      "\"n\":{\"dtype\":\"I64\",\"shape\":[3],\"data_offsets\":[8,32]},"
      "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[32,40]}} "
      "\x9a\x99\x99\x99\x99\x99\xb9\x3f"
      "\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0"
      "\0\0\xc0\x3f\0\0\0\xc0";
  g_autoptr (GBytes) bytes = pack_golden ();
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  g_assert_cmpmem (data, size, expected, sizeof expected - 1);
}

static void
assert_tensor (const GmarlCheckpoint *checkpoint, const GmarlTensor *tensor)
{
  g_autoptr (GError) error = NULL;
  gconstpointer data = gmarl_checkpoint_get_tensor (checkpoint, tensor->name, tensor->type,
                                                    tensor->n_dimensions, tensor->shape, &error);
  gsize bytes = tensor->type == GMARL_TENSOR_F32 ? 4 : 8;

  g_assert_no_error (error);
  g_assert_nonnull (data);
  g_assert_cmpuint ((guintptr) data % 8, ==, 0);
  for (gsize k = 0; k < tensor->n_dimensions; k++)
    bytes *= tensor->shape[k];
  g_assert_cmpmem (data, bytes, tensor->data, bytes);
}

/* All types and numbers of dimensions, none and many elements, at every alignment of the bytes. */
static void
test_round_trip (void)
{
  float numbers[24];
  double reals[24];
  gint64 integers[24];
  const GmarlTensor tensors[] = {
    { "scalar", GMARL_TENSOR_F32, 0, { 0 }, numbers },
    { "odd", GMARL_TENSOR_F32, 1, { 3 }, numbers },
    { "empty", GMARL_TENSOR_F64, 2, { 5, 0 }, NULL },
    { "matrix", GMARL_TENSOR_F64, 2, { 4, 6 }, reals },
    { "cube", GMARL_TENSOR_I64, 3, { 2, 3, 4 }, integers },
    { "most", GMARL_TENSOR_F32, 4, { 1, 2, 3, 4 }, numbers },
    { "a \"name\" \\ with\tall – of it", GMARL_TENSOR_I64, 1, { 24 }, integers },
    { "last", GMARL_TENSOR_F32, 1, { 0 }, NULL },
  };
  const char *const metadata[] = { "first", "", "“second”", "\\ \" \n \x01 / ü", NULL };
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *copy = NULL;
  gsize size;

  for (int k = 0; k < 24; k++) {
    numbers[k] = (float) k / 3;
    reals[k] = -1 / (k + 1.0);
    integers[k] = G_MAXINT64 - k;
  }
  bytes = gmarl_checkpoint_pack (tensors, G_N_ELEMENTS (tensors), metadata);
  size = g_bytes_get_size (bytes);

  for (gsize shift = 0; shift < 8; shift++) {
    g_autofree guint8 *storage = g_malloc (size + shift);
    g_autoptr (GBytes) moved = NULL;
    g_autoptr (GmarlCheckpoint) checkpoint = NULL;
    g_autoptr (GError) error = NULL;

    memcpy (storage + shift, g_bytes_get_data (bytes, NULL), size);
    moved = g_bytes_new_static (storage + shift, size);
    checkpoint = gmarl_checkpoint_open (moved, "moved", &error);
    g_assert_no_error (error);
    for (gsize k = 0; k < G_N_ELEMENTS (tensors); k++)
      for (int twice = 0; twice < 2; twice++)
        assert_tensor (checkpoint, &tensors[k]);
    for (gsize k = 0; metadata[k] != NULL; k += 2)
      g_assert_cmpstr (gmarl_checkpoint_get_metadata (checkpoint, metadata[k]), ==,
                       metadata[k + 1]);
    g_assert_null (gmarl_checkpoint_get_metadata (checkpoint, "third"));
    g_assert_cmpstr (gmarl_checkpoint_get_filename (checkpoint), ==, "moved");
  }
}

static void
test_nothing (void)
{
  g_autoptr (GBytes) bytes = gmarl_checkpoint_pack (NULL, 0, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (bytes, "nothing", &error);

  g_assert_no_error (error);
  g_assert_nonnull (checkpoint);
}

/* A file of the package `safetensors` (tests/data/make_python_safetensors.py). */
static void
test_from_python (void)
{
  static const float weight[] = { 0, 0.25f, 0.5f, 0.75f, 1, 1.25f };
  static const double moments[] = { 1.0 / 3, -2e300 };
  static const gint64 steps[] = { -1, G_GINT64_CONSTANT (1) << 62 };
  static const GmarlTensor tensors[] = {
    { "weight", GMARL_TENSOR_F32, 2, { 2, 3 }, weight },
    { "moments", GMARL_TENSOR_F64, 1, { 2 }, moments },
    { "steps", GMARL_TENSOR_I64, 2, { 2, 1 }, steps },
    { "empty", GMARL_TENSOR_F32, 2, { 0, 4 }, NULL },
  };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "python.safetensors", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GmarlCheckpoint) checkpoint = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (contents, length);
  checkpoint = gmarl_checkpoint_open (bytes, "python", &error);
  g_assert_no_error (error);
  for (gsize k = 0; k < G_N_ELEMENTS (tensors); k++)
    assert_tensor (checkpoint, &tensors[k]);
  g_assert_cmpstr (gmarl_checkpoint_get_metadata (checkpoint, "format"), ==, "python");

  /* 32-bit integers are none of ours: there, but not to be had. */
  g_assert_null (gmarl_checkpoint_get_tensor (checkpoint, "other", GMARL_TENSOR_F32, 1,
                                              &(gsize){ 4 }, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT);
}

static void
test_cut_and_grown (void)
{
  g_autoptr (GBytes) bytes = pack_golden ();
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  gsize size = g_bytes_get_size (bytes);

  for (gsize length = 0; length < size; length++) {
    g_autofree guint8 *copy = g_memdup2 (data, length);
    g_autoptr (GBytes) cut = g_bytes_new_static (copy, length);

    assert_refused (cut, "no checkpoint of Gridmarl, or damaged");
  }
  for (gsize more = 1; more < 20; more++) {
    g_autofree guint8 *copy = g_malloc0 (size + more);
    g_autoptr (GBytes) grown = g_bytes_new_static (copy, size + more);

    memcpy (copy, data, size);
    assert_refused (grown, "bytes that belong to no tensor");
  }
}

static void
test_every_bit (void)
{
  g_autoptr (GBytes) bytes = pack_golden ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize bit = 0; bit < 8 * size; bit++) {
    g_autofree guint8 *copy = g_memdup2 (data, size);
    g_autoptr (GBytes) flipped = g_bytes_new_static (copy, size);

    copy[bit / 8] ^= 1 << bit % 8;
    assert_refused (flipped, "no checkpoint of Gridmarl, or damaged");
  }
}

typedef struct {
  const char *what; /* in the message */
  gsize n_data;
  const char *header;
} Damage;

#define ENTRY(dtype, shape, offsets)                                                               \
  "{\"dtype\":" dtype ",\"shape\":" shape ",\"data_offsets\":" offsets "}"
#define ONE(dtype, shape, offsets) META (",\"x\":" ENTRY (dtype, shape, offsets))
#define PAIR(offsets, other)                                                                       \
  META (",\"x\":" ENTRY ("\"F32\"", "[2]", offsets) ",\"y\":" ENTRY ("\"F32\"", "[2]", other))

static const Damage damages[] = {
  { "no JSON", 0, "" },
  { "no JSON", 0, "   " },
  { "no JSON", 0, "{" },
  { "no JSON", 0, "{\"a\":}" },
  { "no JSON", 0, META ("") "{" },
  { "no JSON", 0, META ("") "{}" },
  { "no JSON", 0, META ("") "," },
  { "no JSON", 0, "{}" META ("") },
  { "no JSON", 0, "1" META ("") },
  { "no JSON", 0, "/**/" META ("") },
  { "no JSON", 0, META (",'x':1") },
  { "no JSON", 0, META (",\"x\ny\":1") },
  { "no JSON", 0, META (",\"x") },
  { "no JSON", 0, META (",\"\xff\":1") },
  { "no JSON", 0, "[[[[[[[[[[]]]]]]]]]]" },
  { "no JSON object", 0, "[]" },
  { "no JSON object", 0, "1" },
  { "no JSON object", 0, "null" },
  { "have no “sha256”", 0, "{}" },
  { "have no “sha256”", 0, "{\"__metadata__\":{}}" },
  { "have no “sha256”", 8, "{\"x\":" ENTRY ("\"F32\"", "[2]", "[0,8]") "}" },
  { "SHA-256", 0, "{\"__metadata__\":{\"sha256\":\"\"}}" },
  { "SHA-256", 0, "{\"__metadata__\":{\"sha256\":\"0\"}}" },
  { "SHA-256", 0, "{\"__metadata__\":{\"sha256\":\"" ZEROS "\"}}" },
  { "SHA-256", 0, "{\"__metadata__\":{\"sha256\":\"" ZEROS "0\"}}" },
  { "“sha256” is no text", 0, "{\"__metadata__\":{\"sha256\":1}}" },
  { "“a” is no text", 0, "{\"__metadata__\":{\"a\":[\"@\"]}}" },
  { "“__metadata__” is no object", 0, "{\"__metadata__\":[]}" },
  { "“x” is no object", 0, META (",\"x\":1") },
  { "“x” is no object", 0, META (",\"x\":null") },
  { "one name twice", 8,
    META (
        ",\"x\":" ENTRY ("\"F64\"", "[1]", "[0,8]") ",\"x\":" ENTRY ("\"I64\"", "[1]", "[0,8]")) },
  { "one name twice", 0, "{\"__metadata__\":{\"a\":\"1\",\"a\":\"1\",\"sha256\":\"@\"}}" },
  { "one name twice", 0, "{\"__metadata__\":{},\"__metadata__\":{\"sha256\":\"@\"}}" },
  { "one name twice", 8,
    META (",\"x\":{\"dtype\":\"F64\",\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}") },
  { "“x” is described wrongly", 8, META (",\"x\":{}") },
  { "“x” is described wrongly", 8, META (",\"x\":{\"dtype\":\"F32\",\"shape\":[2]}") },
  { "“x” is described wrongly", 8, ONE ("1", "[2]", "[0,8]") },
  { "“x” is described wrongly", 8, ONE ("\"F32\"", "2", "[0,8]") },
  { "“x” is described wrongly", 8, ONE ("\"F32\"", "[2]", "[0]") },
  { "“x” is described wrongly", 8, ONE ("\"F32\"", "[2]", "[0,4,8]") },
  { "“x” is described wrongly", 8, ONE ("\"F32\"", "[2]", "[0,\"8\"]") },
  { "“x” is described wrongly", 8, ONE ("\"F32\"", "[2]", "[0,8.0]") },
  { "“x” is described wrongly", 8, ONE ("\"F32\"", "[2]", "[-8,8]") },
  { "“x” is described wrongly", 8, ONE ("\"F32\"", "[2]", "[0,null]") },
  { "“x” is described wrongly", 8, ONE ("\"F32\"", "[2]", "[0,true]") },
  { "“x” is described wrongly", 8, ONE ("\"F32\"", "[2,1,1,1,1]", "[0,8]") },
  { "“x” lies outside", 8, ONE ("\"F32\"", "[2]", "[0,9]") },
  { "“x” lies outside", 8, ONE ("\"F32\"", "[2]", "[8,0]") },
  { "“x” lies outside", 8, ONE ("\"F32\"", "[2]", "[0,9223372036854775807]") },
  { "“x” ", 8, ONE ("\"F32\"", "[2]", "[0,18446744073709551615]") },
  { "“x” ", 8, ONE ("\"F32\"", "[2]", "[0,99999999999999999999999]") },
  { "“x” has an impossible shape", 8, ONE ("\"F32\"", "[-2]", "[0,8]") },
  { "“x” has an impossible shape", 8, ONE ("\"F32\"", "[2.0]", "[0,8]") },
  { "“x” has an impossible shape", 8, ONE ("\"F32\"", "[\"2\"]", "[0,8]") },
  { "“x” has an impossible shape", 8, ONE ("\"F32\"", "[[2]]", "[0,8]") },
  { "“x” has an impossible shape", 8, ONE ("\"F32\"", "[4294967296,4294967296]", "[0,0]") },
  { "“x” has an impossible shape", 8, ONE ("\"U8\"", "[4294967296,4294967296]", "[0,0]") },
  { "“x” has an impossible shape", 0,
    ONE ("\"F32\"", "[9223372036854775807,9223372036854775807,0]", "[0,0]") },
  { "“x” has not the size", 8, ONE ("\"F32\"", "[4611686018427387906]", "[0,8]") },
  { "“x” has not the size", 8, ONE ("\"F32\"", "[3]", "[0,8]") },
  { "“x” has not the size", 8, ONE ("\"F64\"", "[2]", "[0,8]") },
  { "“x” has not the size", 8, ONE ("\"F32\"", "[0]", "[0,8]") },
  { "“y” does not follow", 12, PAIR ("[0,8]", "[4,12]") },
  { "does not follow", 16, PAIR ("[8,16]", "[8,16]") },
  { "does not follow", 8, PAIR ("[0,8]", "[0,8]") },
  { "“y” does not follow", 17, PAIR ("[0,8]", "[9,17]") },
  { "“x” does not follow", 9, ONE ("\"F32\"", "[2]", "[1,9]") },
  { "bytes that belong to no tensor", 9, ONE ("\"F32\"", "[2]", "[0,8]") },
  { "bytes that belong to no tensor", 1, META ("") },
};

static void
test_damages (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (damages); k++) {
    g_autoptr (GBytes) file =
        make_file (damages[k].header, strlen (damages[k].header), damages[k].n_data);

    assert_refused (file, damages[k].what);
  }
}

/* The helper above makes files that open where nothing is wrong: the damages are the damage. */
static void
test_undamaged (void)
{
  static const Damage fine[] = {
    { NULL, 0, META ("") },
    { NULL, 0, META ("") "                                " },
    { NULL, 8, ONE ("\"F32\"", "[2]", "[0,8]") },
    { NULL, 8, ONE ("\"I64\"", "[1,1,1,1]", "[0,8]") },
    { NULL, 8, ONE ("\"BF16\"", "[4]", "[0,8]") },
    { NULL, 0, ONE ("\"F64\"", "[3,0]", "[0,0]") },
    { NULL, 16, PAIR ("[8,16]", "[0,8]") },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (fine); k++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GmarlCheckpoint) checkpoint = open_text (fine[k].header, fine[k].n_data, &error);

    g_assert_no_error (error);
    g_assert_nonnull (checkpoint);
  }
}

/* Lengths that no file has, and a header of NULs. */
static void
test_header_length (void)
{
  static const guint64 lengths[] = { 1,
                                     8,
                                     255,
                                     1 << 16,
                                     1u << 31,
                                     G_MAXUINT32,
                                     G_MAXINT64,
                                     G_MAXUINT64 - 8,
                                     G_MAXUINT64 - 7,
                                     G_MAXUINT64 };
  g_autofree guint8 *large = g_malloc0 (8 + (17 << 20));
  g_autoptr (GBytes) nul = make_file ("\0\0\0\0\0\0\0\0", 8, 0);
  g_autoptr (GBytes) all = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (lengths); k++) {
    g_autoptr (GBytes) file = g_bytes_new (&lengths[k], 8);

    assert_refused (file, "bytes does not fit");
  }
  assert_refused (nul, "no JSON");
  memcpy (large, &(guint64){ 17 << 20 }, 8);
  all = g_bytes_new_static (large, 8 + (17 << 20));
  assert_refused (all, "bytes does not fit");
}

/* The JSON parser recurses: it must not see this. */
static void
test_nesting (void)
{
  g_autoptr (GString) header = g_string_new (NULL);
  g_autoptr (GBytes) file = NULL;

  for (int k = 0; k < 5000000; k++)
    g_string_append_c (header, k % 2 ? '[' : '{');
  file = make_file (header->str, header->len, 0);
  assert_refused (file, "no JSON");

  /* Nor where the parser's comments and other quotes hide it from a simple count. */
  for (int hidden = 0; hidden < 3; hidden++) {
    g_string_assign (header, hidden == 0   ? "{/*\"*/\"a\":"
                             : hidden == 1 ? "{'\"':"
                                           : "{#\"\n\"a\":");
    for (int k = 0; k < 5000000; k++)
      g_string_append_c (header, '[');
    g_clear_pointer (&file, g_bytes_unref);
    file = make_file (header->str, header->len, 0);
    assert_refused (file, "no JSON");
  }

  g_string_assign (header, "{\"__metadata__\":{\"\\\"\":\"");
  for (int k = 0; k < 100; k++)
    g_string_append (header, "[{\\\"");
  g_string_append (header, "\",\"sha256\":\"@\"}}");
  g_clear_pointer (&file, g_bytes_unref);
  file = make_file (header->str, header->len, 0);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (file, "file", &error);

    g_assert_no_error (error); /* brackets in text are no nesting */
    g_assert_nonnull (checkpoint);
  }
}

/* The digits of the hash, once more before their place. */
static void
test_hash_elsewhere (void)
{
  g_autoptr (GBytes) file = pack_golden ();
  gsize size;
  const char *data = g_bytes_get_data (file, &size);
  const char *digits = g_strstr_len (data + 8, 128, "sha256\":\"") + 9;
  g_autofree char *hash = g_strndup (digits, 64);
  g_autofree char *header =
      g_strdup_printf ("{\"__metadata__\":{\"a\":\"%s\",\"sha256\":\"%s\"}}", hash, hash);
  g_autoptr (GBytes) twice = make_file (header, strlen (header), 0);

  assert_refused (twice, "SHA-256");
}

static void
assert_not_had (const GmarlCheckpoint *checkpoint,
                const char *name,
                GmarlTensorType type,
                gsize n_dimensions,
                const gsize *shape,
                const char *what)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gmarl_checkpoint_get_tensor (checkpoint, name, type, n_dimensions, shape, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT);
  g_assert_nonnull (strstr (error->message, name));
  if (strstr (error->message, what) == NULL)
    g_error ("“%s” is not in: %s", what, error->message);
}

static void
test_other_tensor (void)
{
  g_autoptr (GBytes) bytes = pack_golden ();
  g_autoptr (GmarlCheckpoint) checkpoint = gmarl_checkpoint_open (bytes, "golden", NULL);

  assert_not_had (checkpoint, "c", GMARL_TENSOR_F32, 2, (gsize[]){ 2, 1 }, "has no tensor");
  assert_not_had (checkpoint, "b", GMARL_TENSOR_F64, 2, (gsize[]){ 2, 1 },
                  "is F32 [2, 1] where F64 [2, 1] fits");
  assert_not_had (checkpoint, "b", GMARL_TENSOR_F32, 2, (gsize[]){ 1, 2 },
                  "is F32 [2, 1] where F32 [1, 2] fits");
  assert_not_had (checkpoint, "b", GMARL_TENSOR_F32, 1, (gsize[]){ 2 },
                  "is F32 [2, 1] where F32 [2] fits");
  assert_not_had (checkpoint, "a", GMARL_TENSOR_F64, 1, (gsize[]){ 1 },
                  "is F64 [] where F64 [1] fits");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/checkpoint/golden", test_golden);
  g_test_add_func ("/learning/checkpoint/round-trip", test_round_trip);
  g_test_add_func ("/learning/checkpoint/nothing", test_nothing);
  g_test_add_func ("/learning/checkpoint/from-python", test_from_python);
  g_test_add_func ("/learning/checkpoint/cut-and-grown", test_cut_and_grown);
  g_test_add_func ("/learning/checkpoint/every-bit", test_every_bit);
  g_test_add_func ("/learning/checkpoint/undamaged", test_undamaged);
  g_test_add_func ("/learning/checkpoint/damages", test_damages);
  g_test_add_func ("/learning/checkpoint/header-length", test_header_length);
  g_test_add_func ("/learning/checkpoint/nesting", test_nesting);
  g_test_add_func ("/learning/checkpoint/hash-elsewhere", test_hash_elsewhere);
  g_test_add_func ("/learning/checkpoint/other-tensor", test_other_tensor);
  return g_test_run ();
}
