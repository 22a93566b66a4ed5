#include "ras-audit-view-private.h"

#include <glib/gi18n.h>

static gboolean
is_row (RasAuditView *self, guint i)
{
  const RasEraser *eraser = ras_eraser_nth (i);

  return !eraser->edits
         && !ras_session_get_eraser_hidden (self->session, eraser->name);
}

static void
show_row (RasAuditView *self, guint i)
{
  const RasEraser *eraser = ras_eraser_nth (i);
  guint rank = 0;
  RasAudit *audit = ras_audit_view_find (self, eraser, &rank);
  RasAuditRow train, test;
  gsize n_images[RAS_N_SPLITS] = { 0 };
  RasAuditTexts texts;
  gboolean tested = FALSE;

  if (audit)
    {
      for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
        n_images[split] = ras_audit_get_n_images (audit, split);
      ras_audit_get (audit, eraser, RAS_SPLIT_TRAIN, rank, &train);
      tested = ras_audit_get (audit, eraser, RAS_SPLIT_TEST, rank, &test);
    }
  ras_audit_text_make (eraser, audit ? &train : NULL, tested ? &test : NULL, n_images, &texts);
  ras_audit_table_show (self->table, i, &texts);
}

/* What the marks and pale numbers mean, and how probes had to be helped. */
static void
show_remark (RasAuditView *self)
{
  const char *remark = self->newest ? ras_audit_get_remark (self->newest) : NULL;
  g_autofree char *text = g_strjoin (
      "\n",
      _ ("Chance: how many images are right when the largest class is always guessed. A tick says "
         "that a probe does no better where the paper guarantees it; pale numbers are of the test "
         "split, where nothing is guaranteed."),
      _ ("Gradient-based erasure edits images for minutes: rasura-cli audit --erasers gradient "
         "probes it."),
      remark, NULL);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->chance_label), text);
}

void
ras_audit_view_show_chance (RasAuditView *self)
{
  gboolean tested
      = self->dataset && ras_dataset_get_n_images (self->dataset, RAS_SPLIT_TEST) > 0;
  RasAuditRow row;
  g_autofree char *text = NULL;

  for (guint i = 0; self->newest && text == NULL && i < ras_n_erasers (); i++)
    if (ras_audit_get (self->newest, ras_eraser_nth (i), RAS_SPLIT_TRAIN, 0, &row))
      text = ras_audit_text_format_chance (row.chance, tested);
  if (g_strcmp0 (gtk_label_get_text (self->chance_label), text ? text : "") != 0)
    gtk_label_set_text (self->chance_label, text ? text : "");
  show_remark (self);
}

void
ras_audit_view_show_table (RasAuditView *self)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      if (is_row (self, i))
        show_row (self, i);
      ras_audit_table_set_shown (self->table, i, is_row (self, i));
    }
}

void
ras_audit_view_follow_rank (RasAuditView *self)
{
  const char *page = ras_audit_view_get_page (self);

  if (!ras_audit_view_is_seen (self))
    return;
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasEraser *eraser = ras_eraser_nth (i);
      guint rank = 0;

      if (!eraser->has_path || !is_row (self, i))
        continue;
      if (g_str_equal (page, "table"))
        show_row (self, i);
      /* The path has become longer than what was audited. */
      if (self->newest && self->fits[i] && self->load != RAS_AUDIT_TRAINING
          && ras_audit_view_find (self, eraser, &rank) == NULL && self->job == NULL)
        {
          self->stale = TRUE;
          ras_audit_view_consider (self);
        }
    }
  if (g_str_equal (page, "ranks"))
    ras_audit_view_move_rank (self);
  else if (g_str_equal (page, "spectra"))
    ras_audit_view_ask_spectra (self);
}
