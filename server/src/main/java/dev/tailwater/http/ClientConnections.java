package dev.tailwater.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a client still waits for its answer, so that work nobody wants any more can stop.
 * It takes the place of the web server's own HTTP/1.1 selector:
 *
 * <pre>WebServer.builder().addConnectionSelector(connections)</pre>
 *
 * <p>The web server does not read from a connection while a handler runs, so it does not see that
 * the client went away. Here, and only once a handler asks, another virtual thread begins the read
 * that would come next anyway: if it ends with the end of the stream, the client has left; if it
 * brings bytes, they are the next request's and are handed to the connection when it reads again.
 * Connections that nobody asks about take the same path as ever.
 */
public final class ClientConnections implements ServerConnectionSelector {
  private final ServerConnectionSelector http1 =
      Http1ConnectionSelector.builder().config(Http1Config.create()).build();
  private final Map<String, Connection> open = new ConcurrentHashMap<>();

  /**
   * Whether the client of this request still holds its connection open. Called by the thread that
   * handles the request, after the body was read. A server without this selector always answers
   * true.
   */
  public boolean isOpen(ServerRequest request) {
    Connection connection = open.get(key(request.socketId(), request.remotePeer()));
    return connection == null || connection.isOpen();
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http1.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    Connection connection = new Connection(context);
    return new Registered(
        key(context.childSocketId(), context.remotePeer()),
        connection,
        http1.connection(connection));
  }

  // The id alone is a hash code and may occur twice.
  private static String key(String socketId, PeerInfo peer) {
    return socketId + " " + peer.host() + " " + peer.port();
  }

  /** Known by its key as long as it is handled. */
  private final class Registered implements ServerConnection, InterruptableTask<Void> {
    private final String key;
    private final Connection connection;
    private final ServerConnection http;

    Registered(String key, Connection connection, ServerConnection http) {
      this.key = key;
      this.connection = connection;
      this.http = http;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      open.put(key, connection);
      try {
        http.handle(limit);
      } finally {
        open.remove(key);
      }
    }

    @Override
    public boolean canInterrupt() {
      return !(http instanceof InterruptableTask<?> task) || task.canInterrupt();
    }

    @Override
    public @Nullable Void call() {
      return null;
    }

    @Override
    public Duration idleTime() {
      return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      http.close(interrupt);
    }
  }

  /** The web server's connection with a reader that can be asked to read ahead. */
  private static final class Connection implements ConnectionContext {
    private final ConnectionContext context;
    private final DataReader reader = DataReader.create(this::next);

    /** The read ahead; touched only by the thread that handles the connection. */
    private @Nullable FutureTask<byte @Nullable []> ahead;

    Connection(ConnectionContext context) {
      this.context = context;
    }

    boolean isOpen() {
      FutureTask<byte @Nullable []> task = ahead;
      if (task == null) {
        task = new FutureTask<>(this::read);
        ahead = task;
        Thread.ofVirtual().name("client-watch").start(task);
      }
      return switch (task.state()) {
        case RUNNING -> true;
        case SUCCESS -> task.resultNow() != null;
        case FAILED, CANCELLED -> false;
      };
    }

    /** The next bytes of the stream; null at its end. */
    private byte @Nullable [] next() {
      FutureTask<byte @Nullable []> task = ahead;
      if (task == null) {
        return read();
      }
      try {
        byte[] bytes = task.get();
        ahead = null;
        return bytes;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServerConnectionException("interrupted while waiting for a request", e);
      } catch (ExecutionException e) {
        throw new ServerConnectionException("the connection failed", e);
      }
    }

    private byte @Nullable [] read() {
      // What was read to find out the protocol comes first.
      DataReader first = context.dataReader();
      int buffered = first.available();
      if (buffered > 0) {
        return first.readBytes(buffered);
      }
      try {
        return context.serverSocket().get();
      } catch (UncheckedIOException e) {
        throw new ServerConnectionException("the connection failed", e);
      }
    }

    @Override
    public DataReader dataReader() {
      return reader;
    }

    @Override
    public ListenerContext listenerContext() {
      return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return context.executor();
    }

    @Override
    public DataWriter dataWriter() {
      return context.dataWriter();
    }

    @Override
    public Router router() {
      return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return context.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return context.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
      return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return context.localPeer();
    }

    @Override
    public boolean isSecure() {
      return context.isSecure();
    }

    @Override
    public String socketId() {
      return context.socketId();
    }

    @Override
    public String childSocketId() {
      return context.childSocketId();
    }
  }
}
