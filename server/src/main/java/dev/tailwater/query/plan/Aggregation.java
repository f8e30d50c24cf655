package dev.tailwater.query.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An aggregate in SQL.
 *
 * @param sql over rows
 * @param parts how it is made of parts of the rows; empty where all rows are needed at once
 */
public record Aggregation(String sql, Optional<Parts> parts) {
  /** The column with how many rows have a value, from the smallest one on to that of the row. */
  public static final String ROWS_UP_TO = "up_to";

  /** The column with how many rows of the group have any value. */
  public static final String ROWS = "in_all";

  /** The column with the value. */
  public static final String VALUE = "x";

  /**
   * What is kept of a part of the rows, and how parts become the whole.
   *
   * @param states aggregates over the rows of a part
   * @param listed whether the states are lists, which grow with the values
   * @param value SQL of a value that must be the same in all rows of a part; then the merge is over
   *     {@link #VALUE}, {@link #ROWS_UP_TO} and {@link #ROWS} as well
   * @param merge of the states of all parts
   */
  public record Parts(List<State> states, boolean listed, Optional<String> value, Merge merge) {
    public Parts {
      states = List.copyOf(states);
    }
  }

  /**
   * An aggregate over the rows of a part.
   *
   * @param sql over rows
   * @param again the function that makes one state of several
   */
  public record State(String sql, String again) {
    static State count(String counted) {
      return new State("count(" + counted + ")", "sum");
    }

    static State itself(String function, String value) {
      return new State(function + "(" + value + ")", function);
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

  /** One of which several make one: the sum of sums is the sum. */
  public static Aggregation ofItself(String function, String value) {
    State state = State.itself(function, value);
    return ofStates(
        state.sql(), List.of(state), states -> function + "(" + states.getFirst() + ")");
  }

  /**
   * The smallest or the largest of numbers, as a floating point number. Whole numbers are compared
   * as such: there is one to convert then for each group.
   *
   * @param function min or max
   * @param number SQL of a number of any type
   */
  public static Aggregation extreme(String function, String number) {
    State state = State.itself(function, number);
    return ofStates(
        "CAST(" + state.sql() + " AS DOUBLE)",
        List.of(state),
        states -> "CAST(" + function + "(" + states.getFirst() + ") AS DOUBLE)");
  }

  /**
   * A number of rows.
   *
   * @param counted a value, or a star
   */
  public static Aggregation count(String counted) {
    State state = State.count(counted);
    return ofStates(
        state.sql(), List.of(state), counts -> "CAST(sum(" + counts.getFirst() + ") AS BIGINT)");
  }

  /** A mean of numbers. */
  public static Aggregation mean(String number) {
    return ofStates(
        "avg(" + number + ")",
        List.of(State.itself("sum", number), State.count(number)),
        states -> "sum(" + states.get(0) + ") / sum(" + states.get(1) + ")");
  }

  /** One that is made of a list of values. */
  public static Aggregation ofList(String sql, String list, Merge merge) {
    List<State> states = List.of(new State(list, ""));
    return new Aggregation(sql, Optional.of(new Parts(states, true, Optional.empty(), merge)));
  }

  /**
   * Percentiles of the same numbers, linear between neighbours. The engine makes one state for all
   * of them, as they are places of one list.
   *
   * @param number SQL of a number of any type
   * @param fractions SQL of numbers from 0 to 1
   * @return one for each of the fractions
   */
  public static List<Aggregation> percentiles(String number, List<String> fractions) {
    String all = "quantile_cont(" + number + ", [" + String.join(", ", fractions) + "])";
    List<Aggregation> percentiles = new ArrayList<>();
    for (String fraction : fractions) {
      String place = "((" + ROWS + " - 1) * " + fraction + ")";
      String below = valueAt("floor(" + place + ")");
      String above = valueAt("ceil(" + place + ")");
      String between = "max(" + place + " - floor(" + place + "))";
      String merged =
          "CASE WHEN %1$s = %2$s THEN %1$s ELSE %1$s + (%2$s - %1$s) * %3$s END"
              .formatted(below, above, between);
      percentiles.add(
          new Aggregation(
              all + "[" + (percentiles.size() + 1) + "]",
              Optional.of(new Parts(List.of(), false, Optional.of(number), states -> merged))));
    }
    return percentiles;
  }

  /** The value at a place in the order of all values, from 0. */
  private static String valueAt(String place) {
    return "min(" + VALUE + ") FILTER (" + ROWS_UP_TO + " > " + place + ")";
  }

  private static Aggregation ofStates(String sql, List<State> states, Merge merge) {
    return new Aggregation(sql, Optional.of(new Parts(states, false, Optional.empty(), merge)));
  }
}
