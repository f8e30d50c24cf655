package dev.tailwater.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a run sends.
 *
 * @param from the time of the first line
 * @param to the time after the last
 * @param warmUp posts sent before the clock starts
 * @param measured posts sent after it
 */
public record Load(Instant from, Instant to, List<Post> warmUp, List<Post> measured) {
  /** The lines are of this long, up to now: what the dashboards show. */
  private static final Duration RANGE = Duration.ofHours(24);

  private static final Duration ROUND = Duration.ofMinutes(5);
  private static final long SEED = 7;

  /**
   * Makes a load in memory.
   *
   * @param source {@code fleet}, {@code random} or a file of frames
   * @param lines to be measured
   * @param warmUpLines before them
   * @param linesPerPost frames in a post
   */
  public static Load of(String source, long lines, long warmUpLines, int linesPerPost, Instant now)
      throws IOException {
    long round = ROUND.toMillis();
    Instant to = Instant.ofEpochMilli(now.toEpochMilli() / round * round);
    Instant from = to.minus(RANGE);
    long all = lines + warmUpLines;
    LineSource of =
        switch (source) {
          case "fleet" -> new FleetLines(from, to, all);
          case "random" -> new RandomLines(SEED, from, to, all);
          default -> new FileLines(Path.of(source), all);
        };
    PostWriter writer = new PostWriter(linesPerPost, now.toEpochMilli());
    of.writeTo(writer);
    List<Post> posts = writer.finish();
    int first = 0;
    for (long before = 0; first < posts.size() && before < warmUpLines; first++) {
      before += posts.get(first).lines();
    }
    if (first == posts.size()) {
      throw new IOException("expected more lines than the warm-up's in " + source + ", found none");
    }
    return new Load(from, to, posts.subList(0, first), posts.subList(first, posts.size()));
  }

  /** Bytes of the bodies of posts. */
  public static long bytes(List<Post> posts) {
    return posts.stream().mapToLong(post -> post.body().length).sum();
  }
}
