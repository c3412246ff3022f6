/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-csv.h"

#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define SAMPLE_RECORDS 200
#define SAMPLE_COUNTS  64 /* more cells than this share one counter */

struct _GmarlCsv {
  char *name;
  char *text; /* [length + 1], cut into cells by NULs as it is read */
  gsize length;
  gsize position;
  guint line; /* of position */
  guint row;  /* line on which the record began */
  char delimiter;
  gsize table_cells; /* cells of most rows; rows before the table have fewer */
  gboolean in_table;
  guint n_skipped;
  GArray *cells; /* of char * */
  gboolean seen_point, seen_comma;
  char *sha256;
};

static const double powers_of_ten[] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* Counts the cells of the record at position, moving past it. Quotes are honoured, not judged. */
static gsize
count_cells (const char *text, gsize length, gsize *position, char delimiter)
{
  gsize n = 1, k = *position;
  gboolean quoted = FALSE;

  for (; k < length; k++) {
    char c = text[k];

    if (c == '"')
      quoted = !quoted;
    else if (quoted)
      continue;
    else if (c == delimiter)
      n++;
    else if (c == '\n' || c == '\r')
      break;
  }
  if (k + 1 < length && text[k] == '\r' && text[k + 1] == '\n')
    k++;
  *position = MIN (k + 1, length);
  return n;
}

/* How many of the first records share the most common number of cells; that number in table_cells.
 */
static guint
score_delimiter (const GmarlCsv *self, char delimiter, gsize *table_cells)
{
  guint frequency[SAMPLE_COUNTS] = { 0 };
  gsize largest[SAMPLE_COUNTS] = { 0 };
  gsize position = self->position;
  guint best = 0;

  *table_cells = 1;
  for (guint n = 0; n < SAMPLE_RECORDS && position < self->length; n++) {
    char first = self->text[position];
    gsize cells = count_cells (self->text, self->length, &position, delimiter);
    gsize slot = MIN (cells, SAMPLE_COUNTS - 1);

    if (first == '#' || cells < 2)
      continue;
    /* Past the counters, the largest record stands for its slot. */
    largest[slot] = MAX (largest[slot], cells);
    if (++frequency[slot] > best) {
      best = frequency[slot];
      *table_cells = largest[slot];
    }
  }
  return best;
}

static void
detect_dialect (GmarlCsv *self)
{
  static const char candidates[] = { '\t', ';', ',' };
  guint best = 0;

  self->delimiter = ',';
  self->table_cells = 1;
  for (gsize k = 0; k < G_N_ELEMENTS (candidates); k++) {
    gsize cells;
    guint score = score_delimiter (self, candidates[k], &cells);

    if (score > best) {
      best = score;
      self->delimiter = candidates[k];
      self->table_cells = cells;
    }
  }
}

/* Row and column (in characters) of a byte, for a message about the text itself. */
static void
locate (const char *text, gsize offset, guint *row, guint *column)
{
  *row = 1;
  *column = 1;
  for (gsize k = 0; k < offset; k++) {
    if (text[k] == '\n' || (text[k] == '\r' && text[k + 1] != '\n')) {
      (*row)++;
      *column = 1;
    } else if (((guchar) text[k] & 0xC0) != 0x80) {
      (*column)++;
    }
  }
}

static gboolean
check_text (const GmarlCsv *self, GError **error)
{
  const char *bad;
  guint row, column;

  if (self->length >= 2 &&
      (memcmp (self->text, "\xFF\xFE", 2) == 0 || memcmp (self->text, "\xFE\xFF", 2) == 0)) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s: the text is UTF-16. Save it as “CSV UTF-8”."), self->name);
    return FALSE;
  }
  /* With a length, a NUL is invalid too. */
  if (g_utf8_validate_len (self->text, self->length, &bad))
    return TRUE;
  locate (self->text, bad - self->text, &row, &column);
  if (*bad == '\0')
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s, row %u, character %u: a NUL byte; this is not a text file. "
                    "Export the table as CSV."),
                 self->name, row, column);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s, row %u, character %u: not valid UTF-8. Save the file as “CSV UTF-8”."),
                 self->name, row, column);
  return FALSE;
}

static GmarlCsv *
csv_new_take (char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (GmarlCsv) self = g_new0 (GmarlCsv, 1);

  self->name = g_strdup (name);
  self->text = text;
  self->length = length;
  self->line = 1;
  self->cells = g_array_new (FALSE, FALSE, sizeof (char *));
  if (!check_text (self, error))
    return NULL;
  self->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) text, length);
  if (length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    self->position = 3;
  detect_dialect (self);
  return g_steal_pointer (&self);
}

