/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-checkpoint.h"
#include "gmarl-networks.h"
#include "gmarl-normaliser.h"

G_BEGIN_DECLS

/* Networks as the tensors of a checkpoint: stacked over sets, without padding, hidden weights as
 * [sets, inputs, outputs] and heads as [sets, outputs, inputs]. Names: "policy.hidden.0.weight",
 * "policy.hidden.0.bias", "policy.head.weight", "policy.head.bias", "policy.log_std", "value.…",
 * and with the prefixes "adam.first." and "adam.second." the moments.
 */
typedef struct {
  GArray *tensors;  /* of GmarlTensor */
  GPtrArray *owned; /* names and copies of the data */
} GmarlTensorList;

GmarlTensorList *gmarl_tensor_list_new (void);
void gmarl_tensor_list_free (GmarlTensorList *self);

/* Adds a tensor whose data is copied. */
void gmarl_tensor_list_add (GmarlTensorList *self,
                            const char *name,
                            GmarlTensorType type,
                            gsize n_dimensions,
                            const gsize *shape,
                            gconstpointer data);

/* Adds one array of the networks' layout (parameters or a moment) under a prefix. */
void gmarl_tensor_list_add_networks (GmarlTensorList *self,
                                     const char *prefix,
                                     const GmarlNetworks *networks,
                                     const float *array);

/* Adds a normaliser as "normaliser.NAME.count", ".mean" and ".square". */
void gmarl_tensor_list_add_normaliser (GmarlTensorList *self,
                                       const char *name,
                                       const GmarlNormaliser *normaliser);

/* Whether the checkpoint has the tensors of networks laid out like this (no array is needed): to be
 * asked before memory is allocated by what a file says.
 */
gboolean gmarl_networks_check (const GmarlNetworks *networks,
                               gboolean with_value,
                               const GmarlCheckpoint *checkpoint,
                               GError **error);

/* Reads back into an array of the networks' layout; numbers that are not finite are refused.
 * with_value FALSE leaves the value networks out.
 */
gboolean gmarl_networks_read (const GmarlNetworks *networks,
                              float *array,
                              const char *prefix,
                              gboolean with_value,
                              const GmarlCheckpoint *checkpoint,
                              GError **error);
gboolean gmarl_normaliser_read (GmarlNormaliser *normaliser,
                                const char *name,
                                const GmarlCheckpoint *checkpoint,
                                GError **error);

/* Metadata of every checkpoint of ours. */
#define GMARL_CHECKPOINT_FORMAT "gridmarl-1"

/* An integer of the metadata that must be there, from 0 to most. */
gboolean gmarl_checkpoint_get_integer (const GmarlCheckpoint *checkpoint,
                                       const char *key,
                                       gint64 most,
                                       gint64 *value,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlTensorList, gmarl_tensor_list_free)

G_END_DECLS
