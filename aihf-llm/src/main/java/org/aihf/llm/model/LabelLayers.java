package org.aihf.llm.model;

import java.util.List;
import java.util.Map;

/** The layers between a hidden state and label scores, as published classifiers have them. */
enum LabelLayers {
  /** {@code *ForSequenceClassification} of a causal model. */
  SCORE {
    @Override
    List<Weight> weights(int hidden, int labels) {
      return List.of(Weight.matrix("score.weight", labels, hidden), Weight.ABSENT);
    }
  },
  /** safe-rlhf's {@code *ForScore}. */
  SCORE_HEAD {
    @Override
    List<Weight> weights(int hidden, int labels) {
      return List.of(
          Weight.matrix("score_head.weight", labels, hidden),
          Weight.bias(true, "score_head.bias", labels));
    }
  },
  /** safe-rlhf's {@code *ForScore} with {@code score_bias: false}. */
  SCORE_HEAD_NO_BIAS {
    @Override
    List<Weight> weights(int hidden, int labels) {
      return List.of(Weight.matrix("score_head.weight", labels, hidden), Weight.ABSENT);
    }
  },
  /** {@code DistilBertForSequenceClassification}. */
  PRE_CLASSIFIER {
    @Override
    List<Weight> weights(int hidden, int labels) {
      return pooled("pre_classifier", hidden, labels);
    }

    @Override
    String source() {
      return NetworkSource.resource("label_pooled.py", Map.of("ACTIVATION", "relu"));
    }
  },
  /** {@code BertForSequenceClassification}. */
  POOLER {
    @Override
    List<Weight> weights(int hidden, int labels) {
      return pooled("bert.pooler.dense", hidden, labels);
    }

    @Override
    String source() {
      return NetworkSource.resource("label_pooled.py", Map.of("ACTIVATION", "tanh"));
    }
  };

  /** What {@code *ForSequenceClassification} of a family has. */
  static LabelLayers of(LmConfig config) {
    if (config instanceof BertConfig bert) {
      return bert.family() == BertConfig.Family.BERT ? POOLER : PRE_CLASSIFIER;
    }
    return SCORE;
  }

  /** In the order in which the kernel binds them. */
  abstract List<Weight> weights(int hidden, int labels);

  /** The kernel's {@code label_scores}. */
  String source() {
    return NetworkSource.resource("label_linear.py", Map.of());
  }

  private static List<Weight> pooled(String first, int hidden, int labels) {
    return List.of(
        Weight.matrix(first + ".weight", hidden, hidden),
        Weight.bias(true, first + ".bias", hidden),
        Weight.matrix("classifier.weight", labels, hidden),
        Weight.bias(true, "classifier.bias", labels));
  }
}
