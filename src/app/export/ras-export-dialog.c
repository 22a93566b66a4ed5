#include "ras-export-dialog.h"

#include <glib/gi18n.h>
#include <math.h>

#include "axis.h"
#include "export.h"
#include "ras-export-choice.h"
#include "ras-export-preview.h"
#include "ras-save-chooser.h"

struct _RasExportDialog
{
  AdwWindow parent;

  GtkWidget *export_button;
  GtkStack *previews;
  GtkAspectFrame *frame;
  GtkPicture *picture;
  GtkLabel *info_label;
  AdwToastOverlay *toasts;
  AdwComboRow *what_row, *style_row, *size_row, *format_row;
  GtkWidget *mm_row, *pixels_row, *dpi_row;
  GtkAdjustment *mm, *pixels, *dpi;

  GPtrArray *exportables;
  RasExportChoice choice;
  const char *drawn_format; /* chosen last for what can be drawn */
  gboolean following; /* the rows are being set, by nobody's hand */
  gboolean painting;  /* a preview is on its way */
  gboolean stale;     /* it is no longer what was chosen */
};

G_DEFINE_FINAL_TYPE (RasExportDialog, ras_export_dialog, ADW_TYPE_WINDOW)

enum
{
  EXPORT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const RasStyleKind styles[] = { RAS_STYLE_PAPER, RAS_STYLE_SLIDE_LIGHT,
                                       RAS_STYLE_SLIDE_DARK };
/* In the order of the rows; the last is only offered where there is a table. */
static const char *const formats[] = { "png", "svg", "pdf", "csv" };

static RasExportable *
get_exportable (RasExportDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->what_row);

  return self->exportables->pdata[selected < self->exportables->len ? selected : 0];
}

static gboolean
is_table (RasExportDialog *self)
{
  return g_str_equal (self->choice.format, "csv");
}

/* --- The preview --- */

/* "175 × 92 mm, 2 067 × 1 087 pixels". */
static void
show_info (RasExportDialog *self, const RasExportPreview *preview)
{
  double width = preview->size.width / RAS_POINTS_PER_MM;
  double height = preview->points / RAS_POINTS_PER_MM;
  g_autofree char *mm = g_strdup_printf (_ ("%.0f × %.0f mm"), width, height);
  g_autofree char *both = NULL;
  char across[32], down[32];

  ras_format_count ((guint64) preview->size.pixels, across, sizeof across);
  ras_format_count ((guint64) ceil (preview->points * preview->size.pixels / preview->size.width
                                    - 1e-6),
                    down, sizeof down);
  both = g_strdup_printf (_ ("%s, %s × %s pixels"), mm, across, down);
  gtk_label_set_text (self->info_label, self->choice.vector ? mm : both);
}

static void update_preview (RasExportDialog *self);

static void
painted_cb (gpointer dialog, const RasExportPreview *preview, const GError *error)
{
  RasExportDialog *self = dialog;

  if (self->exportables == NULL)
    return;
  self->painting = FALSE;
  if (self->stale)
    {
      update_preview (self);
      return;
    }
  if (error)
    gtk_label_set_text (self->info_label, error->message);
  else
    {
      g_autoptr (GdkTexture) texture = ras_export_preview_make_texture (preview);

      gtk_aspect_frame_set_ratio (self->frame, (float) preview->width / preview->height);
      gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
      show_info (self, preview);
    }
  gtk_widget_set_sensitive (self->export_button, error == NULL);
}

static void
update_preview (RasExportDialog *self)
{
  RasDrawing *drawing = ras_exportable_get_drawing (get_exportable (self));
  RasDrawingSize size = ras_export_choice_get_size (&self->choice);

  gtk_stack_set_visible_child_name (self->previews, is_table (self) ? "table" : "picture");
  if (is_table (self))
    {
      gtk_label_set_text (self->info_label, "");
      gtk_widget_set_sensitive (self->export_button, TRUE);
      return;
    }
  self->stale = self->painting;
  if (self->painting || drawing == NULL)
    return;
  self->painting = TRUE;
  ras_export_preview_paint (drawing, &size, self, painted_cb);
}

