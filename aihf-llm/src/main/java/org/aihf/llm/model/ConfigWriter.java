package org.aihf.llm.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.aihf.torch.safetensors.Dtype;

/** {@code config.json} as transformers reads it. */
final class ConfigWriter {
  private ConfigWriter() {}

  /**
   * @param padId replaces the configuration's own, when present
   * @param dtype of the weights beside it
   */
  static String json(LmConfig config, Head head, OptionalInt padId, Dtype dtype) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architectures", new String[] {architecture(config) + task(config, head)});
    if (config instanceof GptNeoxConfig c) {
      gptNeox(json, c);
    } else if (config instanceof LlamaConfig c) {
      llama(json, c);
    } else if (config instanceof Gpt2Config c) {
      gpt2(json, c);
    } else {
      bert(json, (BertConfig) config);
    }
    shared(json, config);
    json.put("torch_dtype", name(dtype));
    (padId.isPresent() ? padId : config.padId()).ifPresent(id -> json.put("pad_token_id", id));
    if (head instanceof Head.Labels labels) {
      labels(json, labels);
    }
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("numbers and texts are JSON", e);
    }
  }

  private static String architecture(LmConfig config) {
    if (config instanceof LlamaConfig c) {
      return c.family().architecture;
    }
    if (config instanceof BertConfig c) {
      return c.family() == BertConfig.Family.BERT ? "Bert" : "DistilBert";
    }
    return config instanceof GptNeoxConfig ? "GPTNeoX" : "GPT2";
  }

  private static String task(LmConfig config, Head head) {
    if (head instanceof Head.Labels labels) {
      return labels.safeRlhf() == null ? "ForSequenceClassification" : "ForScore";
    }
    return config instanceof Gpt2Config ? "LMHeadModel" : "ForCausalLM";
  }

  private static String name(Dtype dtype) {
    return switch (dtype) {
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      default -> "float32";
    };
  }

  private static void sizes(Map<String, Object> json, LmConfig c) {
    json.put("hidden_size", c.hiddenSize());
    json.put("num_hidden_layers", c.layers());
    json.put("num_attention_heads", c.heads());
    json.put("intermediate_size", c.intermediateSize());
    json.put("max_position_embeddings", c.maxPositions());
  }

  private static void shared(Map<String, Object> json, LmConfig c) {
    json.put("vocab_size", c.vocabularySize());
    json.put("initializer_range", c.initializerRange());
    json.put("tie_word_embeddings", c.tiedEmbeddings());
    if (c.eosIds().size() == 1) {
      json.put("eos_token_id", c.eosIds().get(0));
    } else {
      json.put("eos_token_id", c.eosIds().isEmpty() ? null : c.eosIds());
    }
    json.put("bos_token_id", c.bosId().isPresent() ? c.bosId().getAsInt() : null);
  }

  private static void gptNeox(Map<String, Object> json, GptNeoxConfig c) {
    json.put("model_type", "gpt_neox");
    sizes(json, c);
    json.put("hidden_act", "gelu");
    json.put("layer_norm_eps", c.layerNormEps());
    json.put("rotary_pct", c.rotaryFraction());
    json.put("rotary_emb_base", c.rotaryBase());
    json.put("use_parallel_residual", c.parallelResidual());
    json.put("attention_bias", c.attentionBias());
    json.put("attention_dropout", 0.0);
    json.put("hidden_dropout", 0.0);
    json.put("classifier_dropout", 0.0);
    Map<String, Object> rotary = rotary(c.rotaryBase());
    rotary.put("partial_rotary_factor", c.rotaryFraction());
    json.put("rope_parameters", rotary);
  }

  private static void llama(Map<String, Object> json, LlamaConfig c) {
    json.put("model_type", c.family().modelType);
    sizes(json, c);
    json.put("hidden_act", "silu");
    json.put("rms_norm_eps", c.rmsNormEps());
    json.put("num_key_value_heads", c.keyValueHeads());
    json.put("head_dim", c.headSize());
    switch (c.family()) {
      case LLAMA -> {
        json.put("attention_bias", c.attentionBias());
        json.put("mlp_bias", c.mlpBias());
      }
      case MISTRAL ->
          json.put(
              "sliding_window",
              c.slidingWindow().isPresent() ? c.slidingWindow().getAsInt() : null);
      case QWEN2 -> json.put("use_sliding_window", false);
    }
    json.put("attention_dropout", 0.0);
    json.put("rope_theta", c.rotaryBase());
    json.put("rope_parameters", rotary(c.rotaryBase()));
  }

  private static void gpt2(Map<String, Object> json, Gpt2Config c) {
    json.put("model_type", "gpt2");
    json.put("n_embd", c.hiddenSize());
    json.put("n_layer", c.layers());
    json.put("n_head", c.heads());
    json.put("n_inner", c.intermediateSize());
    json.put("n_positions", c.maxPositions());
    json.put("activation_function", "gelu_new");
    json.put("layer_norm_epsilon", c.layerNormEps());
    for (String dropout : List.of("attn_pdrop", "embd_pdrop", "resid_pdrop")) {
      json.put(dropout, 0.0);
    }
  }

  private static void bert(Map<String, Object> json, BertConfig c) {
    if (c.family() == BertConfig.Family.BERT) {
      json.put("model_type", "bert");
      sizes(json, c);
      json.put("hidden_act", "gelu");
      json.put("layer_norm_eps", c.layerNormEps());
      json.put("type_vocab_size", c.tokenTypes());
      json.put("hidden_dropout_prob", 0.0);
      json.put("attention_probs_dropout_prob", 0.0);
      return;
    }
    json.put("model_type", "distilbert");
    json.put("dim", c.hiddenSize());
    json.put("n_layers", c.layers());
    json.put("n_heads", c.heads());
    json.put("hidden_dim", c.intermediateSize());
    json.put("max_position_embeddings", c.maxPositions());
    json.put("activation", "gelu");
    for (String dropout : List.of("dropout", "attention_dropout", "seq_classif_dropout")) {
      json.put(dropout, 0.0);
    }
  }

  /** The new spelling; old and new stand side by side, each version reads its own. */
  private static Map<String, Object> rotary(double base) {
    Map<String, Object> rotary = new LinkedHashMap<>();
    rotary.put("rope_type", "default");
    rotary.put("rope_theta", base);
    return rotary;
  }

  private static void labels(Map<String, Object> json, Head.Labels head) {
    ScoreHeadSettings settings = head.safeRlhf();
    if (settings != null) {
      scoreHead(json, settings);
      return;
    }
    Map<String, String> names = new TreeMap<>();
    Map<String, Integer> ids = new TreeMap<>();
    for (int i = 0; i < head.count(); i++) {
      names.put(Integer.toString(i), "LABEL_" + i);
      ids.put("LABEL_" + i, i);
    }
    json.put("num_labels", head.count());
    json.put("id2label", names);
    json.put("label2id", ids);
  }

  /** The keys that safe-rlhf reads; the statistics are in no tensor of ours. */
  private static void scoreHead(Map<String, Object> json, ScoreHeadSettings settings) {
    json.put("score_dim", settings.labels());
    json.put("score_bias", settings.bias());
    json.put("bias", settings.bias());
    json.put("score_type", settings.type().label());
    json.put("do_normalize", settings.normalizes());
    json.put("normalizer_type", settings.normalizes() ? "RunningMeanStd" : null);
    json.put("mean", settings.mean());
    json.put("var", settings.variance());
  }
}
