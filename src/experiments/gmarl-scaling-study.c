/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scaling-study.h"

#include "gmarl-error.h"
#include "gmarl-number-lists.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Part of the hash: another number where the same words mean other results. */
#define FORMAT "gridmarl scaling study 1"

#define ID_DIGITS 12

static const gint64 usual_sizes[] = { 3, 5, 7, 10 };
static const guint64 usual_seeds[] = { 1, 2, 3, 4, 5 };

GmarlScalingStudy *
gmarl_scaling_study_new (GmarlRunConfig *config)
{
  GmarlScalingStudy *self = g_new0 (GmarlScalingStudy, 1);

  self->config = config;
  self->sizes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (self->sizes, usual_sizes, G_N_ELEMENTS (usual_sizes));
  self->seeds = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_append_vals (self->seeds, usual_seeds, G_N_ELEMENTS (usual_seeds));
  self->sharing = GMARL_SHARING_INDEPENDENT;
  return self;
}

GmarlScalingStudy *
gmarl_scaling_study_copy (const GmarlScalingStudy *self)
{
  GmarlScalingStudy *copy = g_new0 (GmarlScalingStudy, 1);

  copy->config = gmarl_run_config_copy (self->config);
  copy->sizes = g_array_copy (self->sizes);
  copy->seeds = g_array_copy (self->seeds);
  copy->sharing = self->sharing;
  return copy;
}

void
gmarl_scaling_study_free (GmarlScalingStudy *self)
{
  if (self == NULL)
    return;
  gmarl_run_config_free (self->config);
  g_array_unref (self->sizes);
  g_array_unref (self->seeds);
  g_free (self);
}

static gint
compare_seeds (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* list: (transfer full) */
static gboolean
take_list (GArray **place, GArray *list)
{
  if (list == NULL)
    return FALSE;
  g_array_unref (*place);
  *place = list;
  return TRUE;
}

gboolean
gmarl_scaling_study_set_sizes (GmarlScalingStudy *self, const char *text, GError **error)
{
  return take_list (&self->sizes, gmarl_parse_size_list (text, GMARL_SCALING_MOST_SIZES, error));
}

gboolean
gmarl_scaling_study_set_seeds (GmarlScalingStudy *self, const char *text, GError **error)
{
  if (!take_list (&self->seeds, gmarl_parse_seed_list (text, GMARL_SCALING_MOST_SEEDS, error)))
    return FALSE;
  g_array_sort (self->seeds, compare_seeds);
  return TRUE;
}

static const struct {
  const char *id;
  GmarlSharing sharing;
} sharings[] = {
  { "no", GMARL_SHARING_INDEPENDENT },
  { "yes", GMARL_SHARING_SHARED },
  { "both", GMARL_SHARING_BOTH },
};

gboolean
gmarl_scaling_study_set_sharing (GmarlScalingStudy *self, const char *text, GError **error)
{
  g_autofree char *quoted = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (sharings); k++)
    if (strcmp (text, sharings[k].id) == 0) {
      self->sharing = sharings[k].sharing;
      return TRUE;
    }
  quoted = gmarl_quote_text (text);
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
               _ ("%s is no way to share parameters: write no, yes or both"), quoted);
  return FALSE;
}

const char *
gmarl_sharing_to_id (GmarlSharing sharing)
{
  for (gsize k = 0; k < G_N_ELEMENTS (sharings); k++)
    if (sharings[k].sharing == sharing)
      return sharings[k].id;
  g_return_val_if_reached (NULL);
}

static gboolean
validate_size (const GmarlScalingStudy *self, gint64 agents, gboolean shared, GError **error)
{
  g_autoptr (GmarlRunConfig) config = gmarl_scaling_study_make_config (self, agents, shared);

  if (gmarl_run_config_validate_values (config, error))
    return TRUE;
  g_prefix_error (error, _ ("With %" PRId64 " agents: "), agents);
  return FALSE;
}

gboolean
gmarl_scaling_study_validate (const GmarlScalingStudy *self, GError **error)
{
  for (guint k = 0; k < self->sizes->len; k++)
    for (gint shared = 0; shared <= 1; shared++)
      if ((self->sharing & (1 << shared)) &&
          !validate_size (self, g_array_index (self->sizes, gint64, k), shared, error))
        return FALSE;
  return TRUE;
}

static void
update (GChecksum *checksum, const char *text)
{
  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
}

char *
gmarl_scaling_study_get_id (const GmarlScalingStudy *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *seeds = gmarl_format_seed_list (self->seeds);

  update (checksum, FORMAT);
  for (guint k = 0; k < self->sizes->len; k++) {
    gint64 agents = g_array_index (self->sizes, gint64, k);
    g_autoptr (GmarlRunConfig) config = gmarl_scaling_study_make_config (self, agents, FALSE);
    g_autofree char *scenario = gmarl_scenario_hash (config->scenario);
    g_autofree char *text = gmarl_run_config_to_text (config);

    update (checksum, scenario);
    update (checksum, text);
  }
  update (checksum, gmarl_sharing_to_id (self->sharing));
  update (checksum, seeds);
  return g_strndup (g_checksum_get_string (checksum), ID_DIGITS);
}

static gsize
count_sharings (const GmarlScalingStudy *self)
{
  return self->sharing == GMARL_SHARING_BOTH ? 2 : 1;
}

gsize
gmarl_scaling_study_count_cells (const GmarlScalingStudy *self)
{
  return (gsize) self->sizes->len * self->seeds->len * count_sharings (self);
}

GmarlScalingKey
gmarl_scaling_study_get_key (const GmarlScalingStudy *self, gsize cell)
{
  gsize n_sharings = count_sharings (self);
  gsize size = cell / n_sharings % self->sizes->len;
  gsize seed = cell / n_sharings / self->sizes->len;

  return (GmarlScalingKey){
    .agents = g_array_index (self->sizes, gint64, size),
    .shared = n_sharings == 2 ? cell % 2 == 1 : self->sharing == GMARL_SHARING_SHARED,
    .seed = g_array_index (self->seeds, guint64, seed),
  };
}

GmarlRunConfig *
gmarl_scaling_study_make_config (const GmarlScalingStudy *self, gint64 agents, gboolean shared)
{
  GmarlRunConfig *config = gmarl_run_config_copy (self->config);
  g_autofree char *nodes = g_strdup_printf ("%" PRId64, agents);
  g_autoptr (GError) error = NULL;

  if (!gmarl_run_config_set (config, "scenario.nodes", nodes, &error))
    g_debug ("%s", error->message); /* a number that validation refuses too */
  config->learning.share_parameters = shared;
  return config;
}

char *
gmarl_scaling_study_describe (const GmarlScalingStudy *self, gint64 agents, gboolean shared)
{
  return g_strdup_printf (
      ngettext ("%s · %" PRId64 " agent · %s", "%s · %" PRId64 " agents · %s", (gulong) agents),
      self->config->scenario->name, agents, shared ? _ ("shared parameters") : _ ("independent"));
}
