"""Writes the fixtures of this module's tests: tiny random checkpoints and a tiny tokenizer, with what transformers makes of them.

    python make_fixtures.py ../resources/org/aihf/llm

Needs torch, transformers, tokenizers. Weights and words are our own; larger than usual weights make differences visible.
"""
import json, pathlib, shutil, sys
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import (
    AutoTokenizer, GPTNeoXConfig, GPTNeoXForCausalLM, GPTNeoXForSequenceClassification, LlamaConfig, LlamaForCausalLM, LlamaForSequenceClassification)

ROOT = pathlib.Path(sys.argv[1])
VOCABULARY, EOS, PAD = 48, 1, 0
NEOX = dict(vocab_size=VOCABULARY, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=40, max_position_embeddings=64,
            bos_token_id=EOS, eos_token_id=EOS)
LLAMA = dict(vocab_size=VOCABULARY, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=6, intermediate_size=24,
             max_position_embeddings=64, bos_token_id=2, eos_token_id=[EOS, 3])
SEQUENCES = [([5, 9, 11], [7, 8, 1]), ([5, 9, 11], [30]), ([5, 9, 11], [12, 13, 14, 15, 16, 17]), ([40], [41, 42]), (list(range(4, 24)), [25, 3, 27, 1]),
             ([6, 6, 6, 6], [6]), ([20, 21, 22, 23, 24, 25, 26], [1])]


def randomise(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=generator)
            p.copy_(1 + 0.2 * noise if "norm" in name and name.endswith("weight") else 0.4 * noise if p.dim() > 1 else 0.2 * noise)
    return model.eval()


def log_probs(model, prompt, completion):
    with torch.no_grad():
        logits = model(torch.tensor([prompt + completion])).logits[0]
    lp = torch.log_softmax(logits.double(), -1)
    return [lp[len(prompt) + t - 1, token].item() for t, token in enumerate(completion)]


def causal(name, model, seed, edit=None):
    randomise(model, seed)
    directory = ROOT / "models" / name
    shutil.rmtree(directory, ignore_errors=True)
    model.save_pretrained(directory)
    (directory / "generation_config.json").unlink(missing_ok=True)
    if edit:
        path = directory / "config.json"
        config = json.loads(path.read_text())
        edit(config)
        path.write_text(json.dumps(config, indent=2) + "\n")
    expected = []
    for prompt, completion in SEQUENCES:
        out = model.generate(torch.tensor([prompt]), do_sample=False, max_new_tokens=8, eos_token_id=[EOS], pad_token_id=PAD)
        expected.append(dict(prompt=prompt, completion=completion, log_probs=log_probs(model, prompt, completion), greedy=out[0, len(prompt):].tolist()))
    (directory / "expected.json").write_text(json.dumps(expected) + "\n")


def classifier(name, model, seed):
    randomise(model, seed)
    directory = ROOT / "models" / name
    shutil.rmtree(directory, ignore_errors=True)
    model.save_pretrained(directory)
    with torch.no_grad():
        expected = [dict(prompt=p, completion=c, scores=model(torch.tensor([p + c])).logits[0].tolist()) for p, c in SEQUENCES]
    (directory / "expected.json").write_text(json.dumps(expected) + "\n")


def old_neox_keys(config):
    rope = config.pop("rope_parameters")
    config.update(rotary_pct=rope["partial_rotary_factor"], rotary_emb_base=rope["rope_theta"], torch_dtype="float32")
    config.pop("dtype", None)


def old_llama_keys(config):
    rope = config.pop("rope_parameters")
    config.update(rope_theta=rope["rope_theta"], rope_scaling=None, torch_dtype="float32")
    config.pop("dtype", None)


rope = lambda **keys: dict(rope_type="default", **keys)
causal("neox-parallel", GPTNeoXForCausalLM(GPTNeoXConfig(**NEOX, rope_parameters=rope(rope_theta=10000.0, partial_rotary_factor=0.25))), 1)
causal("neox-serial-old-keys", GPTNeoXForCausalLM(GPTNeoXConfig(**NEOX, use_parallel_residual=False, rope_parameters=rope(rope_theta=500.0, partial_rotary_factor=0.5))), 2,
       old_neox_keys)
causal("neox-tied-no-bias", GPTNeoXForCausalLM(GPTNeoXConfig(**NEOX, tie_word_embeddings=True, attention_bias=False,
       rope_parameters=rope(rope_theta=10000.0, partial_rotary_factor=1.0))), 3)
causal("llama-grouped", LlamaForCausalLM(LlamaConfig(**LLAMA, rope_parameters=rope(rope_theta=10000.0))), 4)
causal("llama-tied-old-keys", LlamaForCausalLM(LlamaConfig(**LLAMA, tie_word_embeddings=True, rope_parameters=rope(rope_theta=700.0))), 5, old_llama_keys)
causal("llama-biased", LlamaForCausalLM(LlamaConfig(**{**LLAMA, "num_key_value_heads": 4, "head_dim": 4}, attention_bias=True, mlp_bias=True, rms_norm_eps=1e-3,
       rope_parameters=rope(rope_theta=10000.0))), 6)
classifier("neox-classifier", GPTNeoXForSequenceClassification(GPTNeoXConfig(**NEOX, num_labels=1, pad_token_id=PAD)), 7)
classifier("llama-classifier", LlamaForSequenceClassification(LlamaConfig(**LLAMA, num_labels=3, pad_token_id=PAD)), 8)

# A byte-level BPE of our own words. Id 0 pads, 1 ends, 2 begins.
WORDS = ("the river carries a small warm light over old stones and every quiet garden answers slowly while people remember bright paper winter "
         "film was good bad great plot acting I'll don't 12 345 naïve café").split()
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=["<pad>", "<eos>", "<bos>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
tokenizer.train_from_iterator([" ".join(WORDS[i:] + WORDS[:i]) for i in range(len(WORDS))], trainer)
TEXTS = ["the river carries a light", " warm", "", "café naïve", "I'll answer\n\nslowly  while", "日本語 🙂", "the", "the film<eos>", "x" * 2000]
for name, begin in (("tokenizer", False), ("tokenizer-with-bos", True)):
    directory = ROOT / name
    directory.mkdir(parents=True, exist_ok=True)
    tokenizer.post_processor = (processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", 2)]) if begin
                                else processors.ByteLevel(trim_offsets=False))
    tokenizer.save(str(directory / "tokenizer.json"))
    (directory / "tokenizer_config.json").write_text(json.dumps(
        dict(tokenizer_class="PreTrainedTokenizerFast", eos_token="<eos>", pad_token="<pad>", bos_token="<bos>", model_max_length=512), indent=2) + "\n")
    reference = AutoTokenizer.from_pretrained(directory)
    (directory / "expected.json").write_text(json.dumps([
        dict(text=t, ids=reference.encode(t), plain=reference.encode(t, add_special_tokens=False),
             decoded=reference.decode(reference.encode(t), skip_special_tokens=True, clean_up_tokenization_spaces=False)) for t in TEXTS]) + "\n")
