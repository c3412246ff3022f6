/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-renderer.h"

#include <epoxy/gl.h>

gboolean
gmarl_renderer_is_software (const char *name)
{
  static const char *const programs[] = { "llvmpipe", "softpipe", "swrast", "swiftshader",
                                          "software rasterizer" };
  g_autofree char *small = g_ascii_strdown (name, -1);

  for (gsize k = 0; k < G_N_ELEMENTS (programs); k++)
    if (strstr (small, programs[k]) != NULL)
      return TRUE;
  return FALSE;
}

/* Whether the display has OpenGL, and a program does it. GTK has looked for OpenGL before; asking
 * takes a context of a few milliseconds.
 */
static gboolean
is_drawn_by_software (GdkDisplay *display)
{
  g_autoptr (GdkGLContext) context = NULL;
  const char *name;
  gboolean result;

  if (!gdk_display_prepare_gl (display, NULL))
    return FALSE;
  context = gdk_display_create_gl_context (display, NULL);
  if (context == NULL || !gdk_gl_context_realize (context, NULL))
    return FALSE;
  gdk_gl_context_make_current (context);
  name = (const char *) glGetString (GL_RENDERER);
  result = name != NULL && gmarl_renderer_is_software (name);
  gdk_gl_context_clear_current ();
  return result;
}

void
gmarl_renderer_choose (GdkDisplay *display)
{
  g_return_if_fail (GDK_IS_DISPLAY (display));

  /* The environment must not be changed any more: other threads may read it. GTK looks here first;
   * one that does not draws as it would have.
   */
  if (g_getenv ("GSK_RENDERER") == NULL && is_drawn_by_software (display))
    g_object_set_data (G_OBJECT (display), "gsk-renderer", (gpointer) "cairo");
}
