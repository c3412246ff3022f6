/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-export-content.h"
#include "gmarl-export-format.h"
#include "gmarl-figure-file.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* A page of which something can be written to files. The panel (win.export) asks the page that is
 * shown: what there is, and then, for each choice of the user, for the content. Main thread; both
 * functions return at once, the content is measured and written on a worker.
 *
 *   static void
 *   export_source_init (GmarlExportSourceInterface *iface)
 *   {
 *     iface->list_items = list_items;
 *     iface->make_content = make_content;
 *   }
 *
 *   G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlRunsPage, gmarl_runs_page, GTK_TYPE_WIDGET,
 *                                  G_IMPLEMENT_INTERFACE (GMARL_TYPE_EXPORT_SOURCE,
 *                                                         export_source_init))
 */
#define GMARL_TYPE_EXPORT_SOURCE (gmarl_export_source_get_type ())
G_DECLARE_INTERFACE (GmarlExportSource, gmarl_export_source, GMARL, EXPORT_SOURCE, GObject)

/* A kind of thing to write, a row of the panel's "What". */
typedef struct {
  char *id;        /* "scores"; remembered with the user's choice; owned */
  char *name;      /* "Scores"; owned */
  guint formats;   /* 1u << GmarlExportFormat, … */
  char *all;       /* (nullable) what the scope "all" is: "All 12 runs"; owned */
  char *selection; /* (nullable) what the selection is: "3 selected runs"; NULL: none; owned */
  char *drawn;     /* (nullable) what "as drawn" means: "Shown part, smoothed"; NULL: full only.
                      For data alone, not for pictures; owned */
} GmarlExportItem;

GmarlExportItem *gmarl_export_item_new (const char *id, const char *name, guint formats);
void gmarl_export_item_free (GmarlExportItem *self);
void gmarl_export_item_set_scopes (GmarlExportItem *self, const char *all, const char *selection);
void gmarl_export_item_set_drawn (GmarlExportItem *self, const char *drawn);

/* What the user wants; borrowed. */
typedef struct {
  const char *item; /* id */
  GmarlExportFormat format;
  gboolean selection;     /* only what is selected, where the item has a selection */
  gboolean as_drawn;      /* what the picture shows, where the item has that */
  GmarlFigureFile figure; /* of a picture: give it to gmarl_figure_to_bytes */
} GmarlExportChoice;

struct _GmarlExportSourceInterface {
  GTypeInterface parent_interface;

  GPtrArray *(*list_items) (GmarlExportSource *self);
  GmarlExportContent *(*make_content) (GmarlExportSource *self,
                                       const GmarlExportChoice *choice,
                                       GError **error);
};

/* What can be written now, the most wanted first; empty if there is nothing yet. (transfer full)
 * (element-type GmarlExportItem)
 */
GPtrArray *gmarl_export_source_list_items (GmarlExportSource *self);

/* Freezes what the choice means. NULL with an error if it cannot be had any more. (transfer full)
 */
GmarlExportContent *gmarl_export_source_make_content (GmarlExportSource *self,
                                                      const GmarlExportChoice *choice,
                                                      GError **error);

/* An array for list_items, which frees its items. (transfer full) */
GPtrArray *gmarl_export_items_new (void);

/* Adds an item and returns it, the array's. */
GmarlExportItem *
gmarl_export_items_add (GPtrArray *items, const char *id, const char *name, guint formats);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlExportItem, gmarl_export_item_free)

G_END_DECLS
