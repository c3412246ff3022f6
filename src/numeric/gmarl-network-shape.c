/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-kernels.h"

static size_t
round_up (size_t count)
{
  return (count + 15) / 16 * 16;
}

size_t
gmarl_network_shape_fan_in (const GmarlNetworkShape *shape, size_t layer)
{
  return layer == 0 ? shape->n_inputs : shape->width[layer - 1];
}

size_t
gmarl_network_shape_weight (const GmarlNetworkShape *shape, size_t layer)
{
  size_t offset = 0;

  for (size_t l = 0; l < layer; l++)
    offset += (gmarl_network_shape_fan_in (shape, l) + 1) * shape->width[l];
  return offset;
}

size_t
gmarl_network_shape_bias (const GmarlNetworkShape *shape, size_t layer)
{
  return gmarl_network_shape_weight (shape, layer) +
         gmarl_network_shape_fan_in (shape, layer) * shape->width[layer];
}

size_t
gmarl_network_shape_head (const GmarlNetworkShape *shape)
{
  return gmarl_network_shape_weight (shape, shape->n_hidden);
}

size_t
gmarl_network_shape_head_bias (const GmarlNetworkShape *shape)
{
  return gmarl_network_shape_head (shape) +
         shape->n_outputs * gmarl_network_shape_fan_in (shape, shape->n_hidden);
}

size_t
gmarl_network_shape_parameters (const GmarlNetworkShape *shape)
{
  return round_up (gmarl_network_shape_head_bias (shape) + shape->n_outputs);
}

size_t
gmarl_network_shape_transposed (const GmarlNetworkShape *shape)
{
  size_t count = 0;

  for (size_t l = 1; l < shape->n_hidden; l++)
    count += shape->width[l - 1] * shape->width[l];
  return round_up (count);
}

size_t
gmarl_network_shape_activations (const GmarlNetworkShape *shape, size_t rows)
{
  size_t count = 0;

  for (size_t l = 0; l < shape->n_hidden; l++)
    count += rows * shape->width[l];
  return round_up (count);
}

size_t
gmarl_network_shape_widest (const GmarlNetworkShape *shape)
{
  size_t widest = 0;

  for (size_t l = 0; l < shape->n_hidden; l++)
    widest = shape->width[l] > widest ? shape->width[l] : widest;
  return widest;
}

static size_t
count_weights (const GmarlNetworkShape *shape)
{
  size_t weights = shape->n_outputs * gmarl_network_shape_fan_in (shape, shape->n_hidden);

  for (size_t l = 0; l < shape->n_hidden; l++)
    weights += gmarl_network_shape_fan_in (shape, l) * shape->width[l];
  return weights;
}

size_t
gmarl_network_shape_forward_flop (const GmarlNetworkShape *shape)
{
  return 2 * count_weights (shape);
}

size_t
gmarl_network_shape_backward_flop (const GmarlNetworkShape *shape)
{
  return 4 * count_weights (shape) - 2 * shape->n_inputs * shape->width[0];
}