/* --- The rows --- */

static void
show_rows (RasExportDialog *self)
{
  const RasExportChoice *choice = &self->choice;
  gboolean table = is_table (self);
  gboolean by_pixels = choice->size == RAS_EXPORT_SLIDE || choice->size == RAS_EXPORT_PIXELS;

  gtk_widget_set_visible (GTK_WIDGET (self->style_row), !table);
  gtk_widget_set_visible (GTK_WIDGET (self->size_row), !table);
  gtk_widget_set_visible (self->mm_row, !table && choice->size == RAS_EXPORT_MM);
  gtk_widget_set_visible (self->pixels_row, !table && choice->size == RAS_EXPORT_PIXELS);
  gtk_widget_set_visible (self->dpi_row, !table && !choice->vector && !by_pixels);
}

/* A table is only offered where there is one, a picture likewise. */
static void
list_formats (RasExportDialog *self)
{
  RasExportable *exportable = get_exportable (self);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  gboolean drawn = ras_exportable_get_drawing (exportable) != NULL;
  guint selected = 0;

  if (drawn)
    {
      gtk_string_list_append (list, _ ("PNG, pixels"));
      gtk_string_list_append (list, _ ("SVG, for the web and for editing"));
      gtk_string_list_append (list, _ ("PDF, for documents"));
    }
  if (ras_exportable_has_table (exportable))
    gtk_string_list_append (list, _ ("CSV table"));
  self->choice.format = drawn ? self->drawn_format : "csv";
  if (is_table (self) && !ras_exportable_has_table (exportable))
    self->choice.format = "png";
  for (guint i = 0; drawn && i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i], self->choice.format))
      selected = i;
  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->format_row, selected);
}

static void
read_rows (RasExportDialog *self)
{
  RasExportChoice *choice = &self->choice;
  gboolean drawn = ras_exportable_get_drawing (get_exportable (self)) != NULL;
  guint format = adw_combo_row_get_selected (self->format_row);

  choice->style
      = ras_style_get (styles[MIN (adw_combo_row_get_selected (self->style_row),
                                   G_N_ELEMENTS (styles) - 1)]);
  choice->size = MIN (adw_combo_row_get_selected (self->size_row), RAS_EXPORT_N_SIZES - 1);
  choice->mm = gtk_adjustment_get_value (self->mm);
  choice->pixels = gtk_adjustment_get_value (self->pixels);
  choice->dpi = gtk_adjustment_get_value (self->dpi);
  choice->format = drawn ? formats[MIN (format, G_N_ELEMENTS (formats) - 1)] : "csv";
  choice->vector = !g_str_equal (choice->format, "png");
  if (drawn)
    self->drawn_format = choice->format;
}

static void
changed_cb (RasExportDialog *self)
{
  if (self->following || self->exportables == NULL)
    return;
  read_rows (self);
  show_rows (self);
  update_preview (self);
}

/* A slide is most often shown as one, and no column of a paper is. */
static void
style_changed_cb (RasExportDialog *self)
{
  gboolean slide = adw_combo_row_get_selected (self->style_row) != 0;

  if (self->following || self->exportables == NULL)
    return;
  self->following = TRUE;
  if (slide && self->choice.size <= RAS_EXPORT_FULL)
    adw_combo_row_set_selected (self->size_row, RAS_EXPORT_SLIDE);
  else if (!slide && self->choice.size == RAS_EXPORT_SLIDE)
    adw_combo_row_set_selected (self->size_row, RAS_EXPORT_FULL);
  self->following = FALSE;
  changed_cb (self);
}

static void
what_changed_cb (RasExportDialog *self)
{
  if (self->following || self->exportables == NULL)
    return;
  self->following = TRUE;
  list_formats (self);
  self->following = FALSE;
  changed_cb (self);
}

