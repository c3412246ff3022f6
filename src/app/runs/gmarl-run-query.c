/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-run-query.h"

#include "gmarl-error.h"
#include "gmarl-learning-config.h"
#include "gmarl-scenario.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCENARIO_PREFIX "scenario."

typedef enum {
  MATCH_CONTAINS,
  MATCH_BEGINS,
  MATCH_EQUALS,
  MATCH_COMPARES, /* as numbers where both are, else as words */
} Match;

/* What a run has apart from its configuration. */
static const struct {
  const char *word;
  const char *key;
  Match match;
} own_keys[] = {
  { "tag", "tag", MATCH_BEGINS },
  { "status", "status", MATCH_BEGINS },
  { "seed", "seed", MATCH_EQUALS },
  { "name", "name", MATCH_CONTAINS },
  { "scenario", "scenario", MATCH_CONTAINS },
  { "notes", "notes", MATCH_CONTAINS },
  { "id", "id", MATCH_BEGINS },
  { "kernels", "kernels", MATCH_CONTAINS },
  { "version", "version", MATCH_BEGINS },
  { "reward", "reward", MATCH_COMPARES },
  { "stability", "stability", MATCH_COMPARES },
  { "seeds", "seeds", MATCH_COMPARES },
  { "iteration", "iteration", MATCH_COMPARES },
  { "iterations", "iterations", MATCH_COMPARES },
  { "seconds", "seconds", MATCH_COMPARES },
  /* Short for keys of the configuration. */
  { "lr", "ppo.learning_rate", MATCH_COMPARES },
  { "agents", "scenario.nodes", MATCH_COMPARES },
  { "shared", "share_parameters", MATCH_COMPARES },
};

typedef enum {
  IS,
  IS_NOT,
  BELOW,
  AT_MOST,
  ABOVE,
  AT_LEAST,
} Relation;

static const struct {
  const char *sign;
  Relation relation;
} relations[] = {
  /* Longer signs first. */
  { "<=", AT_MOST }, { "≤", AT_MOST }, { ">=", AT_LEAST }, { "≥", AT_LEAST }, { "!=", IS_NOT },
  { "≠", IS_NOT },   { "<", BELOW },   { ">", ABOVE },     { "=", IS },       { ":", IS },
};

typedef struct {
  char *key;
  char *value; /* case-folded */
  double number;
  gboolean is_number;
  gboolean negated;
  Match match;
  Relation relation;
} Term;

struct _GmarlRunQuery {
  GArray *terms; /* of Term */
};

static void
term_clear (gpointer data)
{
  Term *term = data;

  g_free (term->key);
  g_free (term->value);
}

void
gmarl_run_query_free (GmarlRunQuery *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->terms);
  g_free (self);
}

/* -- Reading -- */

/* The next word, with what is in quotes kept together; NULL at the end. */
static char *
take_word (const char **text)
{
  GString *word;
  gboolean quoted = FALSE;
  const char *p = *text;

  while (g_ascii_isspace (*p))
    p++;
  if (*p == '\0')
    return NULL;
  word = g_string_new (NULL);
  for (; *p != '\0' && (quoted || !g_ascii_isspace (*p)); p++)
    if (*p == '"')
      quoted = !quoted;
    else
      g_string_append_c (word, *p);
  *text = p;
  return g_string_free (word, FALSE);
}

/* Where the key ends and what follows; NULL if the word is no term. */
static const char *
find_relation (const char *word, gsize *key_length, Relation *relation)
{
  const char *p = word;

  if (!g_ascii_isalpha (*p))
    return NULL;
  while (g_ascii_isalnum (*p) || *p == '_' || *p == '.')
    p++;
  for (gsize k = 0; k < G_N_ELEMENTS (relations); k++)
    if (g_str_has_prefix (p, relations[k].sign)) {
      *key_length = (gsize) (p - word);
      *relation = relations[k].relation;
      return p + strlen (relations[k].sign);
    }
  return NULL;
}

static const char *
last_part (const char *key)
{
  const char *dot = strrchr (key, '.');

  return dot != NULL ? dot + 1 : key;
}

/* The key that the word means, or NULL. (transfer full) */
static char *
find_key (const char *word, Match *match)
{
  const char *bare =
      g_str_has_prefix (word, SCENARIO_PREFIX) ? word + strlen (SCENARIO_PREFIX) : word;

  for (gsize k = 0; k < G_N_ELEMENTS (own_keys); k++)
    if (g_str_equal (own_keys[k].word, word)) {
      *match = own_keys[k].match;
      return g_strdup (own_keys[k].key);
    }
  *match = MATCH_COMPARES;
  for (gsize k = 0; k < gmarl_n_learning_options; k++)
    if (g_str_equal (gmarl_learning_options[k].key, word) ||
        g_str_equal (last_part (gmarl_learning_options[k].key), word))
      return g_strdup (gmarl_learning_options[k].key);
  if (gmarl_option_find (gmarl_scenario_options, gmarl_n_scenario_options, bare) != NULL)
    return g_strconcat (SCENARIO_PREFIX, bare, NULL);
  return NULL;
}

