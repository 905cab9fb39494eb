package org.aihf.llm.model;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** From {@code config.json} to {@link LmConfig}, in the spellings of transformers 4 and 5. */
final class ConfigReader {
  private static final int LARGEST_SIZE = 1 << 20;
  private static final int LARGEST_VOCABULARY = 1 << 24;
  private static final int LARGEST_CONTEXT = 1 << 22;

  private final ConfigFile file;

  private ConfigReader(ConfigFile file) {
    this.file = file;
  }

  static LmConfig read(Path directory) {
    ConfigReader reader = new ConfigReader(ConfigFile.read(directory));
    String type = reader.file.text("model_type");
    return switch (type) {
      case "gpt_neox" -> reader.gptNeox();
      case "llama" -> reader.llama(LlamaConfig.Family.LLAMA);
      case "mistral" -> reader.llama(LlamaConfig.Family.MISTRAL);
      case "qwen2" -> reader.llama(LlamaConfig.Family.QWEN2);
      case "gpt2" -> reader.gpt2();
      case "bert" -> reader.bert();
      case "distilbert" -> reader.distilBert();
      default ->
          throw reader.file.refuse(
              "model_type",
              '"' + type + '"',
              "supported are gpt_neox, llama, mistral, qwen2, gpt2 and, as judges, bert and distilbert");
    };
  }

  private GptNeoxConfig gptNeox() {
    requireText("hidden_act", "gelu");
    int hidden = file.size("hidden_size", LARGEST_SIZE);
    int heads = headsOf("num_attention_heads", "hidden_size", hidden);
    double fraction = file.rotary("partial_rotary_factor", "rotary_pct", 0.25);
    int rotary = (int) (hidden / heads * fraction);
    if (rotary < 2 || rotary % 2 != 0 || rotary > hidden / heads) {
      throw file.refuse(
          "rotary_pct",
          fraction,
          "it must rotate an even number of the %d numbers of a head".formatted(hidden / heads));
    }
    return new GptNeoxConfig(
        vocabulary(),
        hidden,
        file.size("num_hidden_layers", 4096),
        heads,
        file.size("intermediate_size", LARGEST_SIZE),
        file.size("max_position_embeddings", LARGEST_CONTEXT, 2048),
        file.positive("initializer_range", 0.02),
        file.flag("tie_word_embeddings", false),
        file.ids("eos_token_id"),
        file.id("bos_token_id"),
        file.id("pad_token_id"),
        file.positive("layer_norm_eps", 1e-5),
        fraction,
        file.rotary("rope_theta", "rotary_emb_base", 10_000),
        file.flag("use_parallel_residual", true),
        file.flag("attention_bias", true));
  }

  private LlamaConfig llama(LlamaConfig.Family family) {
    boolean mistral = family == LlamaConfig.Family.MISTRAL;
    requireText("hidden_act", "silu");
    int hidden = file.size("hidden_size", LARGEST_SIZE);
    int heads = file.size("num_attention_heads", LARGEST_SIZE);
    int headSize =
        file.has("head_dim")
            ? file.size("head_dim", LARGEST_SIZE)
            : hidden / headsOf("num_attention_heads", "hidden_size", hidden);
    int keyValueHeads = file.size("num_key_value_heads", heads, mistral ? 8 : heads);
    if (heads % keyValueHeads != 0) {
      throw file.refuse(
          "num_key_value_heads", keyValueHeads, "it must divide num_attention_heads, " + heads);
    }
    if (headSize % 2 != 0) {
      throw file.refuse("head_dim", headSize, "it must be even");
    }
    return new LlamaConfig(
        family,
        vocabulary(),
        hidden,
        file.size("num_hidden_layers", 4096),
        heads,
        keyValueHeads,
        headSize,
        file.size("intermediate_size", LARGEST_SIZE),
        file.size("max_position_embeddings", LARGEST_CONTEXT, mistral ? 131_072 : 2048),
        file.positive("initializer_range", 0.02),
        file.flag("tie_word_embeddings", false),
        file.ids("eos_token_id"),
        file.id("bos_token_id"),
        file.id("pad_token_id"),
        file.positive("rms_norm_eps", 1e-6),
        file.rotary("rope_theta", "rope_theta", 10_000),
        switch (family) {
          case LLAMA -> file.flag("attention_bias", false);
          case MISTRAL -> false;
          case QWEN2 -> true;
        },
        family == LlamaConfig.Family.LLAMA && file.flag("mlp_bias", false),
        slidingWindow(family));
  }

