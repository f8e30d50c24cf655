package dev.tailwater.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Places between two steps of which one is durable and the other is not. A test aid: with {@code
 * TAILWATER_FAULT=<point>:<nth>} in the environment, for example {@code flush.commit:3}, the
 * process ends like with {@code kill -9} when it comes to that point for the nth time. Without it a
 * point costs the look at a field.
 */
public enum FaultPoint {
  /** Before entries are written to the log. */
  WAL_APPEND,
  /** Entries are written to the log and not synced. */
  WAL_SYNC,
  /** Entries are durable and not answered. */
  WAL_ANSWER,
  /** A segment of the log is about to be deleted. */
  WAL_TRIM,
  /** A file of a flush is written and not synced. */
  FLUSH_COPY,
  /** The files of a flush are durable and not in the table. */
  FLUSH_COMMIT,
  /** The files of a flush are in the table and the hot generation still stands. */
  FLUSH_COMMITTED,
  /** A file of a compaction is written and not synced. */
  COMPACT_COPY,
  /** The files of a compaction are durable and not in the table. */
  COMPACT_COMMIT,
  /** The files of a compaction are in the table, and scans still begin with those before. */
  COMPACT_COMMITTED;

  private static final String VARIABLE = "TAILWATER_FAULT";

  private static volatile @Nullable Fault fault = fromEnvironment(System.getenv(VARIABLE));

  /** What happens at a point. */
  @FunctionalInterface
  public interface Fault {
    /** A thread came to the point. What it throws, the thread meets there. */
    void at(FaultPoint point);
  }

  /** The point is reached. */
  public void reached() {
    Fault set = fault;
    if (set != null) {
      set.at(this);
    }
  }

  /** Sets what happens at points, for tests in the same process; null for nothing. */
  public static void set(@Nullable Fault next) {
    fault = next;
  }

  /** As in the environment variable: {@code compact.commit}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private static @Nullable Fault fromEnvironment(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    String[] parts = value.split(":", 2);
    FaultPoint where =
        Arrays.stream(values())
            .filter(point -> point.text().equals(parts[0]))
            .findFirst()
            .orElseThrow(() -> expected(value));
    AtomicInteger left = new AtomicInteger();
    try {
      left.set(parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
    } catch (NumberFormatException e) {
      throw expected(value);
    }
    return point -> {
      if (point == where && left.decrementAndGet() == 0) {
        Runtime.getRuntime().halt(137);
      }
    };
  }

  private static IllegalArgumentException expected(String found) {
    return new IllegalArgumentException(
        "expected %s to be a point and how often it is reached, for example flush.commit:1, found"
                .formatted(VARIABLE)
            + " \""
            + found
            + "\"; points: "
            + String.join(", ", Arrays.stream(values()).map(FaultPoint::text).toList()));
  }
}
