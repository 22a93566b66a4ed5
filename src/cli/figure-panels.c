#include "figure-panels.h"

#include <glib/gi18n.h>
#include <math.h>

#include "distortion.h"

/* The strings and values that a panel borrows. */
typedef struct
{
  GPtrArray *details; /* char *, NULL-terminated once it is complete */
  char *title;
  double *values;     /* NULL: those of the original */
} Owned;

struct _RasFigurePanels
{
  RasFigureSource source;
  GPtrArray *owned; /* Owned */
  GArray *panels;   /* RasFigureFilePanel */
};

static void
owned_free (gpointer data)
{
  Owned *owned = data;

  g_ptr_array_unref (owned->details);
  g_free (owned->title);
  g_free (owned->values);
  g_free (owned);
}

RasFigurePanels *
ras_figure_panels_new (const RasFigureSource *source)
{
  RasFigurePanels *self = g_new0 (RasFigurePanels, 1);

  self->source = *source;
  self->owned = g_ptr_array_new_with_free_func (owned_free);
  self->panels = g_array_new (FALSE, FALSE, sizeof (RasFigureFilePanel));
  return self;
}

void
ras_figure_panels_free (RasFigurePanels *self)
{
  g_ptr_array_unref (self->owned);
  g_array_unref (self->panels);
  g_free (self);
}

const RasFigureFilePanel *
ras_figure_panels_get (const RasFigurePanels *self, guint *n)
{
  *n = self->panels->len;
  return (const RasFigureFilePanel *) self->panels->data;
}

/* --- Captions --- */

static void
describe_original (const RasSubject *subject, Owned *owned)
{
  g_ptr_array_add (owned->details, g_strdup (subject->name));
  if (subject->where)
    g_ptr_array_add (owned->details, g_strdup (subject->where));
}

static void
describe_change (const RasSubject *subject, Owned *owned)
{
  RasDistortion distortion = ras_distortion_measure (subject->values, owned->values, subject->d);

  g_ptr_array_add (owned->details, g_strdup_printf (_ ("distance %.2f"), distortion.distance));
  g_ptr_array_add (owned->details,
                   isinf (distortion.psnr) ? g_strdup (_ ("the same picture"))
                                           : g_strdup_printf (_ ("PSNR %.1f dB"), distortion.psnr));
}

static void
describe_edit (const RasEditedReport *report, Owned *owned)
{
  guint others = report->n - 1, iterations = report->edit.last.iteration;

  g_ptr_array_add (owned->details,
                   g_strdup_printf (g_dngettext (NULL, "with %u other", "with %u others", others),
                                    others));
  g_ptr_array_add (owned->details,
                   g_strdup_printf (g_dngettext (NULL, "%u iteration", "%u iterations", iterations),
                                    iterations));
}

/* --- Panels --- */

static Owned *
start (RasFigurePanels *self)
{
  Owned *owned = g_new0 (Owned, 1);

  owned->details = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->owned, owned);
  return owned;
}

static void
finish (RasFigurePanels *self, Owned *owned, const char *title, const RasEraser *eraser)
{
  RasFigureFilePanel look = { .values = owned->values ? owned->values : self->source.subject->values };

  g_ptr_array_add (owned->details, NULL);
  look.panel = (RasFigurePanel) {
    .title = title,
    .eraser_name = eraser->name,
    .details = (const char *const *) owned->details->pdata,
    .tag = eraser->needs_label ? _ ("needs the label") : NULL,
  };
  g_array_append_val (self->panels, look);
}

static gboolean
edit (RasFigurePanels *self, Owned *owned, GError **error)
{
  const RasFigureSource *source = &self->source;
  const RasSubject *subject = source->subject;
  RasEditedReport report;
  g_autoptr (GBytes) image
      = ras_edited_subject (&source->edit, subject->label, subject->values, source->edit_images,
                            source->edit.options.seed, &source->progress, &report, error);
  const float *values;

  if (image == NULL)
    return FALSE;
  values = g_bytes_get_data (image, NULL);
  for (gsize i = 0; i < subject->d; i++)
    owned->values[i] = values[i];
  describe_change (subject, owned);
  describe_edit (&report, owned);
  return TRUE;
}

static void
apply (RasFigurePanels *self, const RasFit *fit, Owned *owned)
{
  const RasFigureSource *source = &self->source;
  guint16 label = MAX (source->subject->label, 0);

  ras_fit_apply (fit, &source->apply, source->subject->values, &label, 1, owned->values);
  describe_change (source->subject, owned);
  if (ras_fit_get_eraser (fit)->has_path)
    g_ptr_array_add (owned->details,
                     g_strdup_printf (_ ("rank %u"), MIN (source->apply.rank,
                                                          ras_fit_get_path_length (fit))));
}

gboolean
ras_figure_panels_add (RasFigurePanels *self, const RasFit *fit, GError **error)
{
  const RasEraser *eraser = ras_fit_get_eraser (fit);
  Owned *owned = start (self);

  if (eraser->fit == NULL)
    describe_original (self->source.subject, owned);
  else
    {
      owned->values = g_new (double, self->source.subject->d);
      if (!eraser->edits)
        apply (self, fit, owned);
      else if (!edit (self, owned, error))
        return FALSE;
    }
  finish (self, owned, _ (eraser->title), eraser);
  return TRUE;
}

gboolean
ras_figure_panels_add_transport (RasFigurePanels *self, RasFit *qleace, guint to, GError **error)
{
  const RasSubject *subject = self->source.subject;
  g_autoptr (RasClassTransport) transport = ras_class_transport_new (qleace, to, error);
  Owned *owned;

  if (transport == NULL)
    return FALSE;
  owned = start (self);
  owned->values = g_new (double, subject->d);
  ras_class_transport_apply (transport, subject->values, subject->label, owned->values);
  describe_change (subject, owned);
  owned->title = g_strdup_printf (_ ("As “%s”"), ras_dataset_get_class_name (self->source.edit.dataset,
                                                                            to));
  finish (self, owned, owned->title, ras_fit_get_eraser (qleace));
  return TRUE;
}
