/* How the training that was started in a window stands: the machine behind the buttons and the
 * plots. Knows no widget. */
#pragma once

#include "ras-run-job.h"

G_BEGIN_DECLS

#define RAS_TYPE_RUN_BOARD (ras_run_board_get_type ())
G_DECLARE_FINAL_TYPE (RasRunBoard, ras_run_board, RAS, RUN_BOARD, GObject)

typedef enum
{
  RAS_BOARD_IDLE,      /* nothing was started yet */
  RAS_BOARD_PREPARING, /* erasers are being fitted */
  RAS_BOARD_TRAINING,
  RAS_BOARD_PAUSED,    /* while preparing or training */
  RAS_BOARD_STOPPING,  /* cancelled, the threads are not through yet */
  RAS_BOARD_FINISHED,  /* all runs ended */
  RAS_BOARD_STOPPED,   /* cancelled: the rest can be resumed */
  RAS_BOARD_FAILED,    /* see ras_run_board_get_failure() */
} RasBoardState;

typedef struct
{
  RasRun *run;
  gboolean training;
  guint epoch;                               /* of the block in training */
  double fraction;                           /* of the whole run that is done, 0 … 1, a guess */
  double seconds_left;                       /* NAN: unknown */
  GArray *training_losses, *validation_losses; /* double, nats by epoch; NULL: none yet */
} RasBoardRun;

RasRunBoard *ras_run_board_new (void);

/* Signals: "changed" after anything did; "ended" once when the work is over, for whatever reason
 * (the state says which); "collection-changed" when another collection is on the board. */

/* Nothing happens while there is work. */
void ras_run_board_start (RasRunBoard *self, RasDataset *dataset, const RasPlan *plan,
                          const char *preset);
void ras_run_board_resume (RasRunBoard *self, RasDataset *dataset, const char *collection);
/* `hold` says which slow fit is being made elsewhere ("Fitting QLEACE: …"), `fraction` how far it
 * is: runs that need a slow fit are not begun before NULL lets go, as the fit is kept. */
void ras_run_board_set_hold (RasRunBoard *self, const char *hold, double fraction);
void ras_run_board_set_paused (RasRunBoard *self, gboolean paused);
void ras_run_board_stop (RasRunBoard *self);

RasBoardState ras_run_board_get_state (RasRunBoard *self);
/* Preparing, training, paused or stopping. */
gboolean ras_run_board_is_busy (RasRunBoard *self);
/* The collection's id, or NULL before it is in the store. */
const char *ras_run_board_get_collection (RasRunBoard *self);
/* TRUE while a window of this process trains that collection. */
gboolean ras_run_board_is_training (const char *collection);
/* What is being prepared, and how far; NULL while a run is in training. */
const char *ras_run_board_get_stage (RasRunBoard *self, double *fraction);
const char *ras_run_board_get_failure (RasRunBoard *self);
/* Since the start, the pauses included. */
double ras_run_board_get_seconds (RasRunBoard *self);

guint ras_run_board_get_n_runs (RasRunBoard *self);
/* Valid until the next change. */
const RasBoardRun *ras_run_board_get_run (RasRunBoard *self, guint i);
/* RasRun *, not owned: what charts are made of. Free with g_ptr_array_unref(). */
GPtrArray *ras_run_board_list_runs (RasRunBoard *self);
/* Runs that ended, well or not. */
guint ras_run_board_get_n_ended (RasRunBoard *self);
/* Another one whenever the runs have other points or ended. */
guint ras_run_board_get_version (RasRunBoard *self);
/* Of everything, 0 … 1. */
double ras_run_board_get_fraction (RasRunBoard *self);
/* NAN: unknown. */
double ras_run_board_get_seconds_left (RasRunBoard *self);

/* What a job tells; for tests, which play one. */
const RasRunJobListener *ras_run_board_get_listener (void);

G_END_DECLS
