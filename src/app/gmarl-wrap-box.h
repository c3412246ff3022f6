/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children beside each other, as wide as they want to be, as long as there is room for them; the
 * others in rows below. One that expands takes what is left of its row. With the property
 * "homogeneous" all are equally wide, and fill the width. Unlike the children of a GtkFlowBox they
 * are not wrapped into something that the keyboard has to pass. Main thread only.
 */
#define GMARL_TYPE_WRAP_BOX (gmarl_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (GmarlWrapBox, gmarl_wrap_box, GMARL, WRAP_BOX, GtkWidget)

G_END_DECLS
