package dev.tailwater.fleet;

import java.time.Instant;

/**
 * Frames that Logplex sends in one request. Not changed after it was made; the body is handed out
 * without copying and must not be written to.
 */
public final class Batch {
  private final String drainToken;
  private final String frameId;
  private final byte[] body;
  private final int frames;
  private final long untilMicros;

  Batch(String drainToken, String frameId, byte[] body, int frames, long untilMicros) {
    this.drainToken = drainToken;
    this.frameId = frameId;
    this.body = body;
    this.frames = frames;
    this.untilMicros = untilMicros;
  }

  /** The drain it belongs to: {@code d.} and a UUID. */
  public String drainToken() {
    return drainToken;
  }

  /** 32 upper-case hexadecimal digits that stay the same when the batch is sent again. */
  public String frameId() {
    return frameId;
  }

  /** The frames, one directly after the other. */
  public byte[] body() {
    return body;
  }

  /** How many frames the body holds. */
  public int frames() {
    return frames;
  }

  /** The time of the simulation when the batch was closed. */
  public Instant until() {
    return Instant.ofEpochSecond(untilMicros / 1_000_000, untilMicros % 1_000_000 * 1000);
  }
}
