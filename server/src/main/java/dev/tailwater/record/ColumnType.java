package dev.tailwater.record;

/** The types that a column of the {@code logs} table can have. */
public enum ColumnType {
  /** UTF-8 text. */
  STRING("VARCHAR"),
  /** 32-bit integer. */
  INT("INTEGER"),
  /** 64-bit integer. */
  LONG("BIGINT"),
  /** 64-bit floating point number. */
  DOUBLE("DOUBLE"),
  /** A moment with microseconds, in UTC. The query language sees it as milliseconds since 1970. */
  TIMESTAMP("TIMESTAMPTZ"),
  /** Text to text. */
  MAP("MAP(VARCHAR, VARCHAR)");

  private final String sql;

  ColumnType(String sql) {
    this.sql = sql;
  }

  /** The DuckDB name of this type. */
  public String sql() {
    return sql;
  }
}
