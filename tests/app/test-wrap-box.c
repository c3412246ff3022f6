/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-wrap-box.h"

#include <adwaita.h>

/* Children of a known size: 100, 60 and 80 wide, 20, 30 and 20 high. */
static GtkWidget *
make_box (void)
{
  static const int sizes[][2] = { { 100, 20 }, { 60, 30 }, { 80, 20 } };
  GtkWidget *box = g_object_new (GMARL_TYPE_WRAP_BOX, NULL);

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++) {
    GtkWidget *child = gtk_drawing_area_new ();

    gtk_widget_set_size_request (child, sizes[k][0], sizes[k][1]);
    gtk_widget_set_parent (child, box);
  }
  return g_object_ref_sink (box);
}

static int
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *natural)
{
  int minimum;

  gtk_widget_measure (widget, orientation, for_size, &minimum, natural, NULL, NULL);
  return minimum;
}

static void
check_place (GtkWidget *box, int child, int x, int y, int width)
{
  GtkWidget *widget = gtk_widget_get_first_child (box);
  graphene_rect_t bounds;

  while (child-- > 0)
    widget = gtk_widget_get_next_sibling (widget);
  g_assert_true (gtk_widget_compute_bounds (widget, box, &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, x);
  g_assert_cmpfloat (bounds.origin.y, ==, y);
  g_assert_cmpfloat (bounds.size.width, ==, width);
}

static void
test_rows (void)
{
  g_autoptr (GtkWidget) box = make_box ();
  int natural;

  g_assert_cmpint (measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &natural), ==, 100);
  g_assert_cmpint (natural, ==, 100 + 6 + 60 + 6 + 80);
  g_assert_cmpint (measure (box, GTK_ORIENTATION_VERTICAL, 252, NULL), ==, 30);
  g_assert_cmpint (measure (box, GTK_ORIENTATION_VERTICAL, 251, NULL), ==, 30 + 6 + 20);
  g_assert_cmpint (measure (box, GTK_ORIENTATION_VERTICAL, 120, NULL), ==, 20 + 6 + 30 + 6 + 20);

  /* One that is hidden takes no room. */
  gtk_widget_set_visible (gtk_widget_get_first_child (box), FALSE);
  g_assert_cmpint (measure (box, GTK_ORIENTATION_VERTICAL, 146, NULL), ==, 30);
}

static void
test_places (void)
{
  g_autoptr (GtkWidget) box = make_box ();

  gtk_widget_set_hexpand (gtk_widget_get_last_child (box), TRUE);
  measure (box, GTK_ORIENTATION_VERTICAL, 200, NULL);
  gtk_widget_size_allocate (box, &(GtkAllocation){ 0, 0, 200, 56 }, -1);
  check_place (box, 0, 0, 0, 100);
  check_place (box, 1, 106, 0, 60);
  check_place (box, 2, 0, 36, 200);

  gtk_widget_set_direction (box, GTK_TEXT_DIR_RTL);
  measure (box, GTK_ORIENTATION_VERTICAL, 200, NULL);
  gtk_widget_size_allocate (box, &(GtkAllocation){ 0, 0, 200, 56 }, -1);
  check_place (box, 0, 100, 0, 100);
  check_place (box, 1, 34, 0, 60);
}

/* As many columns as the widest one allows. */
static void
test_homogeneous (void)
{
  g_autoptr (GtkWidget) box = make_box ();

  g_object_set (box, "homogeneous", TRUE, NULL);
  g_assert_cmpint (measure (box, GTK_ORIENTATION_VERTICAL, 312, NULL), ==, 30);
  g_assert_cmpint (measure (box, GTK_ORIENTATION_VERTICAL, 311, NULL), ==, 30 + 6 + 20);
  gtk_widget_size_allocate (box, &(GtkAllocation){ 0, 0, 286, 56 }, -1);
  check_place (box, 0, 0, 0, 140);
  check_place (box, 1, 146, 0, 140);
  check_place (box, 2, 0, 36, 140);
  g_assert_cmpint (measure (box, GTK_ORIENTATION_VERTICAL, 100, NULL), ==, 20 + 6 + 30 + 6 + 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/wrap-box/rows", test_rows);
  g_test_add_func ("/app/wrap-box/places", test_places);
  g_test_add_func ("/app/wrap-box/homogeneous", test_homogeneous);
  return g_test_run ();
}
