#include "run-fields.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include <xxhash.h>

#define FIELD(field, kind) { #field, RAS_FIELD_##kind, G_STRUCT_OFFSET (RasRunConfig, field), FALSE }
#define INCIDENTAL(field, kind) \
  { #field, RAS_FIELD_##kind, G_STRUCT_OFFSET (RasRunConfig, field), TRUE }

/* The identity is made of names, order and values: changing any of them changes every id. */
const RasField ras_run_fields[] = {
  INCIDENTAL (dataset, TEXT),
  INCIDENTAL (title, TEXT),
  FIELD (fingerprint, TEXT),
  FIELD (n_classes, UINT),
  FIELD (images, SIZE),
  FIELD (eraser, TEXT),
  FIELD (rank, UINT),
  FIELD (shrinkage, SWITCH),
  FIELD (eraser_seed, UINT64),
  FIELD (net, TEXT),
  FIELD (size, TEXT),
  FIELD (activation, TEXT),
  FIELD (width, UINT),
  FIELD (depth, UINT),
  FIELD (drop_path, NUMBER),
  FIELD (learning_rate, NUMBER),
  FIELD (beta1, NUMBER),
  FIELD (beta2, NUMBER),
  FIELD (weight_decay, NUMBER),
  FIELD (warm_up, UINT),
  FIELD (batch, UINT),
  FIELD (max_epochs, UINT),
  FIELD (patience, UINT),
  FIELD (crop, SWITCH),
  FIELD (flip, SWITCH),
  FIELD (threads, UINT),
  FIELD (seed, UINT64),
  FIELD (estimator, ESTIMATOR),
  FIELD (blocks, UINT),
};
const guint ras_n_run_fields = G_N_ELEMENTS (ras_run_fields);

static const char *const estimators[] = {
  [RAS_ESTIMATOR_PREQUENTIAL] = "prequential",
  [RAS_ESTIMATOR_FIXED_TEST] = "fixed-test",
};

const char *
ras_estimator_name (RasEstimator estimator)
{
  return estimators[estimator];
}

gboolean
ras_estimator_find (const char *name, RasEstimator *estimator)
{
  for (guint i = 0; i < G_N_ELEMENTS (estimators); i++)
    if (strcmp (name, estimators[i]) == 0)
      {
        *estimator = i;
        return TRUE;
      }
  return FALSE;
}

RasRunConfig *
ras_run_config_new (void)
{
  RasRunConfig *config = g_new0 (RasRunConfig, 1);

  *config = (RasRunConfig) {
    .eraser = g_strdup ("none"),
    .shrinkage = TRUE,
    .eraser_seed = 1,
    /* Zero is a value of its own; that of the network's table is filled in later. */
    .drop_path = NAN,
    .beta2 = 0.999,
    .weight_decay = 0.01,
    .warm_up = 100,
    .batch = 128,
    .max_epochs = 1000,
    .patience = 30,
    .crop = TRUE,
    .flip = TRUE,
    .threads = 1,
    .seed = 1,
    .estimator = RAS_ESTIMATOR_PREQUENTIAL,
    .blocks = 10,
  };
  return config;
}

RasRunConfig *
ras_run_config_copy (const RasRunConfig *config)
{
  RasRunConfig *copy = g_memdup2 (config, sizeof *config);

  for (guint i = 0; i < ras_n_run_fields; i++)
    if (ras_run_fields[i].kind == RAS_FIELD_TEXT)
      {
        char **text = &RAS_FIELD (copy, &ras_run_fields[i], char *);

        *text = g_strdup (*text);
      }
  return copy;
}

void
ras_run_config_free (RasRunConfig *config)
{
  if (config == NULL)
    return;
  for (guint i = 0; i < ras_n_run_fields; i++)
    if (ras_run_fields[i].kind == RAS_FIELD_TEXT)
      g_free (RAS_FIELD (config, &ras_run_fields[i], char *));
  g_free (config);
}

char *
ras_run_config_make_id (const RasRunConfig *config)
{
  g_autoptr (GString) text = g_string_new (NULL);
  XXH128_hash_t hash;

  g_string_append_printf (text, "{\"numerics\":%d", RAS_POINTS_NUMERICS);
  ras_run_fields_append (text, config, TRUE);
  g_string_append_c (text, '}');
  hash = XXH3_128bits (text->str, text->len);
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
                          (guint64) hash.high64, (guint64) hash.low64);
}

/* --- For people --- */

/* How the papers write the networks; names are no words to be translated. */
static const struct
{
  const char *name, *title;
} nets[] = {
  { "linear", "Linear" },      { "mlp", "MLP" },           { "lenet", "LeNet-5" },
  { "resnet18", "ResNet-18" }, { "convnext", "ConvNeXt V2" }, { "swin", "Swin V2" },
};

static const char *
find_title (const char *net)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nets); i++)
    if (strcmp (nets[i].name, net) == 0)
      return nets[i].title;
  return net;
}

char *
ras_run_config_describe_network (const RasRunConfig *config)
{
  g_autoptr (GString) text = g_string_new (config->net ? find_title (config->net) : "–");

  if (config->activation && strcmp (config->activation, "relu") != 0)
    g_string_append_printf (text, " %s", config->activation);
  if (config->size)
    g_string_append_printf (text, " %s", config->size);
  else if (config->width > 0 && config->depth > 0)
    g_string_append_printf (text, " %u × %u", config->width, config->depth);
  else if (config->width > 0)
    g_string_append_printf (text, " %u", config->width);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ras_run_config_describe (const RasRunConfig *config)
{
  g_autofree char *network = ras_run_config_describe_network (config), *seed = NULL;
  g_autoptr (GString) text = g_string_new (network);

  g_string_append_printf (text, ", %s", config->eraser ? config->eraser : "–");
  if (config->rank > 0)
    g_string_append_printf (text, " %u", config->rank);
  seed = g_strdup_printf ("%" G_GUINT64_FORMAT, config->seed);
  g_string_append (text, ", ");
  g_string_append_printf (text, _ ("seed %s"), seed);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* First stages; how they go on is the networks' business. */
static const struct
{
  const char *name;
  guint width, depth;
} sizes[] = { { "atto", 40, 2 }, { "femto", 48, 2 }, { "pico", 64, 2 }, { "nano", 80, 2 },
              { "tiny", 96, 3 } };

void
ras_run_config_get_shape (const RasRunConfig *config, guint *width, guint *depth)
{
  *width = config->width;
  *depth = config->depth;
  for (gsize i = 0; config->size && i < G_N_ELEMENTS (sizes); i++)
    if (strcmp (config->size, sizes[i].name) == 0)
      {
        *width = sizes[i].width;
        *depth = sizes[i].depth;
      }
}
