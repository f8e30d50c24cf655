package dev.tailwater.query.operator;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Step;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one record of all rows, each field in a way of its own.
 *
 * <p>[R] Null and the empty text, which a nodrop parse leaves behind, are no values. Values are
 * joined as they happened; different values are sorted, as {@code values} sorts them, one a line.
 */
record Merge(List<Part> parts, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("merge"),
                  "merge [field [takeFirst|takeLast|takeDistinct|join with \"text\"] [as name], …]",
                  "makes one record of all rows")
              .details(
                  "Of each field it takes the earliest value, the latest, the different ones, or"
                      + " all of them joined by a text, a line end when none is given. Null and"
                      + " empty values are left out. Without fields it takes the earliest"
                      + " `_messagetime` and joins `_raw`. `_messagetime` can only be taken first"
                      + " or last. At most 100000 rows. In the brackets of `transactionize` it"
                      + " makes one record of each transaction.")
              .examples(
                  "router | merge dyno takeDistinct, status join with \", \","
                      + " path takeLast as last_path"),
          Merge::parse);

  private static final long ROW_LIMIT = 100_000;

  Merge {
    parts = List.copyOf(parts);
  }

  /** What becomes of a field. */
  sealed interface Strategy {
    record First() implements Strategy {}

    record Last() implements Strategy {}

    record Distinct() implements Strategy {}

    record Joined(String separator) implements Strategy {}

    default String print() {
      return switch (this) {
        case First first -> "takeFirst";
        case Last last -> "takeLast";
        case Distinct distinct -> "takeDistinct";
        case Joined joined -> "join with " + Quotes.quote(joined.separator());
      };
    }
  }

  /** A field of the record. */
  record Part(Name field, Strategy strategy, Optional<Name> alias) {
    String print() {
      return field.print()
          + " "
          + strategy.print()
          + alias.map(name -> " as " + name.print()).orElse("");
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    Token next = cursor.peek();
    if (next.endsStage() || next.isSymbol(")")) {
      Name time = new Name(LogColumns.MESSAGE_TIME.name(), span);
      Name raw = new Name(LogColumns.RAW.name(), span);
      return new Merge(
          List.of(
              new Part(time, new Strategy.First(), Optional.empty()),
              new Part(raw, new Strategy.Joined("\n"), Optional.empty())),
          span);
    }
    List<Part> parts = new ArrayList<>();
    do {
      parts.add(part(cursor));
    } while (cursor.acceptSymbol(","));
    return new Merge(parts, span);
  }

  private static Part part(Cursor cursor) {
    Name field = cursor.expectName("a field after \"merge\"");
    Strategy strategy = strategy(cursor);
    boolean whole = strategy instanceof Strategy.First || strategy instanceof Strategy.Last;
    if (field.folded().equals(LogColumns.MESSAGE_TIME.name()) && !whole) {
      throw new QueryMistake(
          field.span(), "a time cannot be joined; write takeFirst or takeLast after _messagetime");
    }
    Optional<Name> alias =
        cursor.acceptWord("as")
            ? Optional.of(cursor.expectName("a field name after \"as\""))
            : Optional.empty();
    Token next = cursor.peek();
    if (!next.endsStage() && !next.isSymbol(")") && !next.isSymbol(",")) {
      throw cursor.expected(
          "takeFirst, takeLast, takeDistinct, join with \"text\", \"as\" or \",\" after the field");
    }
    return new Part(field, strategy, alias);
  }

  private static Strategy strategy(Cursor cursor) {
    if (cursor.acceptWord("takeFirst")) {
      return new Strategy.First();
    }
    if (cursor.acceptWord("takeLast")) {
      return new Strategy.Last();
    }
    if (cursor.acceptWord("takeDistinct")) {
      return new Strategy.Distinct();
    }
    if (cursor.acceptWord("join") && cursor.acceptWord("with")) {
      Token separator = cursor.expectString("a text in double quotes after \"join with\"");
      return new Strategy.Joined(Quotes.unescape(separator.text()));
    }
    return new Strategy.Joined("\n");
  }

  @Override
  public String print() {
    return "merge " + String.join(", ", parts.stream().map(Part::print).toList());
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    return merged(rows, List.of());
  }

  /** One record for each group of rows with the same keys. */
  Relation merged(Relation rows, List<Name> keys) {
    Relation ordered = rows.oldestFirst().stored("merge", ROW_LIMIT).rows();
    RecordColumns columns = new RecordColumns();
    keys.forEach(key -> columns.key(rows, key));
    for (Part part : parts) {
      Name field = part.field();
      String known = rows.schema().find(field.folded()).map(Field::name).orElse(field.text());
      columns.result(
          part.alias().map(Name::text).orElse(known),
          value(part.strategy(), rows.schema().value(field)),
          part.alias().orElse(field).span());
    }
    return columns.grouped(ordered);
  }

  private static Value value(Strategy strategy, Value value) {
    String place = Step.Computed.NUMBER_COLUMN;
    String text = value.asString().sql();
    String present =
        " FILTER (WHERE "
            + (value.type() == Type.STRING ? value.sql() + " <> ''" : value.sql() + " IS NOT NULL")
            + ")";
    return switch (strategy) {
      case Strategy.First first ->
          new Value(value.type(), "arg_min(" + value.sql() + ", " + place + ")" + present);
      case Strategy.Last last ->
          new Value(value.type(), "arg_max(" + value.sql() + ", " + place + ")" + present);
      case Strategy.Distinct distinct ->
          new Value(
              Type.STRING,
              "array_to_string(list_sort(list(DISTINCT " + text + ")" + present + "), chr(10))");
      case Strategy.Joined joined ->
          new Value(
              Type.STRING,
              "string_agg("
                  + text
                  + ", "
                  + Sql.literal(joined.separator())
                  + " ORDER BY "
                  + place
                  + ")"
                  + present);
    };
  }
}
