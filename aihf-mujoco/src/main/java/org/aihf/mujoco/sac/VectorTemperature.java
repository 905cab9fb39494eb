package org.aihf.mujoco.sac;

import java.util.List;
import org.aihf.mujoco.vector.Layout;
import org.aihf.torch.ParameterSet;

/** log α. */
final class VectorTemperature implements VectorNetwork {
  private static final String NAME = "log_alpha";

  private final float[] logAlpha = new float[Layout.padded(1)];
  private final List<float[]> arrays = List.of(logAlpha);

  double alpha() {
    return Math.exp(logAlpha[0]);
  }

  void set(double value) {
    logAlpha[0] = (float) value;
  }

  @Override
  public void load(ParameterSet set) {
    set(set.values(NAME)[0]);
  }

  @Override
  public void store(ParameterSet set) {
    set.set(NAME, new float[] {logAlpha[0]});
  }

  @Override
  public List<float[]> arrays() {
    return arrays;
  }

  @Override
  public void changed() {}
}
