#include "catalogue.h"

#include <glib/gi18n.h>

/* 10 000 records of a label and 3 · 32 · 32 pixels. */
#define CIFAR_BATCH 30730000

static const RasSourceFile cifar10_files[] = {
  { "cifar-10-binary.tar.gz", 170052171, "c32a1d4ab5d03f1284b67883e8d87530",
    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd" },
};

static const RasSourceMember cifar10_members[] = {
  { "cifar-10-batches-bin/data_batch_1.bin", CIFAR_BATCH, CIFAR_BATCH },
  { "cifar-10-batches-bin/data_batch_2.bin", CIFAR_BATCH, CIFAR_BATCH },
  { "cifar-10-batches-bin/data_batch_3.bin", CIFAR_BATCH, CIFAR_BATCH },
  { "cifar-10-batches-bin/data_batch_4.bin", CIFAR_BATCH, CIFAR_BATCH },
  { "cifar-10-batches-bin/data_batch_5.bin", CIFAR_BATCH, CIFAR_BATCH },
  { "cifar-10-batches-bin/test_batch.bin", CIFAR_BATCH, CIFAR_BATCH },
  { "cifar-10-batches-bin/batches.meta.txt", 1, 4096 },
  { "cifar-10-batches-bin/readme.html", 0, 4096 },
};

static const RasSourceFile svhn_files[] = {
  { "train_32x32.mat", 182040794, "e26dedcc434d2e4c54c9b2d4a06d8373", NULL },
  { "test_32x32.mat", 64275384, "eb5a983be6a315427106f1b164d9cef3", NULL },
};

static const RasSourceFile mnist_files[] = {
  { "train-images-idx3-ubyte.gz", 9912422, "f68b3c2dcbeaaa9fbdd348bbdeb94873", NULL },
  { "train-labels-idx1-ubyte.gz", 28881, "d53e105ee54ea40749a09fcbcd1e9432", NULL },
  { "t10k-images-idx3-ubyte.gz", 1648877, "9fb629c4189551a2d022fa330f9573f3", NULL },
  { "t10k-labels-idx1-ubyte.gz", 4542, "ec29112dd5afa0611ce80d1b7f02629c", NULL },
};

static const RasSourceFile fashion_files[] = {
  { "train-images-idx3-ubyte.gz", 26421880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d", NULL },
  { "train-labels-idx1-ubyte.gz", 29515, "25c81989df183df01b3e8a0aad5dffbe", NULL },
  { "t10k-images-idx3-ubyte.gz", 4422102, "bef4ecab320f06d8554ea6380940ec79", NULL },
  { "t10k-labels-idx1-ubyte.gz", 5148, "bb300cfdad3c16e7a12a480ee83cd310", NULL },
};

static const RasSource sources[] = {
  {
      .name = "cifar10",
      .title = "CIFAR-10",
      .description = N_ ("Animals and vehicles in colour"),
      .images = 60000,
      .classes = 10,
      .channels = 3,
      .height = 32,
      .width = 32,
      .terms = N_ ("No licence is stated; cite the report below."),
      .page = "https://www.cs.toronto.edu/~kriz/cifar.html",
      .citation = "Alex Krizhevsky. Learning Multiple Layers of Features from Tiny Images. "
                  "University of Toronto, 2009.",
      .base = "https://www.cs.toronto.edu/~kriz/",
      .files = cifar10_files,
      .n_files = G_N_ELEMENTS (cifar10_files),
      .members = cifar10_members,
      .n_members = G_N_ELEMENTS (cifar10_members),
      .folder = "cifar-10-batches-bin",
  },
  {
      .name = "svhn",
      .title = "SVHN",
      .description = N_ ("House numbers on photographs, cropped to one digit"),
      .images = 99289,
      .classes = 10,
      .channels = 3,
      .height = 32,
      .width = 32,
      .terms = N_ ("For non-commercial use only."),
      .page = "http://ufldl.stanford.edu/housenumbers/",
      .citation = "Yuval Netzer, Tao Wang, Adam Coates, Alessandro Bissacco, Bo Wu, Andrew Y. Ng. "
                  "Reading Digits in Natural Images with Unsupervised Feature Learning. "
                  "NIPS Workshop on Deep Learning and Unsupervised Feature Learning, 2011.",
      .base = "http://ufldl.stanford.edu/housenumbers/",
      .files = svhn_files,
      .n_files = G_N_ELEMENTS (svhn_files),
  },
  {
      .name = "mnist",
      .title = "MNIST",
      .description = N_ ("Handwritten digits in grey"),
      .images = 70000,
      .classes = 10,
      .channels = 1,
      .height = 28,
      .width = 28,
      .terms = N_ ("Creative Commons Attribution-ShareAlike 3.0, as is commonly stated."),
      .page = "https://yann.lecun.com/exdb/mnist/",
      .citation = "Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner. Gradient-Based Learning "
                  "Applied to Document Recognition. Proceedings of the IEEE 86(11), 1998.",
      .base = "https://ossci-datasets.s3.amazonaws.com/mnist/",
      .files = mnist_files,
      .n_files = G_N_ELEMENTS (mnist_files),
  },
  {
      .name = "fashion-mnist",
      .title = "Fashion-MNIST",
      .description = N_ ("Pieces of clothing in grey"),
      .images = 70000,
      .classes = 10,
      .channels = 1,
      .height = 28,
      .width = 28,
      .terms = N_ ("MIT licence."),
      .page = "https://github.com/zalandoresearch/fashion-mnist",
      .citation = "Han Xiao, Kashif Rasul, Roland Vollgraf. Fashion-MNIST: a Novel Image Dataset for "
                  "Benchmarking Machine Learning Algorithms. arXiv:1708.07747, 2017.",
      .base = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
      .files = fashion_files,
      .n_files = G_N_ELEMENTS (fashion_files),
  },
};

guint
ras_n_sources (void)
{
  return G_N_ELEMENTS (sources);
}

const RasSource *
ras_source_nth (guint i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (sources), NULL);
  return &sources[i];
}

/* “CIFAR-10”, “cifar_10” and “cifar10” are one name. */
static char *
fold (const char *name)
{
  GString *folded = g_string_new (NULL);

  for (; *name; name++)
    if (g_ascii_isalnum (*name))
      g_string_append_c (folded, g_ascii_tolower (*name));
  return g_string_free (folded, FALSE);
}

const RasSource *
ras_source_find (const char *name)
{
  g_autofree char *wanted = fold (name);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *own = fold (sources[i].name);

      if (g_str_equal (own, wanted))
        return &sources[i];
    }
  return NULL;
}

guint64
ras_source_get_download_size (const RasSource *source)
{
  guint64 size = 0;

  for (guint i = 0; i < source->n_files; i++)
    size += source->files[i].size;
  return size;
}

guint64
ras_source_get_unpacked_size (const RasSource *source)
{
  guint64 size = 0;

  for (guint i = 0; i < source->n_members; i++)
    size += source->members[i].most;
  return source->members ? size : ras_source_get_download_size (source);
}
