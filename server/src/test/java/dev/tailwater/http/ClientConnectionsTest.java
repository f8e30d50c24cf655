package dev.tailwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientConnectionsTest {
  private final ClientConnections connections = new ClientConnections();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch noticed = new CountDownLatch(1);
  private final AtomicInteger polls = new AtomicInteger();
  private WebServer server;

  @BeforeEach
  void start() {
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .addConnectionSelector(connections)
            .routing(
                HttpRouting.builder()
                    .get("/long", this::waitForTheClientToLeave)
                    .post("/short", this::echoAfterAskingTwice))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private void waitForTheClientToLeave(ServerRequest request, ServerResponse response)
      throws InterruptedException {
    while (connections.isOpen(request)) {
      polls.incrementAndGet();
      started.countDown();
      Thread.sleep(5);
    }
    noticed.countDown();
    response.send();
  }

  private void echoAfterAskingTwice(ServerRequest request, ServerResponse response) {
    String body = request.content().as(String.class);
    boolean atFirst = connections.isOpen(request);
    boolean later = connections.isOpen(request);
    response.send(body + " " + (atFirst && later));
  }

  @Test
  void aClientThatLeftIsNoticed() throws Exception {
    try (Socket socket = connect()) {
      write(socket, "GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(noticed.getCount()).isEqualTo(1);
    }
    assertThat(noticed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(polls.get()).isPositive();
  }

  @Test
  void askingCostsTheConnectionNothing() throws Exception {
    try (Socket socket = connect()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (int i = 0; i < 50; i++) {
        write(socket, post("n" + i));
        assertThat(answer(in)).isEqualTo("n" + i + " true");
      }
    }
  }

  @Test
  void aRequestSentBeforeTheAnswerIsNotLost() throws Exception {
    try (Socket socket = connect()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      write(socket, post("first") + post("second") + post("third"));
      assertThat(answer(in)).isEqualTo("first true");
      assertThat(answer(in)).isEqualTo("second true");
      assertThat(answer(in)).isEqualTo("third true");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String post(String body) {
    return "POST /short HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static String answer(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    char[] body = new char[length];
    for (int read = 0; read < length; ) {
      read += in.read(body, read, length - read);
    }
    return new String(body);
  }
}