static void
set_unknown_key_error (const char *word, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const char *nearest;

  for (gsize k = 0; k < G_N_ELEMENTS (own_keys); k++)
    g_ptr_array_add (words, (gpointer) own_keys[k].word);
  for (gsize k = 0; k < gmarl_n_learning_options; k++)
    g_ptr_array_add (words, (gpointer) last_part (gmarl_learning_options[k].key));
  for (gsize k = 0; k < gmarl_n_scenario_options; k++)
    g_ptr_array_add (words, (gpointer) gmarl_scenario_options[k].key);
  g_ptr_array_add (words, NULL);

  nearest = gmarl_nearest_word (word, (const char *const *) words->pdata);
  if (nearest != NULL)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("Runs have no “%s”: did you mean “%s”?"), word, nearest);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("Runs have no “%s”: search by tag, status, seed, name, scenario, reward, or a "
                    "parameter such as lr or nodes; put quotes around text"),
                 word);
}

static gboolean
check_comparison (const Term *term, const char *word, const char *value, GError **error)
{
  if (term->relation == IS || term->relation == IS_NOT)
    return TRUE;
  if (term->match != MATCH_COMPARES) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG, _ ("“%s” has no order: write %s:%s"), word,
                 word, value);
    return FALSE;
  }
  if (!term->is_number) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("“%s” is no number: %s is compared with a number, such as 0.001"), value, word);
    return FALSE;
  }
  return TRUE;
}

static gboolean
add_term (GmarlRunQuery *self, const char *word, GError **error)
{
  Term term = { .key = NULL, .match = MATCH_CONTAINS, .relation = IS };
  gboolean negated = word[0] == '-' && word[1] != '\0';
  gsize key_length = 0;
  const char *value;
  g_autofree char *key_word = NULL;

  word += negated;
  value = find_relation (word, &key_length, &term.relation);
  if (value == NULL) {
    term.key = g_strdup ("text");
    value = word;
  } else {
    key_word = g_ascii_strdown (word, (gssize) key_length);
    term.key = find_key (key_word, &term.match);
    if (term.key == NULL) {
      set_unknown_key_error (key_word, error);
      return FALSE;
    }
  }
  term.negated = negated;
  term.is_number = gmarl_parse_double (value, &term.number);
  term.value = g_utf8_casefold (value, -1);
  if (value[0] != '\0' && !check_comparison (&term, key_word, value, error)) {
    term_clear (&term);
    return FALSE;
  }
  if (value[0] == '\0')
    term_clear (&term);
  else
    g_array_append_val (self->terms, term);
  return TRUE;
}

GmarlRunQuery *
gmarl_run_query_parse (const char *text, GError **error)
{
  g_autoptr (GmarlRunQuery) self = g_new0 (GmarlRunQuery, 1);
  char *word;

  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  g_array_set_clear_func (self->terms, term_clear);
  while ((word = take_word (&text)) != NULL) {
    gboolean good = add_term (self, word, error);

    g_free (word);
    if (!good)
      return NULL;
  }
  return g_steal_pointer (&self);
}

gboolean
gmarl_run_query_is_empty (const GmarlRunQuery *self)
{
  return self->terms->len == 0;
}

/* -- Matching -- */

static gboolean
compare (double value, Relation relation, double with)
{
  switch (relation) {
  case IS:
    return value == with;
  case IS_NOT:
    return value != with;
  case BELOW:
    return value < with;
  case AT_MOST:
    return value <= with;
  case ABOVE:
    return value > with;
  case AT_LEAST:
    return value >= with;
  default:
    g_assert_not_reached ();
  }
}

/* value: case-folded */
static gboolean
holds_for (const Term *term, const char *value)
{
  double number;

  switch (term->match) {
  case MATCH_CONTAINS:
    return strstr (value, term->value) != NULL;
  case MATCH_BEGINS:
    return g_str_has_prefix (value, term->value);
  case MATCH_COMPARES:
    if (term->is_number && gmarl_parse_double (value, &number))
      return compare (number, term->relation == IS_NOT ? IS : term->relation, term->number);
    return (term->relation == IS || term->relation == IS_NOT) && g_str_equal (value, term->value);
  default:
    return g_str_equal (value, term->value);
  }
}

static gboolean
term_holds (const Term *term, GmarlRunLookup lookup, gpointer run)
{
  g_autofree char *values = lookup (run, term->key);
  g_autofree char *folded = values == NULL ? NULL : g_utf8_casefold (values, -1);
  g_auto (GStrv) lines = folded == NULL ? NULL : g_strsplit (folded, "\n", -1);
  gboolean holds = FALSE;

  for (gsize k = 0; lines != NULL && lines[k] != NULL && !holds; k++)
    holds = holds_for (term, lines[k]);
  return holds != (term->negated != (term->relation == IS_NOT));
}

gboolean
gmarl_run_query_matches (const GmarlRunQuery *self, GmarlRunLookup lookup, gpointer run)
{
  for (guint k = 0; k < self->terms->len; k++)
    if (!term_holds (&g_array_index (self->terms, Term, k), lookup, run))
      return FALSE;
  return TRUE;
}
