/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

/* A standard normal number in one straight line of code, so that compilers turn a loop over it into
 * vector instructions. It uses additions, multiplications, one division and one square root of
 * doubles and must be compiled without contraction: then a scalar build and every vector build give
 * the same bits, on every machine with IEEE 754 arithmetic. Errors are below 5e-15 absolute.
 */

static inline uint64_t
gmarl_random_mix_inline (uint64_t x)
{
  uint64_t z = x + 0x9E3779B97F4A7C15u;

  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static inline double
gmarl_double_of_bits (uint64_t bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static inline uint64_t
gmarl_bits_of_double (double value)
{
  uint64_t bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

/* The upper 53 bits as a number in [0, 1). Both halves become doubles by way of their bits, since
 * not every machine converts 64-bit integers in vectors; all steps are exact.
 */
static inline double
gmarl_unit_of_bits (uint64_t bits)
{
  uint64_t number = bits >> 11;
  double high = gmarl_double_of_bits (number >> 32 | 0x4330000000000000u) - 0x1p52;
  double low = gmarl_double_of_bits ((number & 0xFFFFFFFFu) | 0x4330000000000000u) - 0x1p52;

  return high * 0x1p-21 + low * 0x1p-53;
}

/* Natural logarithm of x in [2^-53, 1], to within one unit in the last place: x = 2^k (1 + f) with
 * 1 + f between √½ and √2; method and coefficients of FDLIBM's e_log.c (Sun Microsystems 1993).
 */
static inline double
gmarl_log_of_unit (double x)
{
  const uint64_t sqrt_half = 0x3FE6A09E00000000u, one = 0x3FF0000000000000u;
  const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
  uint64_t shifted = gmarl_bits_of_double (x) + (one - sqrt_half);
  double k = gmarl_double_of_bits (shifted >> 52 | 0x4330000000000000u) - (0x1p52 + 1023);
  double f = gmarl_double_of_bits ((shifted & 0x000FFFFFFFFFFFFFu) + sqrt_half) - 1;
  double s = f / (2 + f);
  double z = s * s, w = z * z;
  double even = w * (3.999999999940941908e-01 +
                     w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  double odd = z * (6.666666666666735130e-01 +
                    w * (2.857142874366239149e-01 +
                         w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  double half_square = 0.5 * f * f;

  return k * ln2_high - ((half_square - (s * (half_square + (even + odd)) + k * ln2_low)) - f);
}

/* cos 2πu for u in [0, 1]. With y = |u - ½| - ¼, exact, it is sin 2πy; |y| ≤ ¼. The polynomial is
 * the Chebyshev interpolant of sin (2πy) / y in y², 3e-17 from it.
 */
static inline double
gmarl_cos_of_turn (double u)
{
  double y = fabs (u - 0.5) - 0.25;
  double z = y * y, w = z * z;
  double low = (0x1.921fb54442d18p+2 + z * -0x1.4abbce625be52p+5) +
               w * (0x1.466bc6775aa7dp+6 + z * -0x1.32d2cce627c86p+6);
  double high = (0x1.5078348551854p+5 + z * -0x1.e3074dfaf87afp+3) +
                w * ((0x1.e8f3675ee37ddp+1 + z * -0x1.6f7acdb8f6580p-1) + w * 0x1.9d462020fcc78p-4);

  return y * (low + w * w * high);
}

/* Box and Muller (1958), from the uniforms 2 counter and 2 counter + 1 of the stream. */
static inline double
gmarl_random_normal_inline (uint64_t key, uint64_t counter)
{
  double u = gmarl_unit_of_bits (gmarl_random_mix_inline (key ^ (2 * counter)));
  double v = gmarl_unit_of_bits (gmarl_random_mix_inline (key ^ (2 * counter + 1)));

  return sqrt (-2.0 * gmarl_log_of_unit (1.0 - u)) * gmarl_cos_of_turn (v);
}
