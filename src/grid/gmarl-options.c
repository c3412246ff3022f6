/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-options.h"

#include "gmarl-error.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Text of a user is shown in messages up to this many characters. */
#define SHOWN_LENGTH 60

static const char *const boolean_words[] = { "no", "false", "0", "off", "yes", "true", "1", "on" };

const GmarlOption *
gmarl_option_find (const GmarlOption *options, gsize n_options, const char *key)
{
  for (gsize k = 0; k < n_options; k++) {
    if (strcmp (options[k].key, key) == 0)
      return &options[k];
  }
  return NULL;
}

static gpointer
field_of (const GmarlOption *option, gconstpointer object)
{
  return (char *) object + option->offset;
}

char *
gmarl_quote_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) shown = g_string_new ("\"");
  gsize count = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (count++ == SHOWN_LENGTH) {
      g_string_append (shown, "...");
      break;
    }
    g_string_append_unichar (shown, g_unichar_isprint (c) ? c : '?');
  }
  g_string_append_c (shown, '"');
  return g_string_free (g_steal_pointer (&shown), FALSE);
}

static gboolean
within (const GmarlOption *option, double value)
{
  if ((option->flags & GMARL_OPTION_ABOVE_MINIMUM) ? !(value > option->minimum)
                                                   : !(value >= option->minimum))
    return FALSE;
  return (option->flags & GMARL_OPTION_BELOW_MAXIMUM) ? value < option->maximum
                                                      : value <= option->maximum;
}

gboolean
gmarl_parse_double (const char *text, double *out)
{
  gsize length = strspn (text, "0123456789+-.eE");
  char *end;
  double value;

  /* g_ascii_strtod() also reads hexadecimal, infinity and leading blanks; a file must not. */
  if (length == 0 || text[length] != '\0')
    return FALSE;
  value = g_ascii_strtod (text, &end);
  if (*end != '\0' || !isfinite (value))
    return FALSE;
  *out = value;
  return TRUE;
}

