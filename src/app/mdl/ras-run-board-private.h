/* What the board's files share. */
#pragma once

#include "ras-run-board.h"

G_BEGIN_DECLS

struct _RasRunBoard
{
  GObject parent;

  RasRunJob *job; /* NULL: no work */
  RasBoardState state;
  gboolean prepared; /* runs are being trained, or have been */
  char *collection;
  gboolean noted;    /* the collection is known to be in training, by this board's work */
  char *stage;
  double stage_fraction;
  char *failure;
  gint64 began, ended; /* monotonic microseconds; ended 0: not yet */
  GPtrArray *runs;     /* RasBoardRun */
  guint version;

  char *hold; /* what Compare is fitting; NULL: nothing that is needed */
  double hold_fraction;
};

/* Forgets what was and waits for what a job tells. */
void ras_run_board_begin (RasRunBoard *self);
void ras_run_board_emit_changed (RasRunBoard *self);
void ras_run_board_emit_ended (RasRunBoard *self);
void ras_run_board_emit_collection_changed (RasRunBoard *self);
/* Notes that a collection is being trained in this process, or no more. */
void ras_run_board_note_training (const char *collection, gboolean training);
/* The job is over, or given up. */
void ras_run_board_end_work (RasRunBoard *self);
RasBoardRun *ras_run_board_nth (RasRunBoard *self, guint i);
void ras_board_run_free (gpointer run);

G_END_DECLS
