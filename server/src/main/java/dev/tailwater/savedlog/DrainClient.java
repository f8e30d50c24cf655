package dev.tailwater.savedlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Posts pieces to a drain URL, one after the other, so that lines keep their order. What may
 * succeed later is tried again with the same frame id; the server recognises it.
 */
final class DrainClient implements AutoCloseable {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final int FRAME_ID_BYTES = 16;

  private final URI drain;
  private final Labels labels;
  private final Duration patience;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * @param patience how long one piece is tried
   */
  DrainClient(URI drain, Labels labels, Duration patience) {
    this.drain = drain;
    this.labels = labels;
    this.patience = patience;
  }

  /**
   * Delivers a piece.
   *
   * @return why it was refused for good; empty when it is stored
   * @throws IOException when the server did not take it in time, or takes nothing from us
   */
  Optional<String> deliver(Piece piece, Format format) throws IOException, InterruptedException {
    HttpRequest request = request(piece, format);
    long began = System.nanoTime();
    for (int attempt = 0; ; attempt++) {
      String failure;
      long pause = Math.min(FIRST_PAUSE_MILLIS << Math.min(attempt, 10), LONGEST_PAUSE_MILLIS);
      try {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        int status = answer.statusCode();
        String told = "HTTP " + status + " " + firstLine(answer.body());
        if (status >= 200 && status < 300) {
          return Optional.empty();
        }
        if (status == 401 || status == 403 || status == 404 || status == 405) {
          throw new RefusedException(
              "expected a drain URL like http://localhost:8080/receiver/v1/http/<token>; the server"
                  + " answered "
                  + told);
        }
        if (status < 500 && status != 429 && status != 408) {
          return Optional.of(told);
        }
        failure = "the server answered " + told;
        pause = Math.max(pause, retryAfterMillis(answer));
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        failure = "no answer from " + drain.getAuthority() + " (" + e + ")";
      }
      if (System.nanoTime() - began + pause * 1_000_000 > patience.toNanos()) {
        throw new IOException(
            "%s, for %d s: start the import again once it answers"
                .formatted(failure, patience.toSeconds()));
      }
      Thread.sleep(pause);
    }
  }

  private HttpRequest request(Piece piece, Format format) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(drain)
            .timeout(ANSWER_TIMEOUT)
            .header("Content-Type", format.isFramed() ? "application/logplex-1" : "text/plain")
            .header("Logplex-Frame-Id", frameId(piece))
            .header("X-Tailwater-Saved-Log", "true")
            .POST(HttpRequest.BodyPublishers.ofByteArray(piece.body().array()));
    labels.headers().forEach(request::header);
    return request.build();
  }

  /** The same for the same bytes at the same place with the same labels. */
  private String frameId(Piece piece) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(piece.offset()).flip());
      digest.update(labels.toString().getBytes(UTF_8));
      byte[] hash = digest.digest(piece.body().array());
      return HexFormat.of().formatHex(hash, 0, FRAME_ID_BYTES).toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static long retryAfterMillis(HttpResponse<?> answer) {
    String seconds = answer.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("\\d{1,4}") ? Long.parseLong(seconds) * 1_000 : 0;
  }

  private static String firstLine(String body) {
    return body.lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    http.close();
  }

  /** The server takes nothing from us: trying again does not help. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
