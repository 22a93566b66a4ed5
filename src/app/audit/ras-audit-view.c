#include "ras-audit-view-private.h"

#include <glib/gi18n.h>

#include "ras-class-names.h"

G_DEFINE_FINAL_TYPE (RasAuditView, ras_audit_view, GTK_TYPE_WIDGET)

enum
{
  TOAST,
  REVEALED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

enum
{
  PROP_CONTENT = 1,
};

void
ras_audit_view_toast (RasAuditView *self, const char *sentence)
{
  g_signal_emit (self, signals[TOAST], 0, sentence);
}

gboolean
ras_audit_view_is_seen (RasAuditView *self)
{
  return self->revealed && gtk_widget_get_mapped (GTK_WIDGET (self));
}

gboolean
ras_audit_view_get_revealed (RasAuditView *self)
{
  g_return_val_if_fail (RAS_IS_AUDIT_VIEW (self), FALSE);

  return self->revealed;
}

/* --- What is shown --- */

/* The page asked for; one of another version of the program is passed over. */
const char *
ras_audit_view_get_page (RasAuditView *self)
{
  const char *page = self->session ? ras_session_get_state (self->session)->audit_page : NULL;

  if (g_strcmp0 (page, "ranks") == 0 || g_strcmp0 (page, "spectra") == 0)
    return page;
  return "table";
}

void
ras_audit_view_show_stage (RasAuditView *self, const char *stage, double fraction)
{
  gtk_widget_set_opacity (self->stage_box, stage ? 1 : 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->stage_box), GTK_ACCESSIBLE_STATE_HIDDEN,
                               stage == NULL, -1);
  if (stage == NULL)
    return;
  gtk_inscription_set_text (self->stage_label, stage);
  gtk_progress_bar_set_fraction (self->stage_bar, CLAMP (fraction, 0, 1));
}

void
ras_audit_view_refresh (RasAuditView *self)
{
  const char *page = ras_audit_view_get_page (self);
  gboolean spectra = g_str_equal (page, "spectra");

  if (!ras_audit_view_is_seen (self) || !spectra)
    ras_audit_view_end_spectra (self);
  if (!ras_audit_view_is_seen (self))
    return;
  ras_audit_view_show_chance (self);
  if (self->failure && !spectra)
    {
      gtk_label_set_text (self->message_label, self->failure);
      page = "message";
    }
  gtk_stack_set_visible_child_name (self->body, page);
  if (g_str_equal (page, "table"))
    ras_audit_view_show_table (self);
  else if (g_str_equal (page, "ranks"))
    ras_audit_view_show_ranks (self);
  else if (spectra)
    {
      ras_audit_view_show_spectra (self);
      ras_audit_view_ask_spectra (self);
    }
}