char *
gmarl_read_data_file (const char *path,
                      gsize max_bytes,
                      gsize *length,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *shown = g_filename_display_name (path);
  gsize got = 0, capacity = 65536;
  GStatBuf status;

  if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA, _ ("%s is a folder. Name a file in it."),
                 shown);
    return NULL;
  }
  if (g_stat (path, &status) == 0 && status.st_size > 0)
    capacity = MIN ((gsize) status.st_size, max_bytes) + 1;
  stream = g_file_read (file, cancellable, &local);
  while (stream != NULL) {
    gsize part;

    g_byte_array_set_size (bytes, capacity);
    if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes->data + got, capacity - got, &part,
                                  cancellable, &local))
      break;
    got += part;
    if (got < capacity || got > max_bytes)
      break;
    capacity *= 2;
  }
  if (local != NULL) {
    if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_propagate_error (error, g_steal_pointer (&local));
    else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("There is no file %s. Check the path, and that the data set is complete."),
                   shown);
    else
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("%s cannot be read: %s. Check the path and its permissions."), shown,
                   local->message);
    return NULL;
  }
  if (got > max_bytes) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s: larger than %u MiB. Split it, or keep fewer days."), shown,
                 (guint) (max_bytes >> 20));
    return NULL;
  }
  g_byte_array_set_size (bytes, got + 1);
  bytes->data[got] = '\0';
  *length = got;
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

GmarlCsv *
gmarl_csv_open (const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  gsize length;
  char *text = gmarl_read_data_file (path, GMARL_CSV_MAX_BYTES, &length, cancellable, error);

  return text != NULL ? csv_new_take (text, length, name, error) : NULL;
}

GmarlCsv *
gmarl_csv_new (const char *text, gsize length, const char *name, GError **error)
{
  char *copy = g_malloc (length + 1);

  memcpy (copy, text, length);
  copy[length] = '\0';
  return csv_new_take (copy, length, name, error);
}

void
gmarl_csv_free (GmarlCsv *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->text);
  g_free (self->sha256);
  g_clear_pointer (&self->cells, g_array_unref);
  g_free (self);
}

static gboolean
fail_at (const GmarlCsv *self, const char *what, GError **error)
{
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA, _ ("%s, row %u, column %u: %s"), self->name,
               self->row, self->cells->len + 1, what);
  return FALSE;
}

/* Takes the quoted cell at position: doubled quotes become one, in place. On return position is
 * just behind the closing quote.
 */
static gboolean
read_quoted (GmarlCsv *self, char **cell, char **end, GError **error)
{
  char *text = self->text;
  gsize from = self->position + 1, to = from;

  *cell = text + from;
  for (;; from++) {
    if (from >= self->length)
      return fail_at (self,
                      _ ("the quotation mark that opens here is never closed. Close it, or "
                         "remove it."),
                      error);
    if (text[from] == '"') {
      if (text[from + 1] != '"')
        break;
      from++;
    } else if (text[from] == '\n' || (text[from] == '\r' && text[from + 1] != '\n')) {
      self->line++;
    }
    text[to++] = text[from];
  }
  *end = text + to;
  self->position = from + 1;
  return TRUE;
}

/* Takes the cell at position; *last tells whether it ends the record. */
static gboolean
read_cell (GmarlCsv *self, gboolean *last, GError **error)
{
  char *text = self->text;
  char *cell = text + self->position, *end = NULL;
  gsize k;

  if (*cell == '"' && !read_quoted (self, &cell, &end, error))
    return FALSE;
  for (k = self->position; k < self->length; k++) {
    char c = text[k];

    if (c == self->delimiter || c == '\n' || c == '\r')
      break;
    if (end != NULL ? c != ' ' : c == '"')
      return fail_at (self,
                      _ ("a quotation mark inside a cell. Quote the whole cell and double the "
                         "marks inside."),
                      error);
  }
  if (end == NULL)
    end = text + k;
  *last = k >= self->length || text[k] != self->delimiter;
  if (k < self->length && text[k] == '\r' && text[k + 1] == '\n')
    k++;
  self->position = k + (k < self->length);
  if (*last)
    self->line++;
  while (end > cell && end[-1] == ' ')
    end--;
  while (*cell == ' ' && cell < end)
    cell++;
  *end = '\0';
  g_array_append_val (self->cells, cell);
  return TRUE;
}

static void
skip_line (GmarlCsv *self)
{
  while (self->position < self->length && self->text[self->position] != '\n' &&
         self->text[self->position] != '\r')
    self->position++;
  if (self->position + 1 < self->length && self->text[self->position] == '\r' &&
      self->text[self->position + 1] == '\n')
    self->position++;
  self->position = MIN (self->position + 1, self->length);
  self->line++;
  self->n_skipped++;
}

gboolean
gmarl_csv_next (GmarlCsv *self, GError **error)
{
  gboolean last;

  for (;;) {
    while (self->position < self->length && self->text[self->position] == '#')
      skip_line (self);
    g_array_set_size (self->cells, 0);
    if (self->position >= self->length)
      return FALSE;
    self->row = self->line;
    do {
      if (self->cells->len >= GMARL_CSV_MAX_COLUMNS)
        return fail_at (self, _ ("too many columns. Give one row a node instead."), error);
      if (!read_cell (self, &last, error))
        return FALSE;
    } while (!last);
    if (self->in_table || self->cells->len >= self->table_cells)
      break;
    self->n_skipped++;
  }
  self->in_table = TRUE;
  return TRUE;
}

