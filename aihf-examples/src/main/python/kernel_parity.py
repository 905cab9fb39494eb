"""Runs AIHF's kernels in Python: parity between devices and with transformers, speed, memory. No JVM is needed on the machine.

    ./aihf bench kernels --shape pythia-160m --output kernels/pythia-160m      (anywhere; copy the directory and this file)
    python kernel_parity.py kernels/pythia-160m --device cuda:0                (where the card is)
    python kernel_parity.py kernels/tiny --device cpu                          (a check of the script itself)

Needs torch and transformers. Weights are random; the peer has the same ones. Exit status 1 if a parity check fails.
"""
import argparse, json, pathlib, sys, time
import torch
from transformers import AutoConfig, AutoModelForCausalLM

options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("directory", type=pathlib.Path, help="kernel.pt, kernel.json and config.json, written by ./aihf bench kernels")
options.add_argument("--device", default="cpu", help="cpu or cuda:N; parity is against cpu")
options.add_argument("--batch", type=int, default=8)
options.add_argument("--prompt", type=int, default=64, help="tokens of a prompt")
options.add_argument("--answer", type=int, default=64, help="tokens of an answer, trained on or sampled")
options.add_argument("--steps", type=int, default=5, help="timed updates, after two untimed ones")
options.add_argument("--threads", type=int, default=2)
options.add_argument("--parity-only", action="store_true")
args = options.parse_args()

torch.set_num_threads(args.threads)
torch._C._set_graph_executor_optimize(False)  # as in Java: the profiling executor mistakes changes of grad mode
torch.backends.cuda.matmul.allow_tf32 = False
settings = json.loads((args.directory / "kernel.json").read_text())
device = torch.device(args.device)
VOCABULARY, LAYERS = settings["vocabulary"], settings["layers"]
generator = torch.Generator().manual_seed(1)


def random_weight(entry):
    if entry["initial"] != "normal":
        return torch.full(entry["shape"], 1.0 if entry["initial"] == "ones" else 0.0)
    return settings["deviation"] * torch.randn(entry["shape"], generator=generator)


WEIGHTS = {entry["name"]: random_weight(entry) for entry in settings["weights"] if entry["name"]}


class Ours:
    """The kernel on one device, bound as org.aihf.llm.model.Network binds it."""

    def __init__(self, device, trainable):
        self.device = device
        self.kernel = torch.jit.load(args.directory / "kernel.pt", map_location=device)
        self.weights = {name: w.to(device, copy=True).requires_grad_(trainable) for name, w in WEIGHTS.items()}
        absent = torch.zeros(0, device=device)
        order = [self.weights.get(entry["name"], absent) for entry in settings["weights"]]
        torch.set_grad_enabled(False)
        self.kernel.bind(order, [table.to(device) for table in self.rotary()])

    @staticmethod
    def rotary():
        size, base = settings["rotary_size"], settings["rotary_base"]
        if size == 0:
            return [torch.zeros(0), torch.zeros(0)]
        inverse = 1.0 / base ** (torch.arange(0, size, 2, dtype=torch.float32) / size)
        angles = torch.arange(settings["positions"], dtype=torch.float32)[:, None] * inverse
        return [angles.cos(), angles.sin()]

    def tensor(self, values):
        return torch.tensor(values, device=self.device)

    def scores(self, batch):
        torch.set_grad_enabled(False)
        return self.kernel.token_scores(*self.inputs(batch))

    def accumulate(self, batch, coefficients):
        torch.set_grad_enabled(True)
        inputs = self.inputs(batch)
        saved = self.kernel.token_scores_with_graph(*inputs)
        self.kernel.token_backward(inputs[0], inputs[3], coefficients.to(self.device), saved)
        return saved[0]

    def inputs(self, batch):
        ids, positions, rows, targets = (self.tensor(batch[key]) for key in ("ids", "positions", "rows", "targets"))
        return ids, positions, rows, targets, [self.tensor(part) for part in batch["plan"]]

    def sample(self, prompts, new_tokens, greedy):
        """prompts [B][P], all of one length -> ids [B, new_tokens], log-probabilities"""
        torch.set_grad_enabled(False)
        rows, width = len(prompts), len(prompts[0])
        shape = (rows, settings["key_value_heads"], width + new_tokens, settings["head_size"])
        cache = [torch.zeros(shape, device=self.device) for _ in range(2 * LAYERS)]
        mask = torch.zeros(rows, 1, 1, width + new_tokens, device=self.device)
        knobs = torch.tensor([1.0, 0, 1.0, 1.0 if greedy else 0.0, VOCABULARY], dtype=torch.float64, device=self.device)
        uniforms = torch.rand(new_tokens, rows, dtype=torch.float64, generator=torch.Generator().manual_seed(2)).to(self.device)
        cells = torch.arange(rows * width, device=self.device).view(rows, width)
        ids = self.tensor(prompts).reshape(-1)
        positions = torch.arange(width, device=self.device).repeat(rows)
        last = cells[:, -1].contiguous()
        chosen, log_probs = self.kernel.first_tokens(ids, positions, last, uniforms[0], knobs, [cells], [cells] + cache)
        all_ids, all_log_probs = [chosen], [log_probs]
        for t in range(1, new_tokens):
            position = torch.full((rows,), width + t - 1, dtype=torch.long, device=self.device)
            column = torch.tensor(width + t - 1, device=self.device)
            chosen, log_probs = self.kernel.next_tokens(chosen, position, uniforms[t], knobs, column, mask, cache)
            all_ids.append(chosen)
            all_log_probs.append(log_probs)
        return torch.stack(all_ids, 1), torch.stack(all_log_probs, 1)


