"""Writes gymnasium.json: what Gymnasium's environments compute, for ReferenceNumbers and others.

Run with the Python environment of the reference kit (gymnasium, mujoco):
    python make_gymnasium_fixture.py ../resources/org/aihf/mujoco/env/gymnasium.json

Everything is Gymnasium's own, models included, with one change: the floor of its Hopper gets
margin 0. MuJoCo took the larger of two geoms' contact margins until 3.4 and their sum since; with 0
both versions mean what Gymnasium's model meant when its results were published.
"""

import json
import os
import sys
import tempfile
import warnings

import gymnasium
import mujoco
import numpy as np

warnings.filterwarnings("ignore")
ROBOTS = ["Hopper", "HalfCheetah", "Walker2d"]


def hopper_without_floor_margin():
    path = os.path.join(os.path.dirname(gymnasium.__file__), "envs/mujoco/assets/hopper.xml")
    text = open(path).read()
    assert text.count('name="floor"') == 1
    file = os.path.join(tempfile.mkdtemp(), "hopper.xml")
    open(file, "w").write(text.replace('name="floor"', 'margin="0" name="floor"'))
    return file


def make(name, **options):
    if name == "Hopper-v5":
        options["xml_file"] = hopper_without_floor_margin()
    env = gymnasium.make(name, disable_env_checker=True, **options)
    if name == "Hopper-v4":  # takes no file: change the compiled model
        model = env.unwrapped.model
        model.geom_margin[mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_GEOM, "floor")] = 0
    return env


def numbers(values):
    return [float(v) for v in values]


def outcome(step):
    observation, reward, terminated, truncated, info = step
    return {
        "observation": numbers(observation),
        "reward": float(reward),
        "terminated": bool(terminated),
        "truncated": bool(truncated),
        "info": {k: float(v) for k, v in info.items()},
    }


def single_steps(name, random, count):
    """One step each from states spread over a random rollout, perturbed."""
    env = make(name)
    u = env.unwrapped
    env.reset(seed=0)
    steps = []
    for i in range(count):
        if i % 4 == 0:
            env.reset(seed=i)
            for _ in range(int(random.integers(0, 12))):
                env.step(random.uniform(-1, 1, u.model.nu))
        qpos = u.data.qpos + random.uniform(-0.02, 0.02, u.model.nq)
        qvel = u.data.qvel + random.uniform(-0.2, 0.2, u.model.nv)
        action = random.uniform(-1.2, 1.2, u.model.nu)  # beyond the range too: paid for, not clipped
        mujoco.mj_resetData(u.model, u.data)
        u.set_state(qpos, qvel)
        steps.append(
            {"qpos": numbers(qpos), "qvel": numbers(qvel), "action": numbers(action), **outcome(u.step(action))}
        )
    return steps


def free_steps(name, random, count):
    env = make(name, reset_noise_scale=0.0)
    env.reset(seed=0)
    actions = [random.uniform(-1, 1, env.unwrapped.model.nu) for _ in range(count)]
    results = [outcome(env.unwrapped.step(a)) for a in actions]
    return {
        "actions": [numbers(a) for a in actions],
        "observations": {t: results[t - 1]["observation"] for t in (1, 10, 20, 30, 40, 50)},  # after t steps
        "rewards": [r["reward"] for r in results],
        "terminated": [r["terminated"] for r in results],
    }


def changed_settings(name, random, count):
    """One step each under arguments that are not the defaults, every second one of a fallen robot."""
    options = {
        "forward_reward_weight": 1.5,
        "ctrl_cost_weight": 0.3,
        "exclude_current_positions_from_observation": False,
    }
    if not name.startswith("HalfCheetah"):
        options |= {"healthy_reward": 0.7, "terminate_when_unhealthy": False}
    env = make(name, **options)
    u = env.unwrapped
    steps = []
    for i in range(count):
        env.reset(seed=i)
        qpos = u.data.qpos + random.uniform(-0.02, 0.02, u.model.nq)
        qpos[2] += 1.2 * (i % 2)
        qvel = u.data.qvel + random.uniform(-0.2, 0.2, u.model.nv)
        action = random.uniform(-1.2, 1.2, u.model.nu)
        mujoco.mj_resetData(u.model, u.data)
        u.set_state(qpos, qvel)
        steps.append(
            {"qpos": numbers(qpos), "qvel": numbers(qvel), "action": numbers(action), **outcome(u.step(action))}
        )
    return steps


