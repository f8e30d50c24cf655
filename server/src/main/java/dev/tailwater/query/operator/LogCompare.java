package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.pattern.SignatureCounts;
import dev.tailwater.query.pattern.SignatureCounts.Count;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import dev.tailwater.record.LogColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares how often the signatures of messages are now and were at an earlier time, or in another
 * query.
 *
 * <p>[R] The change of a share is in percent, so that it can be compared with numbers like 25 and
 * 90. The score is a signature's part of the symmetric Kullback-Leibler divergence, half a message
 * being added to each number so that new and gone ones have a finite one; the highest come first.
 * Without a time it is a day earlier.
 *
 * @param baseline the query to compare with; the same query when absent
 */
record LogCompare(Shift shift, Optional<Pipeline> baseline, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("logcompare"),
                  "logcompare [timeshift -24h] [baseline (query)]",
                  "compares the signatures of messages with those of an earlier time")
              .details(
                  "The signatures are those of `logreduce`, of both times together. `_count` is the"
                      + " number of messages now, 0 where there are none any more;"
                      + " `_deltaPercentage` how much the share among all messages has changed, in"
                      + " percent, Infinity where there were none; `_anomalyScore` how remarkable"
                      + " that is, the highest first; `_isNew` whether there were none. With a"
                      + " baseline the messages of another query are the earlier ones; `timeshift"
                      + " 0s` compares two queries at the same time. At most a million messages.")
              .examples(
                  "* | logcompare timeshift -5m",
                  "router | logcompare timeshift -0s baseline (web)"),
          LogCompare::parse);

  /** A length of time in s, m, h, d or w. */
  record Shift(long length, char unit) {
    static final Shift DAY = new Shift(24, 'h');

    Duration duration() {
      return switch (unit) {
        case 's' -> Duration.ofSeconds(length);
        case 'm' -> Duration.ofMinutes(length);
        case 'h' -> Duration.ofHours(length);
        case 'd' -> Duration.ofDays(length);
        default -> Duration.ofDays(7 * length);
      };
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    Shift shift = cursor.acceptWord("timeshift") ? shift(cursor) : Shift.DAY;
    Optional<Pipeline> baseline = Optional.empty();
    if (cursor.acceptWord("baseline")) {
      cursor.expectSymbol("(", "and a query after \"baseline\"");
      baseline = Optional.of(Pipeline.inBrackets(cursor));
      cursor.expectSymbol(")", "after the query");
    }
    return new LogCompare(shift, baseline, span);
  }

  private static Shift shift(Cursor cursor) {
    cursor.acceptSymbol("-");
    Token token = cursor.peek();
    if (token.kind() != Kind.NUMBER) {
      throw cursor.expected("a length of time such as -24h after \"timeshift\"");
    }
    cursor.next();
    String text = token.folded();
    if (!text.matches("[0-9]{1,6}[smhdw]")) {
      throw new QueryMistake(
          token.span(),
          "expected a length of time with a unit of s m h d w, such as 24h, found " + token.text());
    }
    int unit = text.length() - 1;
    return new Shift(Long.parseLong(text.substring(0, unit)), text.charAt(unit));
  }

  @Override
  public String print() {
    return "logcompare timeshift -"
        + shift.length()
        + shift.unit()
        + baseline.map(query -> " baseline (" + query.print() + ")").orElse("");
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (context.again()) {
      throw new QueryMistake(span, "the result of logcompare cannot be compared again");
    }
    Relation past = past(rows, context);
    if (rows.kind() != Relation.Kind.MESSAGES || past.kind() != Relation.Kind.MESSAGES) {
      throw new QueryMistake(
          span, "logcompare needs messages, now and as baseline, and not records of an aggregate");
    }
    Relation now = rows.beside(List.of(past));
    String both = "(" + texts(rows, true) + " UNION ALL " + texts(past, false) + ") AS b";
    String text = now.nextColumn(0);
    String isNow = now.nextColumn(1);
    Relation messages =
        now.recordsFrom(
            both,
            List.of("b.text", "b.is_now", "b.place"),
            List.of(),
            List.of(),
            List.of(isNow + " DESC", now.nextColumn(2)));
    List<Field> fields = new ArrayList<>();
    fields.add(field(messages, fields, "signature", Type.STRING));
    fields.add(field(messages, fields, "_count", Type.LONG));
    fields.add(field(messages, fields, "_deltaPercentage", Type.DOUBLE));
    fields.add(field(messages, fields, "_anomalyScore", Type.DOUBLE));
    fields.add(field(messages, fields, "_isNew", Type.BOOLEAN));
    return messages.computed(
        "logcompare",
        List.of(new Value(Type.STRING, text), new Value(Type.BOOLEAN, isNow)),
        fields,
        LogCompare::compare,
        LogReduce.ROW_LIMIT);
  }

  private static Field field(Relation before, List<Field> others, String name, Type type) {
    String column = before.nextColumn(others.size());
    return new Field(name, column, type, Origin.QUERY, others.isEmpty());
  }

  private Relation past(Relation rows, PlanContext context) {
    if (baseline.isEmpty()) {
      return context.before().earlier("b_", shift.duration());
    }
    Set<String> customFields =
        rows.schema().fields().stream()
            .filter(field -> field.origin() == Origin.CUSTOM)
            .map(Field::folded)
            .collect(Collectors.toSet());
    return baseline
        .get()
        .plan(
            // No other step has this name, so none begins like this.
            rows.input() + "b",
            context.range().earlier(shift.duration()),
            context.zone(),
            context.now(),
            context.resources(),
            customFields);
  }

  private String texts(Relation rows, boolean now) {
    Field raw = rows.schema().require(new Name(LogColumns.RAW.name(), span));
    return "SELECT "
        + raw.column()
        + " AS text, "
        + now
        + " AS is_now, row_number() OVER ("
        + rows.orderBy().strip()
        + ") AS place FROM "
        + rows.input();
  }

  private static void compare(
      Iterable<@Nullable Object[]> messages, Consumer<@Nullable Object[]> out) {
    SignatureCounts signatures = new SignatureCounts();
    long allNow = 0;
    for (@Nullable Object[] message : messages) {
      if (message[0] instanceof String text && message[1] instanceof Boolean isNow) {
        signatures.add(text, List.of(isNow));
        allNow += isNow ? 1 : 0;
      }
    }
    List<Count> counts = signatures.counts();
    Totals totals = new Totals(allNow, signatures.lines() - allNow, counts.size());
    counts.stream()
        .map(totals::change)
        .sorted(Comparator.comparingDouble(Change::score).reversed())
        .forEach(change ->
            out.accept(
                new Object[] {
                  change.signature(), change.now(), change.delta(), change.score(), change.isNew()
                }));
  }

  /** What became of a signature. */
  private record Change(String signature, long now, double delta, double score, boolean isNew) {}

  /** How many messages there are at both times, and how many signatures. */
  private record Totals(long now, long past, int signatures) {
    Change change(Count count) {
      long nowLines = count.of(List.of(true));
      long pastLines = count.of(List.of(false));
      double nowShare = now == 0 ? 0 : (double) nowLines / now;
      double pastShare = past == 0 ? 0 : (double) pastLines / past;
      double delta =
          pastLines == 0
              ? Double.POSITIVE_INFINITY
              : rounded(100 * (nowShare - pastShare) / pastShare, 100);
      double p = (nowLines + 0.5) / (now + 0.5 * signatures);
      double q = (pastLines + 0.5) / (past + 0.5 * signatures);
      double score = rounded((p - q) * Math.log(p / q), 10_000);
      return new Change(count.signature(), nowLines, delta, score, pastLines == 0);
    }

    private static double rounded(double value, int parts) {
      return (double) Math.round(value * parts) / parts;
    }
  }
}
