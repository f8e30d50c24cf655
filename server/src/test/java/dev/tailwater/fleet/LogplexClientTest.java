package dev.tailwater.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Delivery as Logplex does it, against a server that answers well, badly or not at all. */
class LogplexClientTest {
  private static final String TOKEN = "d.98ee476d-d2d8-46bf-afc2-740f6f7e5b2a";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-11T10:00:00.25Z"), ZoneOffset.UTC);
  private static final DeliveryPolicy IMPATIENT =
      new DeliveryPolicy(Duration.ofMillis(500), Duration.ofMillis(250), 3, false);

  @Test
  void aBatchIsPostedWithLogplexsHeaders() throws InterruptedException {
    try (FakeServer server = new FakeServer(n -> 204);
        LogplexClient client = open(server.url("user:s3cret"), DeliveryPolicy.LOGPLEX)) {
      assertThat(client.deliver(batch("A1", 3))).isTrue();

      FakeServer.Received request = server.requests.getFirst();
      assertThat(request.exchange().getRequestMethod()).isEqualTo("POST");
      assertThat(request.exchange().getProtocol()).isEqualTo("HTTP/1.1");
      assertThat(request.exchange().getRequestURI().toString())
          .isEqualTo("/receiver/v1/http/T0k3n");
      assertThat(request.header("Content-Type")).isEqualTo("application/logplex-1");
      assertThat(request.header("Logplex-Msg-Count")).isEqualTo("3");
      assertThat(request.header("Logplex-Frame-Id")).isEqualTo(frameId("A1"));
      assertThat(request.header("Logplex-Drain-Token")).isEqualTo(TOKEN);
      assertThat(request.header("User-Agent")).startsWith("Logplex/v");
      assertThat(request.header("Authorization")).isEqualTo("Basic dXNlcjpzM2NyZXQ=");
      assertThat(request.header("Content-Length")).isEqualTo("" + request.body().length);
      assertThat(request.body()).isEqualTo(batch("A1", 3).body());
      assertThat(client.counts()).isEqualTo(new DeliveryCounts(1, 3, request.body().length, 0, 0));
    }
  }

  @Test
  void withoutUserInfoNoCredentialsAreSent() throws InterruptedException {
    try (FakeServer server = new FakeServer(n -> 200);
        LogplexClient client = open(server.url(""), DeliveryPolicy.LOGPLEX)) {
      client.deliver(batch("A1", 1));

      assertThat(server.requests.getFirst().header("Authorization")).isNull();
    }
  }

  @Test
  void anUnavailableServerGetsTheSameFrameIdAgain() throws InterruptedException {
    try (FakeServer server = new FakeServer(n -> n == 0 ? 503 : 200);
        LogplexClient client = open(server.url(""), DeliveryPolicy.LOGPLEX)) {
      assertThat(client.deliver(batch("A1", 2))).isTrue();

      assertThat(server.requests)
          .hasSize(2)
          .allMatch(request -> frameId("A1").equals(request.header("Logplex-Frame-Id")));
      assertThat(server.requests.get(1).body()).isEqualTo(batch("A1", 2).body());
      assertThat(client.counts().retries()).isEqualTo(1);
      assertThat(client.counts().frames()).isEqualTo(2);
    }
  }

  @Test
  void aRetryGainsALossNoticeForWhatWasLostMeanwhile() throws InterruptedException {
    LogplexClient[] holder = new LogplexClient[1];
    try (FakeServer server =
            new FakeServer(n -> {
              if (n == 0) {
                holder[0].dropped(7);
                return 503;
              }
              return 200;
            });
        LogplexClient client = open(server.url(""), DeliveryPolicy.LOGPLEX)) {
      holder[0] = client;
      client.deliver(batch("A1", 2));

      FakeServer.Received first = server.requests.get(0);
      FakeServer.Received retry = server.requests.get(1);
      assertThat(first.header("Logplex-Msg-Count")).isEqualTo("2");
      assertThat(retry.header("Logplex-Msg-Count")).isEqualTo("3");
      assertThat(retry.header("Logplex-Frame-Id")).isEqualTo(frameId("A1"));
      assertThat(retry.frames()).hasSize(3);
      assertThat(retry.frames().getFirst())
          .isEqualTo(
              new Frame(
                  172,
                  "2026-03-11T10:00:00.25+00:00",
                  "heroku",
                  "logplex",
                  "Error L10 (output buffer overflow): 7 messages dropped since"
                      + " 2026-03-11T10:00:00.25+00:00.",
                  false));
    }
  }

