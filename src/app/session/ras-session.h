/* Everything about the window that a person can change, as properties of one object.
 *
 * All changes go through g_object_set(); widgets and actions listen to notify, and "changed"
 * comes once after each group of changes. The object holds plain values only (no pictures,
 * no fits), so a moment of it can be kept, stored and brought back with ras_session_save()
 * and ras_session_restore(). */
#pragma once

#include <glib-object.h>

#include "dataset.h"

G_BEGIN_DECLS

#define RAS_TYPE_SESSION (ras_session_get_type ())
G_DECLARE_FINAL_TYPE (RasSession, ras_session, RAS, SESSION, GObject)

#define RAS_ALL_CLASSES (-1)
#define RAS_NO_CLASS (-1)
#define RAS_NEXT_CLASS (-1)
#define RAS_MDL_RANK_OF_COMPARE (-1)
#define RAS_SESSION_DEFAULT_GAIN 4.0 /* as the command line has it */

/* Each field is the property of the same name (with dashes). */
typedef struct
{
  char *location;    /* of the data set: "drawn" or a path; NULL before the first */
  char *fingerprint; /* of its content; NULL until it was read */
  RasSplit split;    /* the property is the name, "train" or "test" */
  guint index;       /* of the image within its split */
  int class_filter;  /* a label, or RAS_ALL_CLASSES */
  char *own_picture; /* path of the person's own picture; NULL: the data set's image */
  int own_class;     /* "as if it were a …": a label, or RAS_NO_CLASS */
  guint rank;        /* directions removed by erasers with a path */
  gboolean recentred;
  char **hidden_erasers; /* names; never NULL */
  gboolean difference;   /* show gain · (erased − original) */
  double gain;           /* 1 … 64 */
  gboolean rescale;      /* bring each picture's range to [0, 1] instead of clipping */
  int zoom;              /* screen pixels per image pixel; 0: as large as fits */
  guint gradient_images; /* edited together by the gradient-based eraser; 0: the whole class */
  guint gradient_iterations;
  gboolean transport;    /* the image as one of another class is shown, too */
  int transport_class;   /* which: a label, or RAS_NEXT_CLASS: the one after the image's own */
  char *page;            /* "compare", "mdl", "runs" or "gallery" */

  /* The gallery */
  guint gallery_seed;
  guint gallery_per_class;
  char **gallery_classes; /* names; never NULL; none: a few, spread over them */
  RasSplit gallery_split;

  gboolean audit_shown;  /* what is still readable, below the panels */
  char *audit_page;      /* "table", "ranks" or "spectra" */

  /* What is to be trained next */
  char *mdl_network;    /* a name */
  char *mdl_size;       /* "atto" …; NULL: a free width, or the network has no sizes */
  char *mdl_activation; /* a name; NULL: the network's first */
  char *mdl_widths;     /* "128", or a sweep: "64, 128, 256"; NULL: the network's own */
  char *mdl_depths;     /* likewise */
  char **mdl_erasers;   /* names; never NULL */
  int mdl_rank;         /* directions removed, or RAS_MDL_RANK_OF_COMPARE: as many as there */
  char *mdl_preset;     /* a name; or "custom", for which the next four count */
  guint mdl_images;     /* 0: all there are */
  guint mdl_seeds, mdl_max_epochs, mdl_patience;
  char *mdl_chart;      /* "curves" … */
} RasSessionState;

RasSession *ras_session_new (void);

/* A view of the present values, valid until the next change. */
const RasSessionState *ras_session_get_state (RasSession *self);

/* What undo calls a property, translated ("rank"); NULL for one that is not undone: the data set,
 * and what one only looks at. */
const char *ras_session_get_title (const char *name);

/* All properties as a{sv}, a floating reference. */
GVariant *ras_session_save (RasSession *self);
/* Sets what `saved` holds in one group; unknown names and wrong types are left out. */
void ras_session_restore (RasSession *self, GVariant *saved);

/* Turns to another data set: location and fingerprint change, image, class filter and own
 * picture start anew, and how one looks at it stays. */
void ras_session_set_dataset (RasSession *self, const char *location, const char *fingerprint);

gboolean ras_session_get_eraser_hidden (RasSession *self, const char *name);
void ras_session_set_eraser_hidden (RasSession *self, const char *name, gboolean hidden);

G_END_DECLS
