/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-policy-entry.h"

#include "gmarl-backend.h"
#include "gmarl-error.h"
#include "gmarl-trained-policy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* No checkpoint is larger; another file that was named by mistake is not read whole. */
#define MOST_CHECKPOINT_BYTES (G_GINT64_CONSTANT (1) << 32)

void
gmarl_policy_entry_free (GmarlPolicyEntry *self)
{
  if (self == NULL)
    return;
  for (gsize k = 0; k < self->n_policies; k++)
    g_clear_pointer (&self->policy[k], gmarl_policy_free);
  g_free (self->policy);
  g_free (self->seed);
  g_strfreev (self->sha256);
  g_strfreev (self->evaluation_key);
  g_free (self->group);
  g_strfreev (self->runs);
  g_free (self->id);
  g_free (self->name);
  g_free (self->configuration);
  g_free (self->scenario_name);
  g_free (self->scenario_hash);
  g_free (self);
}

const GmarlRunRecord *
gmarl_library_best_run (const GPtrArray *runs)
{
  const GmarlRunRecord *best = runs->pdata[0];

  for (guint k = 1; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];

    /* Also true where the best so far has no score, NaN. */
    if (run->best_score == run->best_score && !(run->best_score <= best->best_score))
      best = run;
  }
  return best;
}

static GmarlPolicyEntry *
entry_new (const char *id, const char *name, gsize n_policies)
{
  GmarlPolicyEntry *self = g_new0 (GmarlPolicyEntry, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->n_policies = n_policies;
  self->policy = g_new0 (GmarlPolicy *, n_policies);
  self->evaluation_key = g_new0 (char *, n_policies + 1);
  return self;
}

/* Reads a checkpoint into place k of the entry. */
static gboolean
add_checkpoint (GmarlPolicyEntry *self,
                gsize k,
                GBytes *bytes,
                const char *filename,
                const GmarlGrid *grid,
                GmarlKernelLevelChoice level,
                GError **error)
{
  const char *kernels = gmarl_kernel_level_name (level, error);
  g_autoptr (GmarlCheckpoint) checkpoint =
      kernels == NULL ? NULL : gmarl_checkpoint_open (bytes, filename, error);

  if (checkpoint == NULL)
    return FALSE;
  self->policy[k] = gmarl_trained_policy_new (checkpoint, grid, level, self->id, self->name, error);
  if (self->policy[k] == NULL)
    return FALSE;
  if (self->sha256 == NULL)
    self->sha256 = g_new0 (char *, self->n_policies + 1);
  self->sha256[k] = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  self->evaluation_key[k] = g_strdup_printf ("%s/%s", self->sha256[k], kernels);
  return TRUE;
}

static GmarlPolicyEntry *
open_runs (GmarlLibrary *library,
           const GPtrArray *runs,
           const char *reference,
           const GmarlGrid *grid,
           GmarlKernelLevelChoice level,
           GError **error)
{
  const GmarlRunRecord *first = runs->pdata[0];
  gboolean is_named =
      strcmp (reference, first->name) == 0 || strcmp (reference, first->group_id) == 0;
  g_autofree char *seed_name =
      g_strdup_printf (_ ("%s, seed %llu"), first->name, (unsigned long long) first->seed);
  g_autoptr (GmarlPolicyEntry) self = entry_new (
      is_named ? first->name : first->id, runs->len > 1 ? first->name : seed_name, runs->len);
  g_autoptr (GmarlRunConfig) config = gmarl_library_load_config (library, first->id, error);

  if (config == NULL)
    return NULL;
  self->configuration = gmarl_run_config_to_text (config);
  self->scenario_name = g_strdup (first->scenario_name);
  self->scenario_hash = g_strdup (first->scenario_hash);
  self->group = g_strdup (first->group_id);
  self->runs = g_new0 (char *, runs->len + 1);
  self->seed = g_new0 (guint64, runs->len);
  for (guint k = 0; k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];
    g_autofree char *filename = g_strdup_printf (_ ("run %s"), run->id);
    g_autoptr (GBytes) bytes =
        gmarl_library_load_checkpoint (library, run->id, GMARL_CHECKPOINT_BEST, 0, NULL, error);

    self->seed[k] = run->seed;
    self->runs[k] = g_strdup (run->id);
    if (bytes == NULL || !add_checkpoint (self, k, bytes, filename, grid, level, error))
      return NULL;
  }
  return g_steal_pointer (&self);
}

