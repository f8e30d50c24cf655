package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailwater.benchmarks.server.Credentials;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;

/**
 * One kept connection to the drain that posts as Logplex does, one request at a time. A socket and
 * no HTTP client: the load takes as little as possible of the machine that is measured.
 */
final class DrainConnection implements Closeable {
  private static final int ANSWER_TIMEOUT_MILLIS = 60_000;
  private static final String CONTENT_LENGTH = "content-length:";
  private static final String RETRY_AFTER = "retry-after:";

  private final Socket socket;
  private final InputStream in;
  private final String head;
  private byte[] request = new byte[64 << 10];

  /**
   * What came back.
   *
   * @param retryAfterSeconds what the server asks for, 0 when it does not
   */
  record Answer(int status, int retryAfterSeconds) {}

  DrainConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 10);
    head =
        ("POST /receiver/v1/http/" + Credentials.SOURCE_TOKEN + " HTTP/1.1\r\n")
            + ("Host: 127.0.0.1:" + port + "\r\n")
            + "Content-Type: application/logplex-1\r\nUser-Agent: Logplex/v72\r\n";
  }

  /** Sends a post and reads the answer. */
  Answer send(Post post) throws IOException {
    byte[] headers =
        (head
                + ("Logplex-Msg-Count: " + post.lines() + "\r\n")
                + ("Logplex-Frame-Id: " + post.frameId() + "\r\n")
                + ("Logplex-Drain-Token: " + post.drainToken() + "\r\n")
                + ("Content-Length: " + post.body().length + "\r\n\r\n"))
            .getBytes(US_ASCII);
    int length = headers.length + post.body().length;
    if (length > request.length) {
      request = Arrays.copyOf(request, Math.max(length, 2 * request.length));
    }
    // One write, so that the server finds the whole request when it wakes.
    System.arraycopy(headers, 0, request, 0, headers.length);
    System.arraycopy(post.body(), 0, request, headers.length, post.body().length);
    socket.getOutputStream().write(request, 0, length);
    return readAnswer();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Answer readAnswer() throws IOException {
    String statusLine = readLine();
    if (!statusLine.startsWith("HTTP/1.1 ") || statusLine.length() < 12) {
      throw new IOException("expected an HTTP answer, found " + statusLine);
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    int contentLength = 0;
    int retryAfter = 0;
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith(CONTENT_LENGTH)) {
        contentLength = number(header, CONTENT_LENGTH);
      } else if (header.startsWith(RETRY_AFTER)) {
        retryAfter = number(header, RETRY_AFTER);
      }
    }
    in.skipNBytes(contentLength);
    return new Answer(status, retryAfter);
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static int number(String header, String name) {
    return Integer.parseInt(header.substring(name.length()).strip());
  }
}
