#include "ras-history-row.h"

#include <glib/gi18n.h>

#include "ras-duration.h"
#include "ras-tooltip.h"

struct _RasHistoryRow
{
  GtkListBoxRow parent;

  GtkCheckButton *check;
  GtkLabel *name_label, *detail_label;
  GtkWidget *resume_button;

  char *id, *name;
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (RasHistoryRow, ras_history_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  TICKED,
  ACTION,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* "5 runs · today 14:03 · 2 min", with what is missing in front. */
static char *
describe (const RasCollection *collection)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (collection->created);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  gboolean today = when && g_date_time_get_day_of_year (when) == g_date_time_get_day_of_year (now)
                   && g_date_time_get_year (when) == g_date_time_get_year (now);
  /* No calendar has every number of seconds that a store may hold. */
  g_autofree char *date
      = when ? g_date_time_format (when, today ? _ ("today %H:%M") : "%x") : g_strdup ("–");
  g_autofree char *spent = ras_duration_format (collection->seconds);
  guint n_ended = collection->n_finished + collection->n_failed;
  g_autofree char *runs
      = n_ended < collection->n_runs
            ? g_strdup_printf (_ ("%u of %u runs"), n_ended, collection->n_runs)
            : g_strdup_printf (ngettext ("%u run", "%u runs", collection->n_runs),
                               collection->n_runs);

  if (collection->n_failed > 0)
    return g_strdup_printf (ngettext ("%s, %u failed · %s · %s", "%s, %u failed · %s · %s",
                                      collection->n_failed),
                            runs, collection->n_failed, date, spent);
  return g_strdup_printf ("%s · %s · %s", runs, date, spent);
}

void
ras_history_row_set_collection (RasHistoryRow *self, const RasCollection *collection,
                                gboolean unfinished)
{
  g_autofree char *detail = describe (collection);

  g_free (self->id);
  self->id = g_strdup (collection->id);
  g_free (self->name);
  self->name = g_strdup (collection->name);
  gtk_label_set_text (self->name_label, collection->name);
  gtk_label_set_text (self->detail_label, detail);
  ras_tooltip_set (GTK_WIDGET (self->name_label), collection->name);
  gtk_widget_set_visible (self->resume_button, unfinished);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.resume", unfinished);
}

const char *
ras_history_row_get_id (RasHistoryRow *self)
{
  return self->id;
}

const char *
ras_history_row_get_name (RasHistoryRow *self)
{
  return self->name;
}

gboolean
ras_history_row_get_ticked (RasHistoryRow *self)
{
  return gtk_check_button_get_active (self->check);
}

void
ras_history_row_set_ticked (RasHistoryRow *self, gboolean ticked)
{
  self->setting = TRUE;
  gtk_check_button_set_active (self->check, ticked);
  self->setting = FALSE;
}

static void
toggled_cb (RasHistoryRow *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[TICKED], 0);
}

static void
action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[ACTION], 0, name + strlen ("row."));
}

static void
finalize (GObject *object)
{
  RasHistoryRow *self = RAS_HISTORY_ROW (object);

  g_free (self->id);
  g_free (self->name);
  G_OBJECT_CLASS (ras_history_row_parent_class)->finalize (object);
}

static void
ras_history_row_class_init (RasHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  const char *const names[] = { "row.resume", "row.rename", "row.export", "row.delete" };

  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[TICKED] = g_signal_new ("ticked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[ACTION] = g_signal_new ("action", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (widget_class, names[i], NULL, action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "row.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "row.delete", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RasHistoryRow, check);
  gtk_widget_class_bind_template_child (widget_class, RasHistoryRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, RasHistoryRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, RasHistoryRow, resume_button);
}

static void
ras_history_row_init (RasHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (toggled_cb), self);
}

GtkWidget *
ras_history_row_new (void)
{
  return g_object_new (RAS_TYPE_HISTORY_ROW, NULL);
}
