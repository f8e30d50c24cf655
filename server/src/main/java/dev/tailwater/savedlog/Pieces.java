package dev.tailwater.savedlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailwater.parse.TextLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a saved log into pieces of about half a megabyte, always between two messages. The cuts
 * depend on nothing but the bytes: the same log gives the same pieces each time, also when reading
 * begins at the end of one of them.
 */
final class Pieces {
  /** A piece ends with the message that reaches this size. */
  private static final int PIECE_BYTES = 512 << 10;

  /**
   * A message with its further lines, or a line without end, is cut here at the latest. With {@link
   * #PIECE_BYTES} it stays below the smallest limit of a body that a server can be given, 1 MB.
   */
  private static final int MAX_MESSAGE_BYTES = 256 << 10;

  private static final int BUFFER_BYTES = 2 << 20;

  /** What must be seen behind a message to tell that it ends there. */
  private static final int LOOK_AHEAD_BYTES = 512;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Format format;
  private final boolean multiline;
  private int at;
  private int limit;
  private boolean ended;
  private long offset;

  /**
   * Reads the beginning of a log.
   *
   * @param forced its form; null to tell it by its content
   * @param start offset of the first piece: 0 or the end of another piece
   */
  Pieces(InputStream in, @Nullable Format forced, long start) throws IOException {
    this.in = in;
    fill();
    this.format = forced != null ? forced : Format.of(buffer, limit);
    this.multiline = format != Format.TEXT || TextLines.beginsMessage(buffer, 0, limit);
    while (offset < start) {
      if (at == limit && ended) {
        throw new IOException(
            "expected a log of more than %d bytes, found %d: nothing is there to go on with"
                .formatted(start, offset));
      }
      int skipped = (int) Math.min(limit - at, start - offset);
      at += skipped;
      offset += skipped;
      fill();
    }
  }

  Format format() {
    return format;
  }

  /** The next piece; null at the end of the log. */
  @Nullable Piece next() throws IOException {
    long from = offset;
    long lines = 0;
    ByteArrayOutputStream body = new ByteArrayOutputStream(PIECE_BYTES + (64 << 10));
    while (body.size() < PIECE_BYTES) {
      if (limit - at < MAX_MESSAGE_BYTES + LOOK_AHEAD_BYTES) {
        fill();
      }
      if (at == limit) {
        break;
      }
      int end = format == Format.LOGPLEX ? frameEnd() : messageEnd();
      if (write(end, body)) {
        lines++;
      }
      offset += end - at;
      at = end;
    }
    return offset == from
        ? null
        : new Piece(from, offset, ByteBuffer.wrap(body.toByteArray()), lines);
  }

  /** Moves what is left to the front and reads until the buffer is full or the log ends. */
  private void fill() throws IOException {
    if (ended) {
      return;
    }
    System.arraycopy(buffer, at, buffer, 0, limit - at);
    limit -= at;
    at = 0;
    while (limit < buffer.length) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        ended = true;
        return;
      }
      limit += read;
    }
  }

  private boolean write(int end, ByteArrayOutputStream body) {
    int to = end;
    while (to > at && (buffer[to - 1] == '\n' || buffer[to - 1] == '\r')) {
      to--;
    }
    if (Lines.isBlank(buffer, at, to)) {
      return false;
    }
    switch (format) {
      case LOGPLEX, TEXT -> body.write(buffer, at, end - at);
      case SYSLOG -> frame(buffer, at, to, body);
      case HEROKU -> TailLine.write(buffer, at, to, body);
    }
    return true;
  }

  /** Adds a message as an octet-counted frame, closed by a line end as Logplex does. */
  static void frame(byte[] text, int from, int to, ByteArrayOutputStream out) {
    out.writeBytes((to - from + 1 + " ").getBytes(US_ASCII));
    out.write(text, from, to - from);
    out.write('\n');
  }

  /** Where the message that begins here ends, with the further lines that belong to it. */
  private int messageEnd() {
    int end = lineEnd(at);
    while (end < limit && end - at < MAX_MESSAGE_BYTES) {
      int next = lineEnd(end);
      if (next - at > MAX_MESSAGE_BYTES || begins(end, next)) {
        break;
      }
      end = next;
    }
    return end;
  }

  private boolean begins(int from, int to) {
    return switch (format) {
      case SYSLOG -> Lines.isSyslog(buffer, from, to);
      case HEROKU -> TailLine.begins(buffer, from, to);
      case TEXT ->
          !multiline
              || Lines.isBlank(buffer, from, to)
              || TextLines.beginsMessage(buffer, from, to - from);
      case LOGPLEX -> throw new IllegalStateException("frames are cut by their counts");
    };
  }

  private int lineEnd(int from) {
    int last = Math.min(limit, from + MAX_MESSAGE_BYTES);
    for (int i = from; i < last; i++) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
    }
    return withinCharacter(last, from);
  }

  /** A cut must not fall into a character of UTF-8. */
  private int withinCharacter(int cut, int from) {
    int to = cut;
    while (to < limit && to > from + 1 && cut - to < 4 && (buffer[to] & 0xC0) == 0x80) {
      to--;
    }
    return to;
  }

  /**
   * Where the frame that begins here ends: by its count when another frame follows there, otherwise
   * before the next place that looks like a frame. The server repairs what is in between.
   */
  private int frameEnd() {
    int begin = at;
    while (begin < limit && Lines.isBlank(buffer, begin, begin + 1)) {
      begin++;
    }
    int message = Lines.counted(buffer, begin, limit);
    if (message >= 0) {
      int count = Integer.parseInt(new String(buffer, begin, message - 1 - begin, US_ASCII));
      long end = (long) message + count;
      if (end <= limit && end - at <= MAX_MESSAGE_BYTES && isBoundary((int) end)) {
        return (int) end;
      }
    }
    int last = Math.min(limit, at + MAX_MESSAGE_BYTES);
    for (int i = begin + 1; i < last; i++) {
      if (Lines.isDigit(buffer[i])
          && !Lines.isDigit(buffer[i - 1])
          && Lines.isFrame(buffer, i, limit)) {
        return i;
      }
    }
    return withinCharacter(last, at);
  }

  /** Whether the log ends here or another frame begins, white space before it aside. */
  private boolean isBoundary(int end) {
    int next = end;
    while (next < limit && Lines.isBlank(buffer, next, next + 1)) {
      next++;
    }
    return next == limit || Lines.counted(buffer, next, limit) >= 0;
  }
}
