package org.aihf.mujoco.sac;

import java.util.List;
import org.aihf.torch.ParameterSet;

/** Numbers of one set of {@link SacParameters} in whole vectors. */
interface VectorNetwork {
  void load(ParameterSet set);

  void store(ParameterSet set);

  /** The numbers themselves; who changes them calls {@link #changed}. */
  List<float[]> arrays();

  void changed();
}
