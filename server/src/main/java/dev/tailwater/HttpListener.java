package dev.tailwater;

import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import dev.tailwater.drain.CompressedBodies;
import dev.tailwater.http.ClientConnections;
import dev.tailwater.http.Observability;
import io.helidon.common.mapper.MapperManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Where the server listens, and how it takes connections. */
final class HttpListener {
  /** Logplex keeps a connection idle for up to 159 s: closing it first would cost it a try. */
  private static final Duration IDLE_CONNECTION = Duration.ofMinutes(5);

  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(5);

  static {
    keepMappers();
  }

  /**
   * Helidon 4.4.0 asks for its mappers whenever it reads a header as a number, at least twice a
   * request, and makes them anew each time unless they are set. There is no other way to set them.
   */
  @SuppressWarnings({"deprecation", "removal"})
  private static void keepMappers() {
    MapperManager.global(MapperManager.create());
  }

  private final String host;
  private final int port;

  HttpListener(Settings settings) {
    this.host = settings.text(Setting.SERVER_HOST);
    this.port = settings.number(Setting.SERVER_PORT, 0, 65_535);
  }

  /**
   * Begins to listen.
   *
   * @param failure why the server cannot accept, for its health; empty when it can
   */
  WebServer listen(
      HttpRouting.Builder routing, ClientConnections connections, Supplier<String> failure) {
    return WebServer.builder()
        .host(host)
        .port(port)
        // Helidon 4.4.0 loses what a channel does not take at once: answers over a megabyte or so
        // never came to their end.
        .useNio(false)
        .shutdownHook(false)
        .shutdownGracePeriod(SHUTDOWN_GRACE)
        .idleConnectionTimeout(IDLE_CONNECTION)
        // An answer is written in pieces; else the last waits 40 ms for the client's word of the
        // one before.
        .connectionOptions(options -> options.tcpNoDelay(true))
        .contentEncoding(CompressedBodies.untouched())
        .addConnectionSelector(connections)
        .addFeature(
            Observability.feature(
                () -> Optional.of(failure.get()).filter(reason -> !reason.isEmpty())))
        .routing(routing)
        .build()
        .start();
  }

  /**
   * Where commands on this machine find the server.
   *
   * @param listening the port that it got
   */
  URI operatorAddress(int listening) {
    boolean any = host.equals("0.0.0.0") || host.equals("::");
    String name = any ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + listening);
  }

  /** Fails when another program listens there. */
  void requireFreePort() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s port %d (%s): stop what listens there, or choose another with --port"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }
}
