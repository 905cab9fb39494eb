package org.aihf.llm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.TokenSequence;
import org.aihf.random.RandomStream;
import org.aihf.score.ScoreModel;

/** {@link Ppo} at work: values and advantages of a rollout, then epochs of mini-batches. */
final class PpoUpdate implements OnPolicyUpdate {
  private static final String VALUE = "value";

  private final CausalLm model;
  private final Critic critic;
  private final Ppo ppo;
  private final PpoLoss loss;
  private final PolicyConfig config;
  private final RandomStream order;

  /**
   * @param order of mini-batches
   */
  PpoUpdate(CausalLm model, Critic critic, Ppo ppo, PolicyConfig config, RandomStream order) {
    this.model = model;
    this.critic = critic;
    this.ppo = ppo;
    this.loss = new PpoLoss(ppo);
    this.config = config;
    this.order = order;
  }

  @Override
  public Metrics apply(Rollout rollout, long update) {
    double[][][] logProbs = model.evaluate(rollout.groups());
    RolloutStatistics atRollout = new RolloutStatistics();
    for (int group = 0; group < logProbs.length; group++) {
      atRollout.add(logProbs[group], rollout.refLogProbs()[group]);
    }
    double[][] values = Rollout.flat(critic.model().evaluate(rollout.groups()));
    PpoExperience experience = PpoExperience.of(rollout, Rollout.flat(logProbs), values, ppo);
    double learningRate = config.learningRate().at(update);
    double valueLearningRate = critic.learningRate().at(update);
    return atRollout
        .metrics()
        .and(learn(rollout, experience, update, learningRate, valueLearningRate).metrics())
        .with("policy/learning_rate", learningRate)
        .with("value/learning_rate", valueLearningRate)
        .with("value/explained_variance", experience.explainedVariance());
  }

  /** All epochs. */
  PpoStatistics learn(
      Rollout rollout,
      PpoExperience experience,
      long update,
      double learningRate,
      double valueLearningRate) {
    RandomStream random = order.split("update", update);
    PpoStatistics statistics = new PpoStatistics();
    int prompts = rollout.groups().size();
    for (int epoch = 0; epoch < ppo.epochs(); epoch++) {
      int[] shuffled = permutation(prompts, random.split("epoch", epoch));
      for (int part = 0; part < ppo.miniBatches(); part++) {
        int from = part * prompts / ppo.miniBatches();
        int to = (part + 1) * prompts / ppo.miniBatches();
        int[] groups = Arrays.copyOfRange(shuffled, from, to);
        PpoStatistics.MiniBatch batch = new PpoStatistics.MiniBatch();
        accumulate(rollout, experience, groups, batch);
        statistics.add(batch, model.step(learningRate), critic.model().step(valueLearningRate));
      }
    }
    return statistics;
  }

  /** The gradients of one mini-batch, of policy and critic. */
  void accumulate(
      Rollout rollout, PpoExperience experience, int[] groups, PpoStatistics.MiniBatch batch) {
    accumulatePolicy(rollout, experience, groups, batch);
    accumulateValue(rollout, experience, groups, batch);
  }

  private void accumulatePolicy(
      Rollout rollout, PpoExperience experience, int[] groups, PpoStatistics.MiniBatch batch) {
    List<List<TokenSequence>> inputs = select(rollout, groups);
    int perPrompt = rollout.samplesPerPrompt();
    double[] weights = config.aggregation().weights(lengths(inputs));
    ScoreModel.Coefficients rule =
        (g, scalars) -> {
          double[][] coefficients = new double[scalars.length][];
          for (int m = 0; m < scalars.length; m++) {
            int sequence = groups[g] * perPrompt + m;
            coefficients[m] =
                loss.policyCoefficients(
                    scalars[m],
                    experience.logProbs()[sequence],
                    experience.advantages()[sequence],
                    weights[g * perPrompt + m],
                    batch);
          }
          return coefficients;
        };
    if (ppo.entropyCoefficient() > 0) {
      model.accumulateWithEntropy(inputs, rule);
    } else {
      model.accumulate(inputs, rule);
    }
  }

  private void accumulateValue(
      Rollout rollout, PpoExperience experience, int[] groups, PpoStatistics.MiniBatch batch) {
    int perPrompt = rollout.samplesPerPrompt();
    int steps = 0;
    for (int group : groups) {
      for (int m = 0; m < perPrompt; m++) {
        steps += experience.returns()[group * perPrompt + m].length;
      }
    }
    double weight = 1.0 / steps;
    critic
        .model()
        .accumulate(
            select(rollout, groups),
            (g, values) -> {
              double[][] coefficients = new double[values.length][];
              for (int m = 0; m < values.length; m++) {
                int sequence = groups[g] * perPrompt + m;
                coefficients[m] =
                    loss.valueCoefficients(
                        values[m],
                        experience.values()[sequence],
                        experience.returns()[sequence],
                        weight,
                        batch);
              }
              return coefficients;
            });
  }

  private static List<List<TokenSequence>> select(Rollout rollout, int[] groups) {
    List<List<TokenSequence>> selected = new ArrayList<>(groups.length);
    for (int group : groups) {
      selected.add(rollout.groups().get(group));
    }
    return selected;
  }

  private static int[] lengths(List<List<TokenSequence>> groups) {
    return groups.stream().flatMap(List::stream).mapToInt(s -> s.completion().length).toArray();
  }

  /** Fisher and Yates'. */
  private static int[] permutation(int size, RandomStream random) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  @Override
  public void save(Path directory) throws IOException {
    critic.model().saveState(directory.resolve(VALUE));
  }

  @Override
  public void restore(Path directory) throws IOException {
    critic.model().restoreState(directory.resolve(VALUE));
  }
}
