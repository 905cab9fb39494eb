"""Writes the fixtures of TrlParityTest: what TRL's trainers make of tiny random models on our own words, step by step.

    python make_trl_fixtures.py ../resources/org/aihf/llm

Needs torch, transformers, trl, datasets; uses ROOT/tokenizer, written by make_fixtures.py. Batches come in the order of
org.aihf.data.EpochSampler, which is replayed here, so both sides see equal batches.
"""
import json, pathlib, shutil, sys, tempfile
import torch
from datasets import Dataset
from torch.utils.data import SequentialSampler
from transformers import (AutoTokenizer, GPTNeoXConfig, GPTNeoXForCausalLM, GPTNeoXForSequenceClassification, LlamaConfig,
                          LlamaForCausalLM)
from trl import DPOConfig, DPOTrainer, KTOConfig, KTOTrainer, RewardConfig, RewardTrainer, SFTConfig, SFTTrainer
from trl.experimental.cpo import CPOConfig, CPOTrainer
from trl.experimental.orpo import ORPOConfig, ORPOTrainer

from random_stream import RandomStream

ROOT = pathlib.Path(sys.argv[1])
OUT = ROOT / "trl"
STEPS, BATCH, ROWS, SEED, LEARNING_RATE, BETA, CENTERING = 20, 4, 14, 5, 2e-3, 0.3, 0.01


def drawn(rows, name):
    """The rows that EpochSampler draws in STEPS batches."""
    stream, result, epoch = RandomStream.of(SEED).split(name), [], 0
    while len(result) < STEPS * BATCH:
        result += [rows[i] for i in stream.split(f"epoch#{epoch}").permutation(len(rows))]
        epoch += 1
    return Dataset.from_list(result[:STEPS * BATCH])


