"""Values of the reference implementations for the tests of org.aihf.torch.

python fixtures.py writes the files beside itself; needs torch, transformers, safetensors. Weights and
gradients are our own random numbers.
"""
import json
import pathlib

import torch
from safetensors.torch import save_file
from transformers import (get_constant_schedule_with_warmup, get_cosine_schedule_with_warmup,
                          get_linear_schedule_with_warmup)

HERE = pathlib.Path(__file__).parent


def rates(make):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.002)
    scheduler = make(optimizer)
    values = []
    for _ in range(25):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return values


def schedules():
    return {
        "constant 5": rates(lambda o: get_constant_schedule_with_warmup(o, 5)),
        "linear 0 20": rates(lambda o: get_linear_schedule_with_warmup(o, 0, 20)),
        "linear 5 20": rates(lambda o: get_linear_schedule_with_warmup(o, 5, 20)),
        "linear 20 20": rates(lambda o: get_linear_schedule_with_warmup(o, 20, 20)),
        "cosine 0 25": rates(lambda o: get_cosine_schedule_with_warmup(o, 0, 25)),
        "cosine 3 25": rates(lambda o: get_cosine_schedule_with_warmup(o, 3, 25)),
    }


def adamw():
    """30 steps of clip_grad_norm_ and torch.optim.AdamW, two parameter groups; 'b' only every third step."""
    torch.manual_seed(3)
    w, b = torch.randn(5, 7, requires_grad=True), torch.randn(4, requires_grad=True)
    optimizer = torch.optim.AdamW(
        [{"params": [w], "weight_decay": 0.05}, {"params": [b], "weight_decay": 0.0}],
        lr=0.01, betas=(0.8, 0.95), eps=1e-5)
    case = {"w": w.flatten().tolist(), "b": b.tolist(), "steps": []}
    for step in range(30):
        optimizer.zero_grad()
        w.grad = torch.randn_like(w) * (2 if step % 2 else 0.02)
        step_case = {"w": w.grad.flatten().tolist()}
        if step % 3 == 0:
            b.grad = torch.randn_like(b)
            step_case["b"] = b.grad.tolist()
        step_case["norm"] = torch.nn.utils.clip_grad_norm_([w, b], 1.5).item()
        optimizer.step()
        case["steps"].append(step_case)
    case["final"] = {"w": w.flatten().tolist(), "b": b.tolist()}
    return case


def tensors():
    torch.manual_seed(4)
    return {
        "float32": torch.randn(3, 4),
        "float16": torch.randn(2, 3, 2).to(torch.float16),
        "bfloat16": torch.randn(5).to(torch.bfloat16),
        "float64": torch.randn(2, 2, dtype=torch.float64),
        "int64": torch.tensor([1 << 40, -3]),
        "int32": torch.tensor([[7], [-8]], dtype=torch.int32),
        "uint8": torch.tensor([0, 255], dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
    }


if __name__ == "__main__":
    (HERE / "schedules.json").write_text(json.dumps(schedules(), indent=1) + "\n")
    (HERE / "adamw.json").write_text(json.dumps(adamw()) + "\n")
    save_file(tensors(), HERE / "python.safetensors", metadata={"format": "pt"})
    (HERE / "python.json").write_text(json.dumps(
        {name: {"shape": list(t.shape), "values": t.to(torch.float64).flatten().tolist()}
         for name, t in tensors().items()}, indent=1) + "\n")
