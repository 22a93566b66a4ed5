/* What the files of the window share. */
#pragma once

#include "ras-window.h"

#include "eraser.h"
#include "ras-apply-job.h"
#include "ras-audit-view.h"
#include "ras-fit-job.h"
#include "ras-gallery-view.h"
#include "ras-job.h"
#include "ras-lesson-frame.h"
#include "ras-linked-view.h"
#include "ras-mdl-view.h"
#include "ras-panel-grid.h"
#include "ras-panel.h"
#include "ras-rank-control.h"
#include "ras-session-file.h"
#include "ras-runs-view.h"
#include "ras-thumbnails.h"
#include "ras-undo.h"

G_BEGIN_DECLS

/* One eraser in this window; an array of them in the order of the registry. */
typedef struct
{
  const RasEraser *eraser;
  RasPanel *panel;  /* owned by the grid */
  RasFit *fit;      /* NULL until it is ready */
  gboolean settled; /* finished or failed: nothing more is being computed for it */
  GBytes *erased;   /* the present image erased; NULL until it is there */
  guint rank;       /* directions removed in it */
  char *details[2]; /* what stands below the caption; each may be NULL */
  char *failure;    /* why there is no fit, or NULL */
} RasPlace;

typedef struct _RasWindowEdit RasWindowEdit;           /* ras-window-edit.c */
typedef struct _RasWindowFiles RasWindowFiles;         /* ras-window-session.c */
typedef struct _RasWindowPresent RasWindowPresent;     /* ras-window-present.c */
typedef struct _RasWindowTransport RasWindowTransport; /* ras-window-transport.c */
typedef struct _RasWindowMade RasWindowMade;           /* ras-window-made.c */
typedef struct _RasWindowLessons RasWindowLessons;     /* ras-window-lessons.c */

struct _RasWindow
{
  AdwApplicationWindow parent;

  /* Template */
  GtkStack *stages; /* "work", and "stage" once it was presented */
  AdwSqueezer *switchers;
  GtkWidget *wide_switcher, *narrow_switcher;
  AdwViewSwitcherBar *switcher_bar;
  guint switcher_idle; /* 0: none */
  AdwViewStack *views;
  GtkWidget *title;
  GtkLabel *title_label, *subtitle_label;
  GtkWidget *thumbnails_button, *view_button, *export_button; /* of Compare */
  GtkWidget *setup_button, *mdl_export_button;                /* of MDL */
  AdwSplitButton *open_button;
  GMenu *open_menu;
  GMenu *view_menu;
  GtkMenuButton *menu_button;
  GtkOverlay *toast_overlay;
  AdwToastOverlay *toasts;
  GtkWidget *drop_hint;
  GtkRevealer *welcome_revealer;
  GtkStack *pages;
  AdwStatusPage *failed_page;
  GtkRevealer *progress_revealer;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  AdwFlap *flap;
  RasThumbnails *thumbnails;
  GtkRevealer *own_revealer;
  GtkLabel *own_label;
  GtkDropDown *own_drop_down;
  GtkStringList *own_class_names;
  RasPanelGrid *grid;
  GtkLabel *difference_label;
  RasRankControl *rank_control;
  GtkWidget *growth_box; /* keeps its room while nothing grows */
  GtkInscription *growth_label;
  GtkProgressBar *growth_bar;
  GtkScale *gain_scale;
  GtkAdjustment *gain_adjustment; /* log₂ of the gain */
  RasMdlView *mdl_view;
  RasAuditView *audit_view;
  RasGalleryView *gallery_view;
  AdwBin *runs_bin;
  RasRunsView *runs_view; /* NULL: not seen yet */
  RasLessonFrame *lesson_frame;

  /* State that outlives a data set */
  RasSession *session;
  RasLinkedView *view;
  RasPlace *places;
  RasWindowEdit *edit;
  RasWindowTransport *transport;
  RasUndo *undo;
  AdwToast *undo_toast; /* NULL: none is on show */
  guint undo_timer;     /* until it is dismissed; 0: there is none */
  RasWindowFiles *files;
  RasWindowPresent *present;
  RasWindowMade *made;
  RasWindowLessons *lessons;
  GMenu *recent_menu;
  gboolean following; /* a widget is being set from the session */

  /* The data set and the work on it */
  RasDataset *dataset; /* NULL before the first */
  RasJob *load_job;    /* NULL: nothing is being opened */
  RasFitJob *fit_job;
  const RasEraser *fitting; /* that was last told of; NULL: the moments */
  RasApplyJob *apply_job;

