package org.aihf.llm.model;

import ai.djl.Device;
import org.aihf.torch.Precision;

/** Who multiplies matrices. */
enum MatrixLibrary {
  /** What libtorch itself chooses: MKL on processors, cuBLAS on CUDA. */
  DEFAULT("linear.py"),
  /** oneDNN, which comes with libtorch for x86: much faster on AMD, no slower on Intel. */
  ONEDNN("linear_onednn.py"),
  /** libtorch's choice for bfloat16, on any device. */
  BF16("linear_bf16.py");

  /** {@code -Daihf.onednn=false} turns it off. */
  static final String PROPERTY = "aihf.onednn";

  private final String resource;

  MatrixLibrary(String resource) {
    this.resource = resource;
  }

  static MatrixLibrary of(Device device, Precision precision) {
    if (precision == Precision.BF16) {
      return BF16;
    }
    boolean x86 = System.getProperty("os.arch").matches("amd64|x86_64");
    boolean mac = System.getProperty("os.name").startsWith("Mac");
    boolean wanted = !"false".equals(System.getProperty(PROPERTY));
    return x86 && !mac && wanted && !device.isGpu() ? ONEDNN : DEFAULT;
  }

  /** The kernel's {@code linear}, {@code packed}, {@code packed_head} and {@code matmul_t}. */
  String source() {
    return NetworkSource.resource(resource, java.util.Map.of());
  }
}
