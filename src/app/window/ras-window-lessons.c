#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "ras-lesson-frame.h"
#include "ras-lesson-tour.h"
#include "ras-settings.h"

struct _RasWindowLessons
{
  RasLessonTour *tour; /* NULL: lessons were never opened */
};

static void
open_cb (RasWindow *self, const char *location)
{
  ras_window_open (self, location);
}

static void
train_cb (RasWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "mdl.start", NULL);
}

static void
stop_training_cb (RasWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "mdl.cancel", NULL);
}

static void
board_changed_cb (RasWindow *self)
{
  RasLessonPane *pane = ras_lesson_frame_get_pane (self->lesson_frame);
  RasRunBoard *board = ras_mdl_view_get_board (self->mdl_view);

  if (pane)
    ras_lesson_pane_set_training (pane, ras_run_board_is_busy (board)
                                            ? ras_run_board_get_fraction (board)
                                            : -1);
}

static void
board_ended_cb (RasWindow *self)
{
  RasRunBoard *board = ras_mdl_view_get_board (self->mdl_view);
  g_autoptr (GPtrArray) runs = NULL;

  board_changed_cb (self);
  if (ras_run_board_get_state (board) != RAS_BOARD_FINISHED)
    return;
  runs = ras_run_board_list_runs (board);
  ras_lesson_tour_set_trained (self->lessons->tour, runs);
}

/* Fits are there when the audit has them: that of the original among them. */
void
ras_window_update_lessons (RasWindow *self)
{
  RasLessonTour *tour = self->lessons ? self->lessons->tour : NULL;

  if (tour == NULL)
    return;
  ras_lesson_tour_set_dataset (tour, self->dataset);
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    ras_lesson_tour_set_fit (tour, i,
                             ras_audit_view_get_fit (self->audit_view,
                                                     ras_eraser_find (ras_lesson_erasers[i], NULL)));
}

/* --- Leaving --- */

static void
close_lessons (RasWindow *self, gboolean bring_back)
{
  ras_lesson_tour_end (self->lessons->tour, bring_back);
  ras_lesson_frame_set_pane (self->lesson_frame, NULL);
  ras_window_show_welcome (self);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, RasWindow *self)
{
  if (!g_str_equal (response, "stay"))
    close_lessons (self, g_str_equal (response, "bring-back"));
}

static void
leave_cb (RasWindow *self)
{
  GtkWidget *dialog;

  if (!ras_lesson_tour_has_changed (self->lessons->tour))
    {
      close_lessons (self, FALSE);
      return;
    }
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Bring back what was there before?"),
                                   _ ("The lessons have opened other images and hidden panels. They go on "
                                      "where you leave them: press F1."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _ ("_Stay"), "keep",
                                    _ ("_Leave as it is"), "bring-back", _ ("_Bring back"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "bring-back",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "bring-back");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Beginning --- */

static void
make_tour (RasWindow *self)
{
  RasRunBoard *board = ras_mdl_view_get_board (self->mdl_view);

  self->lessons->tour = ras_lesson_tour_new (self->session);
  g_signal_connect_object (self->lessons->tour, "open", G_CALLBACK (open_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lessons->tour, "train", G_CALLBACK (train_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "changed", G_CALLBACK (board_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "ended", G_CALLBACK (board_ended_cb), self, G_CONNECT_SWAPPED);
  ras_window_update_lessons (self);
}

static void
lessons_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;
  RasLessonPane *pane = ras_lesson_frame_get_pane (self->lesson_frame);
  GSettings *settings = ras_settings_get ();

  if (pane == NULL)
    {
      if (self->lessons->tour == NULL)
        make_tour (self);
      ras_lesson_tour_begin (self->lessons->tour,
                             settings ? g_settings_get_uint (settings, "lesson-step") : 0);
      pane = ras_lesson_pane_new (self->lessons->tour);
      g_signal_connect_object (pane, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (pane, "stop-training", G_CALLBACK (stop_training_cb), self,
                               G_CONNECT_SWAPPED);
      ras_lesson_frame_set_pane (self->lesson_frame, pane);
      ras_window_show_welcome (self);
      board_changed_cb (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (pane));
}

void
ras_window_init_lessons (RasWindow *self)
{
  const GActionEntry entry = { "lessons", lessons_cb };

  self->lessons = g_new0 (RasWindowLessons, 1);
  g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
}

void
ras_window_end_lessons (RasWindow *self)
{
  if (self->lessons == NULL || self->lessons->tour == NULL)
    return;
  ras_lesson_tour_leave_settings (self->lessons->tour);
  g_clear_object (&self->lessons->tour);
}

void
ras_window_free_lessons (RasWindow *self)
{
  g_free (self->lessons);
}
