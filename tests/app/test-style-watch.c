/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-style-watch.h"

static void
count_cb (int *count)
{
  (*count)++;
}

/* Dark style has a light foreground on dark cards, and is told of. */
static void
test_dark (void)
{
  GtkWidget *window = adw_window_new ();
  GmarlStyleWatch *watch = gmarl_style_watch_new (window);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const GmarlDrawStyle *style;
  int count = 0;

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_signal_connect_swapped (watch, "changed", G_CALLBACK (count_cb), &count);
  style = gmarl_style_watch_get (watch);
  g_assert_false (style->dark);
  g_assert_cmpfloat (style->foreground.red, <, 0.3);
  g_assert_cmpfloat (style->card.red, >, 0.9);
  g_assert_cmpfloat (style->card.alpha, ==, 1);

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_cmpint (count, ==, 1);
  style = gmarl_style_watch_get (watch);
  g_assert_true (style->dark);
  g_assert_cmpfloat (style->foreground.red, >, 0.7);
  g_assert_cmpfloat (style->card.red, <, 0.4);
  g_assert_cmpfloat (style->card.alpha, ==, 1);
  g_assert_true (gmarl_style_watch_get (watch) == style);

  g_assert_finalize_object (watch);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Large text makes the pictures' text larger. */
static void
test_text_size (void)
{
  GtkWidget *window = adw_window_new ();
  GmarlStyleWatch *watch = gmarl_style_watch_new (window);
  GtkSettings *settings = gtk_widget_get_settings (window);
  double em = gmarl_draw_style_get_em (gmarl_style_watch_get (watch));
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * dpi, NULL);
  g_assert_cmpfloat_with_epsilon (gmarl_draw_style_get_em (gmarl_style_watch_get (watch)), 2 * em,
                                  0.01);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);

  g_assert_finalize_object (watch);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/style-watch/dark", test_dark);
  g_test_add_func ("/app/style-watch/text-size", test_text_size);
  return g_test_run ();
}
