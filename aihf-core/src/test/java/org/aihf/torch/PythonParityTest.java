package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

  private static final String STEP =
      """
      import sys, torch
      m, memory = torch.jit.load(sys.argv[1]), torch.jit.load(sys.argv[2])
      torch.manual_seed(1)
      w = torch.randn(2, 2, requires_grad=True)
      other = w.detach().clone().requires_grad_(True)
      torch.set_grad_enabled(False)
      m.bind([w], [torch.zeros(2, 2)], [torch.zeros(2, 2)],
             [torch.zeros(1), torch.full([1], -1), torch.ones(1, dtype=torch.int64)])
      norms = [m.norms().item()]
      with torch.enable_grad():
        (w * torch.tensor([[3., 0.], [0., 4.]])).sum().backward()
        (other * torch.tensor([[3., 0.], [0., 4.]])).sum().backward()
      norms.append(m.norms().item())
      settings = torch.tensor([0.1, 0.9, 0.99, 1e-8, 0.01, 1.], dtype=torch.float64)
      updated = m.update(settings).item()
      torch.optim.AdamW([other], lr=0.1, betas=(0.9, 0.99), weight_decay=0.01).step()
      flat = memory.read(w, torch.tensor([0, 4]))
      print(norms, updated, torch.allclose(flat, other.flatten(), atol=1e-7))
      """;

  @TempDir Path directory;

  @Test
  void safetensorsReadsOurFiles() throws IOException {
    Path file = directory.resolve("m.safetensors");
    Path half = directory.resolve("half.safetensors");
    try (TorchRuntime runtime = TestDevice.open();
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

  @Test
  void aNewerTorchLoadsOurKernelsAndTakesTheSameStep() throws IOException {
    Path adamw = directory.resolve("adamw.pt");
    Path memory = directory.resolve("memory.pt");
    Kernel.writeArchive(adamw, KernelSource.resource(AdamW.class, "adamw.py"), AdamW.ATTRIBUTES);
    Kernel.writeArchive(memory, KernelSource.resource(AdamW.class, "memory.py"), List.of());
    assertThat(ReferenceKit.python(STEP, adamw, memory)).isEqualTo("[0.0, 5.0] 1 True");
  }
}