static gboolean
parse_boolean (const char *text, gboolean *out)
{
  for (gsize k = 0; k < G_N_ELEMENTS (boolean_words); k++) {
    if (g_ascii_strcasecmp (text, boolean_words[k]) == 0) {
      *out = k >= G_N_ELEMENTS (boolean_words) / 2;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
parse_choice (const GmarlOption *option, const char *text, gint *out)
{
  for (gint k = 0; option->choices[k] != NULL; k++) {
    if (g_ascii_strcasecmp (text, option->choices[k]) == 0) {
      *out = k;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
parse_sizes (const GmarlOption *option, const char *text, GmarlSizes *out)
{
  /* One part more than allowed is enough to see that there are too many. */
  g_auto (GStrv) parts = g_strsplit (text, "-", GMARL_SIZES_MAX + 1);
  GmarlSizes sizes = { 0 };

  for (gsize k = 0; parts[k] != NULL; k++) {
    if (k == GMARL_SIZES_MAX ||
        !g_ascii_string_to_signed (g_strstrip (parts[k]), 10, G_MININT64, G_MAXINT64,
                                   &sizes.value[k], NULL) ||
        !within (option, (double) sizes.value[k]))
      return FALSE;
    sizes.count++;
  }
  if (sizes.count == 0)
    return FALSE;
  *out = sizes;
  return TRUE;
}

static gboolean
string_is_valid (const GmarlOption *option, const char *text)
{
  glong length;

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  length = g_utf8_strlen (text, -1);
  if ((double) length < option->minimum ||
      (option->maximum > 0 && (double) length > option->maximum))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
parse_string (const GmarlOption *option, const char *text, char **out)
{
  if (!string_is_valid (option, text))
    return FALSE;
  g_free (*out);
  *out = g_strdup (text);
  return TRUE;
}

static gboolean
parse_value (const GmarlOption *option, const char *value, gpointer field)
{
  g_autofree char *text = g_strstrip (g_strdup (value));
  gint64 integer;
  double real;

  switch (option->type) {
  case GMARL_OPTION_BOOLEAN:
    return parse_boolean (text, field);
  case GMARL_OPTION_INTEGER:
    if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &integer, NULL) ||
        !within (option, (double) integer))
      return FALSE;
    *(gint64 *) field = integer;
    return TRUE;
  case GMARL_OPTION_SEED:
    return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, field, NULL);
  case GMARL_OPTION_REAL:
    if (!gmarl_parse_double (text, &real) || !within (option, real))
      return FALSE;
    *(double *) field = real;
    return TRUE;
  case GMARL_OPTION_CHOICE:
    return parse_choice (option, text, field);
  case GMARL_OPTION_STRING:
    return parse_string (option, value, field);
  case GMARL_OPTION_SIZES:
    return parse_sizes (option, text, field);
  default:
    g_return_val_if_reached (FALSE);
  }
}

static void
refuse (const GmarlOption *option, const char *value, GError **error)
{
  g_autofree char *range = gmarl_option_describe_range (option);
  g_autofree char *shown = gmarl_quote_text (value);
  const char *nearest = NULL;

  if (option->type == GMARL_OPTION_CHOICE)
    nearest = gmarl_nearest_word (value, option->choices);
  if (nearest != NULL)
    /* Translators: a key, its value in quotes, what is allowed, the word that was likely meant. */
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("%s cannot be %s: give %s (did you mean %s?)"), option->key, shown, range,
                 nearest);
  else if (option->type == GMARL_OPTION_REAL && strchr (value, ',') != NULL)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("%s cannot be %s: give %s, with a decimal point"), option->key, shown, range);
  else
    /* Translators: a key, its value in quotes, what is allowed. */
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG, _ ("%s cannot be %s: give %s"),
                 option->key, shown, range);
}

gboolean
gmarl_option_set (const GmarlOption *option, gpointer object, const char *value, GError **error)
{
  g_return_val_if_fail (option != NULL && object != NULL && value != NULL, FALSE);

  if (parse_value (option, value, field_of (option, object)))
    return TRUE;
  refuse (option, value, error);
  return FALSE;
}

static gboolean
field_is_valid (const GmarlOption *option, gconstpointer field)
{
  switch (option->type) {
  case GMARL_OPTION_INTEGER:
    return within (option, (double) *(const gint64 *) field);
  case GMARL_OPTION_REAL:
    return isfinite (*(const double *) field) && within (option, *(const double *) field);
  case GMARL_OPTION_CHOICE:
    return *(const gint *) field >= 0 &&
           (gsize) * (const gint *) field < g_strv_length ((char **) option->choices);
  case GMARL_OPTION_STRING:
    return *(char *const *) field != NULL && string_is_valid (option, *(char *const *) field);
  case GMARL_OPTION_SIZES: {
    const GmarlSizes *sizes = field;

    if (sizes->count < 1 || sizes->count > GMARL_SIZES_MAX)
      return FALSE;
    for (gint64 k = 0; k < sizes->count; k++) {
      if (!within (option, (double) sizes->value[k]))
        return FALSE;
    }
    return TRUE;
  }
  case GMARL_OPTION_BOOLEAN:
  case GMARL_OPTION_SEED:
  default:
    return TRUE;
  }
}

gboolean
gmarl_option_check (const GmarlOption *option, gconstpointer object, GError **error)
{
  gconstpointer field;
  g_autofree char *value = NULL;

  g_return_val_if_fail (option != NULL && object != NULL, FALSE);

  field = field_of (option, object);
  if (field_is_valid (option, field))
    return TRUE;
  if (option->type == GMARL_OPTION_CHOICE)
    value = g_strdup_printf ("%d", *(const gint *) field);
  else if (option->type == GMARL_OPTION_SIZES)
    value = g_strdup_printf ("%" PRId64 " sizes", ((const GmarlSizes *) field)->count);
  else
    value = gmarl_option_get (option, object);
  refuse (option, value, error);
  return FALSE;
}

char *
gmarl_option_get (const GmarlOption *option, gconstpointer object)
{
  gconstpointer field;

  g_return_val_if_fail (option != NULL && object != NULL, NULL);

  field = field_of (option, object);
  switch (option->type) {
  case GMARL_OPTION_BOOLEAN:
    return g_strdup (*(const gboolean *) field ? "yes" : "no");
  case GMARL_OPTION_INTEGER:
    return g_strdup_printf ("%" PRId64, *(const gint64 *) field);
  case GMARL_OPTION_SEED:
    return g_strdup_printf ("%" PRIu64, *(const guint64 *) field);
  case GMARL_OPTION_REAL:
    return gmarl_format_double (*(const double *) field);
  case GMARL_OPTION_CHOICE:
    return g_strdup (option->choices[*(const gint *) field]);
  case GMARL_OPTION_STRING:
    return g_strdup (*(char *const *) field != NULL ? *(char *const *) field : "");
  case GMARL_OPTION_SIZES: {
    const GmarlSizes *sizes = field;
    GString *text = g_string_new (NULL);

    for (gint64 k = 0; k < sizes->count; k++)
      g_string_append_printf (text, "%s%" PRId64, k > 0 ? "-" : "", sizes->value[k]);
    return g_string_free (text, FALSE);
  }
  default:
    g_return_val_if_reached (NULL);
  }
}

static char *
describe_real (const GmarlOption *option)
{
  gboolean lower = option->minimum > -DBL_MAX, upper = option->maximum < DBL_MAX;
  gboolean above = (option->flags & GMARL_OPTION_ABOVE_MINIMUM) != 0;
  gboolean below = (option->flags & GMARL_OPTION_BELOW_MAXIMUM) != 0;
  g_autofree char *low = gmarl_format_double (option->minimum);
  g_autofree char *high = gmarl_format_double (option->maximum);

  if (lower && upper && above)
    return g_strdup_printf (below ? _ ("a number above %s and below %s")
                                  : _ ("a number above %s, at most %s"),
                            low, high);
  if (lower && upper)
    return g_strdup_printf (below ? _ ("a number of at least %s and below %s")
                                  : _ ("a number from %s to %s"),
                            low, high);
  if (lower)
    return g_strdup_printf (above ? _ ("a number above %s") : _ ("a number of at least %s"), low);
  if (upper)
    return g_strdup_printf (below ? _ ("a number below %s") : _ ("a number of at most %s"), high);
  return g_strdup (_ ("a finite number"));
}

static char *
describe_choices (const GmarlOption *option)
{
  g_autofree char *words = g_strjoinv (", ", (char **) option->choices);

  return g_strdup_printf (_ ("one of %s"), words);
}

static char *
describe_string (const GmarlOption *option)
{
  if (option->maximum > 0 && option->minimum > 0)
    return g_strdup_printf (_ ("a text of %.0f to %.0f characters, no control characters"),
                            option->minimum, option->maximum);
  if (option->maximum > 0)
    return g_strdup_printf (_ ("a text of at most %.0f characters, no control characters"),
                            option->maximum);
  return g_strdup (_ ("a text without control characters"));
}

char *
gmarl_option_describe_range (const GmarlOption *option)
{
  g_autofree char *words = NULL;

  switch (option->type) {
  case GMARL_OPTION_BOOLEAN:
    return g_strdup (_ ("yes or no"));
  case GMARL_OPTION_INTEGER:
    words =
        g_strdup_printf (_ ("a whole number from %.0f to %.0f"), option->minimum, option->maximum);
    break;
  case GMARL_OPTION_SEED:
    return g_strdup (_ ("a whole number from 0 to 18446744073709551615"));
  case GMARL_OPTION_REAL:
    words = describe_real (option);
    break;
  case GMARL_OPTION_CHOICE:
    return describe_choices (option);
  case GMARL_OPTION_STRING:
    return describe_string (option);
  case GMARL_OPTION_SIZES:
    return g_strdup_printf (_ ("1 to %d whole numbers from %.0f to %.0f joined by \"-\""),
                            GMARL_SIZES_MAX, option->minimum, option->maximum);
  default:
    g_return_val_if_reached (NULL);
  }
  if (option->unit == NULL || option->unit[0] == '\0')
    return g_steal_pointer (&words);
  /* Translators: a range, then its unit: "a number above 0, in kWh". */
  return g_strdup_printf (_ ("%s, in %s"), words, option->unit);
}
