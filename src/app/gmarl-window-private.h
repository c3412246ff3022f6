/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-window.h"

#include "gmarl-banner.h"
#include "gmarl-comparison-page.h"
#include "gmarl-grid-page.h"
#include "gmarl-job-bar.h"
#include "gmarl-runs-page.h"
#include "gmarl-scaling-page.h"
#include "gmarl-training-page.h"

G_BEGIN_DECLS

/* What the files of the window share. */
struct _GmarlWindow {
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwToastOverlay *toasts;
  AdwViewSwitcherTitle *switcher_title;
  GtkWidget *pane_button;
  GtkWidget *train;
  GmarlBanner *banner;
  AdwViewStack *stack;
  GmarlJobBar *job_bar;

  /* Owned */
  GmarlSession *session;
  GSignalGroup *job_signals;
  GSignalGroup *document_signals;
  char *run_to_repeat; /* while it is asked what becomes of the scenario that is open */

  /* Borrowed: children of the stack */
  GmarlGridPage *grid_page;
  GmarlTrainingPage *training_page;
  GmarlRunsPage *runs_page;
  GmarlScalingPage *scaling_page;
  GmarlComparisonPage *comparison_page;

  guint focus_seeker;        /* an idle source, or 0 */
  gboolean closes_after_job; /* it was asked to, and waits until what is done is safe */
  gboolean may_close;        /* nobody needs to be asked any more */
};

void gmarl_window_show_view (GmarlWindow *self, const char *name);

/* -- Actions (gmarl-window-actions.c) -- */

void gmarl_window_install_actions (GtkWidgetClass *widget_class);

/* Switches undo and redo on and off for the view that is shown. */
void gmarl_window_update_undo (GmarlWindow *self);

/* -- The focus (gmarl-window-focus.c) -- */

/* Adds the action "view", which takes the focus along, and keeps the focus from being nowhere. */
void gmarl_window_watch_focus (GmarlWindow *self);

/* Into the view that is shown, unless it is there. */
void gmarl_window_focus_view (GmarlWindow *self);

/* -- Files (gmarl-window-files.c) -- */

/* Files can be dropped anywhere from now on. */
void gmarl_window_accept_files (GmarlWindow *self);

G_END_DECLS
