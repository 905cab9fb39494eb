"""Writes the fixtures of this module's tests: tiny random checkpoints and a tiny tokenizer, with what transformers makes of them.

    python make_fixtures.py ../resources/org/aihf/llm

Needs torch, transformers, tokenizers. Weights and words are our own; larger than usual weights make differences visible.
"""
import json, pathlib, shutil, sys
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from safetensors.torch import load_file, save_file
from transformers import (
    AutoTokenizer, BertConfig, BertForSequenceClassification, DistilBertConfig, DistilBertForSequenceClassification, GPT2Config,
    GPT2ForSequenceClassification, GPT2LMHeadModel, GPTNeoXConfig, GPTNeoXForCausalLM, GPTNeoXForSequenceClassification, GPTNeoXModel, LlamaConfig,
    LlamaForCausalLM, LlamaForSequenceClassification, LlamaModel, MistralConfig, MistralForCausalLM, MistralForSequenceClassification, Qwen2Config,
    Qwen2ForCausalLM)

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
            is_norm = any(part in name.lower() for part in ("norm", ".ln_"))
            p.copy_(1 + 0.2 * noise if is_norm and name.endswith("weight") else 0.4 * noise if p.dim() > 1 else 0.2 * noise)
    return model.eval()


def log_probs(model, prompt, completion):
    with torch.no_grad():
        logits = model(torch.tensor([prompt + completion])).logits[0]
    lp = torch.log_softmax(logits.double(), -1)
    return [lp[len(prompt) + t - 1, token].item() for t, token in enumerate(completion)]


def edit_config(directory, edit):
    path = directory / "config.json"
    config = json.loads(path.read_text())
    edit(config)
    path.write_text(json.dumps(config, indent=2) + "\n")


def causal(name, model, seed, edit=None):
    randomise(model, seed)
    directory = ROOT / "models" / name
    shutil.rmtree(directory, ignore_errors=True)
    model.save_pretrained(directory)
    (directory / "generation_config.json").unlink(missing_ok=True)
    if edit:
        edit_config(directory, edit)
    if model.dtype != torch.float32:  # widened as on loading: a cast would round the rotary frequencies too
        model = type(model).from_pretrained(directory, dtype=torch.float32).eval()
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


def score_model(name, backbone, prefix, seed, labels, bias, score_type, buffers):
    """safe-rlhf's *ForScore, from what its get_scores computes: head on the last token's hidden state, then the normaliser."""
    randomise(backbone, seed)
    generator = torch.Generator().manual_seed(seed)
    head, offset = torch.randn(labels, 16, generator=generator), torch.randn(labels, generator=generator) if bias else torch.zeros(labels)
    mean, var = torch.randn(labels, generator=generator), torch.rand(labels, generator=generator) + 0.5
    directory = ROOT / "models" / name
    shutil.rmtree(directory, ignore_errors=True)
    backbone.save_pretrained(directory)
    tensors = {f"{prefix}.{key}": value.clone() for key, value in load_file(directory / "model.safetensors").items()}
    tensors["score_head.weight"] = head
    if bias:
        tensors["score_head.bias"] = offset
    if buffers:
        tensors.update({"normalizer.mean": mean, "normalizer.var": var, "normalizer.count": torch.ones(1, dtype=torch.long)})
    save_file(tensors, directory / "model.safetensors", metadata={"format": "pt"})
    edit_config(directory, lambda config: config.update(
        architectures=[type(backbone).__name__.replace("Model", "ForScore")], score_dim=labels, score_type=score_type, do_normalize=True,
        normalizer_type="RunningMeanStd", bias=False, **({} if buffers else dict(mean=mean.tolist(), var=var.tolist()))))
    expected = []
    for p, c in SEQUENCES:
        with torch.no_grad():
            scores = backbone(torch.tensor([p + c])).last_hidden_state[0, -1] @ head.T + offset
        scores = (scores - (mean if score_type == "reward" else 0)) / (var.sqrt() + 1e-8)
        expected.append(dict(prompt=p, completion=c, scores=scores.tolist()))
    (directory / "expected.json").write_text(json.dumps(expected) + "\n")


