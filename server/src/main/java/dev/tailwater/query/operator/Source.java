package dev.tailwater.query.operator;

import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.record.LogColumns;
import java.util.Optional;

/**
 * The text that a parse stage reads.
 *
 * @param field whose value it is; {@code _raw} when absent
 * @param stage the name of the stage, for messages
 */
record Source(Optional<Name> field, Span stage) {
  /** Whether {@code field=name} is next. */
  static boolean isNext(Cursor cursor) {
    return cursor.peek().isWord("field") && cursor.peekSecond().isSymbol("=");
  }

  /** Takes {@code field=name}. */
  static Name parse(Cursor cursor) {
    cursor.next();
    cursor.next();
    return cursor.expectName("a field name after \"field=\"");
  }

  /** Takes {@code field=name} if it is there. */
  static Source parseIfNext(Cursor cursor, Span stage) {
    return new Source(isNext(cursor) ? Optional.of(parse(cursor)) : Optional.empty(), stage);
  }

  String print() {
    return field.map(name -> "field=" + name.print() + " ").orElse("");
  }

  /** Whether it is the text of the line, as long as no stage before gave {@code _raw} a value. */
  boolean isLine() {
    return field.map(Source::isLine).orElse(true);
  }

  /** Whether a name is that of the text of a line. */
  static boolean isLine(Name name) {
    return name.folded().equals(LogColumns.RAW.name());
  }

  /** SQL of the text. */
  String text(Relation rows) {
    if (field.isPresent()) {
      return rows.schema().value(field.get()).asString().sql();
    }
    return rows.schema()
        .find(LogColumns.RAW.name())
        .orElseThrow(() ->
            new QueryMistake(
                stage,
                "this stage needs _raw, which an aggregate before it removed; name a field with"
                    + " field="))
        .value()
        .sql();
  }
}
