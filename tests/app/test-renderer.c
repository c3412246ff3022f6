/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Who draws the windows where OpenGL is done by the processor.
 */
#include "gmarl-renderer.h"

#include <gtk/gtk.h>

static void
test_names (void)
{
  g_assert_true (gmarl_renderer_is_software ("llvmpipe (LLVM 15.0.6, 256 bits)"));
  g_assert_true (gmarl_renderer_is_software ("zink Vulkan 1.3(llvmpipe (MESA_LLVMPIPE))"));
  g_assert_true (gmarl_renderer_is_software ("softpipe"));
  g_assert_true (gmarl_renderer_is_software ("Software Rasterizer"));
  g_assert_true (gmarl_renderer_is_software ("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device))"));
  g_assert_false (gmarl_renderer_is_software ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)"));
  g_assert_false (
      gmarl_renderer_is_software ("AMD Radeon RX 6600 (radeonsi, navi23, LLVM 15.0.6)"));
  g_assert_false (gmarl_renderer_is_software ("NVIDIA GeForce RTX 3060/PCIe/SSE2"));
  g_assert_false (gmarl_renderer_is_software ("virgl (Mesa Intel(R) HD Graphics)"));
  g_assert_false (gmarl_renderer_is_software ("D3D12 (NVIDIA GeForce GTX 1080)"));
}

/* Who draws a window of the display. */
static const char *
get_renderer_name (GdkDisplay *display)
{
  GtkWidget *window = gtk_window_new ();
  const char *name;

  gtk_window_set_display (GTK_WINDOW (window), display);
  gtk_widget_realize (window);
  name = G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (window)));
  gtk_window_destroy (GTK_WINDOW (window));
  return name;
}

/* A display of its own: each has one renderer for all its windows. NULL: there is no OpenGL. */
static GdkDisplay *
open_display (void)
{
  GdkDisplay *display = gdk_display_open (NULL);
  g_autoptr (GError) error = NULL;

  if (gdk_display_prepare_gl (display, &error))
    return display;
  g_test_skip_printf ("Mesa's OpenGL by the processor is missing, run script/setup: %s",
                      error->message);
  gdk_display_close (display);
  return NULL;
}

/* GTK would take OpenGL, so that this shows that the choice is heeded. */
static void
test_software (void)
{
  GdkDisplay *chosen = open_display ();
  GdkDisplay *other;

  if (chosen == NULL)
    return;
  other = open_display ();
  gmarl_renderer_choose (chosen);
  g_assert_cmpstr (get_renderer_name (chosen), ==, "GskCairoRenderer");
  g_assert_cmpstr (get_renderer_name (other), ==, "GskGLRenderer");
  gdk_display_close (chosen);
  gdk_display_close (other);
}

static void
test_users_choice (void)
{
  GdkDisplay *display;

  if (!g_test_subprocess ()) {
    g_setenv ("GSK_RENDERER", "gl", TRUE); /* for the new program, which has only one thread */
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_unsetenv ("GSK_RENDERER");
    g_test_trap_assert_passed ();
    return;
  }
  display = open_display ();
  if (display == NULL)
    return;
  gmarl_renderer_choose (display);
  g_assert_cmpstr (get_renderer_name (display), ==, "GskGLRenderer");
  gdk_display_close (display);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renderer/names", test_names);
  g_test_add_func ("/renderer/software", test_software);
  g_test_add_func ("/renderer/users-choice", test_users_choice);
  return g_test_run ();
}
