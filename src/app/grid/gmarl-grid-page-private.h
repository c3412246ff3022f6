/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-flow.h"
#include "gmarl-chart.h"
#include "gmarl-day-strip.h"
#include "gmarl-day-table.h"
#include "gmarl-days-view.h"
#include "gmarl-document.h"
#include "gmarl-export-source.h"
#include "gmarl-grid-page.h"
#include "gmarl-grid-series.h"
#include "gmarl-metric-tiles.h"
#include "gmarl-network-widget.h"
#include "gmarl-node-details.h"
#include "gmarl-player.h"
#include "gmarl-scenario-pane.h"

G_BEGIN_DECLS

/* The files of the page: gmarl-grid-page.c makes it and lays it out, -actions.c does what the user
 * wants, -charts.c chooses among the charts, -refresh.c shows what the player does, -export.c
 * offers it as files.
 */

/* What is to be shown anew, each kind at its own pace. */
typedef enum {
  GMARL_GRID_DIRTY_NETWORK = 1 << 0, /* twenty times a second; its chevrons move by themselves */
  GMARL_GRID_DIRTY_CHARTS = 1 << 1,  /* ten times a second */
  GMARL_GRID_DIRTY_DIGITS = 1 << 2,  /* four times a second, so that digits can be read */
} GmarlGridDirty;

#define GMARL_GRID_DIRTY_ALL                                                                       \
  (GMARL_GRID_DIRTY_NETWORK | GMARL_GRID_DIRTY_CHARTS | GMARL_GRID_DIRTY_DIGITS)

/* How the page is laid out, by its width. */
typedef enum {
  GMARL_GRID_LAYOUT_FULL,    /* the pane beside the content, all controls in the toolbar */
  GMARL_GRID_LAYOUT_COMPACT, /* seed and days behind a button; the pane above the content */
  GMARL_GRID_LAYOUT_NARROW,  /* one column */
} GmarlGridLayout;

struct _GmarlGridPage {
  GtkWidget parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  AdwBin *pane_bin;
  GtkWidget *side_scroller;
  GtkWidget *content;
  GtkWidget *toolbar;
  GtkWidget *restart_button;
  GtkButton *play_button;
  GtkLabel *clock;
  GtkSpinner *busy;
  GtkBox *speed_place;
  GtkWidget *speed_box;
  GtkScale *speed_scale;
  GtkAdjustment *speed_adjustment;
  GtkBox *extras_place;
  GtkBox *extras;
  GtkEditable *seed_entry;
  GtkMenuButton *days_button;
  GtkPopover *days_popover;
  GtkSpinButton *days_spin;
  GtkWidget *days_run_button;
  GtkWidget *more_button;
  GtkBox *more_box;
  GtkWidget *spacer;
  GtkMenuButton *policy_button;
  GtkLabel *policy_label;
  GtkStack *layouts;
  GtkPaned *paned;
  AdwBin *wide_network;
  GtkBox *wide_side;
  AdwBin *wide_charts;
  AdwBin *narrow_network;
  GtkBox *narrow_side;
  AdwBin *narrow_charts;
  GtkWidget *network_overlay;
  GmarlNetworkWidget *network;
  GtkMenuButton *network_menu_button;
  GmarlMetricTiles *tiles;
  GmarlNodeDetails *details;
  GtkWidget *chart_area;
  GtkDropDown *view_choice;
  GtkDropDown *chart_choice;
  GtkDropDown *quantity_choice;
  GtkWidget *copy_button;
  GtkStack *chart_stack;
  GtkScrolledWindow *chart_scroller;
  GmarlChartFlow *flow;
  GmarlDaysView *days_view;
  GmarlDayTable *table;
  GmarlDayStrip *strip;
  GtkScale *scrubber;
  GtkAdjustment *scrubber_adjustment;

  /* Owned */
  GmarlSession *session;
  GmarlDocument *document;
  GSignalGroup *document_signals;
  GmarlPlayer *player;
  GSimpleActionGroup *actions;
  GmarlGridSeries *series;
  GmarlNetworkView *picture; /* of the player's grid, or NULL */
  char *policy_target;       /* of the policy menu */
  char *policy_before;       /* the target before the last choice, to go back to */
  char *policy_file;         /* the target of the file chosen last, or NULL */
  GtkFileChooserNative *chooser;
  AdwToast *edit_toast;

  /* Borrowed from the template's flow */
  GmarlChart *charts[GMARL_N_GRID_CHARTS];
  GmarlScenarioPane *pane;

  GmarlGridLayout layout;
  gboolean show_pane;
  gboolean split; /* the panes were given their heights */
  guint layout_idle;
  int pane_width;

  GmarlGridDirty dirty;
  guint tick_id;
  gint64 network_time; /* of the frame clock, µs: when they were last shown */
  gint64 charts_time;
  gint64 digits_time;

  gboolean begins_anew;  /* with another scenario, once its world is there */
  gboolean running_days; /* several days as fast as possible, then the speed before */
  double speed_before;
  gboolean paused_unmapped;  /* playing goes on when the page is seen again */
  gboolean setting_controls; /* the page itself moves a scale */
};

/* -actions.c */
void gmarl_grid_page_begin_at_dawn (GmarlGridPage *self);

void gmarl_grid_page_make_actions (GmarlGridPage *self);
void gmarl_grid_page_connect_controls (GmarlGridPage *self);
void gmarl_grid_page_choose_target (GmarlGridPage *self, const char *target);
void gmarl_grid_page_policy_refused (GmarlGridPage *self);
void gmarl_grid_page_toast (GmarlGridPage *self, const char *text);

/* -export.c */
void gmarl_grid_page_init_export (GmarlExportSourceInterface *iface);

/* -charts.c */
void gmarl_grid_page_make_charts (GmarlGridPage *self);
void gmarl_grid_page_show_charts (GmarlGridPage *self, const char *name);
void gmarl_grid_page_show_chart_controls (GmarlGridPage *self);
void gmarl_grid_page_look_at_charts (GmarlGridPage *self);
void gmarl_grid_page_refresh_days (GmarlGridPage *self);

/* -refresh.c */
void gmarl_grid_page_invalidate (GmarlGridPage *self, GmarlGridDirty what);
void gmarl_grid_page_refresh_now (GmarlGridPage *self);
void gmarl_grid_page_connect_player (GmarlGridPage *self);
void gmarl_grid_page_show_speed (GmarlGridPage *self);
void gmarl_grid_page_show_node (GmarlGridPage *self);
void gmarl_grid_page_place_nodes (GmarlGridPage *self);

G_END_DECLS
