package org.aihf.llm.model;

import java.util.List;
import java.util.Map;
import org.aihf.torch.KernelSource;

/** The TorchScript source of a backbone with a head, put together from the resources beside it. */
final class NetworkSource {
  /** Vocabulary columns whose logits exist at once: a slice for 400 tokens stays in cache. */
  private static final int VOCABULARY_SLICE = 4096;

  /** Tokens whose logits exist at once when only scores are wanted. */
  private static final int ROW_SLICE = 1024;

  /** Most exponentials kept between scores and gradient (128 MB); beyond, they are recomputed. */
  static final int LOGIT_BUDGET = 1 << 25;

  /** Vocabulary entries of one block of a cumulative distribution. */
  private static final int BLOCK = 256;

  /** Most likely tokens that top-p tries before it sorts them all. */
  private static final int CANDIDATES = 1024;

  /** Lists of tensors that the module keeps. */
  static final List<String> ATTRIBUTES = List.of("weights", "packed_weights", "rotary");

  private NetworkSource() {}

  static String of(LmConfig config, Architecture architecture, Head head, MatrixLibrary library) {
    Map<String, Object> attention =
        Map.of(
            "HEADS", config.heads(),
            "HEAD_SIZE", config.headSize(),
            "KEY_VALUE_HEADS", architecture.keyValueHeads(),
            "WINDOW", architecture.window(),
            "BOTH_WAYS", config.looksBothWays() ? "True" : "False");
    Map<String, Integer> backbone =
        Map.of("LAYERS", config.layers(), "TABLES", architecture.tables());
    return library.source()
        + resource("attention.py", attention)
        + resource(architecture.kernel(), architecture.constants())
        + resource("backbone.py", backbone)
        + head(head);
  }

  private static String head(Head head) {
    if (head instanceof Head.Labels labels) {
      return resource("sequence_head.py", Map.of()) + labels.layers().source();
    }
    if (head instanceof ValueHead) {
      return resource("sequence_head.py", Map.of()) + LabelLayers.SCORE.source();
    }
    Map<String, Integer> slices =
        Map.of(
            "VOCABULARY_SLICE", VOCABULARY_SLICE,
            "ROW_SLICE", ROW_SLICE,
            "LOGIT_BUDGET", LOGIT_BUDGET);
    Map<String, Integer> decoding = Map.of("BLOCK", BLOCK, "CANDIDATES", CANDIDATES);
    return resource("token_head.py", slices)
        + resource("entropy_head.py", Map.of("VOCABULARY_SLICE", VOCABULARY_SLICE))
        + resource("decode.py", decoding);
  }

  static String resource(String name, Map<String, ?> constants) {
    return KernelSource.resource(NetworkSource.class, name, constants);
  }
}
