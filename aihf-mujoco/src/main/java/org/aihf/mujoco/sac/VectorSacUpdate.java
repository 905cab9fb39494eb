package org.aihf.mujoco.sac;

import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.vector.SquashedGaussian;

/**
 * What {@code sac.py} computes, on one processor core with the JVM's vectors: small networks stay
 * in its caches and no call leaves Java.
 */
final class VectorSacUpdate implements SacUpdate {
  private final SacConfig config;
  private final int observationSize;
  private final int actionSize;
  private final int size;
  private final SacParameters parameters;
  private final Trained<VectorActor> actor;
  private final Trained<VectorCritics> critics;
  private final Trained<VectorTemperature> temperature;
  private final VectorCritics targets;

  /** s, below them s′. */
  private final float[] states;

  /** Of each row: s or s′, and an action. */
  private final float[] pairs;

  private final VectorActor.Activations actorPass;
  private final VectorActor.Activations actorGradient;
  private final VectorCritics.Activations criticPass;
  private final VectorCritics.Activations criticGradient;
  private final SquashedGaussian drawn;
  private final float[] logProbs;
  private final float[] expected;
  private final float[] actionGradient;

  /** For {@link #act}: as many rows as were asked for last. */
  private VectorActor.Activations actingPass;

  private SquashedGaussian acting;

  VectorSacUpdate(int observationSize, int actionSize, SacConfig config, SacParameters parameters) {
    this.config = config;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.parameters = parameters;
    size = config.batchSize();
    int hidden = config.hiddenSize();
    actor = new Trained<>("actor", () -> new VectorActor(observationSize, actionSize, hidden));
    critics =
        new Trained<>("critics", () -> new VectorCritics(observationSize, actionSize, hidden));
    temperature = new Trained<>("temperature", VectorTemperature::new);
    targets = new VectorCritics(observationSize, actionSize, hidden);
    states = new float[2 * size * observationSize];
    pairs = new float[size * (observationSize + actionSize)];
    actorPass = actor.network().activations(2 * size);
    actorGradient = actor.network().activations(size);
    criticPass = targets.activations(size);
    criticGradient = targets.activations(size);
    drawn = new SquashedGaussian(2 * size, actionSize, actor.network().outputWidth());
    logProbs = new float[2 * size];
    expected = new float[size];
    actionGradient = new float[size * targets.actionGradientWidth()];
    actingPass = actor.network().activations(1);
    acting = new SquashedGaussian(1, actionSize, actor.network().outputWidth());
    load();
  }

  @Override
  public float[] update(TransitionBatch transitions, float[] rewards, float[] noise) {
    double alpha = temperature.network().alpha();
    float[] losses = criticsStep(transitions, rewards, noise, alpha);
    if (config.automaticTemperature()) {
      double gap = -losses[4] - config.targetEntropy() * actionSize;
      temperature.gradient().set(gap);
      temperature.step(config.learningRate());
    }
    losses[3] = actorStep(transitions, alpha);
    targets.approach(critics.network(), config.targetRate());
    return losses;
  }

  @Override
  public float[] updateCritics(TransitionBatch transitions, float[] rewards, float[] noise) {
    float[] losses = criticsStep(transitions, rewards, noise, temperature.network().alpha());
    targets.approach(critics.network(), config.targetRate());
    return losses;
  }

  /** Draws actions in s and s′; steps towards y = r + γ (min target Q(s′, a′) − α log π(a′|s′)). */
  private float[] criticsStep(
      TransitionBatch transitions, float[] rewards, float[] noise, double alpha) {
    drawActions(transitions, noise);
    fillPairs(transitions.nextObservations());
    drawn.copyActions(size, size, pairs, observationSize, observationSize + actionSize);
    targets.apply(size, pairs, criticPass);
    double meanTarget = 0;
    for (int i = 0; i < size; i++) {
      double future =
          Math.min(criticPass.values()[0][i], criticPass.values()[1][i])
              - alpha * logProbs[size + i];
      double discount = config.discount() * (1 - transitions.terminated()[i]);
      expected[i] = (float) (rewards[i] + discount * future);
      meanTarget += expected[i] / size;
    }

    fillPairs(transitions.observations());
    copyActions(transitions);
    critics.network().apply(size, pairs, criticPass);
    double loss = 0;
    double meanValue = 0;
    for (int i = 0; i < size; i++) {
      float errorA = criticPass.values()[0][i] - expected[i];
      float errorB = criticPass.values()[1][i] - expected[i];
      criticGradient.values()[0][i] = errorA / size;
      criticGradient.values()[1][i] = errorB / size;
      loss += ((double) errorA * errorA + (double) errorB * errorB) / (2 * size);
      meanValue += (double) criticPass.values()[0][i] / size;
    }
    critics.network().gradient(size, pairs, criticPass, criticGradient, critics.gradient());
    critics.step(config.criticLearningRate());
    float[] losses = new float[LOSSES];
    losses[0] = (float) loss;
    losses[1] = (float) meanValue;
    losses[2] = (float) meanTarget;
    losses[4] = (float) meanLogProb();
    losses[5] = (float) alpha;
    return losses;
  }