def bare_names(directory):
    """As the first GPT-2 checkpoints: without the prefix of the head's class, with masks that are no weights."""
    tensors = load_file(directory / "model.safetensors")
    tensors = {key.removeprefix("transformer."): value for key, value in tensors.items()}
    tensors["h.0.attn.bias"] = torch.ones(1, 1, 4, 4)
    save_file(tensors, directory / "model.safetensors", metadata={"format": "pt"})


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
mistral = dict(LLAMA, sliding_window=5, rope_parameters=rope(rope_theta=10000.0))
causal("mistral-window", MistralForCausalLM(MistralConfig(**mistral)), 9)
causal("mistral-old-keys", MistralForCausalLM(MistralConfig(**{**mistral, "head_dim": None, "sliding_window": None})), 10, old_llama_keys)
qwen = {key: value for key, value in LLAMA.items() if key != "head_dim"}
causal("qwen2-tied", Qwen2ForCausalLM(Qwen2Config(**qwen, tie_word_embeddings=True, rope_parameters=rope(rope_theta=5000.0))), 11)
gpt2 = dict(vocab_size=VOCABULARY, n_embd=16, n_layer=2, n_head=2, n_positions=64, bos_token_id=EOS, eos_token_id=EOS)
causal("gpt2-inner", GPT2LMHeadModel(GPT2Config(**gpt2, n_inner=24)), 12)
causal("gpt2-bare", GPT2LMHeadModel(GPT2Config(**gpt2)), 13, lambda config: config.pop("n_inner"))
bare_names(ROOT / "models" / "gpt2-bare")
causal("llama-bfloat16", LlamaForCausalLM(LlamaConfig(**LLAMA, rope_parameters=rope(rope_theta=10000.0))).bfloat16(), 14)
classifier("mistral-classifier", MistralForSequenceClassification(MistralConfig(**mistral, num_labels=1, pad_token_id=PAD)), 15)
classifier("gpt2-classifier", GPT2ForSequenceClassification(GPT2Config(**gpt2, num_labels=1, pad_token_id=PAD)), 16)
classifier("distilbert-classifier", DistilBertForSequenceClassification(DistilBertConfig(
    vocab_size=VOCABULARY, dim=16, hidden_dim=24, n_layers=2, n_heads=2, max_position_embeddings=64, num_labels=2)), 17)
classifier("bert-classifier", BertForSequenceClassification(BertConfig(vocab_size=VOCABULARY, hidden_size=16, intermediate_size=24, num_hidden_layers=2,
    num_attention_heads=2, max_position_embeddings=64, num_labels=3)), 18)
score_model("llama-score", LlamaModel(LlamaConfig(**LLAMA)), "model", 19, labels=1, bias=True, score_type="reward", buffers=True)
score_model("neox-score", GPTNeoXModel(GPTNeoXConfig(**NEOX)), "gpt_neox", 20, labels=3, bias=False, score_type="cost", buffers=False)

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

# A judge with a tokenizer of its own: WordPiece and DistilBERT, scored on text.
wordpiece = Tokenizer(models.WordPiece(unk_token="[UNK]"))
wordpiece.normalizer, wordpiece.pre_tokenizer, wordpiece.decoder = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer(), decoders.WordPiece()
wordpiece.train_from_iterator([" ".join(WORDS)], trainers.WordPieceTrainer(vocab_size=150, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"], show_progress=False))
wordpiece.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
judge = randomise(DistilBertForSequenceClassification(DistilBertConfig(
    vocab_size=wordpiece.get_vocab_size(), dim=16, hidden_dim=24, n_layers=2, n_heads=2, max_position_embeddings=64, num_labels=2)), 21)
directory = ROOT / "judge"
shutil.rmtree(directory, ignore_errors=True)
judge.save_pretrained(directory)
wordpiece.save(str(directory / "tokenizer.json"))
(directory / "tokenizer_config.json").write_text(json.dumps(dict(
    tokenizer_class="PreTrainedTokenizerFast", pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"), indent=2) + "\n")
reference = AutoTokenizer.from_pretrained(directory)
expected = []
for prompt, text in (("The film was", " good"), ("The film was", " bad, I don't remember the plot"), ("Café", " naïve 12"), ("old", "er stones 日本"), ("the", "")):
    for kind, arguments in (("joined", (prompt + text,)), ("completion", (text,)), ("pair", (prompt, text)))[:3 if text else 2]:  # no pair with nothing
        ids = reference(*arguments)["input_ids"]
        with torch.no_grad():
            expected.append(dict(prompt=prompt, completion=text, input=kind, ids=ids, scores=judge(torch.tensor([ids])).logits[0].tolist()))
(directory / "expected.json").write_text(json.dumps(expected) + "\n")