gboolean
gmarl_csv_is_blank (const GmarlCsv *self)
{
  return self->cells->len == 1 && *gmarl_csv_cell (self, 0) == '\0';
}

gsize
gmarl_csv_n_cells (const GmarlCsv *self)
{
  return self->cells->len;
}

const char *
gmarl_csv_cell (const GmarlCsv *self, gsize column)
{
  g_return_val_if_fail (column < self->cells->len, "");
  return g_array_index (self->cells, const char *, column);
}

static gboolean
is_missing (const char *cell)
{
  static const char *const words[] = { "na", "n/a", "nan", "null", "none", "-", "missing", "?" };

  if (*cell == '\0')
    return TRUE;
  for (gsize k = 0; k < G_N_ELEMENTS (words); k++)
    if (g_ascii_strcasecmp (cell, words[k]) == 0)
      return TRUE;
  return FALSE;
}

/* The digits of a number as a decimal mantissa and exponent. */
typedef struct {
  guint64 mantissa;
  guint significant; /* digits in the mantissa, leading zeros not counted */
  guint digits;
  int exponent;
  gboolean negative;
  char mark; /* '.', ',' or 0 */
} Decimal;

static gboolean
scan_decimal (const char *p, gboolean comma_allowed, Decimal *out)
{
  *out = (Decimal){ 0 };
  if (*p == '-' || *p == '+')
    out->negative = *p++ == '-';
  for (;; p++) {
    if (g_ascii_isdigit (*p)) {
      out->digits++;
      if (out->significant < 18) {
        out->mantissa = out->mantissa * 10 + (*p - '0');
        out->significant += out->mantissa != 0;
        out->exponent -= out->mark != 0;
      }
    } else if (out->mark == 0 && (*p == '.' || (*p == ',' && comma_allowed))) {
      out->mark = *p;
    } else {
      break;
    }
    if (out->digits > 64)
      return FALSE;
  }
  if (*p == 'e' || *p == 'E') {
    int sign = 1, exponent = 0;

    p++;
    if (*p == '-' || *p == '+')
      sign = *p++ == '-' ? -1 : 1;
    if (!g_ascii_isdigit (*p))
      return FALSE;
    for (; g_ascii_isdigit (*p); p++)
      exponent = MIN (exponent * 10 + (*p - '0'), 10000);
    out->exponent += sign * exponent;
  }
  return *p == '\0' && out->digits > 0;
}

gboolean
gmarl_csv_number (GmarlCsv *self, gsize column, GmarlCsvCell *kind, double *value, GError **error)
{
  const char *cell = gmarl_csv_cell (self, column);
  Decimal d;

  *value = NAN;
  if (!scan_decimal (cell, self->delimiter != ',', &d)) {
    *kind = is_missing (cell) ? GMARL_CSV_MISSING : GMARL_CSV_TEXT;
    return TRUE;
  }
  self->seen_point |= d.mark == '.';
  self->seen_comma |= d.mark == ',';
  if (self->seen_point && self->seen_comma) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s, row %u, column %u: “%s”: the file writes decimals both with a comma and "
                    "with a point. Use one of them, and no thousands separators."),
                 self->name, self->row, (guint) column + 1, cell);
    return FALSE;
  }
  /* Exact (Clinger 1990): the mantissa and the power of ten are both doubles without rounding. A
   * mantissa of 18 digits, the last of which may have been left out, is not below 2^53.
   */
  if (d.mantissa < G_GUINT64_CONSTANT (1) << 53 && ABS (d.exponent) <= 22) {
    double m = (double) d.mantissa;

    m = d.exponent < 0 ? m / powers_of_ten[-d.exponent] : m * powers_of_ten[d.exponent];
    *value = d.negative ? -m : m;
  } else {
    g_autofree char *copy = g_strdelimit (g_strdup (cell), ",", '.');

    *value = g_ascii_strtod (copy, NULL);
  }
  *kind = isfinite (*value) ? GMARL_CSV_NUMBER : GMARL_CSV_TEXT;
  return TRUE;
}

guint
gmarl_csv_row (const GmarlCsv *self)
{
  return self->row;
}

const char *
gmarl_csv_name (const GmarlCsv *self)
{
  return self->name;
}

char
gmarl_csv_delimiter (const GmarlCsv *self)
{
  return self->delimiter;
}

const char *
gmarl_csv_sha256 (const GmarlCsv *self)
{
  return self->sha256;
}

guint
gmarl_csv_n_skipped (const GmarlCsv *self)
{
  return self->n_skipped;
}

gboolean
gmarl_csv_has_decimal_comma (const GmarlCsv *self)
{
  return self->seen_comma;
}
