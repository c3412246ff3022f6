/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-tensors.h"

#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

GmarlTensorList *
gmarl_tensor_list_new (void)
{
  GmarlTensorList *self = g_new0 (GmarlTensorList, 1);

  self->tensors = g_array_new (FALSE, TRUE, sizeof (GmarlTensor));
  self->owned = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
gmarl_tensor_list_free (GmarlTensorList *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->tensors);
  g_ptr_array_unref (self->owned);
  g_free (self);
}

static gsize
element_size (GmarlTensorType type)
{
  return type == GMARL_TENSOR_F32 ? 4 : 8;
}

/* Takes the data. */
static void
add_owned (GmarlTensorList *self,
           char *name,
           GmarlTensorType type,
           gsize n_dimensions,
           const gsize *shape,
           gpointer data)
{
  GmarlTensor tensor = { .name = name, .type = type, .n_dimensions = n_dimensions, .data = data };

  memcpy (tensor.shape, shape, n_dimensions * sizeof *shape);
  g_ptr_array_add (self->owned, name);
  g_ptr_array_add (self->owned, data);
  g_array_append_val (self->tensors, tensor);
}

void
gmarl_tensor_list_add (GmarlTensorList *self,
                       const char *name,
                       GmarlTensorType type,
                       gsize n_dimensions,
                       const gsize *shape,
                       gconstpointer data)
{
  gsize bytes = element_size (type);

  for (gsize k = 0; k < n_dimensions; k++)
    bytes *= shape[k];
  add_owned (self, g_strdup (name), type, n_dimensions, shape, g_memdup2 (data, bytes));
}

/* A tensor's place within a set: rows × columns floats, row_stride apart. */
typedef struct {
  char *name;
  gsize offset;
  gsize n_dimensions; /* beside the one over sets */
  gsize rows;
  gsize columns;
  gsize row_stride;
} Place;

static void
place_clear (gpointer data)
{
  g_free (((Place *) data)->name);
}

static void
add_place (GArray *places, char *name, gsize offset, gsize rows, gsize columns, gsize row_stride)
{
  Place place = { name, offset, rows > 0 ? 2 : 1, MAX (rows, 1), columns, row_stride };

  g_array_append_val (places, place);
}

static void
add_network_places (GArray *places,
                    const char *prefix,
                    const char *network,
                    const GmarlNetworkShape *shape,
                    const GmarlSizes *hidden,
                    gsize base)
{
  gsize fan_in = shape->n_inputs;
  gsize padded = gmarl_network_shape_fan_in (shape, shape->n_hidden);

  for (gsize l = 0; l < shape->n_hidden; l++) {
    gsize width = hidden->value[l];

    add_place (places, g_strdup_printf ("%s%s.hidden.%zu.weight", prefix, network, l),
               base + gmarl_network_shape_weight (shape, l), fan_in, width, shape->width[l]);
    add_place (places, g_strdup_printf ("%s%s.hidden.%zu.bias", prefix, network, l),
               base + gmarl_network_shape_bias (shape, l), 0, width, 0);
    fan_in = width;
  }
  add_place (places, g_strdup_printf ("%s%s.head.weight", prefix, network),
             base + gmarl_network_shape_head (shape), shape->n_outputs, fan_in, padded);
  add_place (places, g_strdup_printf ("%s%s.head.bias", prefix, network),
             base + gmarl_network_shape_head_bias (shape), 0, shape->n_outputs, 0);
}

static GArray *
list_places (const GmarlNetworks *networks, const char *prefix, gboolean with_value)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  g_array_set_clear_func (places, place_clear);
  add_network_places (places, prefix, "policy", &networks->policy, &networks->hidden, 0);
  add_place (places, g_strdup_printf ("%spolicy.log_std", prefix), networks->log_std, 0,
             networks->policy.n_outputs, 0);
  if (with_value)
    add_network_places (places, prefix, "value", &networks->value, &networks->hidden,
                        networks->value_offset);
  return places;
}

static gsize
place_shape (const Place *place, gsize n_sets, gsize shape[3])
{
  shape[0] = n_sets;
  shape[1] = place->n_dimensions == 2 ? place->rows : place->columns;
  shape[2] = place->columns;
  return 1 + place->n_dimensions;
}

void
gmarl_tensor_list_add_networks (GmarlTensorList *self,
                                const char *prefix,
                                const GmarlNetworks *networks,
                                const float *array)
{
  g_autoptr (GArray) places = list_places (networks, prefix, TRUE);

  for (guint k = 0; k < places->len; k++) {
    Place *place = &g_array_index (places, Place, k);
    gsize shape[3];
    gsize n_dimensions = place_shape (place, networks->n_sets, shape);
    float *data = g_new (float, networks->n_sets * place->rows * place->columns);
    float *out = data;

    for (gsize set = 0; set < networks->n_sets; set++)
      for (gsize row = 0; row < place->rows; row++, out += place->columns)
        memcpy (out, array + set * networks->set_size + place->offset + row * place->row_stride,
                place->columns * sizeof *out);
    add_owned (self, g_steal_pointer (&place->name), GMARL_TENSOR_F32, n_dimensions, shape, data);
  }
}

