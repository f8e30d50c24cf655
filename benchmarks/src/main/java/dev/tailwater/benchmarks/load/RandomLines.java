package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Heroku lines of high entropy, evenly over a range and eight drains: 60 % router, 12 % runtime
 * metrics, 28 % application with a few builds among them, about 260 bytes each. Ids and addresses
 * are random, so that compression is at its worst. Equal arguments give equal lines.
 */
public final class RandomLines implements LineSource {
  private static final int DRAINS = 8;

  /** What a line can be. */
  public enum Kind {
    ROUTER(158, "heroku"),
    METRICS(134, "heroku"),
    BUILD(190, "app"),
    APPLICATION(190, "app");

    private final int priority;
    private final String origin;

    Kind(int priority, String origin) {
      this.priority = priority;
      this.origin = origin;
    }

    /** The kind that a random number from 0 to 1 picks. */
    public static Kind of(double chance) {
      if (chance < 0.60) {
        return ROUTER;
      }
      if (chance < 0.72) {
        return METRICS;
      }
      return chance < 0.7205 ? BUILD : APPLICATION;
    }
  }

  private final SplittableRandom random;
  private final RandomText texts;
  private final List<String> drains = new ArrayList<>();
  private final Instant from;
  private final Instant to;
  private final long lines;

  /**
   * @param lines number of lines
   */
  public RandomLines(long seed, Instant from, Instant to, long lines) {
    this.random = new SplittableRandom(seed);
    this.texts = new RandomText(random);
    this.from = from;
    this.to = to;
    this.lines = lines;
    for (int i = 0; i < DRAINS; i++) {
      drains.add("d." + texts.uuid());
    }
  }

  /** Is told of each line before it is written, to put others between. */
  @FunctionalInterface
  interface Between {
    void before(long index, Instant time);
  }

  @Override
  public void writeTo(PostWriter posts) {
    writeTo(posts, (index, time) -> {});
  }

  void writeTo(PostWriter posts, Between between) {
    double micros = Duration.between(from, to).toNanos() / 1_000.0 / lines;
    for (long i = 0; i < lines; i++) {
      int drain = random.nextInt(DRAINS);
      Kind kind = Kind.of(random.nextDouble());
      Instant time = from.plusNanos(1_000 * (long) (i * micros));
      between.before(i, time);
      byte[] frame = frame(kind, drain, time);
      posts.add(drains.get(drain), frame, 0, frame.length);
    }
  }

  /** One frame, octet count included. */
  public byte[] frame(Kind kind, int drain, Instant time) {
    String component;
    String message;
    switch (kind) {
      case ROUTER -> {
        component = "router";
        message = texts.router(drain);
      }
      case METRICS -> {
        component = texts.webDyno();
        message = texts.metrics(component, drain, drains.get(drain).substring(2));
      }
      case BUILD -> {
        component = "api";
        message = texts.build();
      }
      case APPLICATION -> {
        component = texts.process();
        message = texts.application();
      }
      default -> throw new IllegalArgumentException("no kind of line: " + kind);
    }
    StringBuilder line = new StringBuilder(320);
    line.append('<').append(kind.priority).append(">1 ");
    Timestamps.append(line, time);
    line.append(" host ").append(kind.origin).append(' ').append(component).append(" - ");
    line.append(message).append('\n');
    // ASCII throughout: as many bytes as characters.
    return (line.length() + " " + line).getBytes(US_ASCII);
  }
}
