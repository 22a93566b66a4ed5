/* Numbers as text for programs: the same in every locale, and the same number again when read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RAS_NUMBER_SIZE 40

/* The fewest digits that read back as this very number; C form. Also "nan" and "inf". */
const char *ras_number_format (char buffer[RAS_NUMBER_SIZE], double value);

G_END_DECLS
