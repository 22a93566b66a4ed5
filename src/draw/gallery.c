#include "gallery-private.h"

RasGallery *
ras_gallery_new (guint width, guint height, const RasGalleryColumn *columns, guint n_columns,
                 const RasGalleryGroup *groups, guint n_groups)
{
  RasGallery *self = g_new0 (RasGallery, 1);

  self->width = width;
  self->height = height;
  self->n_columns = n_columns;
  self->n_groups = n_groups;
  self->columns = g_new0 (RasColumnEntry, n_columns);
  self->groups = g_new0 (RasGroupEntry, n_groups);
  for (guint c = 0; c < n_columns; c++)
    self->columns[c] = (RasColumnEntry) { g_strdup (columns[c].eraser_name),
                                          g_strdup (columns[c].title) };
  for (guint g = 0; g < n_groups; g++)
    {
      self->groups[g] = (RasGroupEntry) { g_strdup (groups[g].title), self->n_rows,
                                          groups[g].n_rows };
      self->n_rows += groups[g].n_rows;
    }
  self->group_of = g_new (guint, self->n_rows);
  for (guint g = 0; g < n_groups; g++)
    for (guint i = 0; i < self->groups[g].n; i++)
      self->group_of[self->groups[g].first + i] = g;
  self->pictures = g_new0 (cairo_surface_t *, (gsize) self->n_rows * n_columns);
  self->messages = g_new0 (RasGalleryMessage, (gsize) n_groups * n_columns);
  return self;
}

void
ras_gallery_free (RasGallery *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < (gsize) self->n_rows * self->n_columns; i++)
    g_clear_pointer (&self->pictures[i], cairo_surface_destroy);
  for (gsize i = 0; i < (gsize) self->n_groups * self->n_columns; i++)
    g_free (self->messages[i].text);
  for (guint c = 0; c < self->n_columns; c++)
    {
      g_free (self->columns[c].eraser_name);
      g_free (self->columns[c].title);
    }
  for (guint g = 0; g < self->n_groups; g++)
    g_free (self->groups[g].title);
  g_free (self->columns);
  g_free (self->groups);
  g_free (self->group_of);
  g_free (self->pictures);
  g_free (self->messages);
  g_free (self);
}

RasGallery *
ras_gallery_copy_complete (const RasGallery *self)
{
  g_autofree RasGalleryColumn *columns = g_new (RasGalleryColumn, self->n_columns);
  g_autofree RasGalleryGroup *groups = g_new (RasGalleryGroup, self->n_groups);
  g_autofree guint *from = g_new (guint, self->n_columns);
  RasGallery *copy;
  guint n = 0;

  for (guint c = 0; c < self->n_columns; c++)
    if (ras_gallery_is_complete (self, c))
      {
        columns[n]
            = (RasGalleryColumn) { self->columns[c].eraser_name, self->columns[c].title };
        from[n++] = c;
      }
  for (guint g = 0; g < self->n_groups; g++)
    groups[g] = (RasGalleryGroup) { self->groups[g].title, self->groups[g].n };
  copy = ras_gallery_new (self->width, self->height, columns, n, groups, self->n_groups);
  for (guint row = 0; row < self->n_rows; row++)
    for (guint c = 0; c < n; c++)
      ras_gallery_set_picture (copy, row, c, ras_gallery_get_picture (self, row, from[c]));
  return copy;
}

guint
ras_gallery_get_n_columns (const RasGallery *self)
{
  return self->n_columns;
}

guint
ras_gallery_get_n_groups (const RasGallery *self)
{
  return self->n_groups;
}

guint
ras_gallery_get_n_rows (const RasGallery *self)
{
  return self->n_rows;
}

guint
ras_gallery_get_group (const RasGallery *self, guint row)
{
  return self->group_of[row];
}

guint
ras_gallery_get_first_row (const RasGallery *self, guint group)
{
  return self->groups[group].first;
}

guint
ras_gallery_get_group_size (const RasGallery *self, guint group)
{
  return self->groups[group].n;
}

const char *
ras_gallery_get_column_title (const RasGallery *self, guint column)
{
  return self->columns[column].title;
}

const char *
ras_gallery_get_group_title (const RasGallery *self, guint group)
{
  return self->groups[group].title;
}

void
ras_gallery_set_picture (RasGallery *self, guint row, guint column, cairo_surface_t *picture)
{
  cairo_surface_t **place = &self->pictures[(gsize) row * self->n_columns + column];

  if (picture)
    cairo_surface_reference (picture);
  g_clear_pointer (place, cairo_surface_destroy);
  *place = picture;
}

cairo_surface_t *
ras_gallery_get_picture (const RasGallery *self, guint row, guint column)
{
  return self->pictures[(gsize) row * self->n_columns + column];
}

gboolean
ras_gallery_is_complete (const RasGallery *self, guint column)
{
  for (guint row = 0; row < self->n_rows; row++)
    if (ras_gallery_get_picture (self, row, column) == NULL
        || ras_gallery_get_message (self, self->group_of[row], column))
      return FALSE;
  return TRUE;
}

void
ras_gallery_set_message (RasGallery *self, guint group, guint column, const char *message,
                         double fraction)
{
  RasGalleryMessage *place = &self->messages[(gsize) group * self->n_columns + column];

  if (g_strcmp0 (place->text, message) != 0)
    {
      g_free (place->text);
      place->text = g_strdup (message);
    }
  place->fraction = fraction;
}

const char *
ras_gallery_get_message (const RasGallery *self, guint group, guint column)
{
  return self->messages[(gsize) group * self->n_columns + column].text;
}