  /** Of every layer; absent and null differ, as they do in transformers. */
  private OptionalInt slidingWindow(LlamaConfig.Family family) {
    if (family == LlamaConfig.Family.QWEN2 && file.flag("use_sliding_window", false)) {
      throw file.refuse(
          "use_sliding_window", true, "windows of some layers only are not supported");
    }
    return family == LlamaConfig.Family.MISTRAL && !file.isNull("sliding_window")
        ? OptionalInt.of(file.size("sliding_window", LARGEST_CONTEXT, 4096))
        : OptionalInt.empty();
  }

  private Gpt2Config gpt2() {
    String activation = file.has("activation_function") ? file.text("activation_function") : "";
    if (!List.of("", "gelu_new", "gelu_pytorch_tanh").contains(activation)) {
      throw file.refuse(
          "activation_function", '"' + activation + '"', "only \"gelu_new\" is supported");
    }
    requireFlag("scale_attn_weights", true);
    requireFlag("scale_attn_by_inverse_layer_idx", false);
    requireFlag("add_cross_attention", false);
    int hidden = file.size("n_embd", LARGEST_SIZE);
    return new Gpt2Config(
        vocabulary(),
        hidden,
        file.size("n_layer", 4096),
        headsOf("n_head", "n_embd", hidden),
        file.size("n_inner", LARGEST_SIZE, 4 * hidden),
        file.size("n_positions", LARGEST_CONTEXT, 1024),
        file.positive("initializer_range", 0.02),
        file.flag("tie_word_embeddings", true),
        file.ids("eos_token_id"),
        file.id("bos_token_id"),
        file.id("pad_token_id"),
        file.positive("layer_norm_epsilon", 1e-5));
  }

  private BertConfig bert() {
    requireText("hidden_act", "gelu");
    requireFlag("is_decoder", false);
    int hidden = file.size("hidden_size", LARGEST_SIZE);
    return new BertConfig(
        BertConfig.Family.BERT,
        vocabulary(),
        hidden,
        file.size("num_hidden_layers", 4096),
        headsOf("num_attention_heads", "hidden_size", hidden),
        file.size("intermediate_size", LARGEST_SIZE),
        file.size("max_position_embeddings", LARGEST_CONTEXT, 512),
        file.positive("initializer_range", 0.02),
        file.id("pad_token_id"),
        file.positive("layer_norm_eps", 1e-12),
        file.size("type_vocab_size", LARGEST_SIZE, 2));
  }

  private BertConfig distilBert() {
    requireText("activation", "gelu");
    int hidden = file.size("dim", LARGEST_SIZE);
    return new BertConfig(
        BertConfig.Family.DISTILBERT,
        vocabulary(),
        hidden,
        file.size("n_layers", 4096),
        headsOf("n_heads", "dim", hidden),
        file.size("hidden_dim", LARGEST_SIZE),
        file.size("max_position_embeddings", LARGEST_CONTEXT, 512),
        file.positive("initializer_range", 0.02),
        file.id("pad_token_id"),
        1e-12,
        0);
  }

  private int vocabulary() {
    int size = file.size("vocab_size", LARGEST_VOCABULARY);
    for (String key : List.of("eos_token_id", "bos_token_id", "pad_token_id")) {
      for (int id : file.ids(key)) {
        if (id >= size) {
          throw file.refuse(key, id, "it must be less than vocab_size, " + size);
        }
      }
    }
    return size;
  }

  private int headsOf(String key, String hiddenKey, int hidden) {
    int heads = file.size(key, LARGEST_SIZE);
    if (hidden % heads != 0) {
      throw file.refuse(key, heads, "it must divide " + hiddenKey + ", " + hidden);
    }
    return heads;
  }

  private void requireFlag(String key, boolean supported) {
    if (file.flag(key, supported) != supported) {
      throw file.refuse(key, !supported, "only " + supported + " is supported");
    }
  }

  private void requireText(String key, String supported) {
    if (file.has(key) && !file.text(key).equals(supported)) {
      throw file.refuse(key, '"' + file.text(key) + '"', "only \"" + supported + "\" is supported");
    }
  }
}
