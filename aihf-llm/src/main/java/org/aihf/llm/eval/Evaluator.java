package org.aihf.llm.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.llm.Completion;
import org.aihf.llm.CompletionSampler;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.jspecify.annotations.Nullable;

/**
 * Samples one answer per held-out prompt and judges it. The same random stream every time: two
 * policies are compared on the same draws.
 */
public final class Evaluator {
  private final List<String> prompts;
  private final GenerationConfig generation;
  private final RandomStream random;
  private final @Nullable RewardFunction<Completion> judge;

  /**
   * @param judge the true reward, where there is one
   */
  public Evaluator(
      List<String> prompts,
      GenerationConfig generation,
      RandomStream random,
      @Nullable RewardFunction<Completion> judge) {
    this.prompts = List.copyOf(prompts);
    this.generation = generation;
    this.random = random;
    this.judge = judge;
  }

  /**
   * @param reference what the KL is to
   * @param learned the learned reward, where there is one
   */
  public Evaluation evaluate(
      CausalLm model,
      CausalLm reference,
      Tokenizer tokenizer,
      @Nullable RewardFunction<Completion> learned) {
    List<Completion> answers =
        new CompletionSampler(model, tokenizer)
            .sampleOne(prompts, generation, random.split("evaluation"));
    List<List<TokenSequence>> inputs = answers.stream().map(a -> List.of(a.tokens())).toList();
    double[][][] logProbs = model.evaluate(inputs);
    double[][][] refLogProbs = reference.evaluate(inputs);
    RewardFunction.Measured judged =
        judge == null
            ? new RewardFunction.Measured(nans(answers.size()), Metrics.empty())
            : judge.measure(answers);
    double[] learnedRewards = learned == null ? nans(answers.size()) : learned.score(answers);
    List<EvaluatedAnswer> evaluated = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      double kl = Arrays.stream(logProbs[i][0]).sum() - Arrays.stream(refLogProbs[i][0]).sum();
      Completion answer = answers.get(i);
      evaluated.add(
          new EvaluatedAnswer(
              answer.prompt(), answer.text(), judged.scores()[i], learnedRewards[i], kl));
    }
    double length =
        answers.stream().mapToInt(a -> a.tokens().completion().length).average().orElse(0);
    double finished = answers.stream().filter(Completion::finished).count();
    return new Evaluation(evaluated, length, finished / answers.size(), judged.metrics());
  }

  private static double[] nans(int size) {
    double[] nans = new double[size];
    Arrays.fill(nans, Double.NaN);
    return nans;
  }
}
