#include "ras-audit-table.h"

#include <glib/gi18n.h>

#include "ras-swatch.h"

/* The space between the columns. */
#define SPACING 10

typedef struct
{
  const char *title, *tooltip; /* N_() */
  RasAuditCell first;
  int n;                       /* cells */
  gboolean tested;             /* has a cell of the test split */
} Column;

static const Column columns[] = {
  { N_ ("Linear probe"),
    N_ ("How many images the best linear classifier for Gaussian classes (one covariance for all, “LDA”) "
        "puts into their class: pale, of the test split, which it was not fitted on"),
    RAS_AUDIT_LINEAR, 4, TRUE },
  { N_ ("Quadratic probe"),
    N_ ("How many images the best quadratic classifier for Gaussian classes (a covariance per class, "
        "“QDA”) puts into their class: pale, of the test split, which it was not fitted on"),
    RAS_AUDIT_QUADRATIC, 4, TRUE },
  { N_ ("Mean gap"),
    N_ ("How far the class means still are from the mean of all images: Σ π‖μ_z − μ‖² over the classes, π "
        "being their shares"),
    RAS_AUDIT_MEAN_GAP, 2, TRUE },
  { NC_ ("table heading", "Covariance gap"),
    N_ ("How much the class covariances still differ: the largest ‖Σ_z − mean over the classes‖ (Frobenius "
        "norm), relative to the same after LEACE"),
    RAS_AUDIT_COVARIANCE_GAP, 2, TRUE },
  { N_ ("Distortion"),
    N_ ("How much an image is changed: the mean of ‖x′ − x‖², the sum of its pixels’ squared changes"),
    RAS_AUDIT_DISTORTION, 1, FALSE },
  { N_ ("PSNR, dB"),
    N_ ("The same as peak signal-to-noise ratio, 10 log₁₀ of the number of pixel values over the "
        "distortion: higher is closer to the original"),
    RAS_AUDIT_PSNR, 1, FALSE },
  { N_ ("SSIM"),
    N_ ("Structural similarity: how alike the images look in small neighbourhoods, 1 being the same"),
    RAS_AUDIT_SSIM, 1, FALSE },
  { N_ ("Rank"), N_ ("How many directions of pixel space the change x′ − x can have"),
    RAS_AUDIT_RANK, 1, FALSE },
};

#define N_COLUMNS ((int) G_N_ELEMENTS (columns))

/* How many digits wide each cell is. */
static const int widths[RAS_AUDIT_N_CELLS] = { 7, 4, 7, 5, 7, 4, 7, 5, 6, 7, 6, 6, 6, 5, 5, 5 };

typedef struct
{
  GtkWidget *row; /* of the list; NULL before it is first shown */
  GtkInscription *cells[RAS_AUDIT_N_CELLS];
  GtkWidget *lights[2];
  RasAuditTexts texts;
} Row;

struct _RasAuditTable
{
  GtkWidget parent;

  GtkWidget *scrolled;
  GtkListBox *list;
  GtkSizeGroup *sizes[N_COLUMNS + 1]; /* the first is of the names */
  Row *rows;                          /* by registry index */
};

G_DEFINE_FINAL_TYPE (RasAuditTable, ras_audit_table, GTK_TYPE_WIDGET)

/* --- Making rows --- */

static gboolean
is_test (RasAuditCell cell)
{
  return cell == RAS_AUDIT_LINEAR_TEST || cell == RAS_AUDIT_LINEAR_EXCESS
         || cell == RAS_AUDIT_QUADRATIC_TEST || cell == RAS_AUDIT_QUADRATIC_EXCESS
         || cell == RAS_AUDIT_MEAN_GAP_TEST || cell == RAS_AUDIT_COVARIANCE_GAP_TEST;
}

/* As wide as its digits from the start: another text is painted, not laid out. */
static GtkInscription *
make_cell (RasAuditCell cell)
{
  GtkInscription *inscription = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  GtkWidget *widget = GTK_WIDGET (inscription);
  gboolean left = cell == RAS_AUDIT_LINEAR_MARK || cell == RAS_AUDIT_QUADRATIC_MARK
                  || cell == RAS_AUDIT_LINEAR_EXCESS || cell == RAS_AUDIT_QUADRATIC_EXCESS;

  gtk_inscription_set_min_chars (inscription, widths[cell]);
  gtk_inscription_set_nat_chars (inscription, widths[cell]);
  gtk_inscription_set_xalign (inscription, left ? 0 : 1);
  gtk_widget_add_css_class (widget, "numeric");
  if (is_test (cell))
    gtk_widget_add_css_class (widget, "dim-label");
  if (left)
    gtk_widget_add_css_class (widget, "caption");
  return inscription;
}

static GtkWidget *
make_column (RasAuditTable *self, Row *row, int c)
{
  const Column *column = &columns[c];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *into = box;

  /* Training and its mark light up together. */
  if (column->n == 4)
    {
      row->lights[c] = into = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
      gtk_widget_add_css_class (into, "light");
      gtk_box_append (GTK_BOX (box), into);
    }
  for (int i = 0; i < column->n; i++)
    {
      row->cells[column->first + i] = make_cell (column->first + i);
      gtk_box_append (GTK_BOX (i < 2 ? into : box), GTK_WIDGET (row->cells[column->first + i]));
    }
  gtk_widget_set_tooltip_text (box, _ (column->tooltip));
  gtk_size_group_add_widget (self->sizes[c + 1], box);
  return box;
}

