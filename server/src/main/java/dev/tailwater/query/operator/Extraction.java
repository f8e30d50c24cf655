package dev.tailwater.query.operator;

import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all parse stages do with the rows: find patterns in a text, fill fields from their groups,
 * drop rows or keep them.
 *
 * @param source the field to search, {@code _raw} when absent
 * @param patterns at least one; a row passes when one of them matches
 * @param nodrop whether rows without a match stay
 */
record Extraction(Optional<Name> source, List<Pattern> patterns, boolean nodrop) {
  Extraction {
    patterns = List.copyOf(patterns);
  }

  /** A pattern and the fields that its groups fill, in order. */
  record Pattern(Regex regex, Map<String, Name> fieldsByGroup) {}

  /** Takes {@code field=name} if it is there. */
  static Optional<Name> source(Cursor cursor) {
    if (!cursor.peek().isWord("field") || !cursor.peekSecond().isSymbol("=")) {
      return Optional.empty();
    }
    cursor.next();
    cursor.next();
    return Optional.of(cursor.expectName("a field name after \"field=\""));
  }

  static String printSource(Optional<Name> source) {
    return source.map(name -> "field=" + name.print() + " ").orElse("");
  }

  Relation plan(Relation rows) {
    String text =
        source.map(name -> rows.schema().value(name).asString()).orElseGet(() -> raw(rows)).sql();
    Optional<String> earlier = rows.matchedBefore();
    boolean mustMatch = !nodrop && earlier.isEmpty() && patterns.size() == 1;
    return mustMatch ? dropping(rows, text, patterns.getFirst()) : keeping(rows, text, earlier);
  }

  private static Value raw(Relation rows) {
    return rows.schema()
        .find(LogColumns.RAW.name())
        .orElseThrow(() ->
            new QueryMistake(
                new Span(0, 0),
                "parse needs _raw, which an aggregate before it removed; name a field with"
                    + " field="))
        .value();
  }

  /** Only rows with a match go on, so the cheap test and the match itself are filters. */
  private static Relation dropping(Relation rows, String text, Pattern pattern) {
    String may = pattern.regex().mayMatch(text);
    Relation likely = may.equals("true") ? rows : rows.where(may);
    Relation captured = likely.extendOnce(pattern.regex().captures(text));
    String captures = captured.added(0);
    List<String> values = new ArrayList<>();
    for (String group : pattern.fieldsByGroup().keySet()) {
      values.add(pattern.regex().group(captures, group));
    }
    return named(captured.where(pattern.regex().matched(captures)).extend(values), pattern);
  }

  /** Rows may go on without a match, or because another pattern matched. */
  private Relation keeping(Relation rows, String text, Optional<String> earlier) {
    Relation result = rows;
    List<String> passes = new ArrayList<>();
    for (Pattern pattern : patterns) {
      Regex regex = pattern.regex();
      String may = regex.mayMatch(text);
      String captures = regex.captures(text);
      result =
          result.extendOnce(
              may.equals("true") ? captures : "CASE WHEN " + may + " THEN " + captures + " END");
      String column = result.added(0);
      List<String> values = new ArrayList<>();
      for (Map.Entry<String, Name> group : pattern.fieldsByGroup().entrySet()) {
        values.add(
            "CASE WHEN "
                + regex.matched(column)
                + " THEN "
                + regex.group(column, group.getKey())
                + " ELSE "
                + unmatched(result, group.getValue())
                + " END");
      }
      values.add(regex.matched(column));
      Relation extended = result.extend(values);
      passes.add(extended.added(values.size() - 1));
      result = named(extended, pattern);
    }
    earlier.ifPresent(passes::add);
    String passed = "(" + String.join(" OR ", passes) + ")";
    if (!nodrop) {
      return result.where(passed);
    }
    Relation remembering = result.extend(List.of(passed));
    return remembering.matched(remembering.added(0));
  }

  /**
   * The value of a field where nothing matched: what the query gave it before, or the empty text.
   */
  private static String unmatched(Relation rows, Name name) {
    Optional<Field> old = rows.schema().find(name.folded());
    // What was extracted at arrival is not the query's: to the query such a field is new.
    return old.filter(field -> field.origin() != Origin.EXTRACTED)
        .map(field -> "coalesce(" + field.value().asString().sql() + ", '')")
        .orElse("''");
  }

  private static Relation named(Relation rows, Pattern pattern) {
    Relation result = rows;
    int place = 0;
    for (Name name : pattern.fieldsByGroup().values()) {
      result =
          result.naming(
              new Field(name.text(), rows.added(place++), Type.STRING, Origin.QUERY, false));
    }
    return result;
  }
}