GmarlPolicyEntry *
gmarl_policy_entry_open_file (const char *path,
                              const GmarlGrid *grid,
                              GmarlKernelLevelChoice level,
                              GError **error)
{
  g_autofree char *display = g_filename_display_name (path);
  g_autofree char *base = g_filename_display_basename (path);
  g_autoptr (GmarlPolicyEntry) self = entry_new (base, display, 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                         G_FILE_QUERY_INFO_NONE, NULL, &local_error);
  g_autoptr (GBytes) bytes = NULL;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("The file “%s” is not there: put it back, or leave it out"), display);
    return NULL;
  }
  if (info == NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
      g_file_info_get_size (info) > MOST_CHECKPOINT_BYTES) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
                 _ ("“%s” is no checkpoint: name a rule, a run or a checkpoint file"), display);
    return NULL;
  }
  bytes = g_file_load_bytes (file, NULL, NULL, error);
  if (bytes == NULL || !add_checkpoint (self, 0, bytes, display, grid, level, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* The runs of a group that have come so far as to have a checkpoint; all if none has, which is then
 * said of the first. A seed that failed does not take the others with it. (transfer full)
 */
static GPtrArray *
begun_runs (const GPtrArray *runs)
{
  GPtrArray *begun = g_ptr_array_new ();

  for (guint k = 0; k < runs->len; k++)
    if (((const GmarlRunRecord *) runs->pdata[k])->iteration > 0)
      g_ptr_array_add (begun, runs->pdata[k]);
  if (begun->len == 0)
    g_ptr_array_extend (begun, (GPtrArray *) runs, NULL, NULL);
  return begun;
}

/* Of runs, the best one or all. */
static GmarlPolicyEntry *
open_found_runs (GmarlLibrary *library,
                 const GPtrArray *runs,
                 const char *reference,
                 const GmarlGrid *grid,
                 GmarlKernelLevelChoice level,
                 gboolean best,
                 GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) begun = begun_runs (runs);

  g_ptr_array_add (one, (gpointer) gmarl_library_best_run (runs));
  return open_runs (library, best ? one : begun, reference, grid, level, error);
}

GmarlPolicyEntry *
gmarl_policy_entry_open_run (const char *reference,
                             const GmarlGrid *grid,
                             GmarlKernelLevelChoice level,
                             GmarlLibrary *library,
                             gboolean best,
                             GError **error)
{
  g_autoptr (GPtrArray) runs = gmarl_library_find_runs (library, reference, error);

  if (runs == NULL)
    return NULL;
  return open_found_runs (library, runs, reference, grid, level, best, error);
}

static void
set_unknown_error (const char *reference, const GError *library_error, GError **error)
{
  g_autofree char *quoted = gmarl_quote_text (reference);
  const char *nearest = gmarl_nearest_word (reference, gmarl_rule_ids ());
  g_autofree char *all = g_strjoinv (", ", (char **) gmarl_rule_ids ());

  if (nearest != NULL)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("The policy %s is not known: did you mean “%s”?"), quoted, nearest);
  else
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND,
                 _ ("The policy %s is not known: it is none of %s, no run%s and no file"), quoted,
                 all, library_error == NULL ? _ (" (there is no results library)") : "");
}

static gboolean
looks_like_path (const char *reference)
{
  return strchr (reference, G_DIR_SEPARATOR) != NULL ||
         g_str_has_suffix (reference, ".safetensors");
}

GmarlPolicyEntry *
gmarl_policy_entry_open (const char *reference,
                         const GmarlGrid *grid,
                         GmarlKernelLevelChoice level,
                         GmarlLibrary *library,
                         gboolean best,
                         GError **error)
{
  g_autoptr (GError) library_error = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GmarlPolicy) rule = gmarl_rule_new (reference);

  if (rule != NULL) {
    GmarlPolicyEntry *entry = entry_new (rule->id, rule->name, 1);

    entry->evaluation_key[0] = g_strdup (rule->id);
    entry->policy[0] = g_steal_pointer (&rule);
    return entry;
  }
  if (looks_like_path (reference))
    return gmarl_policy_entry_open_file (reference, grid, level, error);

  if (library != NULL)
    runs = gmarl_library_find_runs (library, reference, &library_error);
  if (runs != NULL)
    return open_found_runs (library, runs, reference, grid, level, best, error);
  if (library_error != NULL &&
      !g_error_matches (library_error, GMARL_ERROR, GMARL_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&library_error));
    return NULL;
  }
  if (g_file_test (reference, G_FILE_TEST_EXISTS))
    return gmarl_policy_entry_open_file (reference, grid, level, error);

  /* The library knows the nearest run; a rule that is near is more likely meant. */
  if (library_error != NULL && gmarl_nearest_word (reference, gmarl_rule_ids ()) == NULL)
    g_propagate_error (error, g_steal_pointer (&library_error));
  else
    set_unknown_error (reference, library_error, error);
  return NULL;
}
