#include "plan.h"

#include <glib/gi18n.h>
#include <string.h>

#include "json-line.h"
#include "run-fields.h"

const RasPreset ras_presets[] = {
  { "glance", N_ ("Glance"), N_ ("A first impression: 2 000 images, one seed."), 2000, 1, 150, 20 },
  { "lesson", N_ ("Lesson"),
    N_ ("Enough to see how learning starts later: 20 000 images, two seeds."), 20000, 2, 1000, 30 },
  { "paper", N_ ("Paper"), N_ ("The budget of the paper: all images, five seeds."), 0, 5, 30000,
    100 },
};
const guint ras_n_presets = G_N_ELEMENTS (ras_presets);

const RasPreset *
ras_preset_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < ras_n_presets; i++)
    {
      if (strcmp (ras_presets[i].name, name) == 0)
        return &ras_presets[i];
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ras_presets[i].name);
    }
  g_set_error (error, RAS_POINTS_ERROR, RAS_POINTS_ERROR_INVALID,
               _ ("there is no preset “%s”; there are %s"), name, names->str);
  return NULL;
}

RasPlan *
ras_plan_new (void)
{
  RasPlan *plan = g_new0 (RasPlan, 1);

  plan->common = ras_run_config_new ();
  plan->erasers = g_new0 (char *, 1);
  plan->seeds = 1;
  plan->widths = g_array_new (FALSE, FALSE, sizeof (guint));
  plan->depths = g_array_new (FALSE, FALSE, sizeof (guint));
  return plan;
}

RasPlan *
ras_plan_copy (const RasPlan *plan)
{
  RasPlan *copy = g_new0 (RasPlan, 1);

  copy->common = ras_run_config_copy (plan->common);
  copy->erasers = g_strdupv (plan->erasers);
  copy->seeds = plan->seeds;
  copy->widths = g_array_copy (plan->widths);
  copy->depths = g_array_copy (plan->depths);
  return copy;
}

void
ras_plan_free (RasPlan *plan)
{
  if (plan == NULL)
    return;
  ras_run_config_free (plan->common);
  g_strfreev (plan->erasers);
  g_array_unref (plan->widths);
  g_array_unref (plan->depths);
  g_free (plan);
}

/* --- JSON --- */

static void
append_counts (GString *line, const char *name, const GArray *counts)
{
  ras_json_line_name (line, name);
  g_string_append_c (line, '[');
  for (guint i = 0; i < counts->len; i++)
    g_string_append_printf (line, "%s%u", i > 0 ? "," : "", g_array_index (counts, guint, i));
  g_string_append_c (line, ']');
}

char *
ras_plan_to_json (const RasPlan *plan)
{
  GString *line = g_string_new ("{");
  g_autofree char *common = ras_run_config_to_json (plan->common);

  ras_json_line_name (line, "common");
  g_string_append (line, common);
  ras_json_line_name (line, "erasers");
  g_string_append_c (line, '[');
  for (guint i = 0; plan->erasers[i]; i++)
    {
      if (i > 0)
        g_string_append_c (line, ',');
      ras_json_line_text (line, plan->erasers[i]);
    }
  g_string_append_c (line, ']');
  ras_json_line_name (line, "seeds");
  ras_json_line_count (line, plan->seeds);
  append_counts (line, "widths", plan->widths);
  append_counts (line, "depths", plan->depths);
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}

/* An empty array where there is none; NULL where it is something else. */
static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return json_array_new ();
  return JSON_NODE_HOLDS_ARRAY (node) ? json_node_dup_array (node) : NULL;
}

static gboolean
read_counts (JsonObject *object, const char *name, GArray *counts)
{
  g_autoptr (JsonArray) array = get_array (object, name);

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      guint64 value;
      guint count;

      if (!ras_json_line_get_count (json_array_get_element (array, i), G_MAXUINT, &value))
        return FALSE;
      count = value;
      g_array_append_val (counts, count);
    }
  return array != NULL;
}

static gboolean
read_erasers (JsonObject *object, RasPlan *plan)
{
  g_autoptr (JsonArray) array = get_array (object, "erasers");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!ras_json_line_is_text (node))
        return FALSE;
      g_strv_builder_add (builder, json_node_get_string (node));
    }
  g_strfreev (plan->erasers);
  plan->erasers = g_strv_builder_end (builder);
  return array != NULL;
}

static gboolean
read_seeds (JsonObject *object, RasPlan *plan)
{
  JsonNode *node = json_object_get_member (object, "seeds");
  guint64 value = plan->seeds;

  if (node && !ras_json_line_get_count (node, G_MAXUINT, &value))
    return FALSE;
  plan->seeds = value;
  return TRUE;
}

static gboolean
refuse (const char *name, GError **error)
{
  g_set_error (error, RAS_POINTS_ERROR, RAS_POINTS_ERROR_INVALID,
               _ ("this is no plan of runs: “%s” is not what it should be"), name);
  return FALSE;
}

static gboolean
read_common (JsonObject *object, RasPlan *plan, GError **error)
{
  JsonNode *node = json_object_get_member (object, "common");
  RasRunConfig *common;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse ("common", error);
  common = ras_run_fields_read (json_node_get_object (node), error);
  if (common == NULL)
    return FALSE;
  ras_run_config_free (plan->common);
  plan->common = common;
  return TRUE;
}

RasPlan *
ras_plan_from_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = ras_json_line_parse (json, _ ("this is no plan of runs"), error);
  g_autoptr (RasPlan) plan = ras_plan_new ();

  if (object == NULL || !read_common (object, plan, error))
    return NULL;
  if ((read_erasers (object, plan) || refuse ("erasers", error))
      && (read_seeds (object, plan) || refuse ("seeds", error))
      && (read_counts (object, "widths", plan->widths) || refuse ("widths", error))
      && (read_counts (object, "depths", plan->depths) || refuse ("depths", error)))
    return g_steal_pointer (&plan);
  return NULL;
}

/* --- Unfolding --- */

static RasRunConfig *
make_config (const RasPlan *plan, guint64 seed, guint width, guint depth, const char *eraser)
{
  RasRunConfig *config = ras_run_config_copy (plan->common);

  config->seed = seed;
  config->width = width;
  config->depth = depth;
  if (eraser)
    {
      g_free (config->eraser);
      config->eraser = g_strdup (eraser);
    }
  return config;
}

/* Entry i of a list that stands for one value where it is empty. */
static guint
nth (const GArray *counts, guint i, guint fallback)
{
  return counts->len > 0 ? g_array_index (counts, guint, i) : fallback;
}

GPtrArray *
ras_plan_unfold (const RasPlan *plan)
{
  GPtrArray *configs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_config_free);
  guint n_widths = MAX (plan->widths->len, 1), n_depths = MAX (plan->depths->len, 1);
  guint n_erasers = MAX (g_strv_length (plan->erasers), 1);

  for (guint s = 0; s < plan->seeds; s++)
    for (guint w = 0; w < n_widths; w++)
      for (guint d = 0; d < n_depths; d++)
        for (guint e = 0; e < n_erasers; e++)
          g_ptr_array_add (configs,
                           make_config (plan, plan->common->seed + s,
                                        nth (plan->widths, w, plan->common->width),
                                        nth (plan->depths, d, plan->common->depth),
                                        plan->erasers[0] ? plan->erasers[e] : NULL));
  return configs;
}
