package dev.tailwater.query.operator;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.function.Aggregate;
import dev.tailwater.query.function.Aggregate.FieldUse;
import dev.tailwater.query.function.Aggregate.Result;
import dev.tailwater.query.function.Aggregates;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A result that {@code transaction} shows: an aggregate, perhaps only over the messages in one
 * state.
 *
 * @param aggregate its name
 * @param argument a field, a constant or nothing
 * @param numbers what followed the argument
 * @param state the one whose messages count; all when absent
 */
record Showing(
    String aggregate,
    Argument argument,
    List<String> numbers,
    Optional<Name> state,
    Optional<Name> alias,
    Span span) {
  Showing {
    numbers = List.copyOf(numbers);
  }

  /** What an aggregate is about. */
  sealed interface Argument {
    record OfField(Name name) implements Argument {}

    record Constant(String text) implements Argument {}

    record Nothing() implements Argument {}
  }

  static Showing parse(Cursor cursor) {
    Token name = cursor.peek();
    Aggregate aggregate =
        Aggregates.find(name.text())
            .filter(found -> name.kind() == Kind.WORD)
            .orElseThrow(() -> cursor.expected("an aggregate such as max(field)"));
    cursor.next();
    Argument argument = new Argument.Nothing();
    List<String> numbers = new ArrayList<>();
    if (cursor.acceptSymbol("(")) {
      argument = argument(cursor);
      while (aggregate.numbers() && cursor.acceptSymbol(",")) {
        if (cursor.peek().kind() != Kind.NUMBER) {
          throw cursor.expected("a percentile between 0 and 100");
        }
        numbers.add(cursor.next().text());
      }
      cursor.expectSymbol(")", "after the field of " + name.text());
    }
    if (argument instanceof Argument.Nothing && aggregate.field() == FieldUse.REQUIRED) {
      throw cursor.expected("\"(\" and a field, as in " + aggregate.entry().usage());
    }
    Optional<Name> state =
        cursor.acceptWord("for")
            ? Optional.of(cursor.expectName("a state after \"for\""))
            : Optional.empty();
    Optional<Name> alias =
        cursor.acceptWord("as")
            ? Optional.of(cursor.expectName("a name after \"as\""))
            : Optional.empty();
    return new Showing(
        name.folded(), argument, numbers, state, alias, cursor.since(name.span().start()));
  }

  private static Argument argument(Cursor cursor) {
    Token token = cursor.peek();
    if (token.isSymbol(")") || cursor.acceptSymbol("*")) {
      return new Argument.Nothing();
    }
    return switch (token.kind()) {
      case STRING -> new Argument.Constant(Quotes.unescape(cursor.next().text()));
      case NUMBER -> new Argument.Constant(cursor.next().text());
      case WORD, SYMBOL, END ->
          new Argument.OfField(cursor.expectName("a field or a constant in brackets"));
    };
  }

  String print() {
    List<String> inside = new ArrayList<>();
    switch (argument) {
      case Argument.OfField field -> inside.add(field.name().print());
      case Argument.Constant constant -> inside.add(Quotes.quote(constant.text()));
      case Argument.Nothing nothing -> {}
    }
    inside.addAll(numbers);
    return aggregate
        + (inside.isEmpty() ? "" : "(" + String.join(", ", inside) + ")")
        + state.map(name -> " for " + name.print()).orElse("")
        + alias.map(name -> " as " + name.print()).orElse("");
  }

  /**
   * Adds the result to columns.
   *
   * @param inState the column with the state of a row
   * @param wanted the state as that column spells it
   * @return the rows with what the result needs
   */
  Relation addTo(RecordColumns columns, Relation rows, Value inState, Optional<String> wanted) {
    Aggregate.Body body = Aggregates.find(aggregate).orElseThrow().body();
    Relation extended = rows;
    Relation about = rows;
    List<Name> names = List.of();
    if (wanted.isPresent() || !(argument instanceof Argument.Nothing)) {
      Value value = value(rows);
      // Aggregates leave nulls out, and so the messages in other states.
      String sql =
          wanted
              .map(state ->
                  "(CASE WHEN "
                      + inState.sql()
                      + " = "
                      + Sql.literal(state)
                      + " THEN "
                      + value.sql()
                      + " END)")
              .orElse(value.sql());
      extended = rows.extend(List.of(sql));
      about =
          extended.naming(new Field(label(), extended.added(0), value.type(), Origin.QUERY, false));
      names = List.of(new Name(label(), span));
    }
    for (Result result : body.results(new Aggregate.Use(names, numbers, span), about)) {
      columns.result(
          alias.map(Name::text).orElse(result.name()),
          new Value(result.type(), result.aggregation().sql()),
          span);
    }
    return extended;
  }

  private Value value(Relation rows) {
    return switch (argument) {
      case Argument.OfField field -> rows.schema().value(field.name());
      case Argument.Constant constant -> Value.text(constant.text());
      case Argument.Nothing nothing -> Value.whole(1);
    };
  }

  /** The name of the argument, which names of percentiles are made of. */
  private String label() {
    return switch (argument) {
      case Argument.OfField field -> field.name().text();
      case Argument.Constant constant -> constant.text();
      case Argument.Nothing nothing -> aggregate;
    };
  }
}
