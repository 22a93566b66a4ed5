#include "ras-tooltip.h"

static GQuark
get_quark (void)
{
  return g_quark_from_static_string ("ras-tooltip");
}

static gboolean
query_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const char *text = g_object_get_qdata (G_OBJECT (widget), get_quark ());

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

void
ras_tooltip_set (GtkWidget *widget, const char *text)
{
  const char *old;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  old = g_object_get_qdata (G_OBJECT (widget), get_quark ());
  if (text && *text == '\0')
    text = NULL;
  if (g_strcmp0 (old, text) == 0)
    return;
  if (g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, query_cb, NULL) == 0)
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
  g_object_set_qdata_full (G_OBJECT (widget), get_quark (), g_strdup (text), g_free);
  gtk_widget_set_has_tooltip (widget, text != NULL);
}