static GtkWidget *
make_name (RasAuditTable *self, const RasEraser *eraser)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ (eraser->title));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
  gtk_box_append (GTK_BOX (box), ras_swatch_new (eraser->name));
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_tooltip_text (box, _ (eraser->summary));
  gtk_size_group_add_widget (self->sizes[0], box);
  return box;
}

static void
make_row (RasAuditTable *self, guint i)
{
  Row *row = &self->rows[i];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  int place = 0;

  row->row = gtk_list_box_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->row), box);
  gtk_box_append (GTK_BOX (box), make_name (self, ras_eraser_nth (i)));
  for (int c = 0; c < N_COLUMNS; c++)
    gtk_box_append (GTK_BOX (box), make_column (self, row, c));
  /* In the registry's order, whatever comes first. */
  for (guint j = 0; j < i; j++)
    place += self->rows[j].row != NULL;
  gtk_list_box_insert (self->list, row->row, place);
}

/* --- The heading --- */

static GtkWidget *
make_head (RasAuditTable *self, int c)
{
  const Column *column = &columns[c];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  /* Which titles are too long for their column differs between languages; the others are texts
   * without a context. */
  const char *brief = g_dpgettext2 (NULL, "table heading", column->title);
  GtkWidget *label = gtk_label_new (brief != column->title ? brief : _ (column->title));

  gtk_label_set_xalign (GTK_LABEL (label), column->tested && column->n == 4 ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_tooltip_text (box, _ (column->tooltip));
  gtk_size_group_add_widget (self->sizes[c + 1], box);
  return box;
}

static GtkWidget *
make_heading (RasAuditTable *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *name = gtk_label_new (_ ("Images erased by"));

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_size_group_add_widget (self->sizes[0], name);
  gtk_box_append (GTK_BOX (box), name);
  for (int c = 0; c < N_COLUMNS; c++)
    gtk_box_append (GTK_BOX (box), make_head (self, c));
  gtk_widget_add_css_class (box, "heading-row");
  gtk_widget_add_css_class (box, "caption");
  return box;
}

/* --- Showing --- */

static void
light (Row *row, gboolean quadratic, gboolean lit)
{
  if (lit)
    gtk_widget_add_css_class (row->lights[quadratic], "lit");
  else
    gtk_widget_remove_css_class (row->lights[quadratic], "lit");
}

void
ras_audit_table_show (RasAuditTable *self, guint i, const RasAuditTexts *texts)
{
  Row *row = &self->rows[i];
  gboolean changed = row->row == NULL;

  g_return_if_fail (RAS_IS_AUDIT_TABLE (self));

  if (row->row == NULL)
    make_row (self, i);
  for (guint cell = 0; cell < RAS_AUDIT_N_CELLS; cell++)
    if (!g_str_equal (row->texts.cells[cell], texts->cells[cell]))
      {
        gtk_inscription_set_text (row->cells[cell], texts->cells[cell]);
        changed = TRUE;
      }
  for (int quadratic = 0; quadratic < 2; quadratic++)
    if (row->texts.lit[quadratic] != texts->lit[quadratic])
      light (row, quadratic, texts->lit[quadratic]);
  row->texts = *texts;
  if (changed)
    {
      g_autofree char *sentence = ras_audit_text_describe (ras_eraser_nth (i), texts);

      gtk_accessible_update_property (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      sentence, -1);
    }
}

void
ras_audit_table_set_shown (RasAuditTable *self, guint i, gboolean shown)
{
  g_return_if_fail (RAS_IS_AUDIT_TABLE (self));

  if (self->rows[i].row)
    gtk_widget_set_visible (self->rows[i].row, shown);
}

GtkWidget *
ras_audit_table_get_row (RasAuditTable *self, guint i)
{
  g_return_val_if_fail (RAS_IS_AUDIT_TABLE (self), NULL);

  return self->rows[i].row;
}

const RasAuditTexts *
ras_audit_table_get_texts (RasAuditTable *self, guint i)
{
  g_return_val_if_fail (RAS_IS_AUDIT_TABLE (self), NULL);

  return self->rows[i].row ? &self->rows[i].texts : NULL;
}

/* --- The object --- */

static void
dispose (GObject *object)
{
  RasAuditTable *self = RAS_AUDIT_TABLE (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (ras_audit_table_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasAuditTable *self = RAS_AUDIT_TABLE (object);

  for (int c = 0; c <= N_COLUMNS; c++)
    g_object_unref (self->sizes[c]);
  g_free (self->rows);
  G_OBJECT_CLASS (ras_audit_table_parent_class)->finalize (object);
}

static void
ras_audit_table_class_init (RasAuditTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "audittable");
}

static void
ras_audit_table_init (RasAuditTable *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = gtk_list_box_new ();

  self->rows = g_new0 (Row, ras_n_erasers ());
  for (int c = 0; c <= N_COLUMNS; c++)
    self->sizes[c] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What is still readable"), -1);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), make_heading (self));
  gtk_box_append (GTK_BOX (box), list);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), box);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}
