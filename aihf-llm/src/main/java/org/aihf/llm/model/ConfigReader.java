package org.aihf.llm.model;

import java.nio.file.Path;
import java.util.List;

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
      case "llama" -> reader.llama();
      default ->
          throw reader.file.refuse(
              "model_type", '"' + type + '"', "supported are \"gpt_neox\" and \"llama\"");
    };
  }

  private GptNeoxConfig gptNeox() {
    requireText("hidden_act", "gelu");
    int hidden = file.size("hidden_size", LARGEST_SIZE);
    int heads = headsOf(hidden);
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

  private LlamaConfig llama() {
    requireText("hidden_act", "silu");
    int hidden = file.size("hidden_size", LARGEST_SIZE);
    int heads = file.size("num_attention_heads", LARGEST_SIZE);
    int headSize =
        file.has("head_dim") ? file.size("head_dim", LARGEST_SIZE) : hidden / headsOf(hidden);
    int keyValueHeads = file.size("num_key_value_heads", heads, heads);
    if (heads % keyValueHeads != 0) {
      throw file.refuse(
          "num_key_value_heads", keyValueHeads, "it must divide num_attention_heads, " + heads);
    }
    if (headSize % 2 != 0) {
      throw file.refuse("head_dim", headSize, "it must be even");
    }
    return new LlamaConfig(
        vocabulary(),
        hidden,
        file.size("num_hidden_layers", 4096),
        heads,
        keyValueHeads,
        headSize,
        file.size("intermediate_size", LARGEST_SIZE),
        file.size("max_position_embeddings", LARGEST_CONTEXT, 2048),
        file.positive("initializer_range", 0.02),
        file.flag("tie_word_embeddings", false),
        file.ids("eos_token_id"),
        file.id("bos_token_id"),
        file.id("pad_token_id"),
        file.positive("rms_norm_eps", 1e-6),
        file.rotary("rope_theta", "rope_theta", 10_000),
        file.flag("attention_bias", false),
        file.flag("mlp_bias", false));
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

  private int headsOf(int hidden) {
    int heads = file.size("num_attention_heads", LARGEST_SIZE);
    if (hidden % heads != 0) {
      throw file.refuse("num_attention_heads", heads, "it must divide hidden_size, " + hidden);
    }
    return heads;
  }

  private void requireText(String key, String supported) {
    if (file.has(key) && !file.text(key).equals(supported)) {
      throw file.refuse(key, '"' + file.text(key) + '"', "only \"" + supported + "\" is supported");
    }
  }
}
