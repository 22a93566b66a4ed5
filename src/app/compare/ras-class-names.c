#include "ras-class-names.h"

#include "axis.h"
#include "ras-tooltip.h"

char *
ras_class_names_format_count (gsize n)
{
  char text[40];

  ras_format_count (n, text, sizeof text);
  return g_strdup (text);
}

static void
replace (GtkStringList *list, GStrvBuilder *builder)
{
  g_auto (GStrv) names = g_strv_builder_end (builder);

  gtk_string_list_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)),
                          (const char *const *) names);
}

void
ras_class_names_fill (GtkStringList *list, RasDataset *dataset, RasSplit split, const char *first)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint k = dataset ? ras_dataset_get_n_classes (dataset) : 0;

  g_strv_builder_add (builder, first);
  for (guint z = 0; z < k; z++)
    {
      g_autofree char *count
          = ras_class_names_format_count (ras_dataset_get_class_count (dataset, split, z));
      g_autofree char *text
          = g_strdup_printf ("%s (%s)", ras_dataset_get_class_name (dataset, z), count);

      g_strv_builder_add (builder, text);
    }
  replace (list, builder);
}

void
ras_class_names_fill_plain (GtkStringList *list, RasDataset *dataset, const char *first)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint k = dataset ? ras_dataset_get_n_classes (dataset) : 0;

  if (first)
    g_strv_builder_add (builder, first);
  for (guint z = 0; z < k; z++)
    g_strv_builder_add (builder, ras_dataset_get_class_name (dataset, z));
  replace (list, builder);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer width)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (width));
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (list_item));

  gtk_label_set_text (GTK_LABEL (label), text);
  ras_tooltip_set (label, g_utf8_strlen (text, -1) > 12 ? text : NULL);
}

static GtkListItemFactory *
make_factory (int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (width));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}

void
ras_class_names_set_factories (GtkDropDown *drop_down)
{
  g_autoptr (GtkListItemFactory) button = make_factory (4);
  g_autoptr (GtkListItemFactory) list = make_factory (28);

  gtk_drop_down_set_factory (drop_down, button);
  gtk_drop_down_set_list_factory (drop_down, list);
}
