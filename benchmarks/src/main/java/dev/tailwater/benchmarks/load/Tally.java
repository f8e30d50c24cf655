package dev.tailwater.benchmarks.load;

import java.util.Arrays;

/** What has become of posts so far. Safe for use by many threads. */
public final class Tally {
  private static final int TOO_MANY = 429;

  private long acceptedLines;
  private long givenUpLines;
  private long retries;

  // Since the last look.
  private long newLines;
  private long tooMany;
  private long unavailable;
  private long[] answers = new long[1_024];
  private int answered;

  /**
   * What happened since the last look.
   *
   * @param acceptedLines answered with 200
   * @param tooMany answers 429
   * @param unavailable answers 5xx
   * @param answerNanos of the posts that were accepted, from sending to the answer
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Part(long acceptedLines, long tooMany, long unavailable, long[] answerNanos) {}

  synchronized void accepted(Post post, long nanos) {
    acceptedLines += post.lines();
    newLines += post.lines();
    if (answered == answers.length) {
      answers = Arrays.copyOf(answers, 2 * answered);
    }
    answers[answered++] = nanos;
  }

  /** The server asks to send a post again. */
  synchronized void busy(int status) {
    if (status == TOO_MANY) {
      tooMany++;
    } else {
      unavailable++;
    }
  }

  synchronized void retried() {
    retries++;
  }

  synchronized void givenUp(Post post) {
    givenUpLines += post.lines();
  }

  /** Lines answered with 200. */
  public synchronized long acceptedLines() {
    return acceptedLines;
  }

  synchronized long givenUpLines() {
    return givenUpLines;
  }

  synchronized long retries() {
    return retries;
  }

  /** What happened since the last call. */
  public synchronized Part next() {
    Part part = new Part(newLines, tooMany, unavailable, Arrays.copyOf(answers, answered));
    newLines = 0;
    tooMany = 0;
    unavailable = 0;
    answered = 0;
    return part;
  }
}
