#include "ras-lesson-pane.h"

#include <glib/gi18n.h>

#include "ras-lesson-strip.h"
#include "ras-settings.h"

struct _RasLessonPane
{
  GtkBox parent;

  /* Template */
  GtkLabel *step_label, *head_label, *title_label, *text_label, *task_label, *seen_label;
  GtkLabel *formula_label, *symbols_label, *source_label;
  GtkBox *dots, *columns, *words, *views_box, *erasers_box;
  GtkToggleButton *fold_button;
  GtkWidget *scroller, *task_card, *end_box, *tools, *footer, *pictures_box, *training_box;
  GtkImage *task_image;
  GtkProgressBar *training_bar;
  GtkWidget *show_button, *back_button;
  GtkButton *next_button;
  RasLessonStrip *strip;

  GtkToggleButton *views[RAS_LESSON_N_VIEWS], *erasers[RAS_LESSON_N_ERASERS];
  RasLessonTour *tour;
  const RasLesson *shown; /* whose texts are in the labels */
  gboolean beside;
  gboolean following; /* buttons are being set */
};

G_DEFINE_FINAL_TYPE (RasLessonPane, ras_lesson_pane, GTK_TYPE_BOX)

static const char *const view_names[] = { N_ ("Means"), N_ ("Middle pixel"), N_ ("This image") };

/* --- What is shown --- */

static void
show_dots (RasLessonPane *self, guint step)
{
  GtkWidget *dot = gtk_widget_get_first_child (GTK_WIDGET (self->dots));

  for (guint i = 0; dot; i++, dot = gtk_widget_get_next_sibling (dot))
    {
      if (i <= step)
        gtk_widget_add_css_class (dot, "reached");
      else
        gtk_widget_remove_css_class (dot, "reached");
    }
}

static void
set_formula (GtkLabel *label, const char *markup)
{
  g_autofree char *whole = g_strdup_printf (
      "<span font_family=\"" RAS_LESSON_FORMULA_FONT "\" size=\"larger\" line_height=\"1.35\">%s</span>", markup);

  gtk_label_set_markup (label, whole);
}

static guint
count_bits (guint set)
{
  guint n = 0;

  for (; set; set &= set - 1)
    n++;
  return n;
}

static void
show_lesson (RasLessonPane *self, const RasLesson *lesson)
{
  self->shown = lesson;
  gtk_label_set_text (self->title_label, _ (lesson->title));
  gtk_label_set_text (self->text_label, _ (lesson->text));
  gtk_label_set_text (self->task_label, _ (lesson->task));
  set_formula (self->formula_label, lesson->formula);
  gtk_label_set_markup (self->symbols_label, _ (lesson->symbols));
  gtk_label_set_markup (self->source_label, _ (lesson->source));
  gtk_widget_set_visible (self->pictures_box, lesson->views != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->views_box), count_bits (lesson->views) > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->erasers_box), count_bits (lesson->erasers) > 1);
  for (guint i = 0; i < RAS_LESSON_N_VIEWS; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->views[i]), (lesson->views & (1u << i)) != 0);
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->erasers[i]), (lesson->erasers & (1u << i)) != 0);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

static void
show_answer (RasLessonPane *self)
{
  gboolean done = ras_lesson_tour_is_done (self->tour);
  const char *text = ras_lesson_tour_get_acknowledgement (self->tour);

  gtk_image_set_from_icon_name (self->task_image, done ? "object-select-symbolic" : "go-next-symbolic");
  if (done)
    gtk_widget_add_css_class (GTK_WIDGET (self->task_image), "success");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->task_image), "success");
  gtk_label_set_text (self->seen_label, text ? text : _ ("Done. Computing the numbers…"));
  gtk_widget_set_visible (GTK_WIDGET (self->seen_label), done);
  gtk_widget_set_visible (self->show_button, !done);
  if (done)
    gtk_widget_add_css_class (GTK_WIDGET (self->next_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->next_button), "suggested-action");
}

static void
show_choice (RasLessonPane *self)
{
  const RasLessonFacts *facts = ras_lesson_tour_get_facts (self->tour);

  self->following = TRUE;
  gtk_toggle_button_set_active (self->views[facts->view], TRUE);
  gtk_toggle_button_set_active (self->erasers[facts->eraser], TRUE);
  self->following = FALSE;
}

