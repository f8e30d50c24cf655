package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.pattern.Chain;
import dev.tailwater.query.pattern.Chain.Direction;
import dev.tailwater.query.plan.PackedTexts;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.StoredRows;
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
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the messages that a value leads to.
 *
 * <p>[R] The values of a message are what the first group of the pattern captures in all matches;
 * values are equal when each character is. Without a sign messages may follow each other in any
 * order of time.
 *
 * @param patternSpan where the pattern stands
 */
record Trace(Direction direction, String pattern, String start, Span span, Span patternSpan)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("trace"),
                  "trace [+|-] \"regex (group)\" \"value\"",
                  "keeps the messages that a value leads to, directly or by way of others")
              .details(
                  "The pattern finds the values of a message, in its first group. A message with"
                      + " the given value is kept, and then each message that shares a value with"
                      + " one that is kept. With `+` only what comes later is followed, with `-`"
                      + " only what was earlier. At most 100000 messages.")
              .examples("router | trace - \"(?:fwd=\\\"|dyno=)([0-9a-z.]+)\" \"198.51.100.4\""),
          Trace::starts,
          Trace::parse);

  private static final long ROW_LIMIT = 100_000;

  /** A sign may also go on with an expression over a field of this name. */
  private static boolean starts(Cursor cursor) {
    int mark = cursor.offset();
    cursor.next();
    boolean sign = cursor.acceptSymbol("+") || cursor.acceptSymbol("-");
    boolean starts =
        sign
            ? cursor.peek().kind() == Token.Kind.STRING
                && cursor.peekSecond().kind() == Token.Kind.STRING
            : !OperatorSyntax.isInfix(cursor.peek());
    cursor.moveTo(mark);
    return starts;
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    Direction direction = Direction.BOTH;
    if (cursor.acceptSymbol("+")) {
      direction = Direction.FORWARD;
    } else if (cursor.acceptSymbol("-")) {
      direction = Direction.BACKWARD;
    }
    Token pattern = cursor.expectString("a regular expression in double quotes");
    Token start = cursor.expectString("the value to start from, in double quotes");
    return new Trace(
        direction,
        Quotes.regexOf(pattern.text()),
        Quotes.unescape(start.text()),
        span,
        pattern.span());
  }

  @Override
  public String print() {
    String sign =
        switch (direction) {
          case BOTH -> "";
          case FORWARD -> "+ ";
          case BACKWARD -> "- ";
        };
    return "trace " + sign + Quotes.quoteRegex(pattern) + " " + Quotes.quote(start);
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() != Relation.Kind.MESSAGES) {
      throw new QueryMistake(span, "trace needs messages; put it before the first aggregate");
    }
    Regex regex = Regex.numbered(pattern, patternSpan);
    if (regex.names().isEmpty()) {
      throw new QueryMistake(
          patternSpan, "expected a group in brackets, such as id=(\\w+), found none");
    }
    StoredRows ordered = rows.oldestFirst().stored("trace", ROW_LIMIT);
    String raw = rows.schema().require(new Name(LogColumns.RAW.name(), span)).column();
    Value values =
        new Value(
            Type.STRING,
            "CASE WHEN " + regex.mayMatch(raw) + " THEN " + regex.everyMatch(raw) + " END");
    return ordered
        .annotated(List.of(values), List.of(), this::follow, ROW_LIMIT)
        .sorted(rows.order());
  }

  private void follow(Iterable<@Nullable Object[]> messages, Consumer<@Nullable Object[]> out) {
    Chain chain = new Chain();
    List<Object> places = new ArrayList<>();
    for (@Nullable Object[] message : messages) {
      places.add(Objects.requireNonNull(message[0]));
      chain.add(message[1] instanceof String matches ? values(matches) : List.of());
    }
    chain.from(start, direction).stream()
        .forEach(place -> out.accept(new Object[] {places.get(place)}));
  }

  /** What the first group captured in each match. */
  private static List<String> values(String matches) {
    return PackedTexts.unpack(matches).stream()
        .map(captures -> PackedTexts.unpack(captures).getFirst())
        .filter(value -> !value.isEmpty())
        .distinct()
        .toList();
  }
}