gboolean
gmarl_networks_check (const GmarlNetworks *networks,
                      gboolean with_value,
                      const GmarlCheckpoint *checkpoint,
                      GError **error)
{
  g_autoptr (GArray) places = list_places (networks, "", with_value);

  for (guint k = 0; k < places->len; k++) {
    const Place *place = &g_array_index (places, Place, k);
    gsize shape[3];
    gsize n_dimensions = place_shape (place, networks->n_sets, shape);

    if (gmarl_checkpoint_get_tensor (checkpoint, place->name, GMARL_TENSOR_F32, n_dimensions, shape,
                                     error) == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
refuse_numbers (const GmarlCheckpoint *checkpoint, const char *tensor, GError **error)
{
  g_set_error (
      error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
      _ ("%s: tensor “%s” holds numbers that no training leaves; use another checkpoint of "
         "the run"),
      gmarl_checkpoint_get_filename (checkpoint), tensor);
  return FALSE;
}

static gboolean
are_finite (const float *x, gsize count)
{
  for (gsize k = 0; k < count; k++)
    if (!isfinite (x[k]))
      return FALSE;
  return TRUE;
}

gboolean
gmarl_networks_read (const GmarlNetworks *networks,
                     float *array,
                     const char *prefix,
                     gboolean with_value,
                     const GmarlCheckpoint *checkpoint,
                     GError **error)
{
  g_autoptr (GArray) places = list_places (networks, prefix, with_value);

  for (guint k = 0; k < places->len; k++) {
    const Place *place = &g_array_index (places, Place, k);
    gsize shape[3];
    gsize n_dimensions = place_shape (place, networks->n_sets, shape);
    const float *in = gmarl_checkpoint_get_tensor (checkpoint, place->name, GMARL_TENSOR_F32,
                                                   n_dimensions, shape, error);

    if (in == NULL)
      return FALSE;
    if (!are_finite (in, networks->n_sets * place->rows * place->columns))
      return refuse_numbers (checkpoint, place->name, error);
    for (gsize set = 0; set < networks->n_sets; set++)
      for (gsize row = 0; row < place->rows; row++, in += place->columns)
        memcpy (array + set * networks->set_size + place->offset + row * place->row_stride, in,
                place->columns * sizeof *in);
  }
  return TRUE;
}

void
gmarl_tensor_list_add_normaliser (GmarlTensorList *self,
                                  const char *name,
                                  const GmarlNormaliser *normaliser)
{
  const gsize shape[2] = { normaliser->n_sets, normaliser->width };
  g_autofree char *count = g_strdup_printf ("normaliser.%s.count", name);
  g_autofree char *mean = g_strdup_printf ("normaliser.%s.mean", name);
  g_autofree char *square = g_strdup_printf ("normaliser.%s.square", name);

  gmarl_tensor_list_add (self, count, GMARL_TENSOR_F64, 1, shape, normaliser->count);
  gmarl_tensor_list_add (self, mean, GMARL_TENSOR_F64, 2, shape, normaliser->mean);
  gmarl_tensor_list_add (self, square, GMARL_TENSOR_F64, 2, shape, normaliser->square);
}

gboolean
gmarl_normaliser_read (GmarlNormaliser *normaliser,
                       const char *name,
                       const GmarlCheckpoint *checkpoint,
                       GError **error)
{
  const gsize shape[2] = { normaliser->n_sets, normaliser->width };
  const char *parts[] = { "count", "mean", "square" };
  double *target[] = { normaliser->count, normaliser->mean, normaliser->square };

  for (gsize k = 0; k < G_N_ELEMENTS (parts); k++) {
    g_autofree char *tensor = g_strdup_printf ("normaliser.%s.%s", name, parts[k]);
    const double *data = gmarl_checkpoint_get_tensor (checkpoint, tensor, GMARL_TENSOR_F64,
                                                      k == 0 ? 1 : 2, shape, error);

    gsize size = k == 0 ? shape[0] : shape[0] * shape[1];

    if (data == NULL)
      return FALSE;
    for (gsize j = 0; j < size; j++)
      if (!isfinite (data[j]) || (data[j] < 0 && target[k] != normaliser->mean))
        return refuse_numbers (checkpoint, tensor, error);
    memcpy (target[k], data, size * sizeof *data);
  }
  gmarl_normaliser_refresh (normaliser);
  return TRUE;
}

gboolean
gmarl_checkpoint_get_integer (const GmarlCheckpoint *checkpoint,
                              const char *key,
                              gint64 most,
                              gint64 *value,
                              GError **error)
{
  const char *text = gmarl_checkpoint_get_metadata (checkpoint, key);

  if (text != NULL && g_ascii_string_to_signed (text, 10, 0, most, value, NULL))
    return TRUE;
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_CHECKPOINT,
               _ ("%s: the metadata “%s” is %s where a number from 0 to %" PRId64
                  " belongs; the file is no checkpoint of Gridmarl, or damaged"),
               gmarl_checkpoint_get_filename (checkpoint), key, text == NULL ? _ ("missing") : text,
               most);
  return FALSE;
}
