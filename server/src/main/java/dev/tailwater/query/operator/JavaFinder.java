package dev.tailwater.query.operator;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.PackedTexts;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds values with a Java function. One call finds all values of a stage; {@link Findings} is how
 * they come back.
 *
 * @param function takes a setting and a text
 * @param setting what to find, a constant of the query
 * @param mayFind makes the cheap condition of the SQL of a text
 * @param mayPass the same for texts of rows that pass
 */
record JavaFinder(
    EngineFunction function,
    String setting,
    UnaryOperator<String> mayFind,
    UnaryOperator<String> mayPass,
    boolean allOrNothing)
    implements Finder {
  private static final char PASSES = '+';
  private static final char FAILS = '-';
  private static final String MISSING = "";
  private static final String NULL = "-";
  private static final String VALUE = "=";

  /** What the function found in a text, value by value. */
  static final class Findings {
    private final List<String> parts = new ArrayList<>();
    private int missing;

    /** The next value, which may be null. */
    void add(@Nullable String value) {
      parts.add(value == null ? NULL : VALUE + value);
    }

    /** The next value is not there. */
    void addMissing() {
      parts.add(MISSING);
      missing++;
    }

    boolean complete() {
      return missing == 0;
    }

    boolean empty() {
      return missing == parts.size();
    }

    /** As the function gives it to SQL. */
    String pack(boolean passes) {
      return (passes ? PASSES : FAILS) + PackedTexts.pack(parts);
    }
  }

  @Override
  public String mayFind(String text) {
    return mayFind.apply(text);
  }

  @Override
  public String mayPass(String text) {
    return mayPass.apply(text);
  }

  @Override
  public String find(String text) {
    return function.call(Value.text(setting), new Value(Type.STRING, text)).sql();
  }

  @Override
  public String passes(String found) {
    return "coalesce(starts_with(" + found + ", " + Sql.literal("" + PASSES) + "), false)";
  }

  @Override
  public String holds(String found, int place) {
    return "coalesce(" + part(found, place) + " <> " + Sql.literal(MISSING) + ", false)";
  }

  @Override
  public String value(String found, int place) {
    String part = part(found, place);
    return "CASE WHEN starts_with("
        + part
        + ", "
        + Sql.literal(VALUE)
        + ") THEN substr("
        + part
        + ", 2) END";
  }

  @Override
  public String absent() {
    return "NULL";
  }

  private static String part(String found, int place) {
    return PackedTexts.list("substr(" + found + ", 2)") + "[" + (place + 1) + "]";
  }
}
