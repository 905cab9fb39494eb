"""Writes trajectories.npz and transitions.npz: data files as a user makes them with NumPy, for TrajectoryFileTest.

Run with any Python that has NumPy:
    python make_trajectory_fixtures.py ../resources/org/aihf/mujoco/data

Numbers follow formulas that the test repeats: observation t of episode e is e + t / 8 + component / 64.
The first file is compressed and float32, the second float64 with next_observations and int8 flags.
"""

import os
import sys

import numpy as np

LENGTHS = [3, 1, 5]
OBSERVATION, ACTION = 4, 2

observations, nexts, befores, actions, rewards = [], [], [], [], []
for e, n in enumerate(LENGTHS):
    t = np.arange(n + 1)[:, None]
    o = e + t / 8 + np.arange(OBSERVATION) / 64
    observations.append(o)
    befores.append(o[:-1])
    nexts.append(o[1:])
    actions.append(-(e + t[:-1] / 8 + np.arange(ACTION) / 64))
    rewards.append(np.arange(n) - e / 2)

directory = sys.argv[1]
os.makedirs(directory, exist_ok=True)
offsets = np.cumsum([0] + LENGTHS)
terminated = np.array([True, False, True])
np.savez_compressed(
    os.path.join(directory, "trajectories.npz"),
    observations=np.concatenate(observations).astype(np.float32),
    actions=np.concatenate(actions).astype(np.float32),
    rewards=np.concatenate(rewards).astype(np.float32),
    terminated=terminated,
    episode_offsets=offsets,
)
np.savez(
    os.path.join(directory, "transitions.npz"),
    observations=np.concatenate(befores),
    next_observations=np.concatenate(nexts),
    actions=np.concatenate(actions),
    rewards=np.concatenate(rewards),
    terminated=terminated.astype(np.int8),
    episode_offsets=offsets.astype(np.int32),
)
