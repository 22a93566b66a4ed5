/* Lessons as data: a step is one entry of a table (ras-lesson-steps.c) with its texts, the session that
 * it sets up, and three functions on what the program knows (ras-lesson-answers.c). The engine
 * (ras-lesson-tour.h) and the pane know no step by name, so that another one is another entry. */
#pragma once

#include "audit.h"
#include "ras-session.h"

G_BEGIN_DECLS

/* What the small pictures show of every class. */
typedef enum
{
  RAS_LESSON_MEANS,      /* its mean */
  RAS_LESSON_COVARIANCE, /* how its pixels go together with the one in the middle */
  RAS_LESSON_IMAGE,      /* the image on show, erased as if it were one of the class */
  RAS_LESSON_N_VIEWS
} RasLessonView;

/* The erasers that lessons speak of, for which there is a place in the facts. */
typedef enum
{
  RAS_LESSON_NONE,
  RAS_LESSON_LEACE,
  RAS_LESSON_QLEACE,
  RAS_LESSON_ALF,
  RAS_LESSON_N_ERASERS
} RasLessonEraser;

/* "leace" … */
extern const char *const ras_lesson_erasers[RAS_LESSON_N_ERASERS];

/* What the program knows of a step: its numbers, and what the person did since it began. */
typedef struct
{
  guint n_classes; /* k; 0: the step's data set is not there yet */
  guint dimension; /* d */

  guint images_seen; /* other images that were looked at */

  RasLessonView view;     /* of the small pictures */
  RasLessonEraser eraser; /* after which they are shown */
  gboolean pictured;      /* these are on show */
  double label_distance;  /* largest distance between two of them */

  guint rank;              /* of the slider */
  gboolean rank_was_zero;
  double gap;              /* at that rank, relative to rank 0; NAN: not known */
  guint rank_of_target;    /* that leaves a gap of at most RAS_LESSON_GAP; 0: not known yet */

  gboolean audited; /* the rows are those of the step, at `rank` */
  RasAuditRow train[RAS_LESSON_N_ERASERS], test[RAS_LESSON_N_ERASERS]; /* eraser NULL: no such row */

  gboolean trained;                 /* since the step began, to the end */
  double mdl[RAS_LESSON_N_ERASERS]; /* bits a label; NAN: not trained */
} RasLessonFacts;

/* The share of the covariance gap that the slider is to be moved to. */
#define RAS_LESSON_GAP 0.10

/* What "Show me" does next, for the person. */
typedef struct
{
  gboolean picture;       /* choose `view` and `eraser` */
  RasLessonView view;
  RasLessonEraser eraser;
  const char *property;   /* of the session, set to `value`; NULL: none */
  guint value;
  gboolean train;         /* start the training */
} RasLessonDeed;

typedef struct
{
  const char *name;    /* "means" */
  const char *title;   /* N_() */
  const char *text;    /* N_(): two to four sentences */
  const char *task;    /* N_(): the one thing to do */
  const char *formula; /* Pango markup */
  const char *symbols; /* N_(), markup: what they mean, a line each */
  const char *source;  /* N_(): theorem or equation */

  /* Set up when the step is entered: the data set, and a{sv} in GVariant's text form of the session's
   * other fields. */
  const char *location, *session;
  guint views;   /* 1 << RasLessonView … that can be chosen; 0: no small pictures */
  guint erasers; /* 1 << RasLessonEraser … that can be chosen */
  RasLessonView first_view;
  RasLessonEraser first_eraser;
  guint audited;      /* 1 << RasLessonEraser … whose numbers are told; 0: none */
  gboolean quadratic; /* those of the quadratic probe among them */
  gboolean trains;    /* its progress is shown */

  gboolean (*is_done) (const RasLessonFacts *facts);
  /* What was just seen, with its numbers; NULL while they are not known. Free with g_free(). */
  char *(*acknowledge) (const RasLessonFacts *facts);
  /* FALSE: nothing is left to be done. `n` is how many deeds came before. */
  gboolean (*show_me) (const RasLessonFacts *facts, guint n, RasLessonDeed *deed);
} RasLesson;

extern const RasLesson ras_lessons[];
extern const guint ras_n_lessons;

/* Fonts with the letters of formulas, as Pango wants them. */
#define RAS_LESSON_FORMULA_FONT "STIX Two Text, STIX, DejaVu Serif, serif"

/* Facts before anything is known. */
void ras_lesson_facts_init (RasLessonFacts *facts);

/* ras-lesson-answers.c */
gboolean ras_lesson_saw_images (const RasLessonFacts *facts);
char *ras_lesson_tell_means (const RasLessonFacts *facts);
gboolean ras_lesson_show_images (const RasLessonFacts *facts, guint n, RasLessonDeed *deed);

gboolean ras_lesson_saw_leace (const RasLessonFacts *facts);
char *ras_lesson_tell_leace (const RasLessonFacts *facts);
gboolean ras_lesson_show_leace (const RasLessonFacts *facts, guint n, RasLessonDeed *deed);

gboolean ras_lesson_saw_covariance (const RasLessonFacts *facts);
char *ras_lesson_tell_covariance (const RasLessonFacts *facts);
gboolean ras_lesson_show_covariance (const RasLessonFacts *facts, guint n, RasLessonDeed *deed);

gboolean ras_lesson_saw_label (const RasLessonFacts *facts);
char *ras_lesson_tell_label (const RasLessonFacts *facts);
gboolean ras_lesson_show_label (const RasLessonFacts *facts, guint n, RasLessonDeed *deed);

gboolean ras_lesson_turned_dial (const RasLessonFacts *facts);
char *ras_lesson_tell_dial (const RasLessonFacts *facts);
gboolean ras_lesson_show_dial (const RasLessonFacts *facts, guint n, RasLessonDeed *deed);

gboolean ras_lesson_has_trained (const RasLessonFacts *facts);
char *ras_lesson_tell_mdl (const RasLessonFacts *facts);
gboolean ras_lesson_show_training (const RasLessonFacts *facts, guint n, RasLessonDeed *deed);

G_END_DECLS
