/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-network-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

GmarlNetworkView *
gmarl_network_view_new (gsize n_nodes, gsize n_lines)
{
  GmarlNetworkView *self = g_new0 (GmarlNetworkView, 1);

  self->n_nodes = n_nodes;
  self->n_lines = n_lines;
  self->node = g_new0 (GmarlNetworkNode, n_nodes);
  self->line = g_new0 (GmarlNetworkLine, n_lines);
  self->price_per_kwh = NAN;
  return self;
}

GmarlNetworkView *
gmarl_network_view_copy (const GmarlNetworkView *self)
{
  GmarlNetworkView *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (GmarlNetworkView, 1);
  *copy = *self;
  copy->node = g_new (GmarlNetworkNode, self->n_nodes);
  for (gsize i = 0; i < self->n_nodes; i++) {
    copy->node[i] = self->node[i];
    copy->node[i].name = g_strdup (self->node[i].name);
  }
  copy->line = g_memdup2 (self->line, self->n_lines * sizeof (GmarlNetworkLine));
  copy->currency = g_strdup (self->currency);
  return copy;
}

void
gmarl_network_view_free (GmarlNetworkView *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < self->n_nodes; i++)
    g_free (self->node[i].name);
  g_free (self->node);
  g_free (self->line);
  g_free (self->currency);
  g_free (self);
}

void
gmarl_network_view_set_name (GmarlNetworkView *self, gsize node, const char *name)
{
  g_return_if_fail (self != NULL && node < self->n_nodes);

  g_free (self->node[node].name);
  self->node[node].name = g_strdup (name);
}

void
gmarl_network_view_set_currency (GmarlNetworkView *self, const char *currency)
{
  g_return_if_fail (self != NULL);

  g_free (self->currency);
  self->currency = g_strdup (currency);
}

char *
gmarl_network_view_dup_name (const GmarlNetworkView *self, gsize node)
{
  g_return_val_if_fail (self != NULL && node < self->n_nodes, NULL);

  if (self->node[node].name != NULL)
    return g_strdup (self->node[node].name);
  return g_strdup_printf (_ ("Node %zu"), node);
}

gboolean
gmarl_network_view_same_network (const GmarlNetworkView *self, const GmarlNetworkView *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  if (self->shape != other->shape || self->n_nodes != other->n_nodes ||
      self->n_lines != other->n_lines)
    return FALSE;
  for (gsize i = 0; i < self->n_nodes; i++) {
    if (self->node[i].kind != other->node[i].kind ||
        g_strcmp0 (self->node[i].name, other->node[i].name) != 0)
      return FALSE;
  }
  for (gsize k = 0; k < self->n_lines; k++) {
    if (self->line[k].a != other->line[k].a || self->line[k].b != other->line[k].b)
      return FALSE;
  }
  return TRUE;
}
