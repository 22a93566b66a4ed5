#include "network.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (ras-learn-error-quark, ras_learn_error)

/* In the order in which a person chooses. */
static const RasNetworkKind *const kinds[] = {
  &ras_network_linear,
  &ras_network_mlp,
  &ras_network_lenet,
  &ras_network_resnet18,
  &ras_network_convnext,
  &ras_network_swin,
};

guint
ras_n_network_kinds (void)
{
  return G_N_ELEMENTS (kinds);
}

const RasNetworkKind *
ras_network_kind_nth (guint i)
{
  return kinds[i];
}

const RasNetworkKind *
ras_network_kind_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (kinds[i]->name, name) == 0)
        return kinds[i];
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", kinds[i]->name);
    }
  g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID,
               _ ("there is no network called “%s”; there are %s"), name, names->str);
  return NULL;
}

RasNetwork *
ras_network_new (const RasRunConfig *config, const RasNetworkInput *input, GError **error)
{
  g_autoptr (RasNetwork) self = g_new0 (RasNetwork, 1);

  self->kind = ras_network_kind_find (config->net, error);
  if (self->kind == NULL)
    return NULL;
  self->parameters = ras_parameters_new ();
  self->rate_scale = 1;
  self->root = self->kind->build (config, input, self->parameters, &self->rate_scale, error);
  if (self->root == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
ras_network_free (RasNetwork *self)
{
  ras_layer_free (self->root);
  if (self->parameters)
    ras_parameters_free (self->parameters);
  g_free (self);
}

guint64
ras_network_memory (const RasNetwork *self, gsize batch, guint threads)
{
  const RasLayer *root = self->root;
  guint64 an_image = root->in + root->out * 2 + root->saved + root->scratch;
  /* y, z, v, x and the best x; a gradient for every thread. */
  guint64 vectors = 5 + threads;

  return sizeof (RasReal)
         * (an_image * batch + (guint64) root->fixed_scratch * threads
            + vectors * self->parameters->count + 2 * self->parameters->n_state);
}
