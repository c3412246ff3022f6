/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-draw-text.h"

#include <pango/pangocairo.h>

static const cairo_user_data_key_t record_key;

static double
role_em (const GmarlDrawStyle *style, GmarlTextRole role)
{
  double em = gmarl_draw_style_get_em (style);

  return role == GMARL_TEXT_TITLE || role == GMARL_TEXT_BODY ? em : 0.85 * em;
}

static gboolean
role_is_bold (GmarlTextRole role)
{
  return role == GMARL_TEXT_TITLE || role == GMARL_TEXT_SMALL_BOLD;
}

static PangoLayout *
make_layout (PangoContext *context,
             const GmarlDrawStyle *style,
             const char *text,
             double em,
             gboolean bold)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_copy (style->font);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, em * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_font_description (layout, font);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);
  return layout;
}

/* Metrics are not rounded to pixels, so that a scene is the same at every scale. */
static void
set_options (PangoContext *context)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 96);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
}

void
gmarl_draw_text_measure (const GmarlDrawStyle *style,
                         const char *text,
                         GmarlTextRole role,
                         double *width,
                         double *height)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout *layout;
  int w, h;

  g_return_if_fail (style && text && width && height);
  set_options (context);
  layout = make_layout (context, style, text, role_em (style, role), role_is_bold (role));
  pango_layout_get_size (layout, &w, &h);
  *width = w / (double) PANGO_SCALE;
  *height = h / (double) PANGO_SCALE;
  g_object_unref (layout);
  g_object_unref (context);
}

void
gmarl_draw_text_record (cairo_surface_t *surface, GArray *runs)
{
  g_return_if_fail (surface);
  cairo_surface_set_user_data (surface, &record_key, runs, NULL);
}

void
gmarl_text_run_clear (GmarlTextRun *self)
{
  g_free (self->text);
  g_free (self->family);
}

static void
set_color (cairo_t *cr, const GmarlColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

void
gmarl_draw_text_styled (cairo_t *cr,
                        const GmarlDrawStyle *style,
                        const char *text,
                        double em,
                        gboolean bold,
                        const GmarlColor *color,
                        const GmarlColor *halo,
                        GmarlTextAlign align,
                        double x,
                        double y)
{
  PangoContext *context;
  PangoLayout *layout;
  GArray *runs;
  int w, h;
  double left, base;

  g_return_if_fail (cr && style && text && color);
  context = pango_cairo_create_context (cr);
  set_options (context);
  layout = make_layout (context, style, text, em, bold);
  pango_layout_get_size (layout, &w, &h);
  left = x - (align == GMARL_TEXT_LEFT ? 0 : align == GMARL_TEXT_RIGHT ? 1 : 0.5) * w / PANGO_SCALE;
  base = y + (pango_layout_get_baseline (layout) - h / 2.0) / PANGO_SCALE;

  runs = cairo_surface_get_user_data (cairo_get_target (cr), &record_key);
  if (runs) {
    const char *family = pango_font_description_get_family (style->font);
    GmarlTextRun run = { .text = g_strdup (text),
                         .family = g_strdup (family),
                         .size = em,
                         .bold = bold,
                         .color = *color,
                         .align = align,
                         .x = x,
                         .y = base };

    if (halo)
      run.halo = *halo;
    cairo_get_matrix (cr, &run.matrix);
    g_array_append_val (runs, run);
    goto out;
  }
  cairo_save (cr);
  cairo_new_path (cr);
  if (halo) {
    cairo_move_to (cr, left, base);
    pango_cairo_layout_line_path (cr, pango_layout_get_line_readonly (layout, 0));
    cairo_set_line_width (cr, 0.26 * em);
    cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
    set_color (cr, halo);
    cairo_stroke (cr);
  }
  set_color (cr, color);
  cairo_move_to (cr, left, base);
  pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (layout, 0));
  cairo_new_path (cr);
  cairo_restore (cr);

out:
  g_object_unref (layout);
  g_object_unref (context);
}

void
gmarl_draw_text (cairo_t *cr,
                 const GmarlDrawStyle *style,
                 const char *text,
                 GmarlTextRole role,
                 GmarlTextAlign align,
                 double x,
                 double y,
                 gboolean halo)
{
  GmarlColor color;

  g_return_if_fail (cr && style && text);
  color = role == GMARL_TEXT_SECONDARY ? gmarl_draw_style_get_secondary (style) : style->foreground;
  gmarl_draw_text_styled (cr, style, text, role_em (style, role), role_is_bold (role), &color,
                          halo ? &style->card : NULL, align, x, y);
}
