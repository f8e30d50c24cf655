package dev.tailwater.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.account.SourceFacts;
import dev.tailwater.wal.Delivery;
import dev.tailwater.wal.Wal;
import dev.tailwater.wal.WalOptions;
import io.helidon.webserver.WebServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What senders of all kinds send to the drain URL, and what they are told. */
class DrainRoutesTest {
  private static final String LINE =
      "83 <40>1 2012-11-30T06:45:29+00:00 host app web.3 - State changed from starting to up\n";
  private static final int MAX_BODY = 4096;

  @TempDir Path folder;
  private final List<Delivery> stored = new CopyOnWriteArrayList<>();
  private final MemoryBudget budget = new MemoryBudget(MAX_BODY + 100);
  private final HttpClient client = HttpClient.newHttpClient();
  private Wal wal;
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    wal =
        Wal.open(
            folder,
            new WalOptions(1 << 20),
            0,
            (delivery, position, end) -> {
              stored.add(delivery);
              budget.release(delivery.body().remaining());
            });
    SourceFacts facts = new SourceFacts(7, 1, "heroku", 2, "logplex", "heroku", "", 30);
    DrainRoutes routes =
        new DrainRoutes(
            token -> token.equals("good") ? Optional.of(facts) : Optional.empty(),
            new Intake(wal),
            budget,
            MAX_BODY,
            Clock.systemUTC());
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .contentEncoding(CompressedBodies.untouched())
            .routing(routing -> routing.register(routes))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.stop();
    wal.close();
  }

  @Test
  void aLogplexDeliveryIsStoredWithItsDrainTokenAsName() throws Exception {
    HttpResponse<String> answer =
        send(
            request("good")
                .header("Content-Type", "application/logplex-1")
                .header("Logplex-Drain-Token", "d.fc6b856b")
                .header("Logplex-Frame-Id", "09C557EAFCFB6CF2740EE62F62971098")
                .header("X-Sumo-Name", "ignored")
                .POST(BodyPublishers.ofString(LINE)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(stored).hasSize(1);
    Delivery delivery = stored.getFirst();
    assertThat(delivery.account()).isEqualTo(7);
    assertThat(delivery.framing()).isEqualTo(Delivery.Framing.LOGPLEX);
    assertThat(delivery.origin().name()).isEqualTo("d.fc6b856b");
    assertThat(delivery.origin().category()).isEqualTo("heroku");
    assertThat(delivery.origin().host()).isEqualTo("127.0.0.1");
    assertThat(body(delivery)).isEqualTo(LINE);
  }

  @Test
  void theAnswerIsOneThatLogplexCanRead() throws Exception {
    // Its client wants a space after the status, and a Content-Length instead of chunks.
    String answer =
        raw(
            "POST /receiver/v1/http/good HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + LINE.length()
                + "\r\n\r\n"
                + LINE);
    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: 0\r\n");
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("transfer-encoding");
  }

  @Test
  void anUnknownTokenIs401AndStoresNothing() throws Exception {
    assertThat(send(request("bad").POST(BodyPublishers.ofString(LINE))).statusCode())
        .isEqualTo(401);
    assertThat(stored).isEmpty();
    assertThat(budget.used()).isZero();
  }

  @Test
  void theTokenMayComeInAHeader() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at("/receiver/v1/http")).header("x-sumo-token", "good");
    assertThat(send(request.POST(BodyPublishers.ofString("text"))).statusCode()).isEqualTo(200);
    assertThat(stored.getFirst().framing()).isEqualTo(Delivery.Framing.TEXT);
  }

  @Test
  void curlSendsFramesAsAFormAndTheyAreFramesAllTheSame() throws Exception {
    send(
        request("good")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(LINE)));
    assertThat(stored.getFirst().framing()).isEqualTo(Delivery.Framing.LOGPLEX);
    assertThat(body(stored.getFirst())).isEqualTo(LINE);
  }

  @Test
  void compressedAndChunkedBodiesAreInflated() throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(LINE.getBytes(UTF_8));
    }
    ByteArrayOutputStream deflate = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(deflate)) {
      out.write(LINE.getBytes(UTF_8));
    }
    assertThat(compressed("gzip", gzip.toByteArray())).isEqualTo(200);
    assertThat(compressed("deflate", deflate.toByteArray())).isEqualTo(200);
    assertThat(
            send(request("good")
                    .POST(
                        BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(LINE.getBytes(UTF_8)))))
                .statusCode())
        .isEqualTo(200);
    assertThat(stored).hasSize(3).allSatisfy(d -> assertThat(body(d)).isEqualTo(LINE));
  }

  @Test
  void whatCanNeverSucceedIs4xx() throws Exception {
    assertThat(compressed("gzip", "no gzip".getBytes(UTF_8))).isEqualTo(400);
    assertThat(compressed("br", LINE.getBytes(UTF_8))).isEqualTo(415);
    assertThat(send(request("good").POST(BodyPublishers.ofString("x".repeat(5000)))).statusCode())
        .isEqualTo(413);
    // A small body that inflates to a large one.
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bomb)) {
      out.write(new byte[1 << 20]);
    }
    assertThat(compressed("gzip", bomb.toByteArray())).isEqualTo(413);
    assertThat(stored).isEmpty();
    assertThat(budget.used()).isZero();
  }

  @Test
  void chunksThatCannotBeReadAreToldAtOnce() throws Exception {
    for (String chunks :
        List.of("ZZ\r\nabc\r\n0\r\n\r\n", "-3\r\nabc\r\n", "ffffffffffff\r\nabc\r\n")) {
      // The sender waits for the answer and does not end its side.
      assertThat(
              raw(
                  "POST /receiver/v1/http/good HTTP/1.1\r\nHost: localhost\r\n"
                      + "Transfer-Encoding: chunked\r\n\r\n"
                      + chunks))
          .as(chunks)
          .startsWith("HTTP/1.1 400 ")
          .contains("expected a whole request body");
    }
    assertThat(stored).isEmpty();
    assertThat(budget.used()).isZero();
  }

  @Test
  void withoutMemoryTheSenderIsAskedToComeBack() throws Exception {
    assertThat(budget.reserve(MAX_BODY, 0)).isTrue();
    HttpResponse<String> answer =
        send(request("good").POST(BodyPublishers.ofString("x".repeat(200))));
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    budget.release(MAX_BODY);
    assertThat(send(request("good").POST(BodyPublishers.ofString("x".repeat(200)))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whenTheLogIsClosedTheSenderIsAskedToComeBack() throws Exception {
    wal.close();
    HttpResponse<String> answer = send(request("good").POST(BodyPublishers.ofString(LINE)));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(budget.used()).isZero();
  }

  @Test
  void shippersPingFirstAndBrowsersAskForPermission() throws Exception {
    assertThat(send(request("good").GET()).statusCode()).isEqualTo(200);
    assertThat(send(request("good").method("HEAD", BodyPublishers.noBody())).statusCode())
        .isEqualTo(200);
    assertThat(send(request("bad").GET()).statusCode()).isEqualTo(401);
    HttpResponse<String> preflight =
        send(
            request("good")
                .header("Origin", "https://shop.example.com")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }

  @Test
  void metadataHeadersAndFieldsAreTakenAndAnEmptyBodyStoresNothing() throws Exception {
    send(
        request("good")
            .header("X-Sumo-Category", "prod/web")
            .header("X-Sumo-Host", "h1")
            .header("X-Sumo-Name", "file.log")
            .header("X-Sumo-Fields", "Team=web, =x, _raw=evil, region = eu ")
            .PUT(BodyPublishers.ofString("a line")));
    Delivery delivery = stored.getFirst();
    assertThat(delivery.origin().category()).isEqualTo("prod/web");
    assertThat(delivery.origin().host()).isEqualTo("h1");
    assertThat(delivery.origin().name()).isEqualTo("file.log");
    assertThat(delivery.fields())
        .hasSize(2)
        .containsEntry("team", "web")
        .containsEntry("region", "eu");
    assertThat(send(request("good").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(200);
    assertThat(stored).hasSize(1);
  }

  private int compressed(String encoding, byte[] body) throws Exception {
    return send(request("good")
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body)))
        .statusCode();
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.setSoTimeout(5_000);
      byte[] answer = new byte[4096];
      InputStream in = socket.getInputStream();
      int length = in.read(answer);
      return new String(answer, 0, length, UTF_8);
    }
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private HttpRequest.Builder request(String token) {
    return HttpRequest.newBuilder(at("/receiver/v1/http/" + token));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String body(Delivery delivery) {
    return UTF_8.decode(delivery.body().duplicate()).toString();
  }
}
