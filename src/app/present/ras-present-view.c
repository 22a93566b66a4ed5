#include "ras-present-view-private.h"

#include <glib/gi18n.h>

#include "axis.h"
#include "ras-settings.h"

/* The smallest letters are a thirtieth of the screen's height high: the base is larger than those. */
#define LINES_PER_HEIGHT 22.5
#define LINES_PER_WIDTH 30
#define NOTE_SECONDS 2
#define CHART_SECONDS 1

G_DEFINE_FINAL_TYPE (RasPresentView, ras_present_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_LEAVE,
  SIGNAL_MOVE,
  SIGNAL_ANOTHER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Words for a moment --- */

static void
note_over_cb (gpointer user_data)
{
  RasPresentView *self = user_data;

  self->note_timeout = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->note), FALSE);
}

void
ras_present_view_say (RasPresentView *self, const char *note)
{
  g_clear_handle_id (&self->note_timeout, g_source_remove);
  gtk_label_set_text (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), TRUE);
  self->note_timeout = g_timeout_add_once (1000 * NOTE_SECONDS, note_over_cb, self);
}

/* --- The rank --- */

static void
show_rank (RasPresentView *self)
{
  guint rank = ras_rank_scale_get_rank (self->scale);
  char count[32];

  ras_format_count (ras_rank_scale_get_limit (self->scale), count, sizeof count);
  gtk_label_set_width_chars (self->rank_figure, g_utf8_strlen (count, -1));
  ras_format_count (rank, count, sizeof count);
  gtk_label_set_text (self->rank_figure, count);
  gtk_label_set_text (self->rank_caption, ngettext ("direction removed", "directions removed",
                                                    rank));
}

static void
follow_rank (RasPresentView *self)
{
  ras_rank_scale_set_rank (self->scale, ras_session_get_state (self->session)->rank);
}

static void
rank_chosen_cb (RasPresentView *self, guint rank, gboolean dragging)
{
  ras_present_view_choose_rank (self, rank);
}

static void
path_cb (RasPresentView *self, GParamSpec *pspec, RasRankScale *source)
{
  guint length = ras_rank_scale_get_max_rank (source);
  g_autofree double *gaps = g_new (double, length + 1);

  for (guint r = 0; r <= length; r++)
    gaps[r] = ras_rank_scale_get_gap (source, r);
  ras_rank_scale_set_longest (self->scale, ras_rank_scale_get_limit (source));
  ras_rank_scale_set_path (self->scale, length > 0 ? gaps : NULL, length);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale), length > 0);
  show_rank (self);
}

void
ras_present_view_follow_scale (RasPresentView *self, RasRankScale *scale)
{
  g_signal_connect_object (scale, "notify::max-rank", G_CALLBACK (path_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scale, "notify::limit", G_CALLBACK (path_cb), self, G_CONNECT_SWAPPED);
  path_cb (self, NULL, scale);
}

void
ras_present_view_set_class_name (RasPresentView *self, const char *name)
{
  gtk_label_set_text (self->class_label, name ? name : "");
}

/* --- Pages: pictures, or the chart of what was learned --- */

gboolean
ras_present_view_shows_chart (RasPresentView *self)
{
  return g_strcmp0 (ras_session_get_state (self->session)->page, "mdl") == 0;
}

static gboolean
show_chart_cb (gpointer user_data)
{
  RasPresentView *self = user_data;
  RasMdlChart *chart = ras_mdl_view_make_chart (self->mdl_view);

  ras_chart_set_mdl (self->chart, chart);
  gtk_stack_set_visible_child_name (self->pages, chart ? "chart" : "no-chart");
  return G_SOURCE_CONTINUE;
}

static void
follow_page (RasPresentView *self)
{
  gboolean chart = ras_present_view_shows_chart (self);

  g_clear_handle_id (&self->chart_timeout, g_source_remove);
  if (!self->on_stage)
    return;
  gtk_widget_set_visible (self->rank_box, !chart);
  gtk_widget_set_visible (GTK_WIDGET (self->class_label), !chart);
  if (!chart)
    {
      gtk_stack_set_visible_child_name (self->pages, "pictures");
      gtk_widget_grab_focus (GTK_WIDGET (self->scale));
      return;
    }
  ras_present_view_set_playing (self, FALSE);
  show_chart_cb (self);
  /* What is being learned goes on, and the history may take a moment to be read. */
  self->chart_timeout = g_timeout_add_seconds (CHART_SECONDS, show_chart_cb, self);
  gtk_widget_grab_focus (GTK_WIDGET (self->chart));
}

/* --- Style --- */

void
ras_present_view_set_dark (RasPresentView *self, gboolean dark)
{
  GSettings *settings = ras_settings_get ();

  self->dark = dark;
  if (settings)
    g_settings_set_boolean (settings, "present-dark", dark);
  if (self->on_stage)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                             : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

gboolean
ras_present_view_get_blank (RasPresentView *self)
{
  return gtk_widget_get_visible (self->blank);
}

void
ras_present_view_set_blank (RasPresentView *self, gboolean blank)
{
  if (blank)
    ras_present_view_set_playing (self, FALSE);
  gtk_widget_set_visible (self->blank, blank);
}

/* --- On and off the stage --- */

void
ras_present_view_enter (RasPresentView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (self->on_stage)
    return;
  self->on_stage = TRUE;
  self->scheme_before = adw_style_manager_get_color_scheme (manager);
  ras_present_view_set_dark (self, self->dark);
  ras_present_view_set_blank (self, FALSE);
  gtk_widget_set_visible (self->help, FALSE);
  follow_rank (self);
  follow_page (self);
  ras_present_view_want_transport (self);
  ras_present_view_show_pointer (self, TRUE);
  ras_present_view_say (self, _ ("Space plays · H shows the keys"));
}

void
ras_present_view_leave (RasPresentView *self)
{
  if (!self->on_stage)
    return;
  ras_present_view_set_playing (self, FALSE);
  self->on_stage = FALSE;
  follow_page (self);
  g_clear_handle_id (&self->pointer_timeout, g_source_remove);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), self->scheme_before);
}

