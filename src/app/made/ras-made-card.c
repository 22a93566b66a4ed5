#include "ras-made-card.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ras-made-pictures.h"
#include "shadow-chart.h"

#define WIDTH 420
#define LEAST_HEIGHT 160

struct _RasMadeCard
{
  GtkBox parent_instance;

  GtkLabel *title_label, *sentences_label, *formula_label, *rank_label, *chart_label, *chart_note;
  GtkLabel *holds_label, *theorem_label;
  GtkWidget *removed_box, *chart_box, *holds_box;
  GtkGrid *removed_grid, *holds_grid;
  GtkDrawingArea *pictures, *chart;
  GtkScrolledWindow *scrolled;

  RasMadeText *text;
  RasMadePictures *shown; /* NULL: nothing was taken */

  /* What the chart is drawn from. */
  const RasShadowScene *scene;
  const RasShadow *shadow;
  char *eraser_name, *classes[2], *missing;
  gboolean single;
  double image[RAS_SHADOW_N_SIDES][2];
  gboolean has_image;
  RasMadeDrawFunc draw;
  gpointer draw_data;
};

G_DEFINE_FINAL_TYPE (RasMadeCard, ras_made_card, GTK_TYPE_BOX)

/* --- Drawing --- */

static void
draw_pictures_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  RasMadeCard *self = user_data;
  RasStyle style;

  ras_widget_get_style (GTK_WIDGET (area), &style);
  if (self->shown)
    ras_made_pictures_draw (self->shown, cr, &style, width, height);
}

static RasShadowGroup
make_group (const RasShadowCloud *cloud)
{
  return (RasShadowGroup) { .n = cloud->n_points,
                            .points = cloud->points,
                            .mean = { cloud->mean[0], cloud->mean[1] },
                            .covariance = { cloud->covariance[0], cloud->covariance[1],
                                            cloud->covariance[2] } };
}

static void
draw_clouds (RasMadeCard *self, cairo_t *cr, const RasStyle *style, double width, double height)
{
  RasShadowChart chart = { .style = style,
                           .eraser_name = self->eraser_name,
                           .titles = { self->single ? _ ("As they are") : _ ("Before"), _ ("After") },
                           .names = { self->classes[0], self->classes[1] },
                           .x_title = _ ("along the line between the means"),
                           .y_title = _ ("where covariances differ"),
                           .sides = { TRUE, self->shadow != NULL },
                           .single = self->single,
                           .missing = self->missing,
                           .image_name = self->has_image ? _ ("this image") : NULL };

  for (guint i = 0; i < 2; i++)
    {
      chart.groups[RAS_SHADOW_BEFORE][i] = make_group (ras_shadow_scene_get_cloud (self->scene, i));
      if (self->shadow)
        chart.groups[RAS_SHADOW_AFTER][i] = make_group (&self->shadow->clouds[i]);
      for (guint side = 0; side < RAS_SHADOW_N_SIDES; side++)
        chart.image[side][i] = self->image[side][i];
    }
  ras_shadow_chart_draw (&chart, cr, width, height);
}

static void
draw_chart_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  RasMadeCard *self = user_data;
  RasStyle style;

  ras_widget_get_style (GTK_WIDGET (area), &style);
  if (self->draw)
    self->draw (cr, &style, width, height, self->draw_data);
  else if (self->scene)
    draw_clouds (self, cr, &style, width, height);
}

/* --- Words --- */

static void
set_label (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

static GtkWidget *
make_cell (const char *text, gboolean value)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), value ? 1 : 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (label), value ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, value);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, value ? "numeric" : "dim-label");
  return label;
}

/* Labels stay where only their texts change. */
static void
fill_grid (GtkGrid *grid, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const RasMadeRow *row = g_ptr_array_index (rows, i);
      GtkWidget *caption = gtk_grid_get_child_at (grid, 0, i);
      GtkWidget *value = gtk_grid_get_child_at (grid, 1, i);

      if (caption == NULL)
        {
          caption = make_cell (row->caption, FALSE);
          value = make_cell (row->value, TRUE);
          gtk_grid_attach (grid, caption, 0, i, 1, 1);
          gtk_grid_attach (grid, value, 1, i, 1, 1);
        }
      set_label (GTK_LABEL (caption), row->caption);
      set_label (GTK_LABEL (value), row->value);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                      caption, value, NULL, -1);
    }
  while (gtk_grid_get_child_at (grid, 0, rows->len))
    gtk_grid_remove_row (grid, rows->len);
}

static void
show_formula (RasMadeCard *self)
{
  g_autofree char *markup
      = g_strdup_printf ("<span font_family=\"STIX Two Text, STIX Two Math, STIX, DejaVu Serif, serif\">%s</span>",
                         self->text->formula);

  gtk_label_set_markup (self->formula_label, markup);
}

static void
show_theorem (RasMadeCard *self)
{
  g_autofree char *words = g_markup_escape_text (self->text->theorem, -1);
  g_autofree char *markup
      = self->text->address ? g_strdup_printf ("%s · <a href=\"%s\">arXiv %s</a>", words,
                                               self->text->address,
                                               strrchr (self->text->address, '/') + 1)
                            : g_strdup (words);

  gtk_label_set_markup (self->theorem_label, markup);
}

