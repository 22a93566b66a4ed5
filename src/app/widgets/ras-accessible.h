/* Names that GTK 4.8 leaves out, so that a screen reader has something to say.
 *
 * A drop-down and a menu button hand the focus to a button inside them which knows nothing of their
 * label; rows of lists are announced by the name of their class; a button with a mnemonic is called
 * "_Open Open". All of them are mended when they are shown, wherever they are. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once, before the first window. */
void ras_accessible_init (void);

G_END_DECLS