static void
leave_clicked_cb (RasPresentView *self)
{
  g_signal_emit (self, signals[SIGNAL_LEAVE], 0);
}

static void
help_clicked_cb (RasPresentView *self)
{
  gtk_widget_set_visible (self->help, !gtk_widget_get_visible (self->help));
}

/* --- The widget --- */

/* All type follows the size of the stage; a style may not be changed while it is laid out. */
static gboolean
set_size_cb (gpointer user_data)
{
  RasPresentView *self = user_data;
  double size = MIN (self->size_height / LINES_PER_HEIGHT, self->size_width / LINES_PER_WIDTH);
  g_autofree char *css = g_strdup_printf ("presentview { font-size: %dpx; }", (int) MAX (size, 8));

  self->size_idle = 0;
  gtk_css_provider_load_from_data (self->size, css, -1);
  ras_panel_grid_set_least_side (self->grid, self->size_height / 5);
  return G_SOURCE_REMOVE;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RasPresentView *self = RAS_PRESENT_VIEW (widget);

  if (width != self->size_width || height != self->size_height)
    {
      self->size_width = width;
      self->size_height = height;
      if (self->size_idle == 0)
        self->size_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, set_size_cb, self, NULL);
    }
  gtk_widget_size_allocate (GTK_WIDGET (self->overlay), &(GtkAllocation) { 0, 0, width, height },
                            baseline);
}

/* The stage takes what the screen has. */
static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 360 : 300;
  *natural = 2 * *minimum;
}

GtkWidget *
ras_present_view_new (RasSession *session, RasMdlView *mdl_view)
{
  RasPresentView *self = g_object_new (RAS_TYPE_PRESENT_VIEW, NULL);
  GBindingFlags follow = G_BINDING_SYNC_CREATE;

  self->session = g_object_ref (session);
  self->mdl_view = mdl_view;
  g_object_bind_property (session, "difference", self->view, "difference", follow);
  g_object_bind_property (session, "gain", self->view, "gain", follow);
  g_object_bind_property (session, "rescale", self->view, "rescale", follow);
  g_signal_connect_object (session, "notify::rank", G_CALLBACK (follow_rank), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::page", G_CALLBACK (follow_page), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
dispose (GObject *object)
{
  RasPresentView *self = RAS_PRESENT_VIEW (object);

  g_clear_handle_id (&self->size_idle, g_source_remove);
  g_clear_handle_id (&self->note_timeout, g_source_remove);
  g_clear_handle_id (&self->pointer_timeout, g_source_remove);
  g_clear_handle_id (&self->chart_timeout, g_source_remove);
  if (self->overlay)
    gtk_widget_unparent (GTK_WIDGET (self->overlay));
  self->overlay = NULL;
  g_clear_object (&self->session);
  g_clear_object (&self->view);
  g_clear_object (&self->size);
  G_OBJECT_CLASS (ras_present_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasPresentView *self = RAS_PRESENT_VIEW (object);

  g_array_unref (self->panels);
  g_strfreev (self->shown);
  G_OBJECT_CLASS (ras_present_view_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasPresentView, name)

static void
ras_present_view_class_init (RasPresentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;

  signals[SIGNAL_LEAVE] = g_signal_new ("leave", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[SIGNAL_MOVE] = g_signal_new ("move", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_ANOTHER] = g_signal_new ("another", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  g_type_ensure (RAS_TYPE_PANEL_GRID);
  g_type_ensure (RAS_TYPE_RANK_SCALE);
  g_type_ensure (RAS_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-present-view.ui");
  CHILD (overlay);
  CHILD (class_label);
  CHILD (pages);
  CHILD (grid);
  CHILD (chart);
  CHILD (rank_box);
  CHILD (rank_figure);
  CHILD (rank_caption);
  CHILD (scale);
  CHILD (controls);
  CHILD (note);
  CHILD (help);
  CHILD (blank);
  gtk_widget_class_bind_template_callback (widget_class, leave_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, help_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, rank_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_rank);
  gtk_widget_class_set_css_name (widget_class, "presentview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
clear_panel (gpointer data)
{
  g_free (((RasPresentPanel *) data)->name);
}

static void
ras_present_view_init (RasPresentView *self)
{
  GSettings *settings = ras_settings_get ();
  const char *const usual[] = { "leace", "qleace", "alf-qleace", NULL };

  self->panels = g_array_new (FALSE, FALSE, sizeof (RasPresentPanel));
  g_array_set_clear_func (self->panels, clear_panel);
  self->view = ras_linked_view_new ();
  self->size = gtk_css_provider_new ();
  self->shown = settings ? g_settings_get_strv (settings, "present-erasers")
                         : g_strdupv ((char **) usual);
  self->dark = settings ? g_settings_get_boolean (settings, "present-dark") : TRUE;
  self->pace = settings ? g_settings_get_double (settings, "present-pace") : 1;
  gtk_style_context_add_provider (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                  GTK_STYLE_PROVIDER (self->size),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_widget_init_template (GTK_WIDGET (self));
  ras_rank_scale_set_plain (self->scale, TRUE);
  ras_present_view_add_controllers (self);
}
