"""Seconds per round of TRL's PPOTrainer on CPU, the peer of `./aihf bench llm --only ppo`.

    python ppo_bench.py --tokenizer DIR --data ROWS.jsonl --batch 64 --new-tokens 32 --threads 2

A round is TRL's: answers to `batch` prompts, scores, values, log-probabilities, then four epochs. Weights are random (speed
does not depend on them), fp32, without gradient checkpointing. Prints one JSON line. Needs a TRL with trl.experimental.ppo
(1.9.0; 1.16 has none).
"""
import argparse, json, resource, tempfile, time
import torch
from datasets import Dataset
from transformers import AutoTokenizer, GPTNeoXConfig, GPTNeoXForCausalLM, GPTNeoXForSequenceClassification
from trl.experimental.ppo import PPOConfig, PPOTrainer

arguments = argparse.ArgumentParser()
arguments.add_argument("--tokenizer", required=True)
arguments.add_argument("--data", required=True)
for name, default in (("layers", 6), ("hidden", 512), ("heads", 8), ("batch", 64), ("micro-batch", 16), ("new-tokens", 32), ("threads", 2)):
    arguments.add_argument("--" + name, type=int, default=default)
a = arguments.parse_args()
torch.set_num_threads(a.threads)
torch.manual_seed(0)
tokenizer = AutoTokenizer.from_pretrained(a.tokenizer)
tokenizer.add_special_tokens({"pad_token": "[PAD]"})
config = GPTNeoXConfig(vocab_size=len(tokenizer), hidden_size=a.hidden, num_hidden_layers=a.layers, num_attention_heads=a.heads,
                       intermediate_size=4 * a.hidden, pad_token_id=tokenizer.pad_token_id, eos_token_id=tokenizer.eos_token_id,
                       max_position_embeddings=2048, num_labels=1)
prompts = [json.loads(line)["prompt"] for line in open(a.data)][:a.batch]
data = Dataset.from_list([dict(input_ids=tokenizer(p)["input_ids"]) for p in prompts])
trainer = PPOTrainer(
    args=PPOConfig(output_dir=tempfile.mkdtemp(), per_device_train_batch_size=a.micro_batch, gradient_accumulation_steps=a.batch // a.micro_batch,
                   total_episodes=a.batch, response_length=a.new_tokens, stop_token="eos", num_sample_generations=0, use_cpu=True, bf16=False,
                   gradient_checkpointing=False, report_to=[], save_strategy="no", disable_tqdm=True),
    processing_class=tokenizer, model=GPTNeoXForCausalLM(config), ref_model=GPTNeoXForCausalLM(config),
    reward_model=GPTNeoXForSequenceClassification(config), value_model=GPTNeoXForSequenceClassification(config), train_dataset=data)
start = time.time()
trainer.train()
seconds = time.time() - start
print(json.dumps(dict(rounds_s=1 / seconds, seconds=seconds, peak_rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))
