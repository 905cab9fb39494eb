package org.aihf.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;

/**
 * A server as a judge. It is sent {@code POST {"prompts": [...], "completions": [...]}} and answers
 * {@code {"scores": [...]}}, one finite number per completion.
 *
 * <p>What may pass by itself (no connection, no answer in time, status 429 or 5xx) is tried again
 * after a pause that doubles; anything else is an error at once.
 */
public final class HttpReward implements TextReward {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** Longest number in JSON, and room for what surrounds them. */
  private static final int BYTES_PER_SCORE = 64;

  private static final int LARGEST_FRAME = 1 << 20;

  private final URI url;
  private final Duration timeout;
  private final int retries;
  private final Duration firstPause;
  private final HttpClient client;

  /**
   * @param url http or https
   * @param timeout for connecting and for each answer
   * @param retries further attempts after the first
   * @throws UserError if the address is none
   */
  public HttpReward(String url, Duration timeout, int retries) {
    this(url, timeout, retries, FIRST_PAUSE);
  }

  HttpReward(String url, Duration timeout, int retries, Duration firstPause) {
    if (timeout.isNegative() || timeout.isZero() || retries < 0) {
      throw new IllegalArgumentException(
          "timeout is %s and retries is %d; they must be above 0 and at least 0"
              .formatted(timeout, retries));
    }
    this.url = address(url);
    this.timeout = timeout;
    this.retries = retries;
    this.firstPause = firstPause;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /** With 60 seconds per attempt and 3 further attempts. */
  public static HttpReward at(String url) {
    return new HttpReward(url, Duration.ofSeconds(60), 3);
  }

  private static URI address(String url) {
    try {
      URI uri = URI.create(url);
      if (String.valueOf(uri.getScheme()).matches("https?") && uri.getHost() != null) {
        return uri;
      }
      throw notAnAddress(url);
    } catch (IllegalArgumentException e) {
      throw notAnAddress(url);
    }
  }

  private static UserError notAnAddress(String url) {
    return new UserError(
        "the judge '%s' is no address; give one like http://localhost:8000/score".formatted(url));
  }

  /**
   * @throws UserError if the server cannot be reached or answers with another status than 200, or
   *     with anything but one finite score per completion
   */
  @Override
  public double[] score(List<String> prompts, List<String> completions) {
    byte[] body = body(prompts, completions);
    long pause = firstPause.toMillis();
    for (int attempt = 0; ; attempt++, pause *= 2) {
      try {
        return attempt(body, completions.size());
      } catch (Passing e) {
        if (attempt == retries) {
          throw new UserError(
              "the judge %s %s%s"
                  .formatted(
                      url,
                      e.getMessage(),
                      attempt == 0 ? "" : " on each of " + (attempt + 1) + " attempts"),
              e);
        }
        sleep(pause);
      }
    }
  }

  private static byte[] body(List<String> prompts, List<String> completions) {
    try {
      return JSON.writeValueAsBytes(Map.of("prompts", prompts, "completions", completions));
    } catch (JsonProcessingException e) {
      throw new AssertionError("texts are JSON", e);
    }
  }

  private double[] attempt(byte[] body, int expected) throws Passing {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
          throw new Passing("answered with status " + status, null);
        }
        if (status != 200) {
          throw error("answered with status %d; it must be 200", status);
        }
        int most = LARGEST_FRAME + BYTES_PER_SCORE * expected;
        byte[] answer = in.readNBytes(most + 1);
        if (answer.length > most) {
          throw error("answered with more than %d bytes for %d completions", most, expected);
        }
        return scores(answer, expected);
      }
    } catch (java.net.http.HttpTimeoutException e) {
      throw new Passing("gave no answer in %.1f seconds".formatted(timeout.toMillis() / 1e3), e);
    } catch (IOException e) {
      String why = e.getMessage() == null ? "no connection" : e.getMessage();
      throw new Passing("cannot be reached (" + why + ")", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private double[] scores(byte[] answer, int expected) {
    JsonNode scores;
    try {
      scores = JSON.readTree(answer).path("scores");
    } catch (IOException e) {
      throw error("answered with something that is not JSON; it must be {\"scores\": [...]}");
    }
    if (!scores.isArray()) {
      throw error("answered without \"scores\"; it must answer {\"scores\": [...]}");
    }
    if (scores.size() != expected) {
      throw error("gave %d scores for %d completions", scores.size(), expected);
    }
    double[] values = new double[expected];
    for (int i = 0; i < expected; i++) {
      values[i] = scores.get(i).isNumber() ? scores.get(i).asDouble() : Double.NaN;
      if (!Double.isFinite(values[i])) {
        throw error("gave %s as score %d; it must be a finite number", scores.get(i), i + 1);
      }
    }
    return values;
  }

  private UserError error(String complaint, Object... values) {
    return new UserError("the judge %s %s".formatted(url, complaint.formatted(values)));
  }

  private void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private UserError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new UserError("interrupted while waiting for the judge " + url, e);
  }

  /** What may pass by itself. */
  private static final class Passing extends Exception {
    private static final long serialVersionUID = 1;

    Passing(String message, @org.jspecify.annotations.Nullable Throwable cause) {
      super(message, cause);
    }
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
