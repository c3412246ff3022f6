/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-networks.h"

#include "gmarl-random.h"
#include "gmarl-streams.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Of x86-64 and most others. The networks of a thousand agents are 30 000 small pages, more than a
 * processor remembers the places of: large ones made their training some 3 % faster.
 */
#define HUGE_PAGE ((gsize) 1 << 21)

gpointer
gmarl_aligned_new0 (gsize bytes)
{
  gsize alignment = bytes >= HUGE_PAGE ? HUGE_PAGE : GMARL_KERNEL_ALIGNMENT;
  gsize rounded = MAX ((bytes + alignment - 1) / alignment * alignment, alignment);
  gpointer memory = aligned_alloc (alignment, rounded);

  if (memory == NULL)
    g_error ("Out of memory: %zu bytes", rounded);
#ifdef MADV_HUGEPAGE
  if (alignment == HUGE_PAGE)
    madvise (memory, rounded, MADV_HUGEPAGE);
#endif
  return memset (memory, 0, rounded);
}

static gsize
round_up (gsize count, gsize multiple)
{
  return (count + multiple - 1) / multiple * multiple;
}

static GmarlNetworkShape
make_shape (const GmarlSizes *hidden, gsize n_inputs, gsize n_outputs)
{
  G_STATIC_ASSERT (GMARL_SIZES_MAX <= GMARL_MAX_HIDDEN_LAYERS);
  GmarlNetworkShape shape = { .n_inputs = n_inputs,
                              .n_hidden = hidden->count,
                              .n_outputs = n_outputs };

  for (gint64 l = 0; l < hidden->count; l++)
    shape.width[l] = round_up (hidden->value[l], GMARL_WIDTH_MULTIPLE);
  return shape;
}

void
gmarl_networks_lay_out (GmarlNetworks *self,
                        gsize n_sets,
                        const GmarlSizes *hidden,
                        gsize n_inputs,
                        gsize n_actions)
{
  self->n_sets = n_sets;
  self->hidden = *hidden;
  self->policy = make_shape (hidden, n_inputs, n_actions);
  self->value = make_shape (hidden, n_inputs, 1);
  self->log_std = gmarl_network_shape_parameters (&self->policy);
  self->value_offset = self->log_std + round_up (n_actions, 16);
  self->set_size = self->value_offset + gmarl_network_shape_parameters (&self->value);
}

GmarlNetworks *
gmarl_networks_new_to_act (gsize n_sets, const GmarlSizes *hidden, gsize n_inputs, gsize n_actions)
{
  GmarlNetworks *self = g_new0 (GmarlNetworks, 1);

  gmarl_networks_lay_out (self, n_sets, hidden, n_inputs, n_actions);
  self->parameters = gmarl_aligned_new0 (n_sets * self->set_size * sizeof (float));
  return self;
}

GmarlNetworks *
gmarl_networks_new (gsize n_sets, const GmarlSizes *hidden, gsize n_inputs, gsize n_actions)
{
  GmarlNetworks *self = gmarl_networks_new_to_act (n_sets, hidden, n_inputs, n_actions);
  gsize bytes = n_sets * self->set_size * sizeof (float);

  self->first_moment = gmarl_aligned_new0 (bytes);
  self->second_moment = gmarl_aligned_new0 (bytes);
  self->policy_steps = g_new0 (gint64, n_sets);
  self->value_steps = g_new0 (gint64, n_sets);
  return self;
}

void
gmarl_networks_free (GmarlNetworks *self)
{
  if (self == NULL)
    return;
  free (self->parameters);
  free (self->first_moment);
  free (self->second_moment);
  g_free (self->policy_steps);
  g_free (self->value_steps);
  g_free (self);
}

static double
dot (const double *a, const double *b, gsize count)
{
  double sum = 0;

  for (gsize k = 0; k < count; k++)
    sum += a[k] * b[k];
  return sum;
}

/* Fills rows [count, length], count ≤ length, with orthonormal rows: Gaussian, then modified
 * Gram–Schmidt, twice for rounding.
 */
static void
fill_orthonormal (double *rows,
                  gsize count,
                  gsize length,
                  guint64 seed,
                  guint64 stream,
                  guint64 *counter)
{
  gmarl_random_normals (seed, stream, *counter, count * length, rows);
  *counter += count * length;
  for (gsize r = 0; r < count; r++) {
    double *row = rows + r * length;
    double norm;

    for (int pass = 0; pass < 2; pass++)
      for (gsize s = 0; s < r; s++) {
        const double *other = rows + s * length;
        double projection = dot (row, other, length);

        for (gsize k = 0; k < length; k++)
          row[k] -= projection * other[k];
      }
    norm = sqrt (dot (row, row, length));
    for (gsize k = 0; k < length; k++)
      row[k] /= norm;
  }
}

/* weight [n_inputs, n_outputs] with these strides; of the two sides the shorter becomes
 * orthonormal, times gain. */
static void
fill_weight (float *weight,
             gsize n_inputs,
             gsize n_outputs,
             gsize input_stride,
             gsize output_stride,
             double gain,
             guint64 seed,
             guint64 stream,
             guint64 *counter)
{
  gboolean wide = n_inputs < n_outputs;
  gsize count = wide ? n_inputs : n_outputs;
  gsize length = wide ? n_outputs : n_inputs;
  g_autofree double *rows = g_new (double, count *length);

  fill_orthonormal (rows, count, length, seed, stream, counter);
  for (gsize i = 0; i < n_inputs; i++)
    for (gsize o = 0; o < n_outputs; o++)
      weight[i * input_stride + o * output_stride] =
          (float) (gain * (wide ? rows[i * length + o] : rows[o * length + i]));
}

static void
initialise_network (const GmarlNetworkShape *shape,
                    const GmarlSizes *hidden,
                    float *parameters,
                    double head_gain,
                    guint64 seed,
                    guint64 stream)
{
  guint64 counter = 0;
  gsize width = shape->n_inputs;

  for (gsize l = 0; l < shape->n_hidden; l++) {
    fill_weight (parameters + gmarl_network_shape_weight (shape, l), width, hidden->value[l],
                 shape->width[l], 1, G_SQRT2, seed, stream, &counter);
    width = hidden->value[l];
  }
  fill_weight (parameters + gmarl_network_shape_head (shape), width, shape->n_outputs, 1,
               gmarl_network_shape_fan_in (shape, shape->n_hidden), head_gain, seed, stream,
               &counter);
}

void
gmarl_networks_initialise (GmarlNetworks *self, double log_std, guint64 seed)
{
  guint64 key = gmarl_learning_seed (seed);

  for (gsize set = 0; set < self->n_sets; set++) {
    initialise_network (&self->policy, &self->hidden, gmarl_networks_policy (self, set), 0.01, key,
                        gmarl_learning_stream (GMARL_STREAM_INITIAL, set, GMARL_NETWORK_POLICY));
    initialise_network (&self->value, &self->hidden, gmarl_networks_value (self, set), 1, key,
                        gmarl_learning_stream (GMARL_STREAM_INITIAL, set, GMARL_NETWORK_VALUE));
    for (gsize u = 0; u < self->policy.n_outputs; u++)
      gmarl_networks_log_std (self, set)[u] = (float) log_std;
  }
}
