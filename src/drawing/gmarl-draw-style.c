/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-draw-style.h"

/* libadwaita 1.2: the surfaces of its light and dark styles. */
static const GmarlDrawStyle light_style = {
  .foreground = { 0, 0, 0, 0.8 },
  .window = { 0.98, 0.98, 0.98, 1 },
  .view = { 1, 1, 1, 1 },
  .card = { 1, 1, 1, 1 },
  .accent = { 0.11, 0.443, 0.847, 1 },
  .animations = TRUE,
  .scale = 1,
};
static const GmarlDrawStyle dark_style = {
  .foreground = { 1, 1, 1, 1 },
  .window = { 0.141, 0.141, 0.141, 1 },
  .view = { 0.118, 0.118, 0.118, 1 },
  .card = { 0.21, 0.21, 0.21, 1 },
  .accent = { 0.471, 0.682, 0.929, 1 },
  .dark = TRUE,
  .animations = TRUE,
  .scale = 1,
};

GmarlDrawStyle *
gmarl_draw_style_new (gboolean dark, gboolean high_contrast)
{
  GmarlDrawStyle *self = g_memdup2 (dark ? &dark_style : &light_style, sizeof *self);

  self->high_contrast = high_contrast;
  if (high_contrast)
    self->foreground.alpha = 1;
  self->font = pango_font_description_from_string ("Cantarell 11");
  return self;
}

GmarlDrawStyle *
gmarl_draw_style_new_for_paper (const char *font_family, double font_points)
{
  GmarlDrawStyle *self = g_memdup2 (&light_style, sizeof *self);

  self->foreground = (GmarlColor){ 0, 0, 0, 1 };
  self->window = self->view = self->card = (GmarlColor){ 1, 1, 1, 1 };
  self->animations = FALSE;
  self->font = pango_font_description_new ();
  pango_font_description_set_family (self->font, font_family);
  pango_font_description_set_size (self->font, (gint) (font_points * PANGO_SCALE + 0.5));
  return self;
}

GmarlDrawStyle *
gmarl_draw_style_copy (const GmarlDrawStyle *self)
{
  GmarlDrawStyle *copy;

  g_return_val_if_fail (self, NULL);
  copy = g_memdup2 (self, sizeof *self);
  copy->font = pango_font_description_copy (self->font);
  return copy;
}

void
gmarl_draw_style_free (GmarlDrawStyle *self)
{
  if (self == NULL)
    return;
  pango_font_description_free (self->font);
  g_free (self);
}

static gboolean
same_color (GmarlColor one, GmarlColor other)
{
  return one.red == other.red && one.green == other.green && one.blue == other.blue &&
         one.alpha == other.alpha;
}

gboolean
gmarl_draw_style_equal (const GmarlDrawStyle *self, const GmarlDrawStyle *other)
{
  g_return_val_if_fail (self && other, FALSE);
  return same_color (self->foreground, other->foreground) &&
         same_color (self->window, other->window) && same_color (self->view, other->view) &&
         same_color (self->card, other->card) && same_color (self->accent, other->accent) &&
         !self->dark == !other->dark && !self->high_contrast == !other->high_contrast &&
         !self->animations == !other->animations && self->scale == other->scale &&
         pango_font_description_equal (self->font, other->font);
}

void
gmarl_draw_style_set_font (GmarlDrawStyle *self, const PangoFontDescription *font)
{
  PangoFontDescription *copy;

  g_return_if_fail (self && font);
  copy = pango_font_description_copy (font);
  pango_font_description_free (self->font);
  self->font = copy;
}

double
gmarl_draw_style_get_em (const GmarlDrawStyle *self)
{
  double size = pango_font_description_get_size (self->font) / (double) PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (self->font))
    size *= 96.0 / 72;
  return size > 0 ? size : 15;
}

GmarlColor
gmarl_draw_style_get_secondary (const GmarlDrawStyle *self)
{
  return gmarl_draw_style_get_line (self, self->high_contrast ? 1 : 0.75);
}

GmarlColor
gmarl_draw_style_get_line (const GmarlDrawStyle *self, double alpha)
{
  return gmarl_color_with_alpha (self->foreground, self->foreground.alpha * alpha);
}
