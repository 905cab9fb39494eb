package org.aihf.llm.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A family's kernel and the checkpoint tensors that it binds, embedding first and head last.
 *
 * @param kernel resource with the family's {@code layer} and {@code final_norm}
 * @param constants of that resource
 * @param backbone tensors without the head
 * @param output the language-model head; the embedding where they are tied
 */
record Architecture(
    String kernel,
    Map<String, Object> constants,
    int keyValueHeads,
    int rotarySize,
    double rotaryBase,
    List<Weight> backbone,
    Weight output) {

  /** The backbone's tensors in a checkpoint: without the biases that the model does not have. */
  List<Weight> present() {
    return backbone.stream().filter(Weight::isPresent).toList();
  }

  static Architecture of(LmConfig config) {
    if (config instanceof GptNeoxConfig neox) {
      return gptNeox(neox);
    }
    return llama((LlamaConfig) config);
  }

  private static Architecture gptNeox(GptNeoxConfig c) {
    int d = c.hiddenSize();
    int f = c.intermediateSize();
    List<Weight> w = new ArrayList<>();
    Weight embedding = Weight.matrix("gpt_neox.embed_in.weight", c.vocabularySize(), d);
    w.add(embedding);
    for (int i = 0; i < c.layers(); i++) {
      String at = "gpt_neox.layers." + i + ".";
      norm(w, at + "input_layernorm", d);
      linear(w, at + "attention.query_key_value", 3L * d, d, c.attentionBias());
      linear(w, at + "attention.dense", d, d, c.attentionBias());
      norm(w, at + "post_attention_layernorm", d);
      linear(w, at + "mlp.dense_h_to_4h", f, d, true);
      linear(w, at + "mlp.dense_4h_to_h", d, f, true);
    }
    norm(w, "gpt_neox.final_layer_norm", d);
    Map<String, Object> constants = new HashMap<>();
    constants.put("NORM_EPS", c.layerNormEps());
    constants.put("PARALLEL_RESIDUAL", c.parallelResidual() ? "True" : "False");
    constants.put("HEADS", c.heads());
    constants.put("HEAD_SIZE", c.headSize());
    constants.put("LAYERS", c.layers());
    return new Architecture(
        "gpt_neox.py",
        constants,
        c.heads(),
        (int) (c.headSize() * c.rotaryFraction()),
        c.rotaryBase(),
        w,
        c.tiedEmbeddings() ? embedding : Weight.matrix("embed_out.weight", c.vocabularySize(), d));
  }

  private static void norm(List<Weight> w, String name, int size) {
    w.add(Weight.scale(name + ".weight", size));
    w.add(Weight.bias(true, name + ".bias", size));
  }

  private static void linear(List<Weight> w, String name, long out, long in, boolean bias) {
    w.add(Weight.matrix(name + ".weight", out, in));
    w.add(Weight.bias(bias, name + ".bias", out));
  }

  private static Architecture llama(LlamaConfig c) {
    int d = c.hiddenSize();
    int f = c.intermediateSize();
    long queries = (long) c.heads() * c.headSize();
    long keys = (long) c.keyValueHeads() * c.headSize();
    List<Weight> w = new ArrayList<>();
    Weight embedding = Weight.matrix("model.embed_tokens.weight", c.vocabularySize(), d);
    w.add(embedding);
    for (int i = 0; i < c.layers(); i++) {
      String at = "model.layers." + i + ".";
      w.add(Weight.scale(at + "input_layernorm.weight", d));
      linear(w, at + "self_attn.q_proj", queries, d, c.attentionBias());
      linear(w, at + "self_attn.k_proj", keys, d, c.attentionBias());
      linear(w, at + "self_attn.v_proj", keys, d, c.attentionBias());
      linear(w, at + "self_attn.o_proj", d, queries, c.attentionBias());
      w.add(Weight.scale(at + "post_attention_layernorm.weight", d));
      linear(w, at + "mlp.gate_proj", f, d, c.mlpBias());
      linear(w, at + "mlp.up_proj", f, d, c.mlpBias());
      linear(w, at + "mlp.down_proj", d, f, c.mlpBias());
    }
    w.add(Weight.scale("model.norm.weight", d));
    Map<String, Object> constants = new HashMap<>();
    constants.put("NORM_EPS", c.rmsNormEps());
    constants.put("HEADS", c.heads());
    constants.put("KEY_VALUE_HEADS", c.keyValueHeads());
    constants.put("HEAD_SIZE", c.headSize());
    constants.put("LAYERS", c.layers());
    return new Architecture(
        "llama.py",
        constants,
        c.keyValueHeads(),
        c.headSize(),
        c.rotaryBase(),
        w,
        c.tiedEmbeddings() ? embedding : Weight.matrix("lm_head.weight", c.vocabularySize(), d));
  }
}