static void
session_notify_cb (RasAuditView *self, GParamSpec *pspec)
{
  const char *name = pspec->name;

  if (g_str_equal (name, "rank"))
    ras_audit_view_follow_rank (self);
  else if (g_str_equal (name, "hidden-erasers"))
    ras_audit_view_refresh (self);
  else if (g_str_equal (name, "audit-page") || g_str_equal (name, "audit-shown"))
    {
      ras_audit_view_refresh (self);
      ras_audit_view_consider (self);
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
}

/* --- Opened and folded up --- */

static void
revealed_cb (RasAuditView *self)
{
  gtk_image_set_from_icon_name (self->arrow,
                                self->revealed ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_visible (self->switcher, self->revealed);
  gtk_widget_set_visible (self->export_button, self->revealed);
  ras_audit_view_refresh (self);
  ras_audit_view_consider (self);
}

void
ras_audit_view_toggle (RasAuditView *self)
{
  gboolean shown = !self->revealed;

  g_return_if_fail (RAS_IS_AUDIT_VIEW (self));

  self->insisted = shown;
  g_object_set (self->session, "audit-shown", shown, NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* --- What it is told --- */

void
ras_audit_view_set_session (RasAuditView *self, RasSession *session)
{
  g_return_if_fail (RAS_IS_AUDIT_VIEW (self) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notify_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
ras_audit_view_set_dataset (RasAuditView *self, RasDataset *dataset)
{
  g_return_if_fail (RAS_IS_AUDIT_VIEW (self));

  ras_audit_view_end_work (self);
  ras_audit_view_forget_spectra (self);
  for (guint i = 0; i < ras_n_erasers (); i++)
    g_clear_pointer (&self->fits[i], ras_fit_unref);
  if (dataset)
    ras_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  self->dataset = dataset;
  self->following = TRUE;
  ras_class_names_fill_plain (self->class_names, dataset, _ ("all classes"));
  self->following = FALSE;
  ras_audit_view_fill_erasers (self);
  ras_audit_view_show_stage (self, NULL, 1);
  ras_audit_view_refresh (self);
}

void
ras_audit_view_add_fit (RasAuditView *self, RasFit *fit)
{
  const RasEraser *eraser = ras_fit_get_eraser (fit);
  guint i = ras_eraser_index (eraser);
  const RasAudit *audit = self->deepest ? self->deepest : self->newest;
  gboolean known = self->fits[i] == fit && audit
                   && (!eraser->has_path
                       || ras_audit_get_max_rank (audit, eraser) >= ras_fit_get_path_length (fit));

  g_return_if_fail (RAS_IS_AUDIT_VIEW (self));

  if (eraser->edits || known)
    return;
  ras_fit_ref (fit);
  g_clear_pointer (&self->fits[i], ras_fit_unref);
  self->fits[i] = fit;
  self->stale = TRUE;
  ras_audit_view_fill_erasers (self);
  ras_audit_view_consider (self);
}

RasFit *
ras_audit_view_get_fit (RasAuditView *self, const RasEraser *eraser)
{
  g_return_val_if_fail (RAS_IS_AUDIT_VIEW (self), NULL);

  return self->fits[ras_eraser_index (eraser)];
}

void
ras_audit_view_set_load (RasAuditView *self, RasAuditLoad load)
{
  g_return_if_fail (RAS_IS_AUDIT_VIEW (self));

  if (self->load == load)
    return;
  self->load = load;
  ras_audit_view_consider (self);
}

/* --- The widget --- */

static void
map (GtkWidget *widget)
{
  RasAuditView *self = RAS_AUDIT_VIEW (widget);

  GTK_WIDGET_CLASS (ras_audit_view_parent_class)->map (widget);
  ras_audit_view_refresh (self);
  ras_audit_view_consider (self);
}

static void
unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ras_audit_view_parent_class)->unmap (widget);
  ras_audit_view_refresh (RAS_AUDIT_VIEW (widget));
  ras_audit_view_consider (RAS_AUDIT_VIEW (widget));
}

static void
set_content (RasAuditView *self, GtkWidget *content)
{
  g_clear_pointer (&self->content, gtk_widget_unparent);
  self->content = content;
  if (content)
    gtk_widget_insert_before (content, GTK_WIDGET (self), self->separator);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CONTENT)
    set_content (RAS_AUDIT_VIEW (object), g_value_get_object (value));
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CONTENT)
    g_value_set_object (value, RAS_AUDIT_VIEW (object)->content);
}

static void
dispose (GObject *object)
{
  RasAuditView *self = RAS_AUDIT_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->reveal_idle, g_source_remove);
  ras_audit_view_end_work (self);
  ras_audit_view_end_spectra (self);
  g_clear_object (&self->session);
  self->content = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ras_audit_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasAuditView *self = RAS_AUDIT_VIEW (object);

  for (guint i = 0; i < ras_n_erasers (); i++)
    g_clear_pointer (&self->fits[i], ras_fit_unref);
  g_free (self->fits);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  g_clear_pointer (&self->spectra_fit, ras_fit_unref);
  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->after);
  G_OBJECT_CLASS (ras_audit_view_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasAuditView, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  CHILD (separator);
  CHILD (bar);
  CHILD (arrow);
  CHILD (chance_label);
  CHILD (stage_box);
  CHILD (stage_label);
  CHILD (stage_bar);
  CHILD (switcher);
  CHILD (export_button);
  CHILD (body);
  CHILD (table);
  CHILD (ranks);
  CHILD (spectra);
  CHILD (eraser_drop_down);
  CHILD (eraser_names);
  CHILD (class_drop_down);
  CHILD (class_names);
  CHILD (relative_button);
  CHILD (message_label);
  gtk_widget_class_bind_template_callback (widget_class, ras_audit_view_choose_eraser);
  gtk_widget_class_bind_template_callback (widget_class, ras_audit_view_show_spectra);
}

static void
ras_audit_view_class_init (RasAuditViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->map = map;
  widget_class->unmap = unmap;
  ras_audit_view_class_lay_out (widget_class);
  g_object_class_install_property (
      object_class, PROP_CONTENT,
      g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  signals[TOAST] = g_signal_new ("toast", RAS_TYPE_AUDIT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REVEALED]
      = g_signal_new_class_handler ("revealed", RAS_TYPE_AUDIT_VIEW, G_SIGNAL_RUN_FIRST,
                                    G_CALLBACK (revealed_cb), NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (RAS_TYPE_AUDIT_TABLE);
  g_type_ensure (RAS_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-audit-view.ui");
  bind_children (widget_class);
}

static void
ras_audit_view_init (RasAuditView *self)
{
  self->fits = g_new0 (RasFit *, ras_n_erasers ());
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->after = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->switcher, FALSE);
  gtk_widget_set_visible (self->export_button, FALSE);
  ras_class_names_set_factories (self->eraser_drop_down);
  ras_class_names_set_factories (self->class_drop_down);
  ras_chart_set_label (self->ranks, _ ("Images told apart against directions removed"));
  ras_chart_set_label (self->spectra, _ ("Eigenvalue spectra of the classes"));
}
