/* The ten subjects of the built-in set. Each paints one of its kind with `brush`,
 * its variety (breed, view, colours) chosen from the brush's random stream. */
#pragma once

#include "drawn-brush.h"

G_BEGIN_DECLS

void ras_draw_airplane (RasBrush *brush);
void ras_draw_automobile (RasBrush *brush);
void ras_draw_bird (RasBrush *brush);
void ras_draw_cat (RasBrush *brush);
void ras_draw_deer (RasBrush *brush);
void ras_draw_dog (RasBrush *brush);
void ras_draw_frog (RasBrush *brush);
void ras_draw_horse (RasBrush *brush);
void ras_draw_ship (RasBrush *brush);
void ras_draw_truck (RasBrush *brush);

G_END_DECLS
