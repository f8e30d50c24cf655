package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.pattern.Transactions;
import dev.tailwater.query.pattern.Transactions.Membership;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.MessageColumns;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.SqlText;
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
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which messages belong together because they share values of fields, directly or by way of
 * other messages; stages in brackets then work on each such transaction by itself.
 *
 * <p>[R] Values connect within one field, and the empty text, which a nodrop parse leaves behind,
 * connects nothing. A message without any value is an orphan and a transaction of its own.
 * Transactions are numbered from 1 in the order in which they began. The texts of startsWith and
 * endsWith are searched anywhere in {@code _raw}, letter case counts, {@code *} is any run of
 * characters.
 */
record Transactionize(
    List<Name> names, Optional<Name> alias, Options options, List<Operator> stages, Span span)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.nesting(
          Entry.of(
                  List.of("transactionize"),
                  "transactionize field, … [as prefix] [maxSpan=1m] [maxPause=1m] [maxLogs=n]"
                      + " [startsWith=\"text\"[;strict]] [endsWith=\"text\"[;strict]]"
                      + " [keepOrphans=false] [(stages)]",
                  "tells which messages belong together because they share a value of a field")
              .details(
                  "Sharing one value of one of the fields is enough, also by way of other messages."
                      + " Each message gets `_group` (a number), `_group_duration` (milliseconds),"
                      + " `_group_size` and `_group_orphaned`; a name after `as` replaces `_group`."
                      + " A transaction ends before it gets longer than `maxSpan` or `maxLogs`,"
                      + " after a pause of more than `maxPause`, before a message with the text"
                      + " of `startsWith`, after one with the text of `endsWith`; `;strict` leaves"
                      + " out transactions that do not begin or end so. A message without any value is"
                      + " an orphan; `keepOrphans=false` drops those. Stages in brackets work on"
                      + " each transaction by itself: `merge`, an aggregate, `where`, parse stages"
                      + " and expressions. At most 100000 messages.")
              .examples(
                  "router | transactionize fwd | fields path, _group, _group_size",
                  "router | transactionize fwd (merge fwd takeFirst, path join with \" \")"),
          Transactionize::parse);

  private static final long ROW_LIMIT = 100_000;

  Transactionize {
    names = List.copyOf(names);
    stages = List.copyOf(stages);
  }

  /** A text in the first or the last message of a transaction. */
  record Mark(String text, boolean strict) {
    String print() {
      return Quotes.quote(text) + (strict ? ";strict" : "");
    }
  }

  /** When transactions end and which of them are left out. Times are milliseconds. */
  record Options(
      OptionalLong maxSpan,
      OptionalLong maxPause,
      OptionalLong maxLogs,
      Optional<Mark> startsWith,
      Optional<Mark> endsWith,
      boolean keepOrphans) {
    static Options parse(Cursor cursor) {
      OptionalLong maxSpan = OptionalLong.empty();
      OptionalLong maxPause = OptionalLong.empty();
      OptionalLong maxLogs = OptionalLong.empty();
      Optional<Mark> startsWith = Optional.empty();
      Optional<Mark> endsWith = Optional.empty();
      boolean keepOrphans = true;
      while (isOption(cursor)) {
        Token name = cursor.next();
        cursor.next();
        switch (name.folded()) {
          case "maxspan" -> maxSpan = OptionalLong.of(TimeLength.millis(cursor));
          case "maxpause" -> maxPause = OptionalLong.of(TimeLength.millis(cursor));
          case "maxlogs" -> maxLogs = OptionalLong.of(logs(cursor));
          case "startswith" -> startsWith = Optional.of(mark(cursor));
          case "endswith" -> endsWith = Optional.of(mark(cursor));
          case "keeporphans" -> keepOrphans = truth(cursor);
          default ->
              throw new QueryMistake(
                  name.span(),
                  "expected maxSpan, maxPause, maxLogs, startsWith, endsWith or keepOrphans, found "
                      + name.found());
        }
        cursor.acceptSymbol(",");
      }
      return new Options(maxSpan, maxPause, maxLogs, startsWith, endsWith, keepOrphans);
    }

    private static long logs(Cursor cursor) {
      Token token = cursor.peek();
      long logs = cursor.expectWhole("a number of messages after \"maxLogs=\"");
      if (logs < 1) {
        throw new QueryMistake(token.span(), "expected maxLogs of 1 or more, found " + logs);
      }
      return logs;
    }

    private static Mark mark(Cursor cursor) {
      Token text = cursor.expectString("a text in double quotes");
      boolean strict = cursor.acceptSymbol(";");
      if (strict) {
        cursor.expectWord("strict", "after \";\"");
      }
      return new Mark(Quotes.unescape(text.text()), strict);
    }

    private static boolean truth(Cursor cursor) {
      if (cursor.acceptWord("true")) {
        return true;
      }
      cursor.expectWord("false", "or \"true\" after \"keepOrphans=\"");
      return false;
    }

    Transactions.Rules rules() {
      return new Transactions.Rules(
          maxSpan,
          maxPause,
          maxLogs,
          startsWith.map(Mark::strict).orElse(false),
          endsWith.map(Mark::strict).orElse(false),
          keepOrphans);
    }

    String print() {
      StringBuilder text = new StringBuilder();
      maxSpan.ifPresent(millis -> text.append(" maxSpan=").append(millis));
      maxPause.ifPresent(millis -> text.append(" maxPause=").append(millis));
      maxLogs.ifPresent(logs -> text.append(" maxLogs=").append(logs));
      startsWith.ifPresent(mark -> text.append(" startsWith=").append(mark.print()));
      endsWith.ifPresent(mark -> text.append(" endsWith=").append(mark.print()));
      return text + (keepOrphans ? "" : " keepOrphans=false");
    }
  }

  private static Operator parse(Cursor cursor, StageParser parser) {
    Span span = cursor.next().span();
    List<Name> names = new ArrayList<>();
    do {
      names.add(cursor.expectName("a field after \"transactionize\""));
      // A comma may also stand before the first option.
    } while (cursor.acceptSymbol(",") && !isOption(cursor));
    Optional<Name> alias =
        cursor.acceptWord("as")
            ? Optional.of(cursor.expectName("a name for the groups after \"as\""))
            : Optional.empty();
    Options options = Options.parse(cursor);
    List<Operator> stages = List.of();
    if (cursor.acceptSymbol("(")) {
      stages = parser.stages(cursor);
      cursor.expectSymbol(")", "or \"|\" after the stage");
    }
    for (Operator stage : stages) {
      if (!worksOnGroups(stage)) {
        throw new QueryMistake(
            span,
            "the stages of transactionize can be merge, an aggregate, where, parse stages and"
                + " expressions, found "
                + stage.print().split(" ", 2)[0]);
      }
    }
    return new Transactionize(names, alias, options, stages, span);
  }

  private static boolean isOption(Cursor cursor) {
    return cursor.peek().kind() == Token.Kind.WORD && cursor.peekSecond().isSymbol("=");
  }

  /** Whether a stage reads row by row, or can be told what the groups are. */
  private static boolean worksOnGroups(Operator stage) {
    return stage.isParse()
        || stage instanceof Merge
        || stage instanceof AggregateRows
        || stage instanceof Where
        || stage instanceof Assign;
  }

  @Override
  public String print() {
    return "transactionize "
        + NameList.print(names)
        + alias.map(name -> " as " + name.print()).orElse("")
        + options.print()
        + (stages.isEmpty() ? "" : " (" + Stages.print(stages) + ")");
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() != Relation.Kind.MESSAGES) {
      throw new QueryMistake(
          span, "transactionize needs messages; put it before the first aggregate");
    }
    Relation result = grouped(rows);
    for (Operator stage : stages) {
      result = stage(stage, result, context);
    }
    return result;
  }

  private Relation stage(Operator stage, Relation rows, PlanContext context) {
    return switch (stage) {
      case Merge merge -> merge.merged(rows, groups());
      case AggregateRows aggregate -> aggregate.alsoBy(groups()).plan(rows, context);
      default -> stage.plan(stage.isParse() ? rows : rows.endParseRun(), context);
    };
  }

  /** The fields that tell the transaction of a message. */
  private List<Name> groups() {
    String prefix = alias.map(Name::text).orElse("_group");
    return Stream.of("", "_duration", "_size", "_orphaned")
        .map(suffix -> new Name(prefix + suffix, span))
        .toList();
  }

  private Relation grouped(Relation rows) {
    StoredRows ordered = rows.oldestFirst().stored("transactionize", ROW_LIMIT);
    String raw = rows.schema().require(new Name(LogColumns.RAW.name(), span)).column();
    List<Value> arguments = new ArrayList<>();
    arguments.add(new Value(Type.LONG, "epoch_ms(" + MessageColumns.TIME + ")"));
    arguments.add(holds(options.startsWith(), raw));
    arguments.add(holds(options.endsWith(), raw));
    names.forEach(name -> arguments.add(rows.schema().value(name).asString()));
    List<Field> fields = new ArrayList<>();
    for (Name name : groups()) {
      Type type = fields.size() < 3 ? Type.LONG : Type.BOOLEAN;
      String column = ordered.column(fields.size());
      fields.add(new Field(name.text(), column, type, Origin.QUERY, false));
    }
    Transactions.Rules rules = options.rules();
    return ordered
        .annotated(arguments, fields, (messages, out) -> group(rules, messages, out), ROW_LIMIT)
        .sorted(rows.order());
  }

  private static Value holds(Optional<Mark> mark, String raw) {
    return Value.truth(
        mark.map(m -> SqlText.glob(raw, "*" + m.text() + "*", false)).orElse("false"));
  }

  private static void group(
      Transactions.Rules rules,
      Iterable<@Nullable Object[]> messages,
      Consumer<@Nullable Object[]> out) {
    Transactions transactions = new Transactions(rules);
    List<Object> places = new ArrayList<>();
    for (@Nullable Object[] message : messages) {
      places.add(Objects.requireNonNull(message[0]));
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 4; i < message.length; i++) {
        values.add((String) message[i]);
      }
      transactions.add(
          (Long) Objects.requireNonNull(message[1]),
          Boolean.TRUE.equals(message[2]),
          Boolean.TRUE.equals(message[3]),
          values);
    }
    Iterator<Object> place = places.iterator();
    for (Optional<Membership> membership : transactions.memberships()) {
      Object message = place.next();
      membership.ifPresent(m ->
          out.accept(
              new Object[] {message, m.group(), m.durationMillis(), m.size(), m.orphaned()}));
    }
  }
}
