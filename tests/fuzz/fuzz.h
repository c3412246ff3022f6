/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* A fuzz target: reads the bytes as one kind of file and aborts if a promise is broken. libFuzzer
 * calls it with inputs of its own, replay.c with the files of a corpus. Returns 0.
 */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
