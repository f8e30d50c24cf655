package dev.tailwater.query.plan;

import java.util.List;
import java.util.Optional;

/**
 * An aggregate in SQL.
 *
 * @param sql over rows
 * @param parts how it is made of parts of the rows; empty where all rows are needed at once
 */
public record Aggregation(String sql, Optional<Parts> parts) {
  /**
   * What is kept of a part of the rows, and how parts become the whole.
   *
   * @param states aggregates over the rows of a part
   * @param listed whether the states are lists, which grow with the values
   * @param merge of the states of all parts
   */
  public record Parts(List<String> states, boolean listed, Merge merge) {
    public Parts {
      states = List.copyOf(states);
    }
  }

  /** Makes an aggregate over the parts. */
  public interface Merge {
    /** SQL, given the columns of the states in their order. */
    String sql(List<String> states);
  }

  /** One that needs all rows at once. */
  public static Aggregation ofAll(String sql) {
    return new Aggregation(sql, Optional.empty());
  }

  /** One whose only state is itself, as the sum of sums is the sum. */
  public static Aggregation ofItself(String function, String value) {
    return ofParts(
        function + "(" + value + ")",
        List.of(function + "(" + value + ")"),
        states -> function + "(" + states.getFirst() + ")");
  }

  /** One that is made of states. */
  public static Aggregation ofParts(String sql, List<String> states, Merge merge) {
    return new Aggregation(sql, Optional.of(new Parts(states, false, merge)));
  }

  /** One that is made of a list of values. */
  public static Aggregation ofList(String sql, String list, Merge merge) {
    return new Aggregation(sql, Optional.of(new Parts(List.of(list), true, merge)));
  }
}
