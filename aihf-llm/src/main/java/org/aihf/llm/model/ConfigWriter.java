package org.aihf.llm.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** {@code config.json} as transformers reads it. */
final class ConfigWriter {
  private ConfigWriter() {}

  /**
   * @param padId replaces the configuration's own, when present
   */
  static String json(LmConfig config, Head head, OptionalInt padId) {
    Map<String, Object> json = new LinkedHashMap<>();
    String task = head instanceof Head.Labels ? "ForSequenceClassification" : "ForCausalLM";
    if (config instanceof GptNeoxConfig c) {
      json.put("architectures", new String[] {"GPTNeoX" + task});
      json.put("model_type", "gpt_neox");
      gptNeox(json, c);
    } else {
      json.put("architectures", new String[] {"Llama" + task});
      json.put("model_type", "llama");
      llama(json, (LlamaConfig) config);
    }
    shared(json, config);
    (padId.isPresent() ? padId : config.padId()).ifPresent(id -> json.put("pad_token_id", id));
    if (head instanceof Head.Labels labels) {
      labels(json, labels.count());
    }
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("numbers and texts are JSON", e);
    }
  }

  private static void shared(Map<String, Object> json, LmConfig c) {
    json.put("vocab_size", c.vocabularySize());
    json.put("hidden_size", c.hiddenSize());
    json.put("num_hidden_layers", c.layers());
    json.put("num_attention_heads", c.heads());
    json.put("intermediate_size", c.intermediateSize());
    json.put("max_position_embeddings", c.maxPositions());
    json.put("initializer_range", c.initializerRange());
    json.put("tie_word_embeddings", c.tiedEmbeddings());
    json.put("torch_dtype", "float32");
    if (c.eosIds().size() == 1) {
      json.put("eos_token_id", c.eosIds().get(0));
    } else {
      json.put("eos_token_id", c.eosIds().isEmpty() ? null : c.eosIds());
    }
    json.put("bos_token_id", c.bosId().isPresent() ? c.bosId().getAsInt() : null);
  }

  private static void gptNeox(Map<String, Object> json, GptNeoxConfig c) {
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
    json.put("hidden_act", "silu");
    json.put("rms_norm_eps", c.rmsNormEps());
    json.put("num_key_value_heads", c.keyValueHeads());
    json.put("head_dim", c.headSize());
    json.put("attention_bias", c.attentionBias());
    json.put("mlp_bias", c.mlpBias());
    json.put("attention_dropout", 0.0);
    json.put("rope_theta", c.rotaryBase());
    json.put("rope_parameters", rotary(c.rotaryBase()));
  }

  /** The new spelling; old and new stand side by side, each version reads its own. */
  private static Map<String, Object> rotary(double base) {
    Map<String, Object> rotary = new LinkedHashMap<>();
    rotary.put("rope_type", "default");
    rotary.put("rope_theta", base);
    return rotary;
  }

  private static void labels(Map<String, Object> json, int count) {
    Map<String, String> names = new TreeMap<>();
    Map<String, Integer> ids = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      names.put(Integer.toString(i), "LABEL_" + i);
      ids.put("LABEL_" + i, i);
    }
    json.put("num_labels", count);
    json.put("id2label", names);
    json.put("label2id", ids);
  }
}
