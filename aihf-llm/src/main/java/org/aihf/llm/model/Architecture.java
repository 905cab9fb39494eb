package org.aihf.llm.model;

import java.util.List;
import java.util.Map;

/**
 * A family's kernel and the checkpoint tensors that it binds, embedding first and head last.
 *
 * @param kernel resource with the family's {@code embed}, {@code layer} and {@code final_norm}
 * @param constants of that resource
 * @param tables how many of the first tensors are looked up, not multiplied
 * @param rotarySize numbers of a head that turn with the position; 0: positions are in {@code
 *     embed}
 * @param window tokens that a token looks back at, itself included; 0: all
 * @param backbone tensors without the head
 * @param output the language-model head; the embedding where they are tied
 */
record Architecture(
    String kernel,
    Map<String, Object> constants,
    int tables,
    int keyValueHeads,
    int rotarySize,
    double rotaryBase,
    int window,
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
    if (config instanceof LlamaConfig llama) {
      return llama(llama);
    }
    if (config instanceof Gpt2Config gpt2) {
      return gpt2(gpt2);
    }
    return bert((BertConfig) config);
  }

  private static Architecture gptNeox(GptNeoxConfig c) {
    int d = c.hiddenSize();
    int f = c.intermediateSize();
    Weight embedding = Weight.matrix("gpt_neox.embed_in.weight", c.vocabularySize(), d);
    WeightList w = new WeightList(embedding);
    for (int i = 0; i < c.layers(); i++) {
      String at = "gpt_neox.layers." + i + ".";
      w.norm(at + "input_layernorm", d);
      w.linear(at + "attention.query_key_value", 3L * d, d, c.attentionBias());
      w.linear(at + "attention.dense", d, d, c.attentionBias());
      w.norm(at + "post_attention_layernorm", d);
      w.linear(at + "mlp.dense_h_to_4h", f, d, true);
      w.linear(at + "mlp.dense_4h_to_h", d, f, true);
    }
    w.norm("gpt_neox.final_layer_norm", d);
    Map<String, Object> constants =
        Map.of(
            "NORM_EPS", c.layerNormEps(),
            "PARALLEL_RESIDUAL", c.parallelResidual() ? "True" : "False",
            "HEADS", c.heads(),
            "HEAD_SIZE", c.headSize(),
            "LAYERS", c.layers());
    return new Architecture(
        "gpt_neox.py",
        constants,
        1,
        c.heads(),
        (int) (c.headSize() * c.rotaryFraction()),
        c.rotaryBase(),
        0,
        w.all(),
        c.tiedEmbeddings() ? embedding : Weight.matrix("embed_out.weight", c.vocabularySize(), d));
  }

  private static Architecture llama(LlamaConfig c) {
    int d = c.hiddenSize();
    int f = c.intermediateSize();
    long queries = (long) c.heads() * c.headSize();
    long keys = (long) c.keyValueHeads() * c.headSize();
    Weight embedding = Weight.matrix("model.embed_tokens.weight", c.vocabularySize(), d);
    WeightList w = new WeightList(embedding);
    for (int i = 0; i < c.layers(); i++) {
      String at = "model.layers." + i + ".";
      w.scale(at + "input_layernorm", d);
      w.linear(at + "self_attn.q_proj", queries, d, c.attentionBias());
      w.linear(at + "self_attn.k_proj", keys, d, c.attentionBias());
      w.linear(at + "self_attn.v_proj", keys, d, c.attentionBias());
      w.linear(at + "self_attn.o_proj", d, queries, c.outputBias());
      w.scale(at + "post_attention_layernorm", d);
      w.linear(at + "mlp.gate_proj", f, d, c.mlpBias());
      w.linear(at + "mlp.up_proj", f, d, c.mlpBias());
      w.linear(at + "mlp.down_proj", d, f, c.mlpBias());
    }
    w.scale("model.norm", d);
    Map<String, Object> constants =
        Map.of(
            "NORM_EPS", c.rmsNormEps(),
            "HEADS", c.heads(),
            "KEY_VALUE_HEADS", c.keyValueHeads(),
            "HEAD_SIZE", c.headSize(),
            "LAYERS", c.layers());
    return new Architecture(
        "llama.py",
        constants,
        1,
        c.keyValueHeads(),
        c.headSize(),
        c.rotaryBase(),
        c.slidingWindow().orElse(0),
        w.all(),
        c.tiedEmbeddings() ? embedding : Weight.matrix("lm_head.weight", c.vocabularySize(), d));
  }

  private static Architecture gpt2(Gpt2Config c) {
    int d = c.hiddenSize();
    int f = c.intermediateSize();
    Weight embedding = Weight.matrix("transformer.wte.weight", c.vocabularySize(), d);
    WeightList w = new WeightList(embedding);
    w.add(Weight.matrix("transformer.wpe.weight", c.maxPositions(), d));
    for (int i = 0; i < c.layers(); i++) {
      String at = "transformer.h." + i + ".";
      w.norm(at + "ln_1", d);
      w.conv1d(at + "attn.c_attn", 3L * d, d);
      w.conv1d(at + "attn.c_proj", d, d);
      w.norm(at + "ln_2", d);
      w.conv1d(at + "mlp.c_fc", f, d);
      w.conv1d(at + "mlp.c_proj", d, f);
    }
    w.norm("transformer.ln_f", d);
    Map<String, Object> constants =
        Map.of(
            "NORM_EPS", c.layerNormEps(),
            "HEADS", c.heads(),
            "HEAD_SIZE", c.headSize(),
            "LAYERS", c.layers());
    return new Architecture(
        "gpt2.py",
        constants,
        2,
        c.heads(),
        0,
        0,
        0,
        w.all(),
        c.tiedEmbeddings() ? embedding : Weight.matrix("lm_head.weight", c.vocabularySize(), d));
  }

  private static Architecture bert(BertConfig c) {
    boolean distilled = c.family() == BertConfig.Family.DISTILBERT;
    String root = distilled ? "distilbert." : "bert.";
    int d = c.hiddenSize();
    int f = c.intermediateSize();
    String tables = root + "embeddings.";
    Weight embedding = Weight.matrix(tables + "word_embeddings.weight", c.vocabularySize(), d);
    WeightList w = new WeightList(embedding);
    w.add(Weight.matrix(tables + "position_embeddings.weight", c.maxPositions(), d));
    w.add(
        c.tokenTypes() == 0
            ? Weight.ABSENT
            : Weight.matrix(tables + "token_type_embeddings.weight", c.tokenTypes(), d));
    w.norm(tables + "LayerNorm", d);
    for (int i = 0; i < c.layers(); i++) {
      String at = root + (distilled ? "transformer.layer." : "encoder.layer.") + i + ".";
      String attention = at + (distilled ? "attention." : "attention.self.");
      w.linear(attention + (distilled ? "q_lin" : "query"), d, d, true);
      w.linear(attention + (distilled ? "k_lin" : "key"), d, d, true);
      w.linear(attention + (distilled ? "v_lin" : "value"), d, d, true);
      w.linear(at + (distilled ? "attention.out_lin" : "attention.output.dense"), d, d, true);
      w.norm(at + (distilled ? "sa_layer_norm" : "attention.output.LayerNorm"), d);
      w.linear(at + (distilled ? "ffn.lin1" : "intermediate.dense"), f, d, true);
      w.linear(at + (distilled ? "ffn.lin2" : "output.dense"), d, f, true);
      w.norm(at + (distilled ? "output_layer_norm" : "output.LayerNorm"), d);
    }
    Map<String, Object> constants =
        Map.of("NORM_EPS", c.layerNormEps(), "HEADS", c.heads(), "HEAD_SIZE", c.headSize());
    return new Architecture("bert.py", constants, 3, c.heads(), 0, 0, 0, w.all(), embedding);
  }
}