def rectangle(prompts, answers):
    """Sequences of one length, without gathering."""
    rows, width = len(prompts), len(prompts[0]) + len(answers[0])
    at = lambda r, t: r * width + len(prompts[0]) + t - 1
    return dict(ids=[i for p, a in zip(prompts, answers) for i in p + a], positions=list(range(width)) * rows,
                rows=[at(r, t) for r in range(rows) for t in range(len(answers[0]))], targets=[i for a in answers for i in a],
                plan=[[[r * width + j for j in range(width)] for r in range(rows)]])


def branches(prompt, answers):
    """Answers of several lengths to one prompt: a stem and its branches, as org.aihf.llm.model.TokenLayout lays them out."""
    stem, longest = len(prompt), max(map(len, answers))
    starts = [stem + sum(map(len, answers[:b])) for b in range(len(answers))]
    branch = [[starts[b] + min(j, len(a) - 1) for j in range(longest)] for b, a in enumerate(answers)]
    out = list(range(stem)) + [stem + b * longest + j for b, a in enumerate(answers) for j in range(len(a))]
    return dict(ids=prompt + [i for a in answers for i in a],
                positions=list(range(stem)) + [stem + j for a in answers for j in range(len(a))],
                rows=[stem - 1 if j == 0 else starts[b] + j - 1 for b, a in enumerate(answers) for j in range(len(a))],
                targets=[i for a in answers for i in a],
                plan=[[list(range(stem))], out, branch, [list(range(stem)) + own for own in branch], [stem] * len(answers)])


def random_ids(rows, length):
    return torch.randint(VOCABULARY, (rows, length), generator=generator).tolist()


def transformers_model(device):
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(args.directory), dtype=torch.float32)
    stored = {e["name"]: WEIGHTS[e["name"]].T if e["transposed"] else WEIGHTS[e["name"]] for e in settings["weights"] if e["name"]}
    if "embed_out.weight" in stored and "embed_out.weight" not in model.state_dict():
        stored["lm_head.weight"] = stored.pop("embed_out.weight")  # transformers 5 renames it on loading
    found = model.load_state_dict(stored, strict=False)
    assert not found.unexpected_keys and all(key == "lm_head.weight" and model.config.tie_word_embeddings for key in found.missing_keys), found
    return model.to(device).eval()


def reference_scores(model, prompts, answers):
    ids = torch.tensor([p + a for p, a in zip(prompts, answers)], device=model.device)
    logits = model(ids).logits[:, len(prompts[0]) - 1:-1].float()
    return torch.log_softmax(logits, -1).gather(2, ids[:, len(prompts[0]):, None]).squeeze(2)


failures = []


def check(what, difference, tolerance):
    failures.extend([what] if not difference <= tolerance else [])
    print(f"parity  {what:58} {difference:10.2e}  {'ok' if difference <= tolerance else 'FAILED: more than ' + str(tolerance)}")


def largest(a, b):
    return (a.detach().cpu().double() - b.detach().cpu().double()).abs().max().item()


def parity():
    cpu, other = Ours(torch.device("cpu"), True), Ours(device, True)
    prompts, answers = random_ids(3, 12), random_ids(3, 9)
    shared = branches(prompts[0], [random_ids(1, n)[0] for n in (4, 7, 2)])
    for name, batch in (("rectangle", rectangle(prompts, answers)), ("shared prompt", shared)):
        coefficients = torch.randn(len(batch["targets"]), generator=generator)
        check(f"{name}: log-probabilities, cpu against {device}", largest(cpu.scores(batch), other.scores(batch)), 1e-4)
        for ours in (cpu, other):
            ours.accumulate(batch, coefficients)
    worst = max(largest(w.grad, other.weights[n].grad) / (w.grad.abs().max().item() + 1e-12) for n, w in cpu.weights.items())
    check("gradients, relative to the largest of a tensor", worst, 1e-3)
    greedy = [ours.sample(prompts, 8, True) for ours in (cpu, other)]
    check("greedy ids that differ", float((greedy[0][0] != greedy[1][0].cpu()).sum()), 0)
    sampled = [ours.sample(prompts, 8, False) for ours in (cpu, other)]
    check("sampled ids that differ, same uniform numbers", float((sampled[0][0] != sampled[1][0].cpu()).sum()), 0)
    own = other.sample(prompts, 6, False)
    forced = other.scores(rectangle(prompts, own[0].tolist())).view(3, 6)
    check("sampling with a cache against teacher forcing", largest(own[1], forced), 1e-4)
    model = transformers_model(device)
    torch.set_grad_enabled(False)
    expected = reference_scores(model, prompts, answers)
    check("log-probabilities against transformers", largest(other.scores(rectangle(prompts, answers)).view(3, 9), expected), 1e-4)


