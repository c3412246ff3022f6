/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Checkpoints: the safetensors container (8 bytes little-endian header length, a JSON header with
 * one entry a tensor and "__metadata__", then the tensors). Writing is deterministic: the same
 * contents give the same bytes. Reading is defensive: a hostile file gets GMARL_ERROR_CHECKPOINT,
 * never a crash or a large allocation.
 */
typedef enum {
  GMARL_TENSOR_F32,
  GMARL_TENSOR_F64,
  GMARL_TENSOR_I64, /* also used for unsigned 64-bit patterns */
} GmarlTensorType;

#define GMARL_TENSOR_MAX_DIMENSIONS 4

typedef struct {
  const char *name;
  GmarlTensorType type;
  gsize n_dimensions;
  gsize shape[GMARL_TENSOR_MAX_DIMENSIONS];
  gconstpointer data; /* native order, 8-byte aligned */
} GmarlTensor;

typedef struct _GmarlCheckpoint GmarlCheckpoint;

/* Packs tensors (in this order) and metadata (key, value, key, value, …, NULL; in this order) into
 * the container; adds the metadata "sha256": the hash of the whole file, taken with zeros for its
 * 64 digits. (transfer full)
 */
GBytes *
gmarl_checkpoint_pack (const GmarlTensor *tensors, gsize n_tensors, const char *const *metadata);

/* Opens a container; filename only names it in messages. Checks lengths, offsets, shapes,
 * names and the hash. (transfer full)
 */
GmarlCheckpoint *gmarl_checkpoint_open (GBytes *bytes, const char *filename, GError **error);
void gmarl_checkpoint_free (GmarlCheckpoint *self);

/* A metadata value, or NULL; borrowed. */
const char *gmarl_checkpoint_get_metadata (const GmarlCheckpoint *self, const char *key);

/* The data of a tensor that must exist with this type and shape; borrowed from the checkpoint. NULL
 * with an error that names the tensor, what was found and what was expected.
 */
gconstpointer gmarl_checkpoint_get_tensor (const GmarlCheckpoint *self,
                                           const char *name,
                                           GmarlTensorType type,
                                           gsize n_dimensions,
                                           const gsize *shape,
                                           GError **error);

/* The name a checkpoint goes by in messages; borrowed. */
const char *gmarl_checkpoint_get_filename (const GmarlCheckpoint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlCheckpoint, gmarl_checkpoint_free)

G_END_DECLS
