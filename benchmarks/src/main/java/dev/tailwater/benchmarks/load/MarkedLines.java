package dev.tailwater.benchmarks.load;

import java.time.Instant;

/** Random lines with {@value #MARKERS} known ones between, evenly over the range. */
public final class MarkedLines implements LineSource {
  /** How many of the lines hold {@link Marker#WORD}. */
  public static final int MARKERS = 10;

  private final RandomLines random;
  private final long between;

  /**
   * @param lines random ones
   */
  public MarkedLines(long seed, Instant from, Instant to, long lines) {
    this.random = new RandomLines(seed, from, to, lines);
    this.between = Math.max(1, lines / MARKERS);
  }

  @Override
  public void writeTo(PostWriter posts) {
    random.writeTo(
        posts,
        (index, time) -> {
          long n = index / between;
          if (index % between == between / 2 && n < MARKERS) {
            byte[] frame = Marker.frame(n, time);
            posts.add(Marker.drain(), frame, 0, frame.length);
          }
        });
  }
}
