/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Options: one table describes the keys of a plain struct. Files, --set, the documentation, the
 * stored configuration of a run and the application's rows all read the same table.
 */
typedef enum {
  GMARL_OPTION_BOOLEAN, /* gboolean; "yes" or "no" (also true/false, 1/0, on/off) */
  GMARL_OPTION_INTEGER, /* gint64 */
  GMARL_OPTION_SEED,    /* guint64 */
  GMARL_OPTION_REAL,    /* double, finite */
  GMARL_OPTION_CHOICE,  /* gint, index into choices */
  GMARL_OPTION_STRING,  /* char *, owned by the struct */
  GMARL_OPTION_SIZES,   /* GmarlSizes: "64-64" */
} GmarlOptionType;

#define GMARL_SIZES_MAX 4

/* Layer widths, first to last. */
typedef struct {
  gint64 count;
  gint64 value[GMARL_SIZES_MAX];
} GmarlSizes;

typedef enum {
  GMARL_OPTION_NONE = 0,
  GMARL_OPTION_ABOVE_MINIMUM = 1 << 0, /* the minimum itself is refused */
  GMARL_OPTION_BELOW_MAXIMUM = 1 << 1, /* the maximum itself is refused */
} GmarlOptionFlags;

typedef struct {
  const char *key; /* "ppo.clip" */
  GmarlOptionType type;
  gsize offset;   /* of the field in the struct */
  double minimum; /* of the value, of each size, or of a string's length in characters */
  double maximum; /* the same; -DBL_MAX and DBL_MAX: no bound; 0 for a string: no bound */
  GmarlOptionFlags flags;
  const char *const *choices; /* NULL-terminated, for GMARL_OPTION_CHOICE */
  const char *unit;           /* "kWh", "" for pure numbers */
  const char *summary;        /* one translatable sentence (N_) */
} GmarlOption;

/* The option with this key, or NULL. */
const GmarlOption *gmarl_option_find (const GmarlOption *options, gsize n_options, const char *key);

/* Parses value into the option's field of object (replacing an owned string). On failure object is
 * unchanged and the message names the key, the value, and what is allowed (GMARL_ERROR_CONFIG).
 */
gboolean
gmarl_option_set (const GmarlOption *option, gpointer object, const char *value, GError **error);

/* Whether the option's field of object is allowed, however it came there; fails as
 * gmarl_option_set().
 */
gboolean gmarl_option_check (const GmarlOption *option, gconstpointer object, GError **error);

/* The field as text that gmarl_option_set reads back to the same bits. (transfer full) */
char *gmarl_option_get (const GmarlOption *option, gconstpointer object);

/* The allowed values in words: "a number above 0, at most 1". (transfer full) */
char *gmarl_option_describe_range (const GmarlOption *option);

/* The candidate nearest to word by edit distance, or NULL if none is near enough to be meant. */
const char *gmarl_nearest_word (const char *word, const char *const *candidates);

/* The correctly rounded decimal of the fewest digits that reads back to the same double;
 * locale-independent. (transfer full)
 */
char *gmarl_format_double (double value);

/* Reads all of text as a finite decimal number, whatever the locale: no blanks, no hexadecimal. */
gboolean gmarl_parse_double (const char *text, double *out);

/* A user's text in quotes for a message: valid UTF-8, printable, cut where it is long. (transfer
 * full)
 */
char *gmarl_quote_text (const char *text);

G_END_DECLS
