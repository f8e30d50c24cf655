package dev.tailwater.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A receiver that answers what a test wants and remembers what it was sent. */
final class FakeServer implements AutoCloseable {
  /** A request as it came in. */
  static final class Received {
    private final HttpExchange exchange;
    private final byte[] body;

    Received(HttpExchange exchange, byte[] body) {
      this.exchange = exchange;
      this.body = body;
    }

    HttpExchange exchange() {
      return exchange;
    }

    byte[] body() {
      return body;
    }

    @Nullable String header(String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }

    List<Frame> frames() {
      return Frame.of(body);
    }
  }

  /** An answer that never comes. */
  static final int SILENCE = -1;

  final List<Received> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** A server that answers the n-th request, counted from 0, with the status given for n. */
  FakeServer(IntUnaryOperator statuses) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          int number;
          synchronized (requests) {
            number = requests.size();
            requests.add(new Received(exchange, body));
          }
          int status = statuses.applyAsInt(number);
          if (status != SILENCE) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          }
        });
    server.start();
  }

  URI url(String userInfo) {
    String user = userInfo.isEmpty() ? "" : userInfo + "@";
    return URI.create(
        "http://"
            + user
            + "127.0.0.1:"
            + server.getAddress().getPort()
            + "/receiver/v1/http/T0k3n");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
