#include "table.h"

#include <string.h>

struct _RasTable
{
  char *alignment;
  guint n_columns;
  GPtrArray *cells; /* row after row */
};

RasTable *
ras_table_new (const char *alignment)
{
  RasTable *table = g_new0 (RasTable, 1);

  table->alignment = g_strdup (alignment);
  table->n_columns = strlen (alignment);
  table->cells = g_ptr_array_new_with_free_func (g_free);
  return table;
}

void
ras_table_free (RasTable *table)
{
  g_ptr_array_unref (table->cells);
  g_free (table->alignment);
  g_free (table);
}

void
ras_table_add (RasTable *table, ...)
{
  va_list cells;

  va_start (cells, table);
  for (guint i = 0; i < table->n_columns; i++)
    {
      const char *cell = va_arg (cells, const char *);

      g_ptr_array_add (table->cells, g_strdup (cell ? cell : ""));
    }
  va_end (cells);
}

/* Columns a terminal gives the text. */
static gsize
measure (const char *text)
{
  gsize width = 0;

  for (; *text; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

static void
append_spaces (GString *text, gsize n)
{
  g_string_append_printf (text, "%*s", (int) n, "");
}

char *
ras_table_format (const RasTable *table)
{
  g_autofree gsize *widths = g_new0 (gsize, table->n_columns);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < table->cells->len; i++)
    widths[i % table->n_columns]
        = MAX (widths[i % table->n_columns], measure (g_ptr_array_index (table->cells, i)));
  for (guint i = 0; i < table->cells->len; i++)
    {
      const char *cell = g_ptr_array_index (table->cells, i);
      guint column = i % table->n_columns;
      gsize rest = widths[column] - measure (cell);

      append_spaces (text, table->alignment[column] == 'r' ? rest : 0);
      g_string_append (text, cell);
      append_spaces (text, table->alignment[column] == 'r' ? 0 : rest);
      if (column + 1 < table->n_columns)
        append_spaces (text, 2);
      else
        {
          while (text->str[text->len - 1] == ' ')
            g_string_truncate (text, text->len - 1);
          g_string_append_c (text, '\n');
        }
    }
  return g_string_free (text, FALSE);
}