static void
show_pictures (RasLessonPane *self)
{
  const RasLessonFacts *facts = ras_lesson_tour_get_facts (self->tour);
  GPtrArray *pictures = ras_lesson_tour_get_pictures (self->tour);
  const RasEraser *eraser = ras_eraser_find (ras_lesson_erasers[facts->eraser], NULL);
  g_autofree char *title = g_strdup_printf (
      /* Translators: what small pictures show, and after which eraser: "Means, LEACE". */
      _ ("%s of the classes, %s"), _ (view_names[facts->view]), _ (eraser->title));

  ras_lesson_strip_show (self->strip, pictures,
                         pictures ? ras_lesson_tour_get_dataset (self->tour) : NULL, facts->view,
                         title);
}

static void
update (RasLessonPane *self)
{
  const RasLesson *lesson = ras_lesson_tour_get_lesson (self->tour);
  guint step = ras_lesson_tour_get_step (self->tour);
  g_autofree char *where
      = lesson ? g_strdup_printf (_ ("%u of %u"), step + 1, ras_n_lessons) : g_strdup (_ ("The end"));
  gboolean folded = !self->beside && gtk_toggle_button_get_active (self->fold_button);

  gtk_label_set_text (self->step_label, where);
  show_dots (self, step);
  gtk_widget_set_visible (GTK_WIDGET (self->columns), lesson != NULL);
  gtk_widget_set_visible (self->end_box, lesson == NULL);
  gtk_widget_set_sensitive (self->back_button, step > 0);
  gtk_button_set_label (self->next_button, !lesson                     ? _ ("_Finish")
                                           : step + 1 == ras_n_lessons ? _ ("_To the end")
                                                                       : _ ("_Next"));
  gtk_widget_set_visible (self->scroller, !folded);
  gtk_widget_set_visible (GTK_WIDGET (self->head_label), !self->beside && lesson);
  gtk_widget_set_visible (GTK_WIDGET (self->title_label), self->beside);
  gtk_widget_set_visible (GTK_WIDGET (self->fold_button), !self->beside);
  if (lesson == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->next_button), "suggested-action");
      return;
    }
  gtk_label_set_text (self->head_label, folded ? _ (lesson->task) : _ (lesson->title));
  if (self->shown != lesson)
    show_lesson (self, lesson);
  show_choice (self);
  show_answer (self);
}

/* --- Buttons --- */

static void
chosen_cb (RasLessonPane *self)
{
  const RasLessonFacts *facts = ras_lesson_tour_get_facts (self->tour);
  RasLessonView view = facts->view;
  RasLessonEraser eraser = facts->eraser;

  if (self->following)
    return;
  for (guint i = 0; i < RAS_LESSON_N_VIEWS; i++)
    if (gtk_toggle_button_get_active (self->views[i]))
      view = i;
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    if (gtk_toggle_button_get_active (self->erasers[i]))
      eraser = i;
  ras_lesson_tour_choose (self->tour, view, eraser);
}

static void
show_me_cb (RasLessonPane *self)
{
  ras_lesson_tour_show_me (self->tour);
}

static void
leave_cb (RasLessonPane *self)
{
  g_signal_emit_by_name (self, "leave");
}

static void
stop_training_cb (RasLessonPane *self)
{
  g_signal_emit_by_name (self, "stop-training");
}

static void
go (RasLessonPane *self, guint step)
{
  GSettings *settings = ras_settings_get ();

  if (settings)
    g_settings_set_uint (settings, "lesson-step", step < ras_n_lessons ? step : 0);
  ras_lesson_tour_go (self->tour, step);
}

static void
back_cb (RasLessonPane *self)
{
  guint step = ras_lesson_tour_get_step (self->tour);

  if (step > 0)
    go (self, step - 1);
}

static void
next_cb (RasLessonPane *self)
{
  guint step = ras_lesson_tour_get_step (self->tour);

  if (step < ras_n_lessons)
    go (self, step + 1);
  else
    g_signal_emit_by_name (self, "leave");
}

static void
refold_cb (RasLessonPane *self)
{
  gboolean folded = gtk_toggle_button_get_active (self->fold_button);

  gtk_button_set_icon_name (GTK_BUTTON (self->fold_button),
                            folded ? "pan-down-symbolic" : "pan-up-symbolic");
  update (self);
}

/* --- Public --- */

/* Height is scarce above: there, title, Back and Next stand in the header, and the task comes first. */
static void
place_footer (RasLessonPane *self)
{
  const int side = self->beside ? 18 : 6, edge = self->beside ? 12 : 0;

  g_object_ref (self->footer);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (self->footer)), self->footer);
  if (self->beside)
    gtk_box_append (GTK_BOX (self), self->footer);
  else
    gtk_box_prepend (GTK_BOX (self->tools), self->footer);
  gtk_widget_set_margin_start (self->footer, side);
  gtk_widget_set_margin_end (self->footer, side);
  gtk_widget_set_margin_top (self->footer, edge / 2);
  gtk_widget_set_margin_bottom (self->footer, edge);
  g_object_unref (self->footer);
}

