package dev.tailwater.query.plan;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of rows in Java, for stages that SQL cannot express. A row is an array of String,
 * Long, Double, Boolean or null. Immutable; a run gets its own call.
 */
public interface Computation {
  /**
   * Reads all rows in their order and gives others.
   *
   * @param in the rows, once; the array may be kept; iterating stops with an exception when the
   *     query is cancelled, and so does asking for a next row after the last
   * @param out takes a row of results; throws when there are too many or the query is cancelled
   * @throws Refusal when it cannot take these rows
   */
  void compute(Iterable<@Nullable Object[]> in, Output out);

  /** Where results go. */
  interface Output extends Consumer<@Nullable Object[]> {
    /** Tells the author of the query what the rows do not tell. */
    void warn(String text);
  }
}