WORDS = "the river carries a small warm light over old stones and every quiet garden answers slowly while people remember bright paper winter".split()
words = RandomStream.of(1)
text = lambda least, most: " ".join(WORDS[words.below(len(WORDS))] for _ in range(least + words.below(most - least + 1)))
demonstrations = [dict(prompt=text(2, 6), completion=" " + text(1, 9)) for _ in range(ROWS)]
preferences = [dict(prompt=text(2, 6), chosen=" " + text(1, 9), rejected=" " + text(1, 9)) for _ in range(ROWS)]
OUT.mkdir(parents=True, exist_ok=True)
for name, rows in (("demonstrations", demonstrations), ("preferences", preferences)):
    (OUT / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

tokenizer = AutoTokenizer.from_pretrained(ROOT / "tokenizer")
ids = dict(vocab_size=len(tokenizer), bos_token_id=tokenizer.eos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
           max_position_embeddings=64)
neox = GPTNeoXConfig(**ids, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, num_labels=1)
llama = LlamaConfig(**ids, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, intermediate_size=32, tie_word_embeddings=True)


def written(name, model, seed):
    """The model with random weights of its own, as a directory."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter_name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=generator)
            p.copy_(1 + 0.1 * noise if "norm" in parameter_name and parameter_name.endswith("weight") else 0.15 * noise)
    directory = OUT / name
    shutil.rmtree(directory, ignore_errors=True)
    model.save_pretrained(directory)
    (directory / "generation_config.json").unlink(missing_ok=True)
    return directory


def recorded(trainer_class):
    """The trainer with batches in the data's order, and its unrounded loss of every step."""

    class Recorded(trainer_class):
        def __init__(self, *args, **keys):
            self.losses = []
            super().__init__(*args, **keys)

        def _get_train_sampler(self, dataset=None):
            return SequentialSampler(dataset if dataset is not None else self.train_dataset)

        def training_step(self, *args, **keys):
            loss = super().training_step(*args, **keys)
            self.losses.append(loss.item())
            return loss

    return Recorded


def run(trainer_class, config_class, model, data, logged, tokenizer=tokenizer, **options):
    common = dict(output_dir=tempfile.mkdtemp(), per_device_train_batch_size=BATCH, max_steps=STEPS, learning_rate=LEARNING_RATE, report_to=[],
                  save_strategy="no", use_cpu=True, bf16=False, gradient_checkpointing=False, logging_steps=1, disable_tqdm=True, max_length=None)
    trainer = recorded(trainer_class)(model=model, args=config_class(**common, **options), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    history = trainer.state.log_history[:STEPS]
    return dict(loss=trainer.losses, **{ours: [entry[theirs] for entry in history] for ours, theirs in logged.items()})


torch.set_num_threads(1)
expected = dict(steps=STEPS, batch=BATCH, seed=SEED, learning_rate=LEARNING_RATE, beta=BETA, centering=CENTERING)
REWARDS = {name: name for name in ("rewards/chosen", "rewards/rejected", "rewards/margins", "rewards/accuracies", "logps/chosen", "grad_norm")}
for name, model, seed in (("neox", GPTNeoXForCausalLM(neox), 1), ("llama", LlamaForCausalLM(llama), 2)):
    directory = written(name, model, seed)
    load = lambda: type(model).from_pretrained(directory, dtype=torch.float32)
    expected[f"sft-{name}"] = run(SFTTrainer, SFTConfig, load(), drawn(demonstrations, "demonstrations"), {"grad_norm": "grad_norm", "learning_rate": "learning_rate"})
    expected[f"dpo-{name}"] = run(DPOTrainer, DPOConfig, load(), drawn(preferences, "preferences"), REWARDS, beta=BETA)
directory = written("reward", GPTNeoXForSequenceClassification(neox), 3)
joined = [dict(chosen=row["prompt"] + row["chosen"], rejected=row["prompt"] + row["rejected"]) for row in preferences]
expected["reward"] = run(RewardTrainer, RewardConfig, GPTNeoXForSequenceClassification.from_pretrained(directory, dtype=torch.float32), drawn(joined, "reward"),
                         {"rewards/accuracies": "accuracy", "rewards/margins": "margin", "grad_norm": "grad_norm"}, center_rewards_coefficient=CENTERING)
(OUT / "expected.json").write_text(json.dumps(expected) + "\n")

# ---- DPO's relatives, on neox ----------------------------------------------------------------------------------------------


class CompletionOrpo(ORPOTrainer):
    """ORPO with the likelihood of the chosen answers alone, as in the paper; TRL's is that of their prompts, too."""

    def concatenated_forward(self, model, batch):
        outputs = list(super().concatenated_forward(model, batch))
        logits, labels = outputs[2], batch["chosen_labels"]
        labels = torch.nn.functional.pad(labels, (0, logits.shape[1] + 1 - labels.shape[1]), value=-100)[:, 1:]
        outputs[4] = torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())
        return tuple(outputs)


directory = OUT / "neox"
load = lambda: GPTNeoXForCausalLM.from_pretrained(directory, dtype=torch.float32)
without_bos = AutoTokenizer.from_pretrained(ROOT / "tokenizer")
without_bos.bos_token = None  # CPO and ORPO would put it before every prompt
pairs = drawn(preferences, "preferences")
unpaired = [dict(prompt=row["prompt"], completion=row[side], label=side == "chosen") for row in preferences for side in ("chosen", "rejected")]
direct, LOGGED = dict(label_smoothing=0.1, gamma=0.5), {"grad_norm": "grad_norm"}
PLAIN = "sigmoid hinge ipo exo_pair nca_pair robust bco_pair sppo_hard aot aot_unpaired apo_zero apo_down discopop sft sigmoid_norm".split()
VARIANTS = {name.replace("_", "-"): dict(loss_type=[name], label_smoothing=0.1) for name in PLAIN}
VARIANTS["mix"] = dict(loss_type=["sigmoid", "bco_pair", "sft"], loss_weights=[0.8, 0.2, 1.0])
VARIANTS["length-desensitized"] = dict(ld_alpha=0.4)
VARIANTS["forward-kl"], VARIANTS["jensen-shannon"] = dict(f_divergence_type="forward_kl"), dict(f_divergence_type="js_divergence")
VARIANTS["alpha-divergence"] = dict(f_divergence_type="alpha_divergence", f_alpha_divergence_coef=0.5)
for name, options in VARIANTS.items():
    direct[name] = run(DPOTrainer, DPOConfig, load(), pairs, LOGGED | {"logps/chosen": "logps/chosen"}, beta=BETA, **options)
direct["conservative"] = run(CPOTrainer, CPOConfig, load(), pairs, LOGGED, without_bos, beta=BETA, loss_type="sigmoid", cpo_alpha=0, label_smoothing=0.1)
direct["cpo"] = run(CPOTrainer, CPOConfig, load(), pairs, LOGGED, without_bos, beta=BETA, loss_type="sigmoid", cpo_alpha=1)
direct["simpo"] = run(CPOTrainer, CPOConfig, load(), pairs, LOGGED, without_bos, beta=BETA, loss_type="simpo", cpo_alpha=0, simpo_gamma=0.5)
direct["orpo"] = run(CompletionOrpo, ORPOConfig, load(), pairs, LOGGED, without_bos, beta=BETA)
direct["kto"] = run(KTOTrainer, KTOConfig, load(), drawn(unpaired, "ratings"), LOGGED | {"kl": "kl"}, beta=BETA, desirable_weight=1.0,
                    undesirable_weight=1.5, train_sampling_strategy="sequential")
(OUT / "direct.json").write_text(json.dumps(direct) + "\n")
