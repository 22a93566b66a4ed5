#include "ras-accessible.h"

#include <adwaita.h>

static void
name_after (GtkWidget *widget, GList *others)
{
  GtkAccessibleRelation relation = GTK_ACCESSIBLE_RELATION_LABELLED_BY;
  GValue value = G_VALUE_INIT;

  gtk_accessible_relation_init_value (relation, &value);
  g_value_set_pointer (&value, others);
  gtk_accessible_update_relation_value (GTK_ACCESSIBLE (widget), 1, &relation, &value);
  g_value_unset (&value);
}

/* Appends what can be read aloud below `widget`, from its beginning to its end. */
static GList *
collect_texts (GtkWidget *widget, GList *texts)
{
  if (GTK_IS_LABEL (widget) || GTK_IS_INSCRIPTION (widget))
    return g_list_append (texts, widget);
  /* A stack's other pages are not there for anybody. */
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_child_visible (child))
      texts = collect_texts (child, texts);
  return texts;
}

/* "Eraser LEACE": what is chosen belongs to the name of the button that shows it. */
static void
mend_inner_button (GtkWidget *outer, gboolean with_choice)
{
  GtkWidget *button = gtk_widget_get_first_child (outer);
  GList *names = NULL;

  if (!GTK_IS_BUTTON (button))
    return;
  if (with_choice)
    names = collect_texts (button, NULL);
  name_after (button, g_list_prepend (names, outer));
}

/* Its label stands in the button, too, without the underscore. */
static void
forget_mnemonic_cb (GtkButton *button)
{
  if (gtk_button_get_label (button) && gtk_button_get_use_underline (button))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* The button sets it again with every new label. */
static void
mend_mnemonic (GtkButton *button)
{
  forget_mnemonic_cb (button);
  g_signal_handlers_disconnect_by_func (button, forget_mnemonic_cb, NULL);
  g_signal_connect (button, "notify::label", G_CALLBACK (forget_mnemonic_cb), NULL);
}

/* Its second half knows its tooltip only. */
static void
mend_split_button (GtkWidget *split)
{
  const char *tooltip = adw_split_button_get_dropdown_tooltip (ADW_SPLIT_BUTTON (split));

  for (GtkWidget *child = gtk_widget_get_first_child (split); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_MENU_BUTTON (child) && tooltip)
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      tooltip, -1);
}

static void
mend_row (GtkWidget *row)
{
  GtkWidget *child = gtk_widget_get_first_child (row);
  GList *texts = child ? collect_texts (child, NULL) : NULL;

  if (child)
    name_after (row, texts ? texts : g_list_prepend (NULL, child));
}

/* Parts of GTK's own that have no public type. */
static gboolean
is_a (GtkWidget *widget, const char *type)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), type);
}

/* FALSE: nothing in it can be read. A copy of the text, as these buttons make new labels. */
static gboolean
name_after_text (GtkWidget *button)
{
  g_autoptr (GList) texts = collect_texts (button, NULL);

  if (texts == NULL || !GTK_IS_LABEL (texts->data))
    return FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (texts->data), -1);
  return TRUE;
}

/* Windows of the libraries, whose buttons with a picture, or with a child of their own, have no
 * name. */
static void
mend_foreign_button (GtkWidget *button)
{
  const char *tooltip = gtk_widget_get_tooltip_text (button);

  if (!name_after_text (button))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    tooltip ? tooltip : g_dgettext ("gtk40", "Search"), -1);
}

static gboolean
is_foreign (GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (button);

  return gtk_button_get_label (GTK_BUTTON (button)) == NULL
         && !gtk_widget_get_ancestor (button, GTK_TYPE_WINDOW_CONTROLS)
         && (GTK_IS_SHORTCUTS_WINDOW (root) || ADW_IS_ABOUT_WINDOW (root)
             || (ADW_IS_PREFERENCES_WINDOW (root) && GTK_IS_TOGGLE_BUTTON (button)
                 && !gtk_widget_get_ancestor (button, ADW_TYPE_PREFERENCES_ROW)));
}

static void
mend_button (GtkWidget *button)
{
  /* A tab's name keeps the underscore that its label does not show. */
  if (GTK_IS_STACK_SWITCHER (gtk_widget_get_parent (button)))
    name_after_text (button);
  else if (is_foreign (button))
    mend_foreign_button (button);
  else
    mend_mnemonic (GTK_BUTTON (button));
}

/* What a drop-down opens is named as it is. */
static void
mend_list (GtkWidget *list)
{
  GtkWidget *drop_down = gtk_widget_get_ancestor (list, GTK_TYPE_DROP_DOWN);
  GtkWidget *row = gtk_widget_get_ancestor (list, ADW_TYPE_COMBO_ROW);

  if (drop_down)
    name_after (list, g_list_prepend (NULL, drop_down));
  else if (row)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
}

static gboolean
shown_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (GTK_IS_DROP_DOWN (widget) || GTK_IS_MENU_BUTTON (widget))
    mend_inner_button (widget, GTK_IS_DROP_DOWN (widget));
  else if (GTK_IS_BUTTON (widget))
    mend_button (widget);
  else if (is_a (widget, "GtkListItemWidget"))
    mend_row (widget);
  else if (is_a (widget, "GtkColumnListView"))
    name_after (widget, g_list_prepend (NULL, gtk_widget_get_parent (widget)));
  else if (GTK_IS_LIST_VIEW (widget))
    mend_list (widget);
  else if (ADW_IS_EXPANDER_ROW (widget))
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
        adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), -1);
  else if (GTK_IS_SHORTCUTS_WINDOW (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    g_dgettext ("gtk40", "Shortcuts"), -1);
  else if (GTK_IS_EXPANDER (widget) && gtk_expander_get_label_widget (GTK_EXPANDER (widget)))
    name_after (widget,
                g_list_prepend (NULL, gtk_expander_get_label_widget (GTK_EXPANDER (widget))));
  else if (ADW_IS_SPLIT_BUTTON (widget))
    mend_split_button (widget);
  return TRUE;
}

void
ras_accessible_init (void)
{
  /* The signal is only there once the class is. */
  g_autoptr (GTypeClass) class = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, shown_cb, NULL, NULL);
}
