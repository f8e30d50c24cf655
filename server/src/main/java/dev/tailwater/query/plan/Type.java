package dev.tailwater.query.plan;

/** The types of values in the language. */
public enum Type {
  STRING("VARCHAR"),
  INT("INTEGER"),
  LONG("BIGINT"),
  DOUBLE("DOUBLE"),
  BOOLEAN("BOOLEAN");

  private final String sql;

  Type(String sql) {
    this.sql = sql;
  }

  /** The engine's name of this type. */
  public String sql() {
    return sql;
  }

  /** Whether arithmetic needs no conversion. */
  public boolean isNumeric() {
    return isIntegral() || this == DOUBLE;
  }

  /** Whether it has no fraction. */
  public boolean isIntegral() {
    return this == INT || this == LONG;
  }
}