static void
show_text (RasMadeCard *self)
{
  g_autofree char *all = ras_made_text_format (self->text);
  const char *chart = self->text->chart ? self->text->chart : self->missing;

  set_label (self->title_label, self->text->title);
  set_label (self->sentences_label, self->text->sentences);
  set_label (self->rank_label, self->text->rank);
  show_formula (self);
  show_theorem (self);
  fill_grid (self->removed_grid, self->text->removed);
  fill_grid (self->holds_grid, self->text->holds);
  gtk_widget_set_visible (self->removed_box, self->text->removed->len > 0);
  gtk_widget_set_visible (self->holds_box, self->text->holds->len > 0);
  set_label (self->chart_label,
             self->draw ? _ ("How the loss fell") : _ ("Two classes, before and after"));
  if (self->single)
    set_label (self->chart_label, _ ("Two classes"));
  set_label (self->holds_label,
             self->single ? _ ("These data") : _ ("How well it holds on these data"));
  set_label (self->chart_note,
             self->draw ? _ ("Logarithmic; in colour the loss, pale its parts")
                        : _ ("Points are training images; ellipses are two standard deviations of all "
                             "of the class’s"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->draw ? _ ("How the loss fell") : chart, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->text->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all, -1);
}

/* --- What is told of --- */

static void
take_pictures (RasMadeCard *self, const RasMadeSubject *subject, guint channels, guint height,
               guint width)
{
  g_autofree char *label = NULL;

  g_clear_pointer (&self->shown, ras_made_pictures_free);
  if (subject->erased == NULL || subject->eraser->fit == NULL)
    return;
  self->shown
      = ras_made_pictures_new (subject->original, subject->erased, channels, height, width);
  label = ras_made_pictures_describe (self->shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pictures), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
take_chart (RasMadeCard *self, const RasMadeSubject *subject)
{
  self->scene = subject->scene;
  self->shadow = subject->shadow;
  self->single = subject->eraser->fit == NULL;
  g_free (self->missing);
  self->missing = g_strdup (subject->failure ? subject->failure : _ ("being computed"));
  g_free (self->eraser_name);
  self->eraser_name = g_strdup (subject->eraser->name);
  for (guint i = 0; i < 2; i++)
    {
      g_free (self->classes[i]);
      self->classes[i] = g_strdup (subject->classes[i]);
    }
  self->has_image = subject->scene && subject->erased;
  if (!self->has_image)
    return;
  ras_shadow_scene_project (subject->scene, subject->original, self->image[RAS_SHADOW_BEFORE]);
  ras_shadow_scene_project (subject->scene, subject->erased, self->image[RAS_SHADOW_AFTER]);
}

void
ras_made_card_set_subject (RasMadeCard *self, const RasMadeSubject *subject, guint channels,
                           guint height, guint width, RasMadeDrawFunc draw, gpointer draw_data)
{
  g_return_if_fail (RAS_IS_MADE_CARD (self));

  g_clear_pointer (&self->text, ras_made_text_free);
  self->text = ras_made_text_new (subject);
  self->draw = draw;
  self->draw_data = draw_data;
  take_pictures (self, subject, channels, height, width);
  take_chart (self, subject);
  show_text (self);
  gtk_widget_set_visible (self->chart_box,
                          draw
                              || (!subject->eraser->edits && (self->single || subject->fit)
                                  && (subject->scene || !subject->failure)));
  gtk_widget_queue_draw (GTK_WIDGET (self->pictures));
  gtk_widget_queue_draw (GTK_WIDGET (self->chart));
}

void
ras_made_card_set_max_height (RasMadeCard *self, int height)
{
  gtk_scrolled_window_set_max_content_height (self->scrolled, MAX (height, LEAST_HEIGHT));
}

void
ras_made_card_focus (RasMadeCard *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->scrolled));
}

char *
ras_made_card_format (RasMadeCard *self)
{
  return self->text ? ras_made_text_format (self->text) : g_strdup ("");
}

/* --- The object --- */

static void
copy_cb (RasMadeCard *self)
{
  g_autofree char *all = ras_made_card_format (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
  g_signal_emit_by_name (self, "copied");
}

static void
close_cb (RasMadeCard *self)
{
  g_signal_emit_by_name (self, "close");
}

static void
finalize (GObject *object)
{
  RasMadeCard *self = RAS_MADE_CARD (object);

  g_clear_pointer (&self->text, ras_made_text_free);
  g_clear_pointer (&self->shown, ras_made_pictures_free);
  g_free (self->eraser_name);
  g_free (self->classes[0]);
  g_free (self->classes[1]);
  g_free (self->missing);
  G_OBJECT_CLASS (ras_made_card_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasMadeCard, name)

static void
ras_made_card_class_init (RasMadeCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_signal_new ("close", RAS_TYPE_MADE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("copied", RAS_TYPE_MADE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-made-card.ui");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  CHILD (title_label);
  CHILD (sentences_label);
  CHILD (formula_label);
  CHILD (rank_label);
  CHILD (chart_label);
  CHILD (chart_note);
  CHILD (theorem_label);
  CHILD (removed_box);
  CHILD (chart_box);
  CHILD (holds_box);
  CHILD (holds_label);
  CHILD (removed_grid);
  CHILD (holds_grid);
  CHILD (pictures);
  CHILD (chart);
  CHILD (scrolled);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
ras_made_card_init (RasMadeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), WIDTH, -1);
  gtk_drawing_area_set_draw_func (self->pictures, draw_pictures_cb, self, NULL);
  gtk_drawing_area_set_draw_func (self->chart, draw_chart_cb, self, NULL);
}

GtkWidget *
ras_made_card_new (void)
{
  return g_object_new (RAS_TYPE_MADE_CARD, NULL);
}
