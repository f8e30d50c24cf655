package dev.tailwater.query.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a stage may know about the run besides its input.
 *
 * @param range the moments the query is about
 * @param zone where days begin
 * @param now the moment that {@code now()} means, the same for the whole query
 * @param before the stages before this one, to run them again
 * @param slices what the last timeslice before this stage made
 */
public record PlanContext(
    ScanRange range, ZoneId zone, Instant now, Replay before, Optional<TimeSlices> slices) {
  /** Plans the stages before the current one again. */
  public interface Replay {
    /**
     * The rows they give over an earlier range.
     *
     * @param label makes the names of its steps unique; another one for each replay
     */
    Relation earlier(String label, Duration shift);
  }

  /** A context for the first stage. */
  public PlanContext(ScanRange range, ZoneId zone, Instant now) {
    this(
        range,
        zone,
        now,
        (label, shift) -> {
          throw new IllegalStateException("no stage comes before the first");
        },
        Optional.empty());
  }

  /** The same for a stage with others before it. */
  public PlanContext before(Replay replay) {
    return new PlanContext(range, zone, now, replay, slices);
  }

  /** The same over an earlier range. */
  public PlanContext earlier(Duration shift) {
    return new PlanContext(range.earlier(shift), zone, now, before, slices);
  }

  /** The same after a timeslice. */
  public PlanContext sliced(TimeSlices made) {
    return new PlanContext(range, zone, now, before, Optional.of(made));
  }

  /** Start of the range, inclusive. */
  public Instant from() {
    return range.from();
  }

  /** End of the range, exclusive. */
  public Instant to() {
    return range.to();
  }

  /** Milliseconds to add to a moment to get local time; one value for the whole range. */
  public long offsetMillis() {
    return zone.getRules().getOffset(from()).getTotalSeconds() * 1000L;
  }
}
