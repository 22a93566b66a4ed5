#include "ras-deleted-toast.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SECONDS 8

static void
undo_cb (AdwToast *toast, GObject *widget)
{
  void (*undo) (GObject *, const char *const *) = g_object_get_data (G_OBJECT (toast), "undo");

  undo (widget, g_object_get_data (G_OBJECT (toast), "collections"));
}

/* Toasts lie above the pages of a window, beside what the widget is in. */
static AdwToastOverlay *
find_toasts (GtkWidget *widget)
{
  for (; widget; widget = gtk_widget_get_parent (widget))
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
         child = gtk_widget_get_next_sibling (child))
      if (ADW_IS_TOAST_OVERLAY (child))
        return ADW_TOAST_OVERLAY (child);
  return NULL;
}

void
ras_deleted_toast_show (GtkWidget *widget, const char *const *ids, const char *name,
                        void (*undo) (GObject *widget, const char *const *ids))
{
  AdwToastOverlay *toasts = find_toasts (widget);
  guint n = g_strv_length ((char **) ids);
  g_autofree char *escaped = g_markup_escape_text (name ? name : "", -1);
  g_autofree char *text
      = name ? g_strdup_printf (_ ("“%s” was deleted"), escaped)
             : g_strdup_printf (ngettext ("%u experiment was deleted",
                                          "%u experiments were deleted", n), n);
  AdwToast *toast;

  if (toasts == NULL)
    return;
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, SECONDS);
  g_object_set_data_full (G_OBJECT (toast), "collections", g_strdupv ((char **) ids),
                          (GDestroyNotify) g_strfreev);
  g_object_set_data (G_OBJECT (toast), "undo", undo);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), widget, 0);
  adw_toast_overlay_add_toast (toasts, toast);
}
