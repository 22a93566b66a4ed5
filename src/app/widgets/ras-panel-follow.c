/* A panel that shows elsewhere what another one shows. */
#include "ras-panel-private.h"

static void
follow_cb (RasPanel *self, RasPanel *source)
{
  ras_panel_set_title (self, source->title);
  switch (source->state)
    {
    case RAS_PANEL_EMPTY:
      ras_panel_set_empty (self);
      break;
    case RAS_PANEL_PENDING:
      ras_panel_set_pending (self, source->message, source->fraction, FALSE);
      break;
    case RAS_PANEL_FAILED:
      ras_panel_set_failed (self, source->message);
      break;
    case RAS_PANEL_READY:
      if (self->values != source->values || self->original != source->original)
        ras_panel_set_picture (self, source->values, source->original, source->channels,
                               source->height, source->width);
      break;
    }
  if (self->progress != source->progress)
    ras_panel_set_progress (self, source->progress);
}

void
ras_panel_follow (RasPanel *self, RasPanel *source)
{
  g_return_if_fail (RAS_IS_PANEL (self) && RAS_IS_PANEL (source) && self != source);

  g_signal_connect_object (source, "changed", G_CALLBACK (follow_cb), self, G_CONNECT_SWAPPED);
  follow_cb (self, source);
}
