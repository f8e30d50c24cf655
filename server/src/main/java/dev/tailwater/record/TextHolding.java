package dev.tailwater.record;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code _raw} of lines that may hold a text, of all that do and of few others; null for lines
 * that do not. It is read like a column of the lines, by its name, and much faster than {@code
 * _raw}, which is put together of other columns.
 *
 * @param part what is held, not empty
 * @param anyCase whether letters of the other case will do
 */
public record TextHolding(String part, boolean anyCase) {
  private static final Pattern NAME = Pattern.compile("raw_holding_(any|this)_((?:[0-9a-f]{2})+)");

  /** The name of the column. */
  public String name() {
    String hex = HexFormat.of().formatHex(part.getBytes(StandardCharsets.UTF_8));
    return (anyCase ? "raw_holding_any_" : "raw_holding_this_") + hex;
  }

  /** It as a column, which no file has. */
  public Column column() {
    return new Column(0, name(), ColumnType.STRING, false);
  }

  /** What a column of this name is; empty for any other column. */
  public static Optional<TextHolding> named(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new TextHolding(
                new String(HexFormat.of().parseHex(matcher.group(2)), StandardCharsets.UTF_8),
                matcher.group(1).equals("any")))
        : Optional.empty();
  }

  /** Those among some columns, by name. */
  public static Stream<TextHolding> among(Set<Column> columns) {
    return columns.stream().map(Column::name).sorted().flatMap(name -> named(name).stream());
  }
}
