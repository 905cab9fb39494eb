"""Prints what transformers computes: python agree.py < jobs.json

A job: {"directory", "kind": "causal" | "classifier", "sequences": [{"prompt", "completion"}], "new_tokens"}; a result per job:
{"values": [[...] per sequence], "greedy": [[...] per sequence]} (log-probabilities of the completion, or label scores).
"""
import json, sys
import torch
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

results = []
for job in json.load(sys.stdin):
    loader = AutoModelForCausalLM if job["kind"] == "causal" else AutoModelForSequenceClassification
    model = loader.from_pretrained(job["directory"], dtype=torch.float32).eval()
    values, greedy = [], []
    with torch.no_grad():
        if job["kind"] == "causal":
            for s in job["sequences"]:
                prompt, completion = s["prompt"], s["completion"]
                lp = torch.log_softmax(model(torch.tensor([prompt + completion])).logits[0].double(), -1)
                values.append([lp[len(prompt) + t - 1, token].item() for t, token in enumerate(completion)])
                out = model.generate(torch.tensor([prompt]), do_sample=False, max_new_tokens=job["new_tokens"])
                greedy.append(out[0, len(prompt):].tolist())
        else:
            # one padded batch: transformers must find the last real token by the pad id of config.json
            rows = [s["prompt"] + s["completion"] for s in job["sequences"]]
            width, pad = max(map(len, rows)), model.config.pad_token_id
            ids = torch.tensor([row + [pad] * (width - len(row)) for row in rows])
            mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
            assert model.num_labels == 1, f"a reward model has one label, {job['directory']} has {model.num_labels}"
            values = model(ids, attention_mask=mask).logits.tolist()
    results.append(dict(values=values, greedy=greedy))
print("RESULT " + json.dumps(results))
