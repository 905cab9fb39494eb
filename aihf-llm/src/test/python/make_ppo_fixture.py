"""Writes the fixture of PpoParityTest: what TRL's PPOTrainer makes of one fixed rollout, number by number.

    python make_ppo_fixture.py ../resources/org/aihf/llm

Needs torch, transformers, datasets and a TRL that still has trl.experimental.ppo (1.9.0; 1.16 has none: put an older one
first, e.g. `pip install --no-deps --target DIR trl==1.9.0` and PYTHONPATH=DIR). Uses ROOT/tokenizer, ROOT/trl/neox (the policy)
and ROOT/trl/reward (the reward model, and the critic's start), written by make_fixtures.py and make_trl_fixtures.py.

TRL's train() is one long method, so its own code runs with the sampling, the data loader and the shuffling replaced, and its
local variables are read where it asks for the order of an epoch and where it steps the optimiser.
"""
import json, pathlib, sys, tempfile
import torch
from datasets import Dataset
from transformers import AutoTokenizer, GPTNeoXForCausalLM, GPTNeoXForSequenceClassification
from trl.experimental.ppo import PPOConfig, PPOTrainer, ppo_trainer

from random_stream import RandomStream

ROOT = pathlib.Path(sys.argv[1])
OUT = ROOT / "trl" / "ppo.json"
SEED, EPOCHS, MINI_BATCHES, NEW_TOKENS = 9, 3, 2, 6
SETTINGS = dict(learning_rate=5e-3, kl_coef=0.3, cliprange=0.1, cliprange_value=0.15, vf_coef=0.1, gamma=0.98, lam=0.9, missing_eos_penalty=0.7)
tokenizer = AutoTokenizer.from_pretrained(ROOT / "tokenizer")
PAD, EOS = tokenizer.pad_token_id, tokenizer.eos_token_id
words = RandomStream.of(SEED)
word = lambda: 5 + words.below(len(tokenizer) - 5)
PROMPTS = [[word() for _ in range(2 + i % 4)] for i in range(8)]
# Ended early, at the last token, or not at all.
LENGTHS, ENDED = [3, 6, 1, 5, 6, 4, 6, 2], [True, False, True, True, True, True, False, True]
ANSWERS = [[word() for _ in range(n - ended)] + [EOS] * ended for n, ended in zip(LENGTHS, ENDED)]


def policy(noise=0.0):
    model = GPTNeoXForCausalLM.from_pretrained(ROOT / "trl" / "neox", dtype=torch.float32)
    generator = torch.Generator().manual_seed(4)
    with torch.no_grad():
        for p in model.parameters():
            p.add_(noise * torch.randn(p.shape, generator=generator))
    return model


classifier = lambda: GPTNeoXForSequenceClassification.from_pretrained(ROOT / "trl" / "reward", dtype=torch.float32)


def rows(matrix, lengths):
    return [[float(x) for x in row[:n]] for row, n in zip(matrix, lengths)]


