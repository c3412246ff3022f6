#!/usr/bin/env python3
# Copyright 2026 The Gridmarl developers
# SPDX-License-Identifier: MIT
"""Prints what test-classic-control.c expects of the equations, as Gymnasium 1.4.0 computes them.

Needs the package gymnasium; the tests do not.
"""
import math

import gymnasium
import numpy

cartpole = gymnasium.make("CartPole-v1").unwrapped
start = [0.03, -0.04, 0.02, 0.01]
cartpole.reset(seed=0)
cartpole.state = numpy.array(start)
for action in [1, 1, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1]:
    cartpole.step(action)
print("CartPole after 16 steps:", [float(x) for x in cartpole.state])

cartpole.state = numpy.array(start)
steps, terminated = 0, False
while not terminated:
    terminated = cartpole.step(1)[2]
    steps += 1
print("CartPole pushed right ends after", steps, "steps:", [float(x) for x in cartpole.state])

pendulum = gymnasium.make("Pendulum-v1").unwrapped
pendulum.reset(seed=0)
pendulum.state = numpy.array([2.5, -0.7])
reward_sum = 0
for step in range(200):
    reward = pendulum.step(numpy.array([2 * math.sin(0.3 * step)]))[1]
    reward_sum += float(reward)
    if step == 0:
        print("Pendulum after 1 step:", pendulum.state.tolist(), float(reward))
print("Pendulum after 200 steps:", pendulum.state.tolist(), reward_sum)
