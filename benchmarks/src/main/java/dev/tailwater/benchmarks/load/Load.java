package dev.tailwater.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

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
    PostWriter writer = new PostWriter(linesPerPost, now.toEpochMilli());
    switch (source) {
      case "fleet" -> new FleetLines(from, to, all).writeTo(writer);
      case "random" -> new RandomLines(SEED, from, to, all).writeTo(writer);
      default -> {
        TimesOfLines times = new TimesOfLines();
        new FileLines(Path.of(source), all)
            .each((drain, frame) -> {
              times.add(frame);
              writer.add(drain, frame, 0, frame.length);
            });
        from = times.from(from);
        to = times.to(to);
      }
    }
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

  /**
   * The same bodies again and again under frame ids of their own: a long load that takes no time to
   * make and little memory.
   *
   * @param lines how many to send at least
   */
  public static List<Post> repeated(List<Post> posts, long lines, long seed) {
    SplittableRandom frameIds = new SplittableRandom(seed);
    List<Post> all = new ArrayList<>();
    long made = 0;
    for (int i = 0; made < lines; i = (i + 1) % posts.size()) {
      Post post = posts.get(i);
      String frameId = "%016X%016X".formatted(frameIds.nextLong(), frameIds.nextLong());
      all.add(new Post(post.drainToken(), frameId, post.body(), post.lines()));
      made += post.lines();
    }
    return all;
  }

  /** Bytes of the bodies of posts. */
  public static long bytes(List<Post> posts) {
    return posts.stream().mapToLong(post -> post.body().length).sum();
  }
}