def run(whiten_rewards):
    size = max(map(len, PROMPTS))
    queries = torch.tensor([[PAD] * (size - len(p)) + p for p in PROMPTS])
    responses = torch.tensor([a + [PAD] * (NEW_TOKENS - len(a)) for a in ANSWERS])
    part = len(PROMPTS) // MINI_BATCHES
    config = PPOConfig(output_dir=tempfile.mkdtemp(), per_device_train_batch_size=len(PROMPTS), gradient_accumulation_steps=1, num_mini_batches=1,
                       num_ppo_epochs=EPOCHS, total_episodes=len(PROMPTS), response_length=NEW_TOKENS, temperature=1.0, stop_token="eos",
                       whiten_rewards=whiten_rewards, num_sample_generations=0, use_cpu=True, bf16=False, gradient_checkpointing=False, report_to=[],
                       save_strategy="no", disable_tqdm=True, **SETTINGS)
    model, value = policy(), classifier()
    data = Dataset.from_list([dict(input_ids=p) for p in PROMPTS])
    trainer = PPOTrainer(args=config, processing_class=tokenizer, model=model, ref_model=policy(0.03), reward_model=classifier(), train_dataset=data,
                         value_model=value)
    trainer.dataloader = [dict(input_ids=queries)]
    # One gradient step per mini-batch (with accumulation, TRL would join them).
    config.num_mini_batches, config.local_mini_batch_size, config.per_device_train_batch_size = MINI_BATCHES, part, part

    def fixed_generation(model, queries, *ignored):
        both = torch.cat([queries, responses], 1)
        return both, ppo_trainer.forward(model, both, PAD).logits[:, queries.shape[1] - 1:-1]

    expected, epochs, steps = {}, [], []
    order = RandomStream.of(SEED).split("update#0")

    def permutation(size):
        if not epochs:
            v = sys._getframe(1).f_locals
            ends = [min(len(a) + 1, NEW_TOKENS) for a in ANSWERS]
            expected.update(scores=v["scores"].tolist(), log_probs=rows(v["logprobs"], LENGTHS), ref_log_probs=rows(v["ref_logprobs"], LENGTHS),
                            values=rows(v["values"], ends), rewards=rows(v["rewards"], ends), advantages=rows(v["advantages"], LENGTHS),
                            returns=rows(v["returns"], ends))
        epochs.append(order.split(f"epoch#{len(epochs)}").permutation(size))
        return torch.tensor(epochs[-1]).numpy()

    optimizer_step = trainer.optimizer.step
    norm = lambda module: sum(float(p.grad.double().square().sum()) for p in module.parameters() if p.grad is not None) ** 0.5

    def step():
        v = sys._getframe(1).f_locals
        real, real1 = (~v[name][v["micro_batch_inds"]] for name in ("padding_mask", "padding_mask_p1"))
        mean = lambda x, mask: float(x[mask].float().mean())
        z = v["logits"].detach()
        entropy = z.logsumexp(-1) - (z.softmax(-1) * z).sum(-1)
        steps.append({
            "loss/policy_avg": float(v["pg_loss"]), "loss/value_avg": float(v["vf_loss"]), "val/ratio": mean(v["ratio"].detach(), real),
            "policy/approxkl_avg": 0.5 * mean(v["logprobs_diff"].detach() ** 2, real), "policy/clipfrac_avg": mean(v["pg_losses2"] > v["pg_losses"], real),
            "val/clipfrac_avg": mean(v["vf_losses2"] > v["vf_losses1"], real1), "policy/grad_norm": norm(model), "value/grad_norm": norm(value),
            "entropy": mean(entropy, real)})
        if len(steps) == 1:
            expected["policy_gradient"] = {n: p.grad.flatten().tolist() for n, p in model.named_parameters() if "layers.1." in n and "bias" in n}
            expected["value_gradient"] = {n: p.grad.flatten().tolist() for n, p in value.named_parameters() if "layers.1." in n and "bias" in n or "score" in n}
            expected["entropy"] = rows(entropy, [len(ANSWERS[i]) for i in v["micro_batch_inds"]])
            expected["first_mini_batch"] = [int(i) for i in v["micro_batch_inds"]]
        return optimizer_step()

    logged = {}
    originals = ppo_trainer.batch_generation, ppo_trainer.np.random.permutation
    ppo_trainer.batch_generation, ppo_trainer.np.random.permutation = fixed_generation, permutation
    trainer.optimizer.step, trainer.log = step, logged.update
    trainer.train()
    ppo_trainer.batch_generation, ppo_trainer.np.random.permutation = originals
    both = torch.cat([queries, responses], 1)
    with torch.no_grad():
        logits = ppo_trainer.forward(model, both, PAD).logits[:, size - 1:-1]
        after = ppo_trainer.selective_log_softmax(logits, responses)
        values = ppo_trainer.get_reward(value, both, PAD, size)[0][:, size - 1:-1].squeeze(-1)
    keys = "objective/kl", "objective/entropy", "objective/scores", "objective/rlhf_reward"
    # TRL sums entropy and KL over padding, too: its log-probability is 1 on both sides.
    padding = sum(NEW_TOKENS - n for n in LENGTHS) / len(LENGTHS)
    metrics = {key: logged[key] + (padding if key == "objective/entropy" else 0) for key in keys}
    return dict(expected, steps=steps, metrics=metrics, log_probs_after=rows(after, LENGTHS), values_after=rows(values, LENGTHS))


torch.set_num_threads(1)
policy(0.03).save_pretrained(ROOT / "trl" / "reference")
(ROOT / "trl" / "reference" / "generation_config.json").unlink(missing_ok=True)
json.dump(dict(SETTINGS, seed=SEED, epochs=EPOCHS, mini_batches=MINI_BATCHES, prompts=PROMPTS, answers=ANSWERS, ended=ENDED, plain=run(False),
               whitened=run(True)), OUT.open("w"))
OUT.open("a").write("\n")
