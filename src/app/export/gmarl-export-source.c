/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-export-source.h"

G_DEFINE_INTERFACE (GmarlExportSource, gmarl_export_source, G_TYPE_OBJECT)

static void
gmarl_export_source_default_init (GmarlExportSourceInterface *iface)
{
}

GPtrArray *
gmarl_export_source_list_items (GmarlExportSource *self)
{
  g_return_val_if_fail (GMARL_IS_EXPORT_SOURCE (self), NULL);
  return GMARL_EXPORT_SOURCE_GET_IFACE (self)->list_items (self);
}

GmarlExportContent *
gmarl_export_source_make_content (GmarlExportSource *self,
                                  const GmarlExportChoice *choice,
                                  GError **error)
{
  g_return_val_if_fail (GMARL_IS_EXPORT_SOURCE (self) && choice != NULL, NULL);
  return GMARL_EXPORT_SOURCE_GET_IFACE (self)->make_content (self, choice, error);
}

GmarlExportItem *
gmarl_export_item_new (const char *id, const char *name, guint formats)
{
  GmarlExportItem *self = g_new0 (GmarlExportItem, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->formats = formats;
  return self;
}

void
gmarl_export_item_free (GmarlExportItem *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->all);
  g_free (self->selection);
  g_free (self->drawn);
  g_free (self);
}

void
gmarl_export_item_set_scopes (GmarlExportItem *self, const char *all, const char *selection)
{
  g_free (self->all);
  g_free (self->selection);
  self->all = g_strdup (all);
  self->selection = g_strdup (selection);
}

void
gmarl_export_item_set_drawn (GmarlExportItem *self, const char *drawn)
{
  g_free (self->drawn);
  self->drawn = g_strdup (drawn);
}

GPtrArray *
gmarl_export_items_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_export_item_free);
}

GmarlExportItem *
gmarl_export_items_add (GPtrArray *items, const char *id, const char *name, guint formats)
{
  GmarlExportItem *item = gmarl_export_item_new (id, name, formats);

  g_ptr_array_add (items, item);
  return item;
}
