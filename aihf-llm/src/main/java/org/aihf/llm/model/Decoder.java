package org.aihf.llm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.torch.Kernel;

/**
 * Answers in progress: token after token with a key/value cache allocated once. Rows are answers;
 * several rows may share a prompt, which is read once. The model must not train meanwhile. {@code
 * org.aihf.llm.generate.Generator} decides what is sampled when; this class does the arithmetic.
 */
public final class Decoder implements AutoCloseable {
  /** From this many tokens on, faster steps pay for packing the weights first. */
  private static final int WORTH_PACKING = 24;

  private final Network network;
  private final NDManager session;
  private final List<int[]> prompts;
  private final int width;
  private int[] rowPrompt;
  private int[] lastIds = new int[0];
  private int tokensPerRow;
  private List<NDArray> cache = new ArrayList<>();
  private NDArray mask;
  private final boolean packed;

  /** How a token is chosen. Ids from {@code vocabularyLimit} on never are. */
  public record Choice(
      double temperature, int topK, double topP, boolean greedy, int vocabularyLimit) {}

  /** One token per row and its log-probability at the choice's temperature. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Tokens(int[] ids, double[] logProbs) {}

  Decoder(Network network, List<int[]> prompts, int[] rowPrompt, int maxNewTokens) {
    this.network = network;
    this.session = network.runtime().newScope();
    this.prompts = prompts;
    this.rowPrompt = rowPrompt.clone();
    this.width = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
    LmConfig config = network.config();
    long columns = (long) width + maxNewTokens;
    Shape shape =
        new Shape(
            rowPrompt.length, Architecture.of(config).keyValueHeads(), columns, config.headSize());
    for (int i = 0; i < 2 * config.layers(); i++) {
      cache.add(session.create(shape, DataType.FLOAT32));
    }
    this.mask = session.create(leftOfPrompts((int) columns), new Shape(rows(), 1, 1, columns));
    this.packed = maxNewTokens >= WORTH_PACKING;
    if (packed) {
      network.packWeights();
    }
  }

  private float[] leftOfPrompts(int columns) {
    float[] values = new float[rows() * columns];
    for (int r = 0; r < rows(); r++) {
      int padding = width - prompts.get(rowPrompt[r]).length;
      Arrays.fill(values, r * columns, r * columns + padding, Float.NEGATIVE_INFINITY);
    }
    return values;
  }

  /** Number of rows still decoded. */
  public int rows() {
    return rowPrompt.length;
  }

  /**
   * Samples the next token of every row.
   *
   * @param uniforms one number in [0, 1) per row
   */
  public Tokens next(double[] uniforms, Choice choice) {
    try (NDManager scope = network.runtime().newScope()) {
      NDArray chance = scope.create(uniforms);
      NDArray knobs =
          scope.create(
              new double[] {
                choice.temperature(),
                choice.topK(),
                choice.topP(),
                choice.greedy() ? 1 : 0,
                choice.vocabularyLimit()
              });
      NDList output = tokensPerRow == 0 ? first(scope, chance, knobs) : more(scope, chance, knobs);
      long[] ids = output.get(0).toLongArray();
      float[] logProbs = output.get(1).toFloatArray();
      double[] widened = new double[logProbs.length];
      Arrays.setAll(widened, i -> logProbs[i]);
      lastIds = Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
      tokensPerRow++;
      return new Tokens(lastIds, widened);
    }
  }

  private NDList first(NDManager scope, NDArray chance, NDArray knobs) {
    PackedTokens packed = new PackedTokens();
    prompts.forEach(prompt -> packed.add(List.of(new TokenSequence(prompt, new int[0]))));
    TokenLayout layout = new TokenLayout(packed);
    long[] last = new long[rows()];
    long[] cells = new long[rows() * width];
    for (int r = 0; r < rows(); r++) {
      PackedTokens.Member prompt = packed.members().get(rowPrompt[r]);
      last[r] = layout.lastToken(prompt);
      int padding = width - prompt.sequence().length();
      for (int j = 0; j < width; j++) {
        cells[r * width + j] = layout.tokenAt(prompt, Math.max(0, j - padding));
      }
    }
    NDList inputs =
        new NDList(
            scope.create(layout.ids()),
            scope.create(layout.positions()),
            scope.create(last),
            chance,
            knobs);
    inputs.addAll(layout.plan(scope));
    inputs.add(Kernel.listItem("cache", scope.create(cells, new Shape(rows(), width))));
    addCache(inputs);
    return network.kernel().call(scope, "first_tokens", inputs);
  }

  private NDList more(NDManager scope, NDArray chance, NDArray knobs) {
    long[] ids = new long[rows()];
    long[] positions = new long[rows()];
    for (int r = 0; r < rows(); r++) {
      ids[r] = lastIds[r];
      positions[r] = prompts.get(rowPrompt[r]).length + tokensPerRow - 1L;
    }
    NDList inputs =
        new NDList(
            scope.create(ids),
            scope.create(positions),
            chance,
            knobs,
            scope.create(width + tokensPerRow - 1L),
            mask);
    addCache(inputs);
    return network.kernel().call(scope, "next_tokens", inputs);
  }

  private void addCache(NDList inputs) {
    cache.forEach(array -> inputs.add(Kernel.listItem("cache", array)));
  }

  /**
   * Drops all other rows.
   *
   * @param rows indices of rows, ascending
   */
  public void keep(int[] rows) {
    try (NDManager scope = network.runtime().newScope()) {
      NDArray index = scope.create(Arrays.stream(rows).asLongStream().toArray());
      List<NDArray> kept = new ArrayList<>();
      for (NDArray array : cache) {
        kept.add(select(index, array));
      }
      NDArray keptMask = select(index, mask);
      cache = kept;
      mask = keptMask;
    }
    rowPrompt = Arrays.stream(rows).map(r -> rowPrompt[r]).toArray();
    lastIds = Arrays.stream(rows).map(r -> lastIds[r]).toArray();
  }

  private NDArray select(NDArray index, NDArray array) {
    NDList inputs = new NDList(index, Kernel.listItem("tensors", array));
    NDArray selected = network.kernel().call(session, "select_rows", inputs).get(0);
    array.close();
    return Kernel.argument(selected);
  }

  @Override
  public void close() {
    if (packed) {
      network.unpackWeights();
    }
    session.close();
  }
}
