package org.aihf.llm.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of some groups laid end to end without padding.
 *
 * <p>Members of a group with equal prompts become <em>branches</em> of one <em>stem</em>, their
 * prompt, which is computed once; any other member is a stem of its own, prompt and completion.
 */
final class PackedTokens {
  private final List<Stem> stems = new ArrayList<>();
  private final List<Branch> branches = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private int tokens;
  private int completionTokens;

  /** A sequence that attends to itself alone. */
  record Stem(TokenSequence ids) {
    int length() {
      return ids.length();
    }
  }

  /** A completion that continues a shared stem. */
  record Branch(int stem, TokenSequence ids) {
    int length() {
      return ids.length();
    }
  }

  /** One sequence and where it lies: on a branch, or else ({@code branch < 0}) on a stem alone. */
  record Member(TokenSequence sequence, int stem, int branch) {}

  /** Adds one group; its members keep their order in {@link #members}. */
  void add(List<TokenSequence> group) {
    int firstStem = stems.size();
    for (TokenSequence sequence : group) {
      completionTokens += sequence.completion().length;
      if (countPrompt(group, sequence.prompt()) < 2) {
        members.add(new Member(sequence, addStem(sequence), -1));
        continue;
      }
      int stem = stemOf(firstStem, new TokenSequence(sequence.prompt(), new int[0]));
      int branch = -1;
      if (sequence.completion().length > 0) {
        branch = branches.size();
        branches.add(new Branch(stem, new TokenSequence(new int[0], sequence.completion())));
        tokens += sequence.completion().length;
      }
      members.add(new Member(sequence, stem, branch));
    }
  }

  private static int countPrompt(List<TokenSequence> group, int[] prompt) {
    int count = 0;
    for (TokenSequence other : group) {
      if (prompt.length > 0 && Arrays.equals(other.prompt(), prompt)) {
        count++;
      }
    }
    return count;
  }

  private int stemOf(int first, TokenSequence prompt) {
    for (int i = first; i < stems.size(); i++) {
      if (stems.get(i).ids().equals(prompt)) {
        return i;
      }
    }
    return addStem(prompt);
  }

  private int addStem(TokenSequence ids) {
    stems.add(new Stem(ids));
    tokens += ids.length();
    return stems.size() - 1;
  }

  List<Stem> stems() {
    return stems;
  }

  List<Branch> branches() {
    return branches;
  }

  List<Member> members() {
    return members;
  }

  /** Tokens to compute. */
  int tokens() {
    return tokens;
  }

  /** Completion tokens of all members. */
  int completionTokens() {
    return completionTokens;
  }
}