  /* The image */
  RasJob *picture_job;    /* NULL: no picture is being decoded */
  char *awaited_picture;  /* a picture that came before the data set was there */
  GBytes *own_values;     /* one's own picture, decoded; NULL: none */
  gboolean image_changed; /* to be shown at the end of the present group of changes */
  GBytes *original;       /* the image on show: d doubles */
  guint image;            /* its number in the apply job */
};

/* ras-window-data.c: the data set, its image, and what the panels show of it. */
void ras_window_show_dataset (RasWindow *self, RasDataset *dataset);
void ras_window_show_image (RasWindow *self);
RasPlace *ras_window_get_place (RasWindow *self, const RasEraser *eraser);
gboolean ras_place_is_original (const RasPlace *place); /* nothing is fitted or erased there */
void ras_window_erased_cb (const RasErased *erased, gpointer self);
/* What a panel says when there is no picture in it. */
void ras_window_explain_place (RasWindow *self, RasPlace *place);

void ras_window_show_picture (RasWindow *self, RasPlace *place, GBytes *values);
void ras_window_set_details (RasPlace *place, const char *first, const char *second);
/* Distance and PSNR of `erased`. */
void ras_window_describe_erased (RasWindow *self, RasPlace *place);

/* ras-window-edit.c: the gradient-based eraser's panel. */
void ras_window_init_edit (RasWindow *self);
void ras_window_edit_image (RasWindow *self);  /* the image, or its class, is another one */
void ras_window_update_edit (RasWindow *self); /* something that it waits for has changed */
void ras_window_end_edit (RasWindow *self);
void ras_window_free_edit (RasWindow *self);
/* How the run on show went, for a tooltip; NULL: there is none. Free with g_free(). */
char *ras_window_describe_edit (RasWindow *self);
/* Turns its details (of char *) into those of a figure, which cannot go on. */
void ras_window_add_edit_details (RasWindow *self, GPtrArray *details);
/* Paints how the loss fell, and whether there is anything to paint; a RasMadeDrawFunc. */
void ras_window_draw_edit (cairo_t *cr, const RasStyle *style, double width, double height,
                           gpointer self);
gboolean ras_window_has_edit (RasWindow *self);
/* After how many the picture on show is what it is. */
guint ras_window_get_edit_iterations (RasWindow *self);

/* ras-window-transport.c: the panel "as another class". */
void ras_window_init_transport (RasWindow *self);
void ras_window_set_transport_dataset (RasWindow *self);
void ras_window_update_transport (RasWindow *self); /* after any change */
void ras_window_update_transport_fit (RasWindow *self);
gboolean ras_window_is_transport_pending (RasWindow *self);
void ras_window_end_transport (RasWindow *self);
void ras_window_free_transport (RasWindow *self);
RasPlace *ras_window_get_transport_place (RasWindow *self);
int ras_window_get_transport_class (RasWindow *self); /* −1: none */

/* ras-window-made.c: how was this made? */
void ras_window_init_made (RasWindow *self);
void ras_window_follow_made (RasWindow *self, RasPlace *place); /* another picture is there */
void ras_window_end_made (RasWindow *self);
void ras_window_free_made (RasWindow *self);

/* ras-window-fits.c: fitting the erasers to the data set. */
void ras_window_start_fits (RasWindow *self);
/* Ends fitting and applying and forgets the fits. */
void ras_window_end_work (RasWindow *self);
void ras_window_stop_growth (RasWindow *self);

/* ras-window-open.c: where data sets and pictures come from. */
void ras_window_init_opening (RasWindow *self);
void ras_window_fill_recent (RasWindow *self);
/* Shows a data set that was read. */
void ras_window_take_dataset (RasWindow *self, RasDataset *dataset);
/* As ras_window_open(), but a session goes on waiting. */
void ras_window_load (RasWindow *self, const char *location);
void ras_window_load_own_picture (RasWindow *self);
void ras_window_choose_folder (RasWindow *self);
void ras_window_choose_file (RasWindow *self);
void ras_window_choose_picture (RasWindow *self);
void ras_window_stop_opening (RasWindow *self);

/* ras-window-shell.c: what surrounds the pages. */
void ras_window_init_shell (RasWindow *self);
void ras_window_class_add_spare_keys (GtkWidgetClass *widget_class);
void ras_window_show_welcome (RasWindow *self);    /* where it fits */
void ras_window_dismiss_welcome (RasWindow *self); /* for good */
void ras_window_make_help_overlay (RasWindow *self); /* the window of shortcuts, where there is none */
void ras_window_show_drop (RasWindow *self, gboolean shown);