def devices():
    """Without a card: tensors that only claim to be on one. Says that no kernel mixes devices up; says nothing about numbers."""
    from torch._subclasses.fake_tensor import FakeTensorMode
    rows, claimed = 2, torch.device("cuda:0")
    shared = branches([1, 2, 3, 4, 5, 6, 7, 8], [[1, 2, 3], [4, 5]])
    with FakeTensorMode():
        kernel = torch.jit.load(args.directory / "kernel.pt")
        on_card = lambda *shape: torch.zeros(shape, device=claimed)
        index = lambda values: torch.tensor(values).to(claimed)
        weights = [on_card(*e["shape"]) if e["name"] else on_card(0) for e in settings["weights"]]
        torch.set_grad_enabled(False)
        half = settings["rotary_size"] // 2
        kernel.bind(weights, [on_card(settings["positions"], half) if half else on_card(0) for _ in range(2)])
        inputs = [index(shared[key]) for key in ("ids", "positions", "rows", "targets")]
        found = [kernel.token_scores(*inputs, [index(part) for part in shared["plan"]])]
        torch.set_grad_enabled(True)
        found.append(kernel.token_scores_with_graph(*inputs, [index(part) for part in shared["plan"]])[0])
        torch.set_grad_enabled(False)
        cache = [on_card(rows, settings["key_value_heads"], 9, settings["head_size"]) for _ in range(2 * LAYERS)]
        hidden = kernel.layers(on_card(rows, weights[0].shape[1]), index([7, 7]), [], [on_card(rows, 1, 1, 8)] + cache)
        found.append(kernel.sample_all(kernel.matmul_t(hidden, weights[-1]), torch.zeros(rows, dtype=torch.float64, device=claimed), VOCABULARY)[0])
    check("results of tensors that claim to be on a card, elsewhere", float(sum(each.device != claimed for each in found)), 0)


def timed(action, count, warmup):
    for _ in range(warmup):
        action()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
        torch.cuda.reset_peak_memory_stats(device)
    start = time.perf_counter()
    for _ in range(count):
        action()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return (time.perf_counter() - start) / count


def report(what, tokens, seconds):
    peak = torch.cuda.max_memory_allocated(device) / 2 ** 20 if device.type == "cuda" else float("nan")
    print(f"speed   {what:34} {tokens / seconds:12.1f} tokens/s   peak {peak:9.0f} MiB")
    return dict(tokens_s=tokens / seconds, peak_mib=None if device.type != "cuda" else peak)


def speed():
    prompts, answers = random_ids(args.batch, args.prompt), random_ids(args.batch, args.answer)
    tokens, results = args.batch * (args.prompt + args.answer), {}
    batch = rectangle(prompts, answers)
    coefficients = torch.full((len(batch["targets"]),), -1.0 / len(batch["targets"]))

    def train_ours():
        ours.accumulate(batch, coefficients)
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)

    def train_peer():
        with torch.enable_grad():
            (-reference_scores(model, prompts, answers).mean()).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)

    def sample_peer():
        with torch.no_grad():
            model.generate(torch.tensor(prompts, device=device), do_sample=True, min_new_tokens=args.answer, max_new_tokens=args.answer, pad_token_id=0)

    ours = Ours(device, True)
    optimizer = torch.optim.AdamW(ours.weights.values(), lr=1e-6, fused=True)
    results["train"] = report("training, AIHF's kernel", tokens, timed(train_ours, args.steps, 2))
    results["sample"] = report("sampling, AIHF's kernel", args.batch * args.answer, timed(lambda: ours.sample(prompts, args.answer, False), 1, 1))
    del ours, optimizer
    model = transformers_model(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-6, fused=True)
    results["train_peer"] = report("training, transformers", tokens, timed(train_peer, args.steps, 2))
    results["sample_peer"] = report("sampling, transformers", args.batch * args.answer, timed(sample_peer, 1, 1))
    return results


print(f"{args.directory.name} on {device} ({torch.cuda.get_device_name(device) if device.type == 'cuda' else 'processor'}), torch {torch.__version__}, fp32")
if device.type == "cpu":
    devices()
parity()
results = {} if args.parity_only or failures else speed()
print("RESULT " + json.dumps(dict(failures=failures, device=str(device), shape=args.directory.name, batch=args.batch, prompt=args.prompt,
                                  answer=args.answer, **results)))
sys.exit(1 if failures else 0)
