/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-draw-style.h"
#include "gmarl-figure-file.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How charts of all kinds get onto the clipboard and into files. Main thread only. */

/* Puts what is not NULL on the clipboard, all at once, for whoever pastes to choose from. tsv: as
 * people read the numbers; csv: for programs; text: what is pasted into text.
 */
void gmarl_chart_output_copy (GtkWidget *widget,
                              GdkTexture *texture,
                              GBytes *svg,
                              const char *tsv,
                              const char *csv,
                              const char *text);

/* A picture of a size in pixels of the widget, as a painter fills it. (transfer full) */
typedef void (*GmarlChartPainter) (cairo_t *cr, gpointer user_data);
GdkTexture *gmarl_chart_output_make_texture (GtkWidget *widget,
                                             double width,
                                             double height,
                                             GmarlChartPainter paint,
                                             gpointer user_data);

/* The same as a node to be kept and drawn again and again. Not a texture's: without a GPU each
 * frame would convert its pixels to floats and back. (transfer full)
 */
GskRenderNode *gmarl_chart_output_make_node (GtkWidget *widget,
                                             double width,
                                             double height,
                                             GmarlChartPainter paint,
                                             gpointer user_data);

/* "training-reward.svg" out of a title. (transfer full) */
char *gmarl_chart_output_make_name (const char *title, const char *extension);

/* What saving does once there is a path. */
typedef gboolean (*GmarlChartWriter) (GtkWidget *widget, const char *path, GError **error);

/* Asks where to save data or, figure, a picture, whose name's ending says its format; then writes
 * it and says so in the window. The dialog ends with the widget at the latest.
 */
void gmarl_chart_output_ask (GtkWidget *widget,
                             const char *title,
                             gboolean figure,
                             GmarlChartWriter writer);

/* A column of a journal, black on white whatever the window's style. title: of the document. font:
 * its family is taken.
 */
gboolean gmarl_chart_output_write_figure (const char *path,
                                          const char *title,
                                          const PangoFontDescription *font,
                                          GmarlFigureFunc paint,
                                          gpointer user_data,
                                          GError **error);

/* Adds an item to a menu of actions; accelerator (nullable): the key that is shown beside it. */
void gmarl_chart_output_append_item (GMenu *menu,
                                     const char *label,
                                     const char *action,
                                     const char *accelerator);

G_END_DECLS
