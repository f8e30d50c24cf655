package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;

/**
 * A typed SQL expression. The {@code as…} methods are the language's coercions; what cannot be
 * converted is null.
 *
 * @param sql can stand anywhere an operand can
 */
public record Value(Type type, String sql) {
  /** A text constant. */
  public static Value text(String value) {
    return new Value(Type.STRING, Sql.literal(value));
  }

  /** A whole number constant. */
  public static Value whole(long value) {
    return new Value(Type.LONG, "CAST(" + value + " AS BIGINT)");
  }

  /** A condition. */
  public static Value truth(String sql) {
    return new Value(Type.BOOLEAN, sql);
  }

  /** No value, in a type. */
  public static Value nothing(Type type) {
    return new Value(type, "CAST(NULL AS " + type.sql() + ")");
  }

  /** As text: whole numbers without decimal point, other numbers in the fewest digits. */
  public Value asString() {
    return switch (type) {
      case STRING -> this;
      case INT, LONG, BOOLEAN -> cast(Type.STRING);
      case DOUBLE -> NumberText.FUNCTION.call(this);
    };
  }

  /** As a number of any kind. */
  public Value asNumber() {
    return type.isNumeric() ? this : asDouble();
  }

  /** As a floating point number. */
  public Value asDouble() {
    return switch (type) {
      case DOUBLE -> this;
      case STRING -> new Value(Type.DOUBLE, "TRY_CAST(" + sql + " AS DOUBLE)");
      case INT, LONG, BOOLEAN -> cast(Type.DOUBLE);
    };
  }

  /** As a whole number; a fraction is cut off. */
  public Value asLong() {
    return switch (type) {
      case LONG -> this;
      case INT, BOOLEAN -> cast(Type.LONG);
      // Text goes by way of a long first: a double has too few digits for large ids.
      case STRING ->
          new Value(
              Type.LONG,
              "(CASE WHEN regexp_full_match("
                  + sql
                  + ", '\\s*[-+]?[0-9]+\\s*') THEN TRY_CAST("
                  + sql
                  + " AS BIGINT) ELSE TRY_CAST(trunc(TRY_CAST("
                  + sql
                  + " AS DOUBLE)) AS BIGINT) END)");
      case DOUBLE -> new Value(Type.LONG, "TRY_CAST(trunc(" + sql + ") AS BIGINT)");
    };
  }

  /** As a condition: the texts true and false, in any letter case, and numbers other than zero. */
  public Value asBoolean() {
    return switch (type) {
      case BOOLEAN -> this;
      case STRING ->
          truth("(CASE lower(" + sql + ") WHEN 'true' THEN true WHEN 'false' THEN false END)");
      case INT, LONG, DOUBLE -> truth("(" + sql + " <> 0)");
    };
  }

  /** In the given type. */
  public Value as(Type wanted) {
    return switch (wanted) {
      case STRING -> asString();
      case INT, LONG -> asLong();
      case DOUBLE -> asDouble();
      case BOOLEAN -> asBoolean();
    };
  }

  private Value cast(Type to) {
    return new Value(to, "CAST(" + sql + " AS " + to.sql() + ")");
  }
}
