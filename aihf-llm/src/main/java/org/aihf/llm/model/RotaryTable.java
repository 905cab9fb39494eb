package org.aihf.llm.model;

/**
 * Cosines and sines of rotary position embeddings (Su et al. 2021), {@code [position][frequency]}
 * flat, rounded to fp32 where transformers rounds.
 */
@SuppressWarnings("ArrayRecordComponent")
record RotaryTable(int positions, int frequencies, float[] cos, float[] sin) {

  static RotaryTable of(int positions, int rotarySize, double base) {
    int frequencies = rotarySize / 2;
    float[] cos = new float[positions * frequencies];
    float[] sin = new float[positions * frequencies];
    for (int i = 0; i < frequencies; i++) {
      float inverse = (float) (1 / Math.pow(base, (float) (2 * i) / rotarySize));
      for (int p = 0; p < positions; p++) {
        float angle = p * inverse;
        cos[p * frequencies + i] = (float) Math.cos(angle);
        sin[p * frequencies + i] = (float) Math.sin(angle);
      }
    }
    return new RotaryTable(positions, frequencies, cos, sin);
  }
}
