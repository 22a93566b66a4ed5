/* Global response norm (Woo et al., arXiv 2301.00808): channels of an image compete.
 *
 * With g an image of P positions × C channels, G_c = √Σ_p g_pc² and N_c = G_c / (mean G + ε), it is
 * u_pc = γ_c g_pc N_c + β_c + g_pc = g_pc · a_c + β_c: one factor a_c = 1 + γ_c N_c a channel. Functions
 * on the channels of one image; what runs over positions is its caller's. */
#pragma once

#include "real.h"

G_BEGIN_DECLS

/* a from squares, Σ_p g_pc². */
void ras_grn_factors (const RasReal *squares, const RasReal *gamma, gsize channels,
                      RasReal *factors);
/* From d_factors, Σ_p ∂L/∂u_pc g_pc: pull, such that ∂L/∂g_pc = a_c ∂L/∂u_pc + pull_c g_pc; may be
 * d_factors. ∂L/∂γ is added to d_gamma. */
void ras_grn_backward (const RasReal *squares, const RasReal *gamma, const RasReal *d_factors,
                       gsize channels, RasReal *pull, RasReal *d_gamma);

G_END_DECLS
