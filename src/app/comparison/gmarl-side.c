/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-side.h"

#include "gmarl-format.h"
#include "gmarl-grid-picture.h"
#include "gmarl-look-swatch.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define NETWORK_WIDTH  240
#define NETWORK_HEIGHT 300

void
gmarl_side_show (GmarlSide *self)
{
  const GmarlGrid *grid = gmarl_player_get_grid (self->player);
  const GmarlDayHistory *history = gmarl_player_get_history (self->player);
  guint step = gmarl_player_get_step (self->player);
  g_autofree char *text = NULL;
  g_autofree char *stability = NULL;
  g_autofree char *import = NULL;
  double sum = 0;

  if (grid == NULL)
    return;
  if (self->view == NULL)
    self->view = gmarl_grid_picture_new (grid);
  gmarl_grid_picture_fill (self->view, grid, gmarl_player_get_state (self->player));
  gmarl_network_widget_set_view (self->network, self->view);
  for (guint t = 0; t < step; t++)
    sum += history->grid_import[t];
  stability = gmarl_format_decimals (gmarl_player_get_state (self->player)->stability, 3);
  import = gmarl_format_decimals (sum, 0);
  /* translators: the stability now, the energy bought since midnight */
  text = g_strdup_printf (_ ("Stability %s · import today %s\u202fkWh"), stability, import);
  gtk_label_set_label (self->caption, text);
}

static GmarlPolicyChoice *
make_choice (GmarlSession *session, const char *id)
{
  g_autoptr (GmarlPolicy) rule = gmarl_rule_new (id);

  if (rule != NULL)
    return gmarl_policy_choice_new_rule (id);
  if (g_path_is_absolute (id))
    return gmarl_policy_choice_new_file (id);
  return gmarl_policy_choice_new_run (gmarl_session_get_library_directory (session), id);
}

static void
make_picture (GmarlSide *self, int width)
{
  GtkWidget *box, *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gmarl_look_swatch_new (), *name = gtk_label_new (self->name);
  GtkWidget *network = gmarl_network_widget_new (), *caption = gtk_label_new (NULL);

  gmarl_look_swatch_set_look (GMARL_LOOK_SWATCH (swatch),
                              (GmarlSeriesLook){ GMARL_LOOK_SERIES, self->slot });
  gtk_widget_add_css_class (name, "heading");
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (heading), swatch);
  gtk_box_append (GTK_BOX (heading), name);
  gtk_widget_set_halign (heading, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (network, NETWORK_WIDTH, NETWORK_HEIGHT);
  gtk_widget_set_vexpand (network, TRUE);
  gtk_widget_add_css_class (caption, "numeric");
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_justify (GTK_LABEL (caption), GTK_JUSTIFY_CENTER);

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->network = GMARL_NETWORK_WIDGET (network);
  self->caption = GTK_LABEL (caption);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), network);
  gtk_box_append (GTK_BOX (box), caption);
  /* So many fit beside each other as the window has room for; a network would take all of it. */
  self->clamp = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (self->clamp), width);
  adw_clamp_set_child (ADW_CLAMP (self->clamp), box);
}

GmarlSide *
gmarl_side_new (GmarlSession *session, const GmarlFigurePolicy *policy, int width)
{
  GmarlSide *self = g_new0 (GmarlSide, 1);
  g_autoptr (GmarlPolicyChoice) choice = make_choice (session, policy->id);
  GSettings *settings = gmarl_session_get_settings (session);

  self->id = g_strdup (policy->id);
  self->name = g_strdup (policy->name);
  self->slot = policy->slot;
  make_picture (self, width);
  self->player = gmarl_player_new ();
  gmarl_player_set_seed (self->player, (guint64) g_settings_get_int (settings, "comparison-seed"));
  gmarl_player_set_policy (self->player, choice);
  return self;
}

void
gmarl_side_free (GmarlSide *self)
{
  g_object_unref (self->player);
  g_clear_pointer (&self->view, gmarl_network_view_free);
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}