class Scripted(gymnasium.Env):
    """Pays what it is told to."""

    observation_space = gymnasium.spaces.Box(-1, 1, (1,))
    action_space = gymnasium.spaces.Box(-100, 100, (1,))

    def reset(self, seed=None, options=None):
        return np.zeros(1, np.float32), {}

    def step(self, action):
        reward, terminated, truncated = action
        return np.zeros(1, np.float32), reward, terminated, truncated, {}


def reward_normalisation(random, count):
    """Rewards over episodes that terminate or are truncated, and what NormalizeReward makes of them."""
    env = gymnasium.wrappers.NormalizeReward(Scripted(), gamma=0.9)
    env.reset()
    steps = []
    for t in range(1, count + 1):
        reward, terminated, truncated = float(random.normal(2, 3)), t % 7 == 0, t % 10 == 0
        _, normalized, _, _, _ = env.step((reward, terminated, truncated))
        if terminated or truncated:
            env.reset()
        steps.append(
            {"reward": reward, "terminated": terminated, "truncated": truncated, "normalized": float(normalized)}
        )
    return steps


def kinematics(name, random, count):
    env = make(name)
    u = env.unwrapped
    poses = []
    for _ in range(count):
        qpos = random.uniform(-1, 1, u.model.nq)
        u.data.qpos[:] = qpos
        mujoco.mj_kinematics(u.model, u.data)
        capsules = [g for g in range(u.model.ngeom) if u.model.geom_type[g] == mujoco.mjtGeom.mjGEOM_CAPSULE]
        poses.append(
            {
                "qpos": numbers(qpos),
                "centres": [numbers(u.data.geom_xpos[g][[0, 2]]) for g in capsules],
                "lengths": [2 * float(u.model.geom_size[g][1]) for g in capsules],
            }
        )
    return poses


def pendulum(random, count):
    env = gymnasium.make("Pendulum-v1").unwrapped
    env.reset(seed=0)
    steps = []
    for _ in range(count):
        state = random.uniform([-7, -8], [7, 8])
        env.state = state
        action = random.uniform(-3, 3, 1)
        _, reward, _, _, _ = env.step(action)
        steps.append(
            {"state": numbers(state), "action": numbers(action), "next": numbers(env.state), "reward": float(reward)}
        )
    return steps


def moments(random, count):
    from gymnasium.wrappers.utils import RunningMeanStd

    running = RunningMeanStd(shape=(2,))
    samples = [random.normal([3, -1], [2, 0.1]) for _ in range(count)]
    normalized = []
    for s in samples:
        running.update(np.array([s]))
        normalized.append(numbers((s - running.mean) / np.sqrt(running.var + 1e-8)))
    return {"samples": [numbers(s) for s in samples], "normalized": normalized}


def main(file):
    random = np.random.default_rng(20)
    fixture = {
        "versions": {"gymnasium": gymnasium.__version__, "mujoco": mujoco.__version__},
        "single": {f"{r}-v{v}": single_steps(f"{r}-v{v}", random, 12) for r in ROBOTS for v in (4, 5)},
        "free": {f"{r}-v{v}": free_steps(f"{r}-v{v}", random, 50) for r in ROBOTS for v in (4, 5)},
        "kinematics": {f"{r}-v5": kinematics(f"{r}-v5", random, 3) for r in ROBOTS},
        "pendulum": pendulum(random, 20),
        "moments": moments(random, 10),
        "settings": {f"{r}-v{v}": changed_settings(f"{r}-v{v}", random, 4) for r in ROBOTS for v in (4, 5)},
        "rewards": reward_normalisation(random, 40),
    }
    with open(file, "w") as out:
        json.dump(fixture, out, separators=(",", ":"))
        out.write("\n")


main(sys.argv[1])
