package org.aihf.examples.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTokenizerTest {
  private static final List<Review> REVIEWS = ReviewData.pretraining(50, RandomStream.of(8));

  @TempDir Path directory;

  @Test
  void everyWordIsOneToken() {
    List<String> vocabulary = ReviewTokenizer.vocabulary();
    assertThat(vocabulary).doesNotHaveDuplicates().hasSizeBetween(120, 140);
    assertThat(vocabulary.get(ReviewTokenizer.PAD_ID)).isEqualTo(ReviewTokenizer.PAD);
    assertThat(vocabulary.get(ReviewTokenizer.EOS_ID)).isEqualTo(ReviewTokenizer.EOS);
    assertThat(vocabulary.get(ReviewTokenizer.UNKNOWN_ID)).isEqualTo(ReviewTokenizer.UNKNOWN);
  }

  @Test
  void djlReadsTheDirectoryAndTextSurvives() throws IOException {
    ReviewTokenizer.write(directory);
    try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(directory)) {
      for (Review review : REVIEWS) {
        String text = review.prompt() + review.completion();
        Encoding joint = tokenizer.encode(text);
        assertThat(joint.getIds()).isEqualTo(expectedIds(text));
        assertThat(tokenizer.decode(joint.getIds(), true)).isEqualTo(text);
        long[] prompt = tokenizer.encode(review.prompt()).getIds();
        assertThat(Arrays.copyOf(joint.getIds(), prompt.length)).isEqualTo(prompt);
      }
      assertThat(tokenizer.encode("overall great" + ReviewTokenizer.EOS).getIds())
          .endsWith(ReviewTokenizer.EOS_ID);
      assertThat(tokenizer.encode("zebra").getIds()).containsExactly(ReviewTokenizer.UNKNOWN_ID);
    }
  }

  @Test
  void aCompletionWithoutLeadingSpaceEncodesAlike() throws IOException {
    ReviewTokenizer.write(directory);
    try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(directory)) {
      Review review = REVIEWS.get(0);
      assertThat(tokenizer.encode(review.prompt() + review.completion().trim()).getIds())
          .isEqualTo(tokenizer.encode(review.prompt() + review.completion()).getIds());
    }
  }

  @Test
  void transformersReadsTheDirectoryAndAgrees() throws Exception {
    Path python =
        Path.of(System.getProperty("user.home"), ".cache", "aihf-reference", "venv/bin/python");
    assumeTrue(Files.isExecutable(python), "the reference kit is not installed");
    ReviewTokenizer.write(directory);
    String text = REVIEWS.get(0).prompt() + REVIEWS.get(0).completion();
    String script =
        """
        import sys
        from tokenizers import Tokenizer
        from transformers import AutoTokenizer
        t = AutoTokenizer.from_pretrained(sys.argv[1])
        ids = t(sys.argv[2])["input_ids"]
        print(ids, t.pad_token_id, t.eos_token_id, t.unk_token_id)
        print(t.decode(ids + [t.eos_token_id], skip_special_tokens=True))
        """;
    Process process =
        new ProcessBuilder(python.toString(), "-c", script, directory.toString(), text)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    String ids =
        Arrays.stream(expectedIds(text))
            .mapToObj(Long::toString)
            .collect(Collectors.joining(", ", "[", "]"));
    assertThat(output.lines()).containsExactly(ids + " 0 1 2", text);
  }

  private static long[] expectedIds(String text) {
    List<String> vocabulary = ReviewTokenizer.vocabulary();
    return Arrays.stream(text.split(" ")).mapToLong(vocabulary::indexOf).toArray();
  }
}
