#include "ras-get-row.h"

#include <glib/gi18n.h>

#include "address.h"
#include "fetch-text.h"

struct _RasGetRow
{
  AdwPreferencesGroup parent;

  AdwActionRow *what_row;
  GtkButton *button;
  GtkWidget *state_row;
  GtkLabel *state_label;
  GtkProgressBar *bar;
  AdwExpanderRow *source_row;
  AdwActionRow *page_row, *citation_row;
  AdwEntryRow *address_row;
  GtkWidget *reset_button;
  GtkLabel *address_label;
  GtkWidget *address_note;

  RasGetJob *job;
};

G_DEFINE_FINAL_TYPE (RasGetRow, ras_get_row, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What it shows --- */

static const char *
get_button_label (RasGetPhase phase)
{
  switch (phase)
    {
    case RAS_GET_READY:
      return _ ("_Open");
    case RAS_GET_KEPT:
      return _ ("_Resume");
    case RAS_GET_ARCHIVE:
      return _ ("_Unpack");
    case RAS_GET_RUNNING:
    case RAS_GET_STOPPING:
      return _ ("_Cancel");
    case RAS_GET_FAILED:
      return _ ("_Try again");
    default:
      return _ ("_Get");
    }
}

static void
set_css_class (GtkWidget *widget, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_button (RasGetRow *self, RasGetPhase phase)
{
  GtkWidget *button = GTK_WIDGET (self->button);
  g_autofree char *name = NULL;
  g_auto (GStrv) parts = g_strsplit (get_button_label (phase), "_", -1);
  g_autofree char *plain = g_strjoinv ("", parts);

  /* Read aloud, four buttons of one name are none. */
  name = g_strdup_printf ("%s: %s", ras_get_job_get_source (self->job)->title, plain);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_button_set_label (self->button, get_button_label (phase));
  set_css_class (button, "suggested-action", phase == RAS_GET_READY);
}

static void
follow (RasGetRow *self)
{
  RasGetPhase phase = ras_get_job_get_phase (self->job);
  const char *sentence = ras_get_job_get_sentence (self->job);
  gboolean running = ras_get_job_is_running (self->job);

  /* A look takes a moment: what was known stays until then. The button is always there to be
   * pressed, since GTK passes over one that is woken under a pointer that rests. */
  if (phase == RAS_GET_LOOKING)
    return;
  show_button (self, phase);
  gtk_label_set_text (self->state_label, sentence ? sentence : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state_label), ras_get_job_get_path (self->job));
  gtk_widget_set_visible (self->state_row, sentence != NULL);
  set_css_class (GTK_WIDGET (self->state_label), "error", phase == RAS_GET_FAILED);
  set_css_class (GTK_WIDGET (self->state_label), "dim-label", phase != RAS_GET_FAILED);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), running);
  gtk_progress_bar_set_fraction (self->bar, ras_get_job_get_fraction (self->job));
  gtk_widget_set_sensitive (GTK_WIDGET (self->address_row), !running);
}

static void
describe (RasGetRow *self)
{
  const RasSource *source = ras_get_job_get_source (self->job);
  g_autofree char *images = ras_source_describe_images (source);
  g_autofree char *size = g_format_size (ras_source_get_download_size (source));
  g_autofree char *what = g_strdup_printf ("%s · %s", images, size);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), source->title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->what_row), _ (source->description));
  adw_action_row_set_subtitle (self->what_row, what);
  adw_expander_row_set_subtitle (self->source_row, _ (source->terms));
  adw_action_row_set_subtitle (self->page_row, source->page);
  adw_action_row_set_subtitle (self->citation_row, source->citation);
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), source->base);
}

/* --- What a person does --- */

static void
button_cb (RasGetRow *self)
{
  switch (ras_get_job_get_phase (self->job))
    {
    case RAS_GET_READY:
      g_signal_emit (self, signals[OPEN], 0);
      break;
    case RAS_GET_RUNNING:
      ras_get_job_cancel (self->job);
      break;
    default:
      ras_get_job_start (self->job);
    }
}

static void
page_cb (RasGetRow *self)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                ras_get_job_get_source (self->job)->page, GDK_CURRENT_TIME);
}

/* Whatever is a web address counts at once; what is none is told of, and does not count. */
static void
address_cb (RasGetRow *self)
{
  const RasSource *source = ras_get_job_get_source (self->job);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->address_row));
  g_autofree char *text = g_strstrip (g_strdup (typed));
  gboolean own = g_str_equal (text, source->base);
  g_autoptr (GError) error = NULL;
  gboolean good = own || ras_address_check (text, &error);

  if (good)
    ras_get_job_set_address (self->job, own ? NULL : text);
  gtk_label_set_text (self->address_label, good ? "" : error->message);
  gtk_widget_set_visible (self->address_note, !good);
  set_css_class (GTK_WIDGET (self->address_row), "error", !good);
  gtk_widget_set_visible (self->reset_button, !own);
}

static void
reset_cb (RasGetRow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->address_row),
                         ras_get_job_get_source (self->job)->base);
}

/* --- The object --- */

static void
ras_get_row_dispose (GObject *object)
{
  g_clear_object (&RAS_GET_ROW (object)->job);
  G_OBJECT_CLASS (ras_get_row_parent_class)->dispose (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasGetRow, name)

static void
ras_get_row_class_init (RasGetRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ras_get_row_dispose;
  signals[OPEN] = g_signal_new ("open", RAS_TYPE_GET_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-get-row.ui");
  CHILD (what_row);
  CHILD (button);
  CHILD (state_row);
  CHILD (state_label);
  CHILD (bar);
  CHILD (source_row);
  CHILD (page_row);
  CHILD (citation_row);
  CHILD (address_row);
  CHILD (reset_button);
  CHILD (address_label);
  CHILD (address_note);
  gtk_widget_class_bind_template_callback (widget_class, button_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
ras_get_row_init (RasGetRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

RasGetRow *
ras_get_row_new (RasGetJob *job)
{
  RasGetRow *self = g_object_new (RAS_TYPE_GET_ROW, NULL);
  const char *address = ras_get_job_get_address (job);

  self->job = g_object_ref (job);
  describe (self);
  if (address)
    gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
  g_signal_connect_object (self->address_row, "changed", G_CALLBACK (address_cb), self,
                           G_CONNECT_SWAPPED);
  address_cb (self);
  g_signal_connect_object (job, "changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  follow (self);
  return self;
}

RasGetJob *
ras_get_row_get_job (RasGetRow *self)
{
  return self->job;
}
