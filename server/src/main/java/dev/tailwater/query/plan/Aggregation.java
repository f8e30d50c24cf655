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

  /** What is kept of a part of the rows, and how parts become the whole. */
  public sealed interface Parts {}

  /**
   * Aggregates.
   *
   * @param states over the rows of a part
   * @param merge of the states of all parts
   */
  public record States(List<State> states, Merge merge) implements Parts {
    public States {
      states = List.copyOf(states);
    }
  }

  /**
   * Places in the order of a value. It is the same in all rows of a part.
   *
   * @param value SQL of it
   * @param merged SQL over {@link #VALUE}, {@link #ROWS_UP_TO} and {@link #ROWS}
   */
  public record Ranked(String value, String merged) implements Parts {}

  /**
   * The different values. Of each its hash of 64 bits is kept: among ten million values one in four
   * hundred thousand times two are taken for one.
   *
   * @param value SQL of it
   */
  public record Distinct(String value) implements Parts {
    /** The list of hashes of a part; null where there is none. */
    String list(List<String> keys) {
      List<String> hashed = new ArrayList<>(keys);
      hashed.add(value);
      return "list(DISTINCT hash("
          + String.join(", ", hashed)
          + ")) FILTER (WHERE "
          + value
          + " IS NOT NULL)";
    }

    /** How many there are in lists of a column. */
    static String merged(String list) {
      return "coalesce(list_unique(flatten(list(" + list + "))), 0)";
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

  /** How many different values there are, null not being one. */
  public static Aggregation distinct(String value) {
    return new Aggregation("count(DISTINCT " + value + ")", Optional.of(new Distinct(value)));
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
              all + "[" + (percentiles.size() + 1) + "]", Optional.of(new Ranked(number, merged))));
    }
    return percentiles;
  }

  /** The value at a place in the order of all values, from 0. */
  private static String valueAt(String place) {
    return "min(" + VALUE + ") FILTER (" + ROWS_UP_TO + " > " + place + ")";
  }

  private static Aggregation ofStates(String sql, List<State> states, Merge merge) {
    return new Aggregation(sql, Optional.of(new States(states, merge)));
  }
}
