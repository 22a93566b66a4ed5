/* Keeps one image sent to another class's statistics, on a thread of its own. */
#pragma once

#include "class-transport.h"

G_BEGIN_DECLS

typedef struct
{
  RasFit *qleace;
  GBytes *values; /* the image: d doubles */
  guint from, to; /* classes */
} RasTransportOrder;

/* On the interface thread; each must be set. `number` is what ras_transport_job_order() returned. */
typedef struct
{
  void (*arrived) (GBytes *values, guint number, gpointer user_data);
  void (*failed) (const GError *error, guint number, gpointer user_data);
} RasTransportListener;

typedef struct _RasTransportJob RasTransportJob;

RasTransportJob *ras_transport_job_start (const RasTransportListener *listener, gpointer user_data);

/* Takes the place of an order that was not begun yet. The factor of a target class is kept until
 * another one is ordered, so a change of image alone is answered within a few milliseconds. */
guint ras_transport_job_order (RasTransportJob *self, const RasTransportOrder *order);

/* Ends the thread and frees; nothing more is delivered. NULL is allowed. */
void ras_transport_job_supersede (RasTransportJob *self);

G_END_DECLS
