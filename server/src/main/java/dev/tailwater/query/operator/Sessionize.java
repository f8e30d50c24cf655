package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.pattern.Sessions;
import dev.tailwater.query.pattern.Sessions.Piece;
import dev.tailwater.query.pattern.Sessions.Session;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Schema;
import dev.tailwater.query.plan.StoredRows;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together that match a chain of patterns.
 *
 * <p>[R] A session is one message: the one that matched the first pattern, with the lines of all in
 * {@code _raw}, in the order of the patterns, and the values of all of them. The others may be
 * earlier or later. As in parse letter case does not count. What a pattern found empty continues
 * nothing.
 */
record Sessionize(List<Step> steps, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("sessionize"),
                  "sessionize \"text * text\" as (a, …), \"text $a text *\" as (b, …)[, …]",
                  "puts messages together by values that one of them tells of the others")
              .details(
                  "The patterns are those of `parse`. `$name` in a pattern stands for a value that"
                      + " one before it found; a name that two patterns have in common must have"
                      + " the same value. Each session becomes one message: that of the first"
                      + " pattern, with the values of all and, in `_raw`, the lines of all. At most"
                      + " 100000 messages, and as many sessions.")
              .examples(
                  "* | sessionize \"code=H12 * dyno=* \" as (rest, dyno),"
                      + " \"heroku $dyno - State changed from * to *\" as (before, after)"
                      + " | fields dyno, before, after"),
          Sessionize::parse);

  private static final int ROW_LIMIT = 100_000;
  private static final java.util.regex.Pattern PIECE =
      java.util.regex.Pattern.compile("\\*|\\$(?<name>[A-Za-z_][A-Za-z0-9_]*)");

  Sessionize {
    steps = List.copyOf(steps);
  }

  /** A pattern and a name for each of its stars. */
  record Step(String text, List<Name> names, Span span) {
    Step {
      names = List.copyOf(names);
    }

    String print() {
      return Quotes.quote(text) + (names.isEmpty() ? "" : " as (" + NameList.print(names) + ")");
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    List<Step> steps = new ArrayList<>();
    do {
      steps.add(step(cursor));
    } while (cursor.acceptSymbol(","));
    if (steps.size() < 2) {
      throw cursor.expected("\",\" and a second pattern");
    }
    return new Sessionize(steps, span);
  }

  private static Step step(Cursor cursor) {
    boolean bracketed = cursor.acceptSymbol("(");
    Token string = cursor.expectString("a pattern in double quotes");
    if (bracketed) {
      cursor.expectSymbol(")", "after the pattern");
    }
    String text = Quotes.unescape(string.text());
    List<Name> names = cursor.acceptWord("as") ? names(cursor) : List.of();
    long stars = text.chars().filter(c -> c == '*').count();
    if (stars != names.size()) {
      throw new QueryMistake(
          string.span(),
          "expected as many names as the pattern has *, found "
              + names.size()
              + (names.size() == 1 ? " name and " : " names and ")
              + stars
              + " *");
    }
    if (text.contains("**")) {
      throw new QueryMistake(
          string.span(), "expected text between two * of the pattern, found none");
    }
    return new Step(text, names, string.span());
  }

  private static List<Name> names(Cursor cursor) {
    boolean bracketed = cursor.acceptSymbol("(");
    List<Name> names = new ArrayList<>();
    boolean more;
    do {
      Name name = cursor.expectName("a field name after \"as\"");
      if (names.stream().anyMatch(n -> n.folded().equals(name.folded()))) {
        throw new QueryMistake(name.span(), "the pattern has two names " + name.text());
      }
      names.add(name);
      // Without brackets a comma may also start the next pattern.
      Token second = cursor.peekSecond();
      boolean pattern = second.kind() == Token.Kind.STRING || second.isSymbol("(");
      more = cursor.peek().isSymbol(",") && !pattern && cursor.acceptSymbol(",");
    } while (more);
    if (bracketed) {
      cursor.expectSymbol(")", "to close the field names");
    }
    return names;
  }

  @Override
  public String print() {
    return "sessionize " + String.join(",\n  ", steps.stream().map(Step::print).toList());
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() != Relation.Kind.MESSAGES) {
      throw new QueryMistake(span, "sessionize needs messages; put it before the first aggregate");
    }
    List<Name> variables = new ArrayList<>();
    List<Sessions.Pattern> patterns = new ArrayList<>();
    for (Step step : steps) {
      patterns.add(pattern(step, variables));
    }
    StoredRows ordered = rows.oldestFirst().stored("sessionize", ROW_LIMIT);
    Field raw = rows.schema().require(new Name(LogColumns.RAW.name(), span));
    List<Field> fields = new ArrayList<>();
    for (Name variable : variables) {
      String column = ordered.column(fields.size());
      fields.add(new Field(variable.text(), column, Type.STRING, Origin.QUERY, false));
    }
    String lines = ordered.column(fields.size());
    fields.add(new Field(raw.name(), lines, Type.STRING, raw.origin(), false));
    // Sessions of one first message stay in the order in which they were found.
    Field number =
        new Field(
            "sessionize number", ordered.column(fields.size()), Type.LONG, Origin.QUERY, false);
    fields.add(number);
    Relation sessions =
        ordered.annotated(
            List.of(raw.value()),
            fields,
            (messages, out) -> find(patterns, variables.size(), messages, out),
            ROW_LIMIT);
    List<String> order = new ArrayList<>(rows.order());
    order.add(number.column());
    Schema shown = sessions.schema().retain(field -> !field.column().equals(number.column()));
    return sessions.withSchema(shown).sorted(order);
  }

  /**
   * A pattern for the search.
   *
   * @param variables those of earlier patterns, to which it adds its own
   */
  private static Sessions.Pattern pattern(Step step, List<Name> variables) {
    List<Piece> pieces = new ArrayList<>();
    List<Name> known = List.copyOf(variables);
    boolean linked = known.isEmpty();
    int names = 0;
    int end = 0;
    Matcher matcher = PIECE.matcher(step.text());
    while (matcher.find()) {
      if (matcher.start() > end) {
        pieces.add(new Piece.Text(step.text().substring(end, matcher.start())));
      }
      end = matcher.end();
      if (matcher.group("name") == null) {
        Name name = step.names().get(names++);
        linked |= place(known, name.folded()) >= 0;
        if (place(variables, name.folded()) < 0) {
          variables.add(name);
        }
        pieces.add(new Piece.Capture(place(variables, name.folded())));
      } else {
        linked = true;
        pieces.add(new Piece.Value(known(step, matcher.toMatchResult(), known)));
      }
    }
    if (end < step.text().length()) {
      pieces.add(new Piece.Text(step.text().substring(end)));
    }
    if (!linked) {
      throw new QueryMistake(
          step.span(),
          "the pattern has nothing in common with those before it; use a value of theirs, such as $"
              + known.getFirst().text());
    }
    return new Sessions.Pattern(pieces);
  }

  private static int known(Step step, MatchResult reference, List<Name> known) {
    String name = reference.group("name");
    int place = place(known, name.toLowerCase(Locale.ROOT));
    if (place < 0) {
      throw new QueryMistake(
          step.span(),
          "no pattern before this one finds $"
              + name
              + (known.isEmpty()
                  ? ""
                  : "; they find "
                      + known.stream().map(Name::text).collect(Collectors.joining(", "))));
    }
    return place;
  }

  private static int place(List<Name> names, String folded) {
    return names.stream().map(Name::folded).toList().indexOf(folded);
  }

  private static void find(
      List<Sessions.Pattern> patterns,
      int variables,
      Iterable<@Nullable Object[]> messages,
      Consumer<@Nullable Object[]> out) {
    Iterator<@Nullable Object[]> rows = messages.iterator();
    // Asking for more rows stops when the query is cancelled, also after the last one.
    Runnable checkCancelled =
        () -> {
          var _ = rows.hasNext();
        };
    Sessions sessions = new Sessions(patterns, variables, ROW_LIMIT, checkCancelled);
    List<Object> places = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    while (rows.hasNext()) {
      @Nullable Object[] message = rows.next();
      places.add(Objects.requireNonNull(message[0]));
      lines.add(message[1] instanceof String text ? text : "");
      sessions.add(lines.getLast());
    }
    long number = 0;
    for (Session session : sessions.find()) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(places.get(session.messages().getFirst()));
      row.addAll(session.values());
      row.add(session.messages().stream().map(lines::get).collect(Collectors.joining("\n")));
      row.add(number++);
      out.accept(row.toArray());
    }
  }
}
