package dev.tailwater.query.run;

import dev.tailwater.query.CompiledQuery.Kind;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.TimeRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query found.
 *
 * @param kind messages or records
 * @param fields of each row, in order
 * @param rows in order; values are String, Long, Double, Boolean or null, as {@code fields} say
 * @param range the moments it read
 * @param histogram messages over time, newest bucket first, empty buckets left out; empty unless
 *     asked for
 * @param messageCount messages that reached the first aggregate; counted only with a histogram,
 *     otherwise the messages returned, and 0 for records
 * @param truncated whether there were more rows than the limit
 * @param warnings for the author of the query
 * @param elapsed from start to last row, waiting excluded
 */
public record QueryResult(
    Kind kind,
    List<ResultField> fields,
    List<@Nullable Object[]> rows,
    TimeRange range,
    List<Bucket> histogram,
    long messageCount,
    boolean truncated,
    List<String> warnings,
    Duration elapsed) {
  public QueryResult {
    fields = List.copyOf(fields);
    rows = List.copyOf(rows);
    histogram = List.copyOf(histogram);
    warnings = List.copyOf(warnings);
  }

  /**
   * Messages of a stretch of time.
   *
   * @param startMillis its start, since 1970
   * @param lengthMillis its length
   * @param count how many messages
   */
  public record Bucket(long startMillis, long lengthMillis, long count) {}
}
