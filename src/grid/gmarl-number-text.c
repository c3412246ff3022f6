/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-number-text.h"

#include <math.h>
#include <string.h>

/* A trace has millions of numbers, and the C library takes most of a microsecond for one. Here the
 * number f·2^e is multiplied by a power of ten, kept in 64 bits, so that its 17 digits are an
 * integer. The product errs by less than f units of its own: where that could turn the rounding of
 * the last digit, and outside the table's range, the C library decides.
 */
enum {
  DIGITS = 17,
  LEAST_POWER = -5,
  LARGEST_POWER = 36,
  LEAST_FIXED_EXPONENT = -4 /* as printf's g: smaller numbers are written with an exponent */
};

/* 10^k as mantissa × 2^power_exponent (k), the mantissa's highest bit set, rounded to nearest. */
static const guint64 power_mantissa[LARGEST_POWER - LEAST_POWER + 1] = {
  0xA7C5AC471B478423, 0xD1B71758E219652C, 0x83126E978D4FDF3B, 0xA3D70A3D70A3D70A,
  0xCCCCCCCCCCCCCCCD, 0x8000000000000000, 0xA000000000000000, 0xC800000000000000,
  0xFA00000000000000, 0x9C40000000000000, 0xC350000000000000, 0xF424000000000000,
  0x9896800000000000, 0xBEBC200000000000, 0xEE6B280000000000, 0x9502F90000000000,
  0xBA43B74000000000, 0xE8D4A51000000000, 0x9184E72A00000000, 0xB5E620F480000000,
  0xE35FA931A0000000, 0x8E1BC9BF04000000, 0xB1A2BC2EC5000000, 0xDE0B6B3A76400000,
  0x8AC7230489E80000, 0xAD78EBC5AC620000, 0xD8D726B7177A8000, 0x878678326EAC9000,
  0xA968163F0A57B400, 0xD3C21BCECCEDA100, 0x84595161401484A0, 0xA56FA5B99019A5C8,
  0xCECB8F27F4200F3A, 0x813F3978F8940984, 0xA18F07D736B90BE5, 0xC9F2C9CD04674EDF,
  0xFC6F7C4045812296, 0x9DC5ADA82B70B59E, 0xC5371912364CE305, 0xF684DF56C3E01BC7,
  0x9A130B963A6C115C, 0xC097CE7BC90715B3,
};

static gint
power_exponent (gint k)
{
  /* 217706 / 2^16 is log2 (10), near enough for the table. */
  return ((k * 217706) >> 16) - 63;
}

/* The 17 digits of mantissa·2^exponent × 10^k as an integer, or 0 if the table cannot tell. */
static guint64
scale_to_integer (guint64 mantissa, gint exponent, gint k)
{
  unsigned __int128 product, fraction, half;
  gint shift = -(exponent + power_exponent (k));

  if (shift < 2 || shift > 120)
    return 0;
  product = (unsigned __int128) mantissa * power_mantissa[k - LEAST_POWER];
  half = (unsigned __int128) 1 << (shift - 1);
  fraction = product & (2 * half - 1);
  if ((fraction > half ? fraction - half : half - fraction) <= mantissa)
    return 0;
  return (guint64) (product >> shift) + (fraction > half);
}

static void
write_digits (guint64 number, char *digits)
{
  for (gint k = DIGITS - 1; k >= 0; k--) {
    digits[k] = '0' + number % 10;
    number /= 10;
  }
}

/* Lays out digits d.ddd × 10^exponent as printf's g does. Returns the length. */
static gsize
lay_out (const char *digits, gint exponent, char *out)
{
  char *end = out;
  gint count = DIGITS;

  while (count > 1 && digits[count - 1] == '0')
    count--;
  if (exponent < LEAST_FIXED_EXPONENT) {
    *end++ = digits[0];
    if (count > 1) {
      *end++ = '.';
      memcpy (end, digits + 1, count - 1);
      end += count - 1;
    }
    *end++ = 'e';
    *end++ = '-';
    *end++ = '0' + -exponent / 10;
    *end++ = '0' + -exponent % 10;
  } else if (exponent < 0) {
    memcpy (end, "0.0000", 6);
    end += 1 - exponent;
    memcpy (end, digits, count);
    end += count;
  } else {
    gint whole = exponent + 1;

    memcpy (end, digits, DIGITS);
    end += whole;
    if (count > whole) {
      *end++ = '.';
      memcpy (end, digits + whole, count - whole);
      end += count - whole;
    }
  }
  return end - out;
}

static gsize
write_by_library (char *out, double value)
{
  g_ascii_formatd (out, GMARL_NUMBER_TEXT_SIZE, "%.17g", value);
  return strlen (out);
}

gsize
gmarl_number_text (char *out, double value)
{
  const guint64 most = G_GUINT64_CONSTANT (100000000000000000); /* 10^17 */
  char digits[DIGITS];
  gint exponent, ten;
  double fraction = frexp (fabs (value), &exponent);
  guint64 mantissa, number;

  if (value == 0 && !signbit (value)) {
    *out = '0';
    return 1;
  }
  /* A lower bound of the decimal exponent, at most one too small, from 2^(exponent - 1) <= |value|
   * with log10 (2) as 19728 / 2^16. */
  ten = ((exponent - 1) * 19728) >> 16;
  if (!isnormal (value) || DIGITS - 1 - ten > LARGEST_POWER || DIGITS - 2 - ten < LEAST_POWER)
    return write_by_library (out, value);
  mantissa = fraction * 0x1p53;
  number = scale_to_integer (mantissa, exponent - 53, DIGITS - 1 - ten);
  if (number >= most) {
    ten++;
    number = scale_to_integer (mantissa, exponent - 53, DIGITS - 1 - ten);
  }
  if (number < most / 10 || number >= most || ten >= DIGITS)
    return write_by_library (out, value);
  write_digits (number, digits);
  *out = '-';
  return signbit (value) ? 1 + lay_out (digits, ten, out + 1) : lay_out (digits, ten, out);
}
