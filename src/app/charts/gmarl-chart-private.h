/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-plot.h"
#include "gmarl-chart-readout-bar.h"
#include "gmarl-chart-table-view.h"
#include "gmarl-chart.h"
#include "gmarl-figure-file.h"

G_BEGIN_DECLS

struct _GmarlChart {
  GtkWidget parent_instance;

  /* Children */
  GtkWidget *box;
  GtkStack *stack;
  GmarlChartPlot *plot;
  GmarlChartReadoutBar *readout;
  GtkLabel *table_title;
  GmarlChartTableView *table_view;
  GtkWidget *follow;
  GtkWidget *menu; /* a popover, made when it is first asked for */

  /* Owned */
  GmarlChartTable *table;
  GSimpleActionGroup *actions;
  char *file_name;
};

/* The actions of the group "chart", and the menu that offers them. */
void gmarl_chart_add_actions (GmarlChart *self);

/* Lets the actions' states say what is the case. */
void gmarl_chart_sync_actions (GmarlChart *self);
void gmarl_chart_sync_range_actions (GmarlChart *self);

/* At a place of the chart, in its coordinates. */
void gmarl_chart_show_menu (GmarlChart *self, double x, double y);

gboolean gmarl_chart_get_shows_table (GmarlChart *self);
void gmarl_chart_set_shows_table (GmarlChart *self, gboolean table);

/* The table, brought up to date. (transfer none) */
GmarlChartTable *gmarl_chart_get_table (GmarlChart *self);

/* For the clipboard and for files. */
void gmarl_chart_copy (GmarlChart *self);
void gmarl_chart_copy_image (GmarlChart *self);
void gmarl_chart_copy_data (GmarlChart *self);
void gmarl_chart_save_figure (GmarlChart *self);
void gmarl_chart_save_data (GmarlChart *self);

/* What saving writes once there is a name, whose ending says the format of a figure. */
gboolean gmarl_chart_write_figure (GmarlChart *self, const char *path, GError **error);
gboolean gmarl_chart_write_data (GmarlChart *self, const char *path, GError **error);

/* The bytes of a figure of what is shown. (transfer full) */
GBytes *gmarl_chart_to_figure (GmarlChart *self, const GmarlFigureFile *options, GError **error);

/* "training-reward" out of the name of files, or the title. (transfer full) */
char *gmarl_chart_make_file_name (GmarlChart *self, const char *extension);

G_END_DECLS
