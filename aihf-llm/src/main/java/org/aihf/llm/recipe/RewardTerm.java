package org.aihf.llm.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aihf.llm.ClassifierReward;

/** A given reward: one summand of a weighted sum. The key {@code type} names its kind. */
public sealed interface RewardTerm {
  /** Factor of its scores; negative for a penalty. */
  double weight();

  /** What metrics and errors call it; empty: {@link #plainName}. */
  String name();

  /** A name from what it is: the last part of a directory, a program, a host. */
  String plainName();

  /**
   * A sequence classifier, such as a published reward model or a sentiment classifier.
   *
   * @param directory Hugging Face directory with its own tokenizer
   * @param label index of the label whose score is the reward
   * @param input what the model reads of prompt and completion
   * @param weight factor of the scores; negative for a penalty
   * @param name what metrics call it; empty: the directory's last part
   */
  record Model(
      String directory, int label, ClassifierReward.Input input, double weight, String name)
      implements RewardTerm {
    static Model defaults() {
      return new Model("", 0, ClassifierReward.Input.JOINED, 1, "");
    }

    @Override
    public String plainName() {
      return lastPart(directory);
    }
  }

  /**
   * A program that reads rows {prompt, completion} and prints one number per row.
   *
   * @param command program and arguments, split at blanks
   * @param weight factor of the scores; negative for a penalty
   * @param name what metrics call it; empty: the program's name
   */
  record Command(String command, double weight, String name) implements RewardTerm {
    static Command defaults() {
      return new Command("", 1, "");
    }

    @Override
    public String plainName() {
      return lastPart(command.strip().replaceFirst("\\s.*", ""));
    }
  }

  /**
   * A server that answers {prompts, completions} with {scores}.
   *
   * @param url http or https
   * @param timeoutSeconds for connecting and for each answer
   * @param retries further attempts after the first
   * @param weight factor of the scores; negative for a penalty
   * @param name what metrics call it; empty: the host
   */
  record Http(String url, double timeoutSeconds, int retries, double weight, String name)
      implements RewardTerm {
    static Http defaults() {
      return new Http("", 60, 3, 1, "");
    }

    @Override
    public String plainName() {
      return url.replaceFirst("^[a-z]+://", "").replaceFirst("[:/?].*", "");
    }
  }

  /** A name for each: its own, or a plain one, with a number where others are called alike. */
  static List<String> names(List<RewardTerm> terms) {
    Set<String> taken = terms.stream().map(RewardTerm::name).collect(Collectors.toSet());
    List<String> names = new ArrayList<>();
    for (RewardTerm term : terms) {
      String plain = term.plainName();
      String name = term.name().isEmpty() ? plain : term.name();
      for (int i = 2; term.name().isEmpty() && !taken.add(name); i++) {
        name = plain + "-" + i;
      }
      names.add(name);
    }
    return names;
  }

  private static String lastPart(String path) {
    return path.replaceFirst("[/\\\\]+$", "").replaceFirst(".*[/\\\\]", "");
  }
}
