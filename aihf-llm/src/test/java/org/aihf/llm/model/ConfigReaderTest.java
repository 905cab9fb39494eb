package org.aihf.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.aihf.UserError;
import org.aihf.torch.safetensors.Dtype;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "neox-parallel",
        "neox-serial-old-keys",
        "llama-grouped",
        "llama-tied-old-keys",
        "mistral-window",
        "mistral-old-keys",
        "qwen2-tied",
        "gpt2-inner",
        "gpt2-bare",
        "bert-classifier",
        "distilbert-classifier"
      })
  void writtenConfigurationsReadBackEqual(String name) throws IOException {
    LmConfig config = LmConfig.read(Fixtures.model(name));
    Files.writeString(
        directory.resolve("config.json"),
        ConfigWriter.json(config, new Head.Tokens(), OptionalInt.empty(), Dtype.F32));
    assertThat(LmConfig.read(directory)).isEqualTo(config);
  }

  @Test
  void oldAndNewKeysAreRead() {
    GptNeoxConfig neox = (GptNeoxConfig) LmConfig.read(Fixtures.model("neox-serial-old-keys"));
    assertThat(neox.rotaryFraction()).isEqualTo(0.5);
    assertThat(neox.rotaryBase()).isEqualTo(500);
    assertThat(neox.parallelResidual()).isFalse();
    LlamaConfig llama = (LlamaConfig) LmConfig.read(Fixtures.model("llama-tied-old-keys"));
    assertThat(llama.rotaryBase()).isEqualTo(700);
    assertThat(llama.tiedEmbeddings()).isTrue();
    assertThat(llama.eosIds()).containsExactly(1, 3);
    GptNeoxConfig fresh = (GptNeoxConfig) LmConfig.read(Fixtures.model("neox-tied-no-bias"));
    assertThat(fresh.rotaryFraction()).isEqualTo(1);
    assertThat(fresh.attentionBias()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"model_type\": \"gpt_neox\"|\"model_type\": \"bloom\"|\"model_type\" is \"bloom\"; supported are",
        "\"hidden_size\": 16|\"hidden_size\": -3|\"hidden_size\" is -3; it must be from 1",
        "\"hidden_size\": 16|\"hidden_size\": \"x\"|\"hidden_size\" is \"x\"; it must be a whole number",
        "\"num_attention_heads\": 2|\"num_attention_heads\": 3|\"num_attention_heads\" is 3; it must divide",
        "\"hidden_act\": \"gelu\"|\"hidden_act\": \"relu\"|\"hidden_act\" is \"relu\"; only \"gelu\"",
        "\"rope_type\": \"default\"|\"rope_type\": \"yarn\"|\"rope_parameters.rope_type\" is \"yarn\"; only",
        "\"eos_token_id\": 1|\"eos_token_id\": 480|\"eos_token_id\" is 480; it must be less than vocab_size, 48",
        "\"vocab_size\": 48|\"vocabulary\": 48|has no \"vocab_size\"",
        "\"layer_norm_eps\": 1e-05|\"layer_norm_eps\": 0|\"layer_norm_eps\" is 0; it must be a positive number"
      })
  void aWrongValueIsNamedWithFileAndKey(String good, String bad, String sentence)
      throws IOException {
    String config = Files.readString(Fixtures.model("neox-parallel").resolve("config.json"));
    assertThat(config).contains(good);
    Files.writeString(directory.resolve("config.json"), config.replace(good, bad));
    assertThatThrownBy(() -> LmConfig.read(directory))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(directory.resolve("config.json").toString())
        .hasMessageContaining(sentence);
  }

  @Test
  void aSlidingWindowIsThatOfTransformers() throws IOException {
    String config = Files.readString(Fixtures.model("mistral-window").resolve("config.json"));
    assertThat(window(config)).hasValue(5);
    assertThat(window(config.replace("\"sliding_window\": 5", "\"sliding_window\": null")))
        .isEmpty();
    assertThat(window(config.replace("\"sliding_window\": 5,", ""))).hasValue(4096);
  }

  private OptionalInt window(String config) throws IOException {
    Files.writeString(directory.resolve("config.json"), config);
    return ((LlamaConfig) LmConfig.read(directory)).slidingWindow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt2-inner|gelu_new|relu|\"activation_function\" is \"relu\"; only \"gelu_new\"",
        "gpt2-inner|\"scale_attn_weights\": true|\"scale_attn_weights\": false|\"scale_attn_weights\" is false; only true",
        "qwen2-tied|\"use_sliding_window\": false|\"use_sliding_window\": true|\"use_sliding_window\" is true; windows of",
        "distilbert-classifier|\"n_heads\": 2|\"n_heads\": 3|\"n_heads\" is 3; it must divide dim, 16"
      })
  void whatAFamilyDoesNotComputeIsNamed(String name, String good, String bad, String sentence)
      throws IOException {
    String config = Files.readString(Fixtures.model(name).resolve("config.json"));
    assertThat(config).contains(good);
    Files.writeString(directory.resolve("config.json"), config.replace(good, bad));
    assertThatThrownBy(() -> LmConfig.read(directory))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aMissingOrBrokenFileIsNamed() throws IOException {
    assertThatThrownBy(() -> LmConfig.read(directory))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("config.json does not exist");
    Files.writeString(directory.resolve("config.json"), "{\"model_type\": ");
    assertThatThrownBy(() -> LmConfig.read(directory))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("config.json is not JSON");
    Files.writeString(directory.resolve("config.json"), "[1]");
    assertThatThrownBy(() -> LmConfig.read(directory)).hasMessageContaining("no JSON object");
  }
}