  @Test
  void aRefusedBatchIsDroppedAtOnceAndCountedInTheNext() throws InterruptedException {
    try (FakeServer server = new FakeServer(n -> n == 0 ? 400 : 200);
        LogplexClient client = open(server.url(""), DeliveryPolicy.LOGPLEX)) {
      assertThat(client.deliver(batch("A1", 5))).isFalse();
      assertThat(client.deliver(batch("B2", 1))).isTrue();
      assertThat(client.deliver(batch("C3", 1))).isTrue();

      List<FakeServer.Received> requests = server.requests;
      assertThat(requests)
          .extracting(request -> request.header("Logplex-Frame-Id"))
          .containsExactly(frameId("A1"), frameId("B2"), frameId("C3"));
      assertThat(requests.get(1).header("Logplex-Msg-Count")).isEqualTo("2");
      assertThat(requests.get(1).frames().getFirst().text())
          .contains(": 5 messages dropped since ");
      assertThat(requests.get(2).frames()).as("told once").hasSize(1);
      assertThat(client.counts().droppedFrames()).isEqualTo(5);
      assertThat(client.counts().retries()).isZero();
    }
  }

  @Test
  void tooManyRequestsIsTriedAgain() throws InterruptedException {
    try (FakeServer server = new FakeServer(n -> n == 0 ? 429 : 200);
        LogplexClient client = open(server.url(""), DeliveryPolicy.LOGPLEX)) {
      assertThat(client.deliver(batch("A1", 1))).isTrue();
      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void redirectsAreNotFollowed() throws InterruptedException {
    try (FakeServer server = new FakeServer(n -> 302);
        LogplexClient client = open(server.url(""), DeliveryPolicy.LOGPLEX)) {
      assertThat(client.deliver(batch("A1", 1))).isFalse();
      assertThat(server.requests).hasSize(3);
    }
  }

  @Test
  void afterThreeTriesWithoutAnswerTheBatchIsDropped() throws InterruptedException {
    try (FakeServer server = new FakeServer(n -> n < 3 ? FakeServer.SILENCE : 200);
        LogplexClient client = open(server.url(""), IMPATIENT)) {
      assertThat(client.deliver(batch("A1", 4))).isFalse();
      assertThat(client.deliver(batch("B2", 2))).isTrue();

      assertThat(server.requests).hasSize(4);
      assertThat(server.requests.subList(0, 3))
          .allMatch(request -> frameId("A1").equals(request.header("Logplex-Frame-Id")));
      assertThat(server.requests.get(3).frames().getFirst().text())
          .contains(": 4 messages dropped");
      assertThat(client.counts().retries()).isEqualTo(2);
      assertThat(client.counts().droppedFrames()).isEqualTo(4);
      assertThat(client.counts().frames()).isEqualTo(2);
    }
  }

  @Test
  void aHistoryWaitsForABusyServer() throws InterruptedException {
    try (FakeServer server = new FakeServer(n -> n < 4 ? 503 : 200);
        LogplexClient client = open(server.url(""), DeliveryPolicy.BACKFILL)) {
      assertThat(client.deliver(batch("A1", 1))).isTrue();
      assertThat(client.counts().droppedFrames()).isZero();
    }
  }

  @Test
  void anAddressThatIsNoDrainUrlIsRefusedWithoutShowingItsSecret() {
    assertThatThrownBy(() -> open(URI.create("ftp://u:secret@127.0.0.1/x"), IMPATIENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a drain URL looks like https://user:secret@host/path, found ftp://…@127.0.0.1/x");
  }

  private static LogplexClient open(URI url, DeliveryPolicy policy) {
    return LogplexClient.open(url, TOKEN, policy, CLOCK);
  }

  private static String frameId(String name) {
    return name.repeat(16);
  }

  private static Batch batch(String name, int frames) {
    String frame = "57 <190>1 2026-03-11T10:00:00+00:00 host app web.1 - héllo\n";
    byte[] body = frame.repeat(frames).getBytes(StandardCharsets.UTF_8);
    return new Batch(TOKEN, frameId(name), body, frames, 0);
  }
}
