package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The posts of a pool again and again, each time under a frame id of its own and with the times of
 * the moment that it stands for: traffic of any length in the memory of its pool. Lines whose time
 * is not in UTC stay as they are. Immutable.
 */
public final class Replay implements Posts {
  /** {@code 2026-01-31T23:59:59}: the fraction of the second stays the pool's. */
  private static final int SECONDS_LENGTH = 19;

  private final List<Post> pool;
  private final Posts once;
  private final int[][] times;
  private final Instant from;
  private final double nanosPerLine;
  private final long seed;
  private final int count;

  /**
   * @param pool one post at least
   * @param lines to send at least
   * @param from the time of the first line
   * @param linesPerSecond of the traffic that it stands for, however fast it is sent
   * @param seed of the frame ids: another one for every run
   */
  public Replay(List<Post> pool, long lines, Instant from, long linesPerSecond, long seed) {
    this.pool = pool;
    this.once = Posts.of(pool);
    this.times = pool.stream().map(post -> timesIn(post.body())).toArray(int[][]::new);
    this.from = from;
    this.nanosPerLine = 1e9 / linesPerSecond;
    this.seed = seed;
    long perRound = once.linesBefore(pool.size());
    long posts = lines / perRound * pool.size();
    for (int i = 0; once.linesBefore(i) < lines % perRound; i++) {
      posts++;
    }
    this.count = Math.toIntExact(posts);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Post post(int index) {
    int place = index % pool.size();
    Post post = pool.get(place);
    byte[] body = post.body().clone();
    StringBuilder text = new StringBuilder(32);
    Timestamps.append(text, timeAfter(linesBefore(index)));
    byte[] time = text.substring(0, SECONDS_LENGTH).getBytes(US_ASCII);
    for (int offset : times[place]) {
      System.arraycopy(time, 0, body, offset, SECONDS_LENGTH);
    }
    return new Post(
        post.drainToken(), "%016X%016X".formatted(seed, (long) index), body, post.lines());
  }

  @Override
  public long linesBefore(int index) {
    long rounds = index / pool.size();
    return rounds * once.linesBefore(pool.size()) + once.linesBefore(index % pool.size());
  }

  /** The moment that has come when so many lines were sent. */
  public Instant timeAfter(long lines) {
    return from.plus(Duration.ofNanos((long) (lines * nanosPerLine)));
  }

  /** Where the times begin: {@code <count> <<priority>>1 <time> …} in each frame. */
  private static int[] timesIn(byte[] body) {
    int[] offsets = new int[16];
    int found = 0;
    int end;
    for (int frame = 0; frame < body.length; frame = end) {
      end = FrameCounts.end(body, frame);
      int time = afterSpace(body, afterSpace(body, frame, end), end);
      if (isUtc(body, time, end)) {
        if (found == offsets.length) {
          offsets = Arrays.copyOf(offsets, 2 * found);
        }
        offsets[found++] = time;
      }
    }
    return Arrays.copyOf(offsets, found);
  }

  private static int afterSpace(byte[] body, int from, int end) {
    int at = from;
    while (at < end && body[at] != ' ') {
      at++;
    }
    return Math.min(end, at + 1);
  }

  private static boolean isUtc(byte[] body, int time, int end) {
    String text = new String(body, time, afterSpace(body, time, end) - time, US_ASCII).strip();
    return text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+]00:00)");
  }
}
