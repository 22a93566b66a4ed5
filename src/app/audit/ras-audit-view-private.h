/* What the files of the view share. */
#pragma once

#include "ras-audit-view.h"

#include "accuracy-chart.h"
#include "audit.h"
#include "ras-audit-spectra.h"
#include "ras-audit-table.h"
#include "ras-chart.h"
#include "ras-job.h"
#include "spectrum-chart.h"

G_BEGIN_DECLS

/* One audit after the other, each better than the last. */
typedef enum
{
  RAS_AUDIT_QUICK,  /* without the quadratic probe, and without what takes long by itself */
  RAS_AUDIT_SAMPLE, /* all of it, on a few images */
  RAS_AUDIT_MORE,   /* on more */
  RAS_AUDIT_DONE,
} RasAuditStage;

struct _RasAuditView
{
  GtkWidget parent;

  /* Template */
  GtkWidget *separator, *bar;
  GtkImage *arrow;
  GtkLabel *chance_label;
  GtkWidget *stage_box, *switcher, *export_button;
  GtkInscription *stage_label;
  GtkProgressBar *stage_bar;
  GtkStack *body;
  RasAuditTable *table;
  RasChart *ranks, *spectra;
  GtkDropDown *eraser_drop_down, *class_drop_down;
  GtkStringList *eraser_names, *class_names;
  GtkCheckButton *relative_button;
  GtkLabel *message_label;

  GtkWidget *content;
  RasSession *session;

  /* How it lies */
  gboolean insisted; /* opened although there is little room */
  gboolean revealed; /* the body was given room */
  guint reveal_idle;

  /* The work */
  RasDataset *dataset;
  RasFit **fits;     /* by registry index, NULL where there is none */
  RasAuditLoad load;
  RasAuditStage stage; /* that comes next */
  gboolean stale;      /* there are fits that the newest audit does not know */
  guint timer;         /* before it begins; 0: none */
  RasJob *job;
  RasAudit *newest, *deepest; /* the latter with the quadratic probe; NULL: not there yet */
  char *failure;              /* why there is none, or NULL */

  /* The plots */
  RasAccuracyChart *accuracy; /* owned by `ranks` */
  RasAuditSpectra *spectra_job;
  guint spectra_timer, request;
  RasFit *spectra_fit; /* of the spectra after */
  guint spectra_rank;
  GPtrArray *before, *after; /* of GBytes by class, NULL where not there yet */
  const RasEraser *chosen;   /* whose spectra are shown; NULL: nobody has chosen */
  gboolean following;        /* a drop-down is being filled */
};

/* ras-audit-view.c */
void ras_audit_view_toast (RasAuditView *self, const char *sentence);
/* Brings everything in sight up to date; nothing out of sight. */
void ras_audit_view_refresh (RasAuditView *self);
const char *ras_audit_view_get_page (RasAuditView *self);
/* `stage` NULL: nothing is being computed. */
void ras_audit_view_show_stage (RasAuditView *self, const char *stage, double fraction);
/* In sight: mapped and not folded up. */
gboolean ras_audit_view_is_seen (RasAuditView *self);

/* ras-audit-view-layout.c */
void ras_audit_view_class_lay_out (GtkWidgetClass *widget_class);

/* ras-audit-view-work.c */
/* Begins what there is to do, if now is the time. */
void ras_audit_view_consider (RasAuditView *self);
void ras_audit_view_end_work (RasAuditView *self);
/* The audit that knows most of an eraser at the rank in the session, which is put into *rank; NULL:
 * none does yet. */
RasAudit *ras_audit_view_find (RasAuditView *self, const RasEraser *eraser, guint *rank);
/* How many directions the fit of an eraser can be audited with at present. */
guint ras_audit_view_get_rank (RasAuditView *self, const RasFit *fit);

/* ras-audit-view-table.c */
void ras_audit_view_show_chance (RasAuditView *self);
void ras_audit_view_show_table (RasAuditView *self);
/* While the slider is dragged: what is in sight follows at once. */
void ras_audit_view_follow_rank (RasAuditView *self);

/* ras-audit-view-plots.c */
void ras_audit_view_show_ranks (RasAuditView *self);
void ras_audit_view_move_rank (RasAuditView *self);
void ras_audit_view_show_spectra (RasAuditView *self);
/* Asks for what is chosen, unless it is there or on its way. */
void ras_audit_view_ask_spectra (RasAuditView *self);
/* From the drop-down. */
void ras_audit_view_choose_eraser (RasAuditView *self);
void ras_audit_view_end_spectra (RasAuditView *self);
/* Forgets all spectra: another data set. */
void ras_audit_view_forget_spectra (RasAuditView *self);
void ras_audit_view_fill_erasers (RasAuditView *self);
/* What the pages show, made once more, for a file. */
RasAccuracyChart *ras_audit_view_make_ranks (RasAuditView *self);
RasSpectrumChart *ras_audit_view_make_spectra (RasAuditView *self);

G_END_DECLS
