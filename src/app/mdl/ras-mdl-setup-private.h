/* What the files of the pane share. */
#pragma once

#include "ras-mdl-setup.h"

#include "network.h"
#include "ras-job.h"

G_BEGIN_DECLS

/* One of the presets, or the custom one. */
typedef struct
{
  const char *name;
  GtkCheckButton *button;
  GtkLabel *detail; /* "2 000 images, 1 seed" */
  GtkLabel *time;   /* "1 min" */
  double seconds;   /* NAN: not measured */
  char *failure;    /* or why it cannot be */
} RasPresetRow;

struct _RasMdlSetup
{
  GtkWidget parent;

  /* Template */
  GtkWidget *box;
  GtkDropDown *network_drop_down, *size_drop_down, *activation_drop_down;
  GtkWidget *size_caption, *width_caption, *activation_caption;
  GtkWidget *free_box, *times_label;
  GtkEntry *width_entry, *depth_entry;
  GtkBox *eraser_box, *preset_box;
  GtkWidget *rank_box;
  GtkSpinButton *rank_spin, *images_spin, *seeds_spin, *epochs_spin, *patience_spin;
  GtkCheckButton *rank_check;
  GtkRevealer *custom_revealer;
  GtkLabel *problem_label;
  GtkWidget *start_button;

  RasSession *session;
  RasDataset *dataset;
  GPtrArray *eraser_checks; /* GtkCheckButton, in the order of the registry */
  GArray *presets;          /* RasPresetRow */
  char *problem;
  gboolean active;
  gboolean following; /* a widget is being set from the session */
  RasJob *estimate_job;
  guint estimate_timer;
};

RasPresetRow *ras_mdl_setup_get_preset (RasMdlSetup *self);

/* ras-mdl-setup-presets.c */
void ras_mdl_setup_add_presets (RasMdlSetup *self);
void ras_mdl_setup_follow_preset (RasMdlSetup *self);
/* Checks what is chosen at once and measures how long it takes a moment later. */
void ras_mdl_setup_estimate (RasMdlSetup *self);
void ras_mdl_setup_stop_estimate (RasMdlSetup *self);

G_END_DECLS