/* ras-window-get.c: data sets from the internet. */
void ras_window_get_data (RasWindow *self);

/* ras-window-actions.c */
void ras_window_init_actions (RasWindow *self);
void ras_window_remove_actions (RasWindow *self);
void ras_window_set_open (RasWindow *self, gboolean open);

/* ras-window-export.c: what the page shows as a file, on paper, on the clipboard, as a command line. */
void ras_window_init_export (RasWindow *self);
void ras_window_update_export (RasWindow *self);
/* RasExportable; free with g_ptr_array_unref(). */
GPtrArray *ras_window_list_exports (RasWindow *self);
/* Asks how and where to; `name` is what is asked about first, or NULL. */
void ras_window_export_item (RasWindow *self, const char *name);
/* As was chosen last. */
void ras_window_export_to (RasWindow *self, const char *path);
/* A PDF file of the printed page; NULL: asks for the printer. */
void ras_window_print_to (RasWindow *self, const char *path);
void ras_window_copy_command (RasWindow *self);

/* ras-window-undo.c */
void ras_window_init_undo (RasWindow *self);

/* ras-window-session.c: the window as a session file, and how it was left. */
void ras_window_init_session (RasWindow *self);
void ras_window_free_session (RasWindow *self);
void ras_window_open_session (RasWindow *self, const char *path);
void ras_window_save_session_to (RasWindow *self, const char *path);
/* No session waits any longer for its data set, and none is saved with Ctrl+S. */
void ras_window_forget_session (RasWindow *self);
/* The session waits while its data set is being got. */
void ras_window_get_dataset (RasWindow *self);
/* Whether a session waits for another data set than this: a person is asked then, and `dataset`
 * taken or not. */
gboolean ras_window_doubt_dataset (RasWindow *self, RasDataset *dataset);
/* Brings back what waited for the data set that is on show now. */
void ras_window_restore_session (RasWindow *self);
/* Whether the failure was dealt with: how one left is not insisted on. */
gboolean ras_window_take_failure (RasWindow *self, const GError *error);
/* The window closes: how it was left is written down. */
void ras_window_leave_session (RasWindow *self);

/* ras-window-session-ask.c: dialogs about a session and its data set. */
void ras_window_ask_for_dataset (RasWindow *self, const RasSessionFile *file);
void ras_window_ask_about_dataset (RasWindow *self, const RasSessionFile *file,
                                   RasDataset *dataset);
void ras_window_choose_session (RasWindow *self);
void ras_window_choose_session_to_save (RasWindow *self);

/* ras-window-panels.c */
void ras_window_init_panels (RasWindow *self);

/* ras-window-views.c: the pages of the window. */
void ras_window_init_views (RasWindow *self);
/* Training waits while Compare fits what it needs. `stage`: what is being fitted; NULL: nothing. */
void ras_window_update_hold (RasWindow *self, const char *stage, double fraction);
gboolean ras_window_is_on_page (RasWindow *self, const char *page);

/* ras-window-audit.c: what is still readable, below the panels. */
void ras_window_init_audit (RasWindow *self);
/* Whether the cores are free for it may have changed. */
void ras_window_update_audit (RasWindow *self);

/* ras-window-gallery.c */
void ras_window_init_gallery (RasWindow *self);
/* How the fits stand; `stage` as above. */
void ras_window_tell_gallery (RasWindow *self, const char *stage, double fraction);

/* ras-window-present.c: the full-screen stage for teaching, made when it is first wanted. */
void ras_window_init_present (RasWindow *self);
void ras_window_end_present (RasWindow *self);
/* ras-window-runs.c: makes the page, once. */
void ras_window_show_runs (RasWindow *self);
/* ras-window-lessons.c: the guided tour. */
void ras_window_init_lessons (RasWindow *self);
/* The data set, or what is fitted to it, may be another. */
void ras_window_update_lessons (RasWindow *self);
void ras_window_end_lessons (RasWindow *self);
void ras_window_free_lessons (RasWindow *self);

/* ras-window.c */
/* Title and subtitle in the header bar. */
void ras_window_set_heading (RasWindow *self, const char *title, const char *subtitle);
void ras_window_toast (RasWindow *self, const char *sentence);
gboolean ras_window_is_own_picture (RasWindow *self);
/* The label the image on show counts as, or −1. */
int ras_window_get_label (RasWindow *self);

G_END_DECLS