  private void drawActions(TransitionBatch transitions, float[] noise) {
    fillStates(transitions);
    actor.network().apply(2 * size, states, observationSize, actorPass);
    drawn.draw(2 * size, actorPass.output(), noise);
    for (int i = 0; i < 2 * size; i++) {
      logProbs[i] = (float) drawn.logProb(i);
    }
  }

  private double meanLogProb() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += logProbs[i];
    }
    return sum / size;
  }

  /** Descends mean(α log π − min Q) of the actions drawn in s; gives it. */
  private float actorStep(TransitionBatch transitions, double alpha) {
    fillPairs(transitions.observations());
    drawn.copyActions(0, size, pairs, observationSize, observationSize + actionSize);
    critics.network().apply(size, pairs, criticPass);
    double loss = 0;
    for (int i = 0; i < size; i++) {
      double value = Math.min(criticPass.values()[0][i], criticPass.values()[1][i]);
      loss += (alpha * logProbs[i] - value) / size;
    }
    critics.network().actionGradient(size, criticPass, criticGradient, actionGradient);
    drawn.outputGradient(
        size, alpha, actionGradient, targets.actionGradientWidth(), actorGradient.output());
    descendActor();
    return (float) loss;
  }

  private void descendActor() {
    actor
        .network()
        .gradient(size, states, observationSize, actorPass, actorGradient, actor.gradient());
    actor.step(config.learningRate());
  }

  @Override
  public float cloneActions(TransitionBatch transitions) {
    fillStates(transitions);
    actor.network().apply(size, states, observationSize, actorPass);
    double loss =
        ActionLikelihood.gradient(
            size,
            actionSize,
            transitions.actions(),
            actorPass.output(),
            actorGradient.output(),
            actor.network().outputWidth());
    descendActor();
    return (float) loss;
  }

  private void fillStates(TransitionBatch transitions) {
    int half = size * observationSize;
    System.arraycopy(transitions.observations(), 0, states, 0, half);
    System.arraycopy(transitions.nextObservations(), 0, states, half, half);
  }

  private void fillPairs(float[] observations) {
    int row = observationSize + actionSize;
    for (int i = 0; i < size; i++) {
      System.arraycopy(observations, i * observationSize, pairs, i * row, observationSize);
    }
  }

  private void copyActions(TransitionBatch transitions) {
    int row = observationSize + actionSize;
    for (int i = 0; i < size; i++) {
      System.arraycopy(
          transitions.actions(), i * actionSize, pairs, i * row + observationSize, actionSize);
    }
  }

  @Override
  public float[] act(float[] observations, float[] noise) {
    int rows = drawOf(observations, noise);
    float[] actions = new float[rows * actionSize];
    acting.copyActions(0, rows, actions, 0, actionSize);
    return actions;
  }

  @Override
  public float[] logProbs(float[] observations, float[] noise) {
    int rows = drawOf(observations, noise);
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = (float) acting.logProb(i);
    }
    return values;
  }

  private int drawOf(float[] observations, float[] noise) {
    int rows = noise.length / actionSize;
    if (actingPass.output().length != rows * actor.network().outputWidth()) {
      actingPass = actor.network().activations(rows);
      acting = new SquashedGaussian(rows, actionSize, actor.network().outputWidth());
    }
    actor.network().apply(rows, observations, observationSize, actingPass);
    acting.draw(rows, actingPass.output(), noise);
    return rows;
  }

  @Override
  public void load() {
    actor.load(parameters);
    critics.load(parameters);
    temperature.load(parameters);
    targets.load(parameters.set("targets"));
  }

  @Override
  public void store() {
    actor.store(parameters);
    critics.store(parameters);
    temperature.store(parameters);
    targets.store(parameters.set("targets"));
  }

  @Override
  public void close() {}
}
