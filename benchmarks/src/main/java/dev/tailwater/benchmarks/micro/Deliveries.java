package dev.tailwater.benchmarks.micro;

import dev.tailwater.benchmarks.load.RandomLines;
import dev.tailwater.wal.Delivery;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Deliveries as the drain makes them of random lines. */
final class Deliveries {
  static final int LINES = 100;

  /** Of the lines and of their receipt. */
  static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

  private static final int DRAINS = 8;
  private static final Delivery.Origin ORIGIN =
      new Delivery.Origin(
          1,
          "heroku",
          2,
          "logplex",
          "heroku",
          "127.0.0.1",
          "d.00000000-0000-4000-8000-000000000001");

  private Deliveries() {}

  /**
   * Deliveries of 100 lines.
   *
   * @param kinds the next line's kind
   */
  static List<Delivery> of(int count, Function<SplittableRandom, RandomLines.Kind> kinds) {
    SplittableRandom random = new SplittableRandom(7);
    RandomLines lines = new RandomLines(7, TIME, TIME, 1);
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream body = new ByteArrayOutputStream(32 << 10);
      for (int line = 0; line < LINES; line++) {
        body.writeBytes(lines.frame(kinds.apply(random), random.nextInt(DRAINS), TIME));
      }
      deliveries.add(
          new Delivery(
              ChronoUnit.MICROS.between(Instant.EPOCH, TIME),
              1,
              30,
              ORIGIN,
              Delivery.Framing.LOGPLEX,
              "%032X".formatted(i),
              Map.of(),
              ByteBuffer.wrap(body.toByteArray())));
    }
    return deliveries;
  }
}
