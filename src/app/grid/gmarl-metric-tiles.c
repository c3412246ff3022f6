/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-metric-tiles.h"

#include "gmarl-metric-tile.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define COLUMNS 2
#define SPACING 8

struct _GmarlMetricTiles {
  GtkWidget parent_instance;

  /* Owned */
  GtkWidget *box;
  GmarlMetricTile *tiles[GMARL_N_GRID_METRICS];

  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (GmarlMetricTiles, gmarl_metric_tiles, GTK_TYPE_WIDGET)

static GtkWidget *
make_row (GmarlMetricTiles *self, guint first)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  for (guint k = first; k < first + COLUMNS && k < GMARL_N_GRID_METRICS; k++)
    gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->tiles[k]));
  return row;
}

static GtkWidget *
make_columns (GmarlMetricTiles *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  for (guint k = 0; k < GMARL_N_GRID_METRICS; k += COLUMNS)
    gtk_box_append (GTK_BOX (box), make_row (self, k));
  return box;
}

static GtkWidget *
make_carousel (GmarlMetricTiles *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *carousel = adw_carousel_new ();
  GtkWidget *dots = adw_carousel_indicator_dots_new ();

  adw_carousel_set_spacing (ADW_CAROUSEL (carousel), SPACING);
  adw_carousel_set_allow_scroll_wheel (ADW_CAROUSEL (carousel), FALSE);
  for (guint k = 0; k < GMARL_N_GRID_METRICS; k += COLUMNS) {
    GtkWidget *row = make_row (self, k);

    gtk_widget_set_hexpand (row, TRUE);
    adw_carousel_append (ADW_CAROUSEL (carousel), row);
  }
  adw_carousel_indicator_dots_set_carousel (ADW_CAROUSEL_INDICATOR_DOTS (dots),
                                            ADW_CAROUSEL (carousel));
  gtk_accessible_update_property (GTK_ACCESSIBLE (carousel), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Metrics"), -1);
  gtk_box_append (GTK_BOX (box), carousel);
  gtk_box_append (GTK_BOX (box), dots);
  return box;
}

static void
arrange (GmarlMetricTiles *self)
{
  for (guint k = 0; k < GMARL_N_GRID_METRICS; k++) {
    GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self->tiles[k]));

    if (parent != NULL)
      gtk_box_remove (GTK_BOX (parent), GTK_WIDGET (self->tiles[k]));
  }
  g_clear_pointer (&self->box, gtk_widget_unparent);
  self->box = self->narrow ? make_carousel (self) : make_columns (self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
gmarl_metric_tiles_dispose (GObject *object)
{
  GmarlMetricTiles *self = GMARL_METRIC_TILES (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  for (guint k = 0; k < GMARL_N_GRID_METRICS; k++)
    g_clear_object (&self->tiles[k]);

  G_OBJECT_CLASS (gmarl_metric_tiles_parent_class)->dispose (object);
}

static void
gmarl_metric_tiles_class_init (GmarlMetricTilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_metric_tiles_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "metrictiles");
}

static void
gmarl_metric_tiles_init (GmarlMetricTiles *self)
{
  for (guint k = 0; k < GMARL_N_GRID_METRICS; k++)
    self->tiles[k] = GMARL_METRIC_TILE (g_object_ref_sink (gmarl_metric_tile_new (k)));
  arrange (self);
}

GtkWidget *
gmarl_metric_tiles_new (void)
{
  return g_object_new (GMARL_TYPE_METRIC_TILES, NULL);
}

void
gmarl_metric_tiles_set_narrow (GmarlMetricTiles *self, gboolean narrow)
{
  g_return_if_fail (GMARL_IS_METRIC_TILES (self));

  narrow = !!narrow;
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  arrange (self);
}

void
gmarl_metric_tiles_update (GmarlMetricTiles *self,
                           const GmarlDayHistory *history,
                           guint step,
                           const char *currency)
{
  g_return_if_fail (GMARL_IS_METRIC_TILES (self));

  for (guint k = 0; k < GMARL_N_GRID_METRICS; k++)
    gmarl_metric_tile_update (self->tiles[k], history, step, currency);
}