void
ras_lesson_pane_set_beside (RasLessonPane *self, gboolean beside)
{
  g_return_if_fail (RAS_IS_LESSON_PANE (self));

  if (self->beside == beside)
    return;
  self->beside = beside;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                  beside ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (self->columns, !beside);
  gtk_box_reorder_child_after (self->words, self->task_card,
                               beside ? GTK_WIDGET (self->text_label) : NULL);
  place_footer (self);
  update (self);
}

gboolean
ras_lesson_pane_get_beside (RasLessonPane *self)
{
  return self->beside;
}

void
ras_lesson_pane_set_training (RasLessonPane *self, double fraction)
{
  const RasLesson *lesson = ras_lesson_tour_get_lesson (self->tour);

  g_return_if_fail (RAS_IS_LESSON_PANE (self));

  gtk_widget_set_visible (self->training_box, lesson && lesson->trains && fraction >= 0);
  gtk_progress_bar_set_fraction (self->training_bar, CLAMP (fraction, 0, 1));
}

/* --- The widget --- */

/* On what there is to do, rather than on the button that leaves. */
static gboolean
grab_focus (GtkWidget *widget)
{
  RasLessonPane *self = RAS_LESSON_PANE (widget);
  GtkWidget *next = GTK_WIDGET (self->next_button);

  return gtk_widget_grab_focus (gtk_widget_get_mapped (self->show_button) ? self->show_button : next);
}

static GtkToggleButton *
add_choice (RasLessonPane *self, GtkBox *box, GtkToggleButton *group, const char *label)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (chosen_cb), self);
  gtk_box_append (box, button);
  return GTK_TOGGLE_BUTTON (button);
}

static void
add_choices (RasLessonPane *self)
{
  self->following = TRUE;
  for (guint i = 0; i < RAS_LESSON_N_VIEWS; i++)
    self->views[i] = add_choice (self, self->views_box, i ? self->views[0] : NULL, _ (view_names[i]));
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    self->erasers[i] = add_choice (self, self->erasers_box, i ? self->erasers[0] : NULL,
                                   _ (ras_eraser_find (ras_lesson_erasers[i], NULL)->title));
  for (guint i = 0; i < ras_n_lessons; i++)
    {
      GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

      gtk_widget_add_css_class (dot, "lesson-dot");
      gtk_box_append (self->dots, dot);
    }
  self->following = FALSE;
}

static void
dispose (GObject *object)
{
  RasLessonPane *self = RAS_LESSON_PANE (object);

  self->following = TRUE; /* buttons that go are not choices */
  if (self->tour)
    g_signal_handlers_disconnect_by_data (self->tour, self);
  g_clear_object (&self->tour);
  G_OBJECT_CLASS (ras_lesson_pane_parent_class)->dispose (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasLessonPane, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  CHILD (step_label);
  CHILD (head_label);
  CHILD (title_label);
  CHILD (text_label);
  CHILD (task_label);
  CHILD (seen_label);
  CHILD (formula_label);
  CHILD (symbols_label);
  CHILD (source_label);
  CHILD (dots);
  CHILD (words);
  CHILD (task_card);
  CHILD (columns);
  CHILD (views_box);
  CHILD (erasers_box);
  CHILD (fold_button);
  CHILD (scroller);
  CHILD (tools);
  CHILD (footer);
  CHILD (pictures_box);
  CHILD (training_box);
  CHILD (end_box);
  CHILD (task_image);
  CHILD (training_bar);
  CHILD (show_button);
  CHILD (back_button);
  CHILD (next_button);
  CHILD (strip);
  gtk_widget_class_bind_template_callback (widget_class, show_me_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_training_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, refold_cb);
}

static void
ras_lesson_pane_class_init (RasLessonPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[] = { "leave", "stop-training" };

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_new (names[i], RAS_TYPE_LESSON_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  g_type_ensure (RAS_TYPE_LESSON_STRIP);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-lesson-pane.ui");
  bind_children (widget_class);
}

static void
ras_lesson_pane_init (RasLessonPane *self)
{
  self->beside = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_choices (self);
}

RasLessonPane *
ras_lesson_pane_new (RasLessonTour *tour)
{
  RasLessonPane *self = g_object_new (RAS_TYPE_LESSON_PANE, NULL);

  self->tour = g_object_ref (tour);
  g_signal_connect_swapped (tour, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (tour, "pictures", G_CALLBACK (show_pictures), self);
  show_pictures (self);
  update (self);
  return self;
}