static void
fill_rows (RasExportDialog *self, guint chosen)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  self->following = TRUE;
  for (guint i = 0; i < self->exportables->len; i++)
    gtk_string_list_append (list, ras_exportable_get_title (self->exportables->pdata[i]));
  adw_combo_row_set_model (self->what_row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->what_row, chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->what_row), self->exportables->len > 1);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (self->choice.style == ras_style_get (styles[i]))
      adw_combo_row_set_selected (self->style_row, i);
  adw_combo_row_set_selected (self->size_row, self->choice.size);
  gtk_adjustment_set_value (self->mm, self->choice.mm);
  gtk_adjustment_set_value (self->pixels, self->choice.pixels);
  gtk_adjustment_set_value (self->dpi, self->choice.dpi);
  list_formats (self);
  self->following = FALSE;
  changed_cb (self);
}

/* --- Where to --- */

/* Names of files are no markup. */
static void
toast (RasExportDialog *self, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

void
ras_export_dialog_export_to (RasExportDialog *self, const char *path)
{
  RasDrawingSize size = ras_export_choice_get_size (&self->choice);
  g_autoptr (RasExportable) exportable = ras_exportable_ref (get_exportable (self));
  g_autoptr (GError) error = NULL;

  /* Where a table is chosen the file is one, whatever its name. */
  if (!(ras_exportable_has_table (exportable) && ras_exportable_is_table (path))
      && (!ras_exportable_get_drawing (exportable) || !ras_export_check_name (path, &error)))
    {
      toast (self, error ? error->message
                         : _ ("Tables are written as csv; end the name "
                              "with it."));
      return;
    }
  ras_export_choice_store (&self->choice);
  g_signal_emit (self, signals[EXPORT], 0, exportable, &size, path);
  gtk_window_close (GTK_WINDOW (self));
}

static void
file_chosen_cb (gpointer owner, const char *path, const char *sentence)
{
  RasExportDialog *self = owner;

  if (path)
    ras_export_dialog_export_to (self, path);
  else
    toast (self, sentence);
}

static void
export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RasExportDialog *self = RAS_EXPORT_DIALOG (widget);
  RasExportable *exportable = get_exportable (self);
  g_autofree char *upper = g_ascii_strup (self->choice.format, -1);

  ras_save_chooser_show (GTK_WINDOW (self), self, ras_exportable_get_title (exportable),
                         ras_exportable_get_name (exportable), self->choice.format, upper,
                         file_chosen_cb, NULL, NULL);
}

/* --- The object --- */

static void
ras_export_dialog_dispose (GObject *object)
{
  g_clear_pointer (&RAS_EXPORT_DIALOG (object)->exportables, g_ptr_array_unref);
  G_OBJECT_CLASS (ras_export_dialog_parent_class)->dispose (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasExportDialog, name)

static void
ras_export_dialog_class_init (RasExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ras_export_dialog_dispose;
  signals[EXPORT] = g_signal_new ("export", RAS_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_POINTER,
                                  G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-export-dialog.ui");
  CHILD (export_button);
  CHILD (previews);
  CHILD (frame);
  CHILD (picture);
  CHILD (info_label);
  CHILD (toasts);
  CHILD (what_row);
  CHILD (style_row);
  CHILD (size_row);
  CHILD (format_row);
  CHILD (mm_row);
  CHILD (pixels_row);
  CHILD (dpi_row);
  CHILD (mm);
  CHILD (pixels);
  CHILD (dpi);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, style_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, what_changed_cb);
  gtk_widget_class_install_action (widget_class, "export.choose-file", NULL, export_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ras_export_dialog_init (RasExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

RasExportDialog *
ras_export_dialog_new (GtkWindow *parent, GPtrArray *exportables, guint chosen)
{
  RasExportDialog *self
      = g_object_new (RAS_TYPE_EXPORT_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  ras_export_choice_load (&self->choice);
  self->drawn_format = self->choice.format;
  self->exportables = g_ptr_array_ref (exportables);
  fill_rows (self, chosen);
  gtk_window_set_focus (GTK_WINDOW (self), self->export_button);
  return self;
}
