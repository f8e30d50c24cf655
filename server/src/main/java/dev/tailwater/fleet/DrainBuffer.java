package dev.tailwater.fleet;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Logplex's buffer of one drain: takes an app's frames and closes batches. While it overflows,
 * frames are lost, and the next batch begins with the notice of how many (Dev Center, "Heroku Error
 * Codes", L10).
 */
final class DrainBuffer {
  /** Logplex fills a request up to this; a single longer frame goes alone. */
  static final int TARGET_BYTES = 102_400;

  private static final Heading LOGPLEX =
      new Heading(Heading.LOGPLEX, Heading.Time.MICROS, "heroku", "logplex");

  private final String drainToken;
  private final Dice frameIds;
  private final FrameWriter writer = new FrameWriter();
  private final ArrayDeque<Batch> closed = new ArrayDeque<>();
  private int frames;
  private long micros;
  private boolean overflowing;
  private long overflowSince;
  private int lost;

  DrainBuffer(String drainToken, Dice frameIds) {
    this.drainToken = drainToken;
    this.frameIds = frameIds;
  }

  FrameWriter begin(Heading heading, long atMicros) {
    micros = atMicros;
    return writer.begin(heading, atMicros);
  }

  /** Ends a frame whose text ends with a newline, as all lines of processes do. */
  void endLine() {
    writer.symbol('\n');
    end();
  }

  /** Ends the frame where its text ends. */
  void end() {
    writer.end();
    if (overflowing) {
      writer.undo();
      lost++;
      return;
    }
    frames++;
    if (writer.length() > TARGET_BYTES && frames > 1) {
      int complete = writer.frameStart();
      frames--;
      close(complete);
      frames = 1;
    }
  }

  void overflow(long atMicros) {
    overflowing = true;
    overflowSince = atMicros;
  }

  void overflowEnds(long atMicros) {
    overflowing = false;
    if (lost > 0) {
      flush();
      lossNotice(begin(LOGPLEX, atMicros), lost, overflowSince);
      end();
      lost = 0;
    }
  }

  /** "1 messages" is Logplex's own grammar, and no newline follows the full stop. */
  static void lossNotice(FrameWriter writer, long lost, long sinceMicros) {
    writer
        .text("Error L10 (output buffer overflow): ")
        .number(lost)
        .text(" messages dropped since ")
        .timestamp(sinceMicros)
        .symbol('.');
  }

  /** A loss notice as a frame of its own, for a request that must begin with one. */
  static byte[] lossNotice(long atMicros, long lost, long sinceMicros) {
    FrameWriter writer = new FrameWriter();
    lossNotice(writer.begin(LOGPLEX, atMicros), lost, sinceMicros);
    writer.end();
    return writer.take(writer.length());
  }

  /** Closes the batch that is being filled, if anything is in it. */
  void flush() {
    if (frames > 0) {
      close(writer.length());
    }
  }

  @Nullable Batch next() {
    return closed.poll();
  }

  boolean isEmpty() {
    return closed.isEmpty();
  }

  private void close(int bytes) {
    String id = "%016X%016X".formatted(frameIds.bits(), frameIds.bits());
    closed.add(new Batch(drainToken, id, writer.take(bytes), frames, micros));
    frames = 0;
  }
}
