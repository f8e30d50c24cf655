package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the octet-counted frames of a file one after the other, however large it is. */
final class FrameReader implements Closeable {
  private static final int MAX_DIGITS = 7;
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path file;
  private final InputStream in;
  private long position;

  FrameReader(Path file) throws IOException {
    this.file = file;
    this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
  }

  /**
   * The next frame, octet count included; null at the end of the file.
   *
   * @throws IOException when no whole frame stands there
   */
  byte @Nullable [] next() throws IOException {
    int count = 0;
    int digits = 0;
    int read = in.read();
    if (read < 0) {
      return null;
    }
    for (; read >= '0' && read <= '9' && digits < MAX_DIGITS; read = in.read()) {
      count = 10 * count + (read - '0');
      digits++;
    }
    if (digits == 0 || read != ' ') {
      throw noFrame();
    }
    byte[] head = (count + " ").getBytes(US_ASCII);
    byte[] frame = new byte[head.length + count];
    System.arraycopy(head, 0, frame, 0, head.length);
    if (in.readNBytes(frame, head.length, count) < count) {
      throw noFrame();
    }
    position += digits + 1 + count;
    return frame;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private IOException noFrame() {
    return new IOException(file + ": expected an octet-counted frame at byte " + position);
  }
}
