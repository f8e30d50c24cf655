package dev.tailwater.benchmarks.load;

/**
 * A request ready to be sent. Not changed after it was made; the body is handed out without
 * copying.
 *
 * @param drainToken value of {@code Logplex-Drain-Token}
 * @param frameId value of {@code Logplex-Frame-Id}
 * @param body octet-counted frames
 * @param lines frames in the body
 */
@SuppressWarnings("ArrayRecordComponent")
public record Post(String drainToken, String frameId, byte[] body, int lines) {
  /** The drain and the size: the body is too long for a message. */
  @Override
  public String toString() {
    return "Post[" + drainToken + ", " + lines + " lines, " + body.length + " bytes]";
  }
}
