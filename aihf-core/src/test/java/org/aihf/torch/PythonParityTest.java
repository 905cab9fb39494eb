package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.Safetensors;
import org.aihf.torch.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, Python reads; skipped without the reference kit. */
@Tag("slow")
class PythonParityTest {
  private static final String SHOW =
      """
      import sys
      from safetensors import safe_open
      for path in sys.argv[1:]:
        with safe_open(path, 'pt') as f:
          assert f.metadata() == {'format': 'pt'}, f.metadata()
          for name in sorted(f.keys()):
            t = f.get_tensor(name)
            print(name, t.dtype, list(t.shape), [float(x) for x in t.flatten()])
      """;

  @TempDir Path directory;

  @Test
  void safetensorsReadsOurFiles() throws IOException {
    Path file = directory.resolve("m.safetensors");
    Path half = directory.resolve("half.safetensors");
    try (TorchRuntime runtime = TorchRuntime.cpu(1);
        ParameterSet set = ParameterSet.frozen(runtime);
        ParameterSet back = ParameterSet.frozen(runtime)) {
      set.add("a.weight", new Shape(2, 2), new float[] {1, 1.0009765625f, 0x1p-25f, 4});
      set.add("ß", new Shape(), new float[] {7});
      SafetensorsWriter.write(file, set.tensors(), Dtype.F32);
      SafetensorsWriter.write(half, set.tensors(), Dtype.BF16);
      try (Safetensors tensors = Safetensors.open(file)) {
        tensors.names().forEach(name -> back.add(name, tensors, name));
      }
      assertThat(back.values("a.weight")).isEqualTo(set.values("a.weight"));
      assertThat(back.shape("ß")).isEqualTo(new Shape());
    }
    assertThat(ReferenceKit.python(SHOW, file, half).lines())
        .containsExactly(
            "a.weight torch.float32 [2, 2] [1.0, 1.0009765625, 2.9802322387695312e-08, 4.0]",
            "ß torch.float32 [] [7.0]",
            "a.weight torch.bfloat16 [2, 2] [1.0, 1.0, 2.9802322387695312e-08, 4.0]",
            "ß torch.bfloat16 [] [7.0]");
  }
}
