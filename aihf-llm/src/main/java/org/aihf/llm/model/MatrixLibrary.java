package org.aihf.llm.model;

import ai.djl.Device;

/** Who multiplies matrices. */
enum MatrixLibrary {
  /** What libtorch itself chooses: MKL on processors, cuBLAS on CUDA. */
  DEFAULT("linear.py"),
  /** oneDNN, which comes with libtorch for x86: much faster on AMD, no slower on Intel. */
  ONEDNN("linear_onednn.py");

  /** {@code -Daihf.onednn=false} turns it off. */
  static final String PROPERTY = "aihf.onednn";

  private final String resource;

  MatrixLibrary(String resource) {
    this.resource = resource;
  }

  static MatrixLibrary of(Device device) {
    boolean x86 = System.getProperty("os.arch").matches("amd64|x86_64");
    boolean mac = System.getProperty("os.name").startsWith("Mac");
    boolean wanted = !"false".equals(System.getProperty(PROPERTY));
    return x86 && !mac && wanted && !device.isGpu() ? ONEDNN : DEFAULT;
  }

  /** The kernel's {@code linear}, {@code packed} and {@code matmul_t}. */
  String source() {
    return NetworkSource.resource(resource, java.util.Map.of());
  }
}
