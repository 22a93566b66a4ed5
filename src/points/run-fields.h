/* The fields of RasRunConfig as a table, so that copying, writing, reading and the identity cannot
 * forget one. Private to src/points. */
#pragma once

#include <json-glib/json-glib.h>

#include "run.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_FIELD_TEXT,   /* char * */
  RAS_FIELD_UINT,   /* guint */
  RAS_FIELD_SIZE,   /* gsize */
  RAS_FIELD_UINT64, /* guint64 */
  RAS_FIELD_NUMBER, /* double */
  RAS_FIELD_SWITCH, /* gboolean */
  RAS_FIELD_ESTIMATOR,
} RasFieldKind;

typedef struct
{
  const char *name; /* its key */
  RasFieldKind kind;
  gsize offset;
  gboolean incidental; /* no part of the identity */
} RasField;

extern const RasField ras_run_fields[];
extern const guint ras_n_run_fields;

/* The field of a configuration as a value of this type. */
#define RAS_FIELD(config, field, type) (*(type *) ((char *) (config) + (field)->offset))

/* Appends the members of the JSON object, with or without the incidental ones. */
void ras_run_fields_append (GString *line, const RasRunConfig *config, gboolean identity);
/* The configuration in an object; what ras_run_config_from_json() does once it is parsed. */
RasRunConfig *ras_run_fields_read (JsonObject *object, GError **error);

G_END_DECLS
