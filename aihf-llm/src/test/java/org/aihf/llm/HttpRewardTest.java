package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.aihf.UserError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRewardTest {
  private static final List<String> PROMPTS = List.of("The film", "The \"plot\"");
  private static final List<String> COMPLETIONS = List.of(" was fine", " war schön");

  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final CountDownLatch stuck = new CountDownLatch(1);
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    url = "http://localhost:" + server.getAddress().getPort() + "/score";
    server.createContext(
        "/score",
        exchange -> {
          requests.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
          if (answer.status() == 1) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("{\"scores\"".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
          }
          if (answer.status() < 2) {
            await();
            return;
          }
          byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  private void await() {
    try {
      stuck.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    stuck.countDown();
    server.stop(0);
  }

  private HttpReward judge(int retries) {
    return new HttpReward(url, Duration.ofSeconds(60), retries, Duration.ofMillis(1));
  }

  @Test
  void promptsAndCompletionsGoOutAndScoresComeBack() throws IOException {
    answers.add(new Answer(200, "{\"scores\": [0.5, -2e3], \"model\": \"x\"}"));
    assertThat(judge(0).score(PROMPTS, COMPLETIONS)).containsExactly(0.5, -2000);
    JsonNode sent = new ObjectMapper().readTree(requests.get(0));
    assertThat(sent.findValuesAsText("prompts")).hasSize(1);
    assertThat(sent.get("prompts")).extracting(JsonNode::asText).isEqualTo(PROMPTS);
    assertThat(sent.get("completions")).extracting(JsonNode::asText).isEqualTo(COMPLETIONS);
  }

  @Test
  void whatMayPassIsTriedAgain() {
    answers.addAll(
        List.of(new Answer(503, ""), new Answer(429, ""), new Answer(200, "{\"scores\": [1, 2]}")));
    assertThat(judge(2).score(PROMPTS, COMPLETIONS)).containsExactly(1, 2);
    assertThat(requests).hasSize(3);
  }

  @Test
  void whatDoesNotPassIsOneSentence() {
    answers.add(new Answer(502, ""));
    assertThatThrownBy(() -> judge(1).score(PROMPTS, COMPLETIONS))
        .isInstanceOf(UserError.class)
        .hasMessage("the judge " + url + " answered with status 502 on each of 2 attempts");
  }

  @Test
  void aServerThatKeepsSilentIsNamedWithTheTimeout() {
    for (int silence : new int[] {0, 1}) { // before its answer, and within
      answers.clear();
      answers.add(new Answer(silence, ""));
      HttpReward judge = new HttpReward(url, Duration.ofMillis(700), 0, Duration.ofMillis(1));
      assertThatThrownBy(() -> judge.score(PROMPTS, COMPLETIONS))
          .isInstanceOf(UserError.class)
          .hasMessage("the judge " + url + " gave no answer in 0.7 seconds");
    }
  }

  @Test
  void noServerAtAllIsNamed() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String nobody = "http://localhost:" + free + "/score";
    HttpReward judge = new HttpReward(nobody, Duration.ofSeconds(5), 1, Duration.ofMillis(1));
    assertThatThrownBy(() -> judge.score(PROMPTS, COMPLETIONS))
        .isInstanceOf(UserError.class)
        .hasMessageMatching(
            "the judge " + nobody + " cannot be reached \\(.*\\) on each of 2 attempts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "404|{}|answered with status 404; it must be 200",
        "200|no|answered with something that is not JSON; it must be {\"scores\": [...]}",
        "200|{\"score\": [1, 2]}|answered without \"scores\"; it must answer {\"scores\": [...]}",
        "200|{\"scores\": [1]}|gave 1 scores for 2 completions",
        "200|{\"scores\": [1, null]}|gave null as score 2; it must be a finite number",
        "200|{\"scores\": [\"NaN\", 2]}|gave \"NaN\" as score 1; it must be a finite number",
        "200|{\"scores\": [1, 1e999]}|as score 2; it must be a finite number"
      })
  void aWrongAnswerIsOneSentenceAndNotTriedAgain(int status, String body, String sentence) {
    answers.add(new Answer(status, body));
    assertThatThrownBy(() -> judge(3).score(PROMPTS, COMPLETIONS))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("the judge " + url + " ")
        .hasMessageEndingWith(sentence);
    assertThat(requests).hasSize(1);
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    answers.add(new Answer(200, " ".repeat(3 << 20)));
    assertThatThrownBy(() -> judge(0).score(PROMPTS, COMPLETIONS))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("answered with more than");
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    for (String wrong :
        List.of("localhost", "localhost:8000", "file:///etc", "http://", "not an address")) {
      assertThatThrownBy(() -> HttpReward.at(wrong))
          .isInstanceOf(UserError.class)
          .hasMessage(
              "the judge '" + wrong + "' is no address; give one like http://localhost:8000/score");
    }
    assertThat(TextReward.parse("http://localhost:1/score")).isInstanceOf(HttpReward.class);
    assertThat(TextReward.parse("python3 judge.py")).isInstanceOf(CommandReward.class);
  }
}
