package dev.tailwater.drain;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Reads request bodies into memory that was reserved for them, inflating what is compressed.
 * Neither a wrong {@code Content-Length} nor a small body that inflates to a huge one takes more
 * than the limit.
 */
final class Bodies {
  private static final int CHUNK_BYTES = 64 << 10;

  /** A sender that must wait longer than this for memory is asked to come back. */
  private static final long MEMORY_WAIT_MILLIS = 1_000;

  private final MemoryBudget budget;
  private final int maxBytes;

  Bodies(MemoryBudget budget, int maxBytes) {
    this.budget = budget;
    this.maxBytes = maxBytes;
  }

  /** A body whose bytes are reserved until it is released, in the end by the parser. */
  record Body(ByteBuffer bytes) {}

  /**
   * Reads a body.
   *
   * @param contentLength bytes that the sender announced, or -1
   * @param encoding {@code Content-Encoding}, empty for none
   * @throws Refused when the body cannot be accepted, with the status to answer
   */
  Body read(InputStream in, long contentLength, String encoding)
      throws IOException, InterruptedException, Refused {
    String coding = encoding.strip().toLowerCase(Locale.ROOT);
    if (coding.isEmpty() || coding.equals("identity")) {
      if (contentLength > maxBytes) {
        throw tooLarge();
      }
      return contentLength >= 0 ? readExactly(in, (int) contentLength) : readToEnd(in);
    }
    try (InputStream inflated =
        switch (coding) {
          case "gzip", "x-gzip" -> new GZIPInputStream(in, CHUNK_BYTES);
          case "deflate" -> new InflaterInputStream(in);
          default ->
              throw new Refused(
                  415, "expected Content-Encoding gzip, deflate or identity, found " + coding);
        }) {
      return readToEnd(inflated);
    } catch (ZipException | EOFException e) {
      throw new Refused(400, "the body is not valid " + coding + ": " + e.getMessage());
    }
  }

  /** Takes memory as the bytes come: who announces many and sends none holds little. */
  private Body readExactly(InputStream in, int length)
      throws IOException, InterruptedException, Refused {
    int size = Math.min(length, CHUNK_BYTES);
    reserve(size);
    boolean done = false;
    try {
      byte[] bytes = new byte[size];
      int count = in.readNBytes(bytes, 0, size);
      while (count == size && size < length) {
        int larger = Math.min(length, 2 * size);
        reserve(larger - size);
        size = larger;
        bytes = Arrays.copyOf(bytes, size);
        count += in.readNBytes(bytes, count, size - count);
      }
      if (count < length) {
        throw new Refused(400, "expected a body of " + length + " bytes, found " + count);
      }
      done = true;
      return new Body(ByteBuffer.wrap(bytes));
    } finally {
      if (!done) {
        budget.release(size);
      }
    }
  }

  private Body readToEnd(InputStream in) throws IOException, InterruptedException, Refused {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK_BYTES);
    byte[] chunk = new byte[CHUNK_BYTES];
    int reserved = 0;
    boolean done = false;
    try {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (bytes.size() + count > maxBytes) {
          throw tooLarge();
        }
        reserve(count);
        reserved += count;
        bytes.write(chunk, 0, count);
      }
      done = true;
      return new Body(ByteBuffer.wrap(bytes.toByteArray()));
    } finally {
      if (!done) {
        budget.release(reserved);
      }
    }
  }

  private void reserve(int bytes) throws InterruptedException, Refused {
    if (!budget.reserve(bytes, MEMORY_WAIT_MILLIS)) {
      throw new Refused(
          429, "too many deliveries are waiting to be stored; send this one again in a moment");
    }
  }

  private Refused tooLarge() {
    return new Refused(413, "a request body holds at most " + maxBytes + " bytes");
  }

  /** A delivery that is not accepted. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    Refused(int status, String reason) {
      super(reason);
      this.status = status;
      this.reason = reason;
    }

    /** What to tell the sender. */
    String reason() {
      return reason;
    }

    /** The HTTP status to answer. */
    int status() {
      return status;
    }
  }
}
