#!/usr/bin/env python3
# Copyright 2026 The Gridmarl developers
# SPDX-License-Identifier: MIT
"""Writes python.safetensors beside this script with the package `safetensors` (numpy), which Gridmarl
does not need: a file from another implementation for tests/learning/test-checkpoint.c. Its metadata
"sha256" is the hash of the file with zeros for these digits.

    pip install safetensors numpy && tests/data/make_python_safetensors.py

With the argument --read FILE it prints what the package finds in a file instead.
"""

import hashlib
import pathlib
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save

TENSORS = {
    "weight": numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 4,
    "moments": numpy.array([1 / 3, -2e300], dtype=numpy.float64),
    "steps": numpy.array([[-1], [2**62]], dtype=numpy.int64),
    "empty": numpy.zeros((0, 4), dtype=numpy.float32),
    "other": numpy.array([1, 2, 3, 4], dtype=numpy.int32),
}


def write(path):
    zeros = b"0" * 64
    contents = save(TENSORS, metadata={"format": "python", "sha256": zeros.decode()})
    assert contents.count(zeros) == 1
    path.write_bytes(contents.replace(zeros, hashlib.sha256(contents).hexdigest().encode()))


def show(path):
    with safe_open(path, framework="numpy") as file:
        for key, value in (file.metadata() or {}).items():
            print(f"{key} = {value}")
        for name in file.keys():
            tensor = file.get_tensor(name)
            print(name, tensor.dtype, list(tensor.shape), tensor.ravel()[:8].tolist())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        show(sys.argv[2])
    else:
        write(pathlib.Path(__file__).resolve().parent / "python.safetensors")
