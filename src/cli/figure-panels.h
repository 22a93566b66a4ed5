/* The panels of a figure: what each eraser makes of the image, and captions. */
#pragma once

#include "class-transport.h"
#include "editing.h"
#include "figure-file.h"
#include "subject.h"

G_BEGIN_DECLS

typedef struct
{
  const RasSubject *subject;
  RasApplyOptions apply;
  RasEditPlan edit;   /* for an eraser that edits */
  gsize edit_images;  /* together, the subject included; 0: all of the class */
  RasProgress progress;
} RasFigureSource;

/* Panels with all that they borrow: RasFigureFilePanel, in the order in which they were added. */
typedef struct _RasFigurePanels RasFigurePanels;

RasFigurePanels *ras_figure_panels_new (const RasFigureSource *source);
void ras_figure_panels_free (RasFigurePanels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasFigurePanels, ras_figure_panels_free)

/* The image as this fit leaves it. Editing takes a while, may be cancelled and may fail. */
gboolean ras_figure_panels_add (RasFigurePanels *self, const RasFit *fit, GError **error);
/* The image with the statistics of another class. */
gboolean ras_figure_panels_add_transport (RasFigurePanels *self, RasFit *qleace, guint to,
                                          GError **error);

const RasFigureFilePanel *ras_figure_panels_get (const RasFigurePanels *self, guint *n);

G_END_DECLS
