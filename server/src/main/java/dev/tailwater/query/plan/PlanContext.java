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
 * @param offsetMillis milliseconds to add to a moment to get local time; one value for the whole
 *     range, and for the earlier ranges that it is compared with
 * @param now the moment that {@code now()} means, the same for the whole query
 * @param resources what there is beside the lines
 * @param before the stages before this one, to run them again
 * @param again whether this is such another run
 * @param slices what the last timeslice before this stage made
 * @param sliceField the folded name of the field with the starts of those slices
 */
public record PlanContext(
    ScanRange range,
    ZoneId zone,
    long offsetMillis,
    Instant now,
    Resources resources,
    Replay before,
    boolean again,
    Optional<TimeSlices> slices,
    String sliceField) {
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
  public static PlanContext of(
      ScanRange range, ZoneId zone, Instant now, Resources resources, Replay scan) {
    long offset = zone.getRules().getOffset(range.from()).getTotalSeconds() * 1000L;
    return new PlanContext(
        range, zone, offset, now, resources, scan, false, Optional.empty(), "_timeslice");
  }

  /** The same for a stage with others before it. */
  public PlanContext after(Replay replay) {
    return new PlanContext(
        range, zone, offsetMillis, now, resources, replay, again, slices, sliceField);
  }

  /** The same over an earlier range. */
  public PlanContext earlier(Duration shift) {
    return new PlanContext(
        range.earlier(shift), zone, offsetMillis, now, resources, before, true, slices, sliceField);
  }

  /** The same after a timeslice. */
  public PlanContext sliced(TimeSlices made, String field) {
    return new PlanContext(
        range, zone, offsetMillis, now, resources, before, again, Optional.of(made), field);
  }

  /** Start of the range, inclusive. */
  public Instant from() {
    return range.from();
  }

  /** End of the range, exclusive. */
  public Instant to() {
    return range.to();
  }
}
