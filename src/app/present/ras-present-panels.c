/* Which erasers are on the stage, and their panels. */
#include "ras-present-view-private.h"

#include <glib/gi18n.h>

#include "ras-settings.h"

gboolean
ras_present_view_get_shown (RasPresentView *self, const char *name)
{
  return g_str_equal (name, "none")
         || g_strv_contains ((const char *const *) self->shown, name);
}

static void
show_panels (RasPresentView *self)
{
  for (guint i = 0; i < self->panels->len; i++)
    {
      RasPresentPanel *one = &g_array_index (self->panels, RasPresentPanel, i);

      gtk_widget_set_visible (GTK_WIDGET (one->panel),
                              ras_present_view_get_shown (self, one->name));
    }
  gtk_widget_queue_resize (GTK_WIDGET (self->grid));
}

void
ras_present_view_want_transport (RasPresentView *self)
{
  if (self->on_stage && ras_present_view_get_shown (self, RAS_PRESENT_TRANSPORT)
      && !ras_session_get_state (self->session)->transport)
    g_object_set (self->session, "transport", TRUE, NULL);
}

static void
set_shown (RasPresentView *self, GStrv shown)
{
  GSettings *settings = ras_settings_get ();

  g_strfreev (self->shown);
  self->shown = shown;
  if (settings)
    g_settings_set_strv (settings, "present-erasers", (const char *const *) shown);
  show_panels (self);
  ras_present_view_want_transport (self);
}

/* The n-th beside the original. */
static RasPresentPanel *
find_panel (RasPresentView *self, guint number)
{
  for (guint i = 0; i < self->panels->len; i++)
    {
      RasPresentPanel *one = &g_array_index (self->panels, RasPresentPanel, i);

      if (!g_str_equal (one->name, "none") && --number == 0)
        return one;
    }
  return NULL;
}

void
ras_present_view_toggle_panel (RasPresentView *self, guint number)
{
  RasPresentPanel *one = find_panel (self, number);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean shown;

  if (one == NULL)
    return;
  shown = ras_present_view_get_shown (self, one->name);
  if (!shown && g_strv_length (self->shown) >= RAS_PRESENT_MOST_ERASERS)
    {
      ras_present_view_say (self,
                            _ ("Four are enough: press the number of one to take it away first"));
      return;
    }
  if (shown && g_strv_length (self->shown) == 1)
    {
      ras_present_view_say (self, _ ("One is to stay beside the original"));
      return;
    }
  for (char **name = self->shown; *name; name++)
    if (!g_str_equal (*name, one->name))
      g_strv_builder_add (builder, *name);
  if (!shown)
    g_strv_builder_add (builder, one->name);
  set_shown (self, g_strv_builder_end (builder));
}

RasPanel *
ras_present_view_add_panel (RasPresentView *self, RasPanel *source, const char *name)
{
  RasPresentPanel one = { g_strdup (name), NULL };

  one.panel = RAS_PANEL (ras_panel_new (self->view, ras_panel_get_eraser_name (source),
                                        ras_panel_get_title (source), NULL));
  /* Shown, not handled: no pointer and no focus changes what the audience sees. */
  gtk_widget_set_can_target (GTK_WIDGET (one.panel), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (one.panel), FALSE);
  ras_panel_follow (one.panel, source);
  ras_panel_grid_add (self->grid, one.panel);
  g_array_append_val (self->panels, one);
  show_panels (self);
  return one.panel;
}
