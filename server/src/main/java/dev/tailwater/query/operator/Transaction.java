package dev.tailwater.query.operator;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.MessageColumns;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.SqlText;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Suggestion;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Follows transactions, which are messages with the same ids, through states.
 *
 * <p>[R] A message is in the first state that it matches; one in no state, or with an id that is
 * null or empty, does not count. A pattern is about the whole value of a field, but is searched
 * anywhere in {@code _raw}. {@code showing} replaces the counts of the states. Results by states
 * tell how many messages and transactions were in each state. A flow goes from one state to
 * another: messages that stay in a state are one step, whose latency is from the last message of
 * the state to the first of the next. There are as many transactions as an aggregate may make
 * groups.
 *
 * @param fringeMillis transactions that end or begin so near to an end of the time range are left
 *     out
 */
record Transaction(
    List<Name> ids,
    OptionalLong fringeMillis,
    List<State> states,
    Results results,
    List<Showing> shown,
    Span span)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("transaction"),
                  "transaction on id, … [fringe=10m] with \"text\" [in field] as state, … | with"
                      + " states a, b [in field] [results by transactions|states|flow]"
                      + " [showing aggregate(field) [for state] [as name], …]",
                  "follows messages with the same ids through states")
              .details(
                  "A state is a text in a field, `*` being any run of characters, or anywhere in"
                      + " the message; after `states` the names are the texts. A message is in the"
                      + " first state that it matches. By transactions (unless told otherwise)"
                      + " there is a record for each id: how many messages were in each state,"
                      + " `_start_time` and `_end_time` in milliseconds. By states there is one for"
                      + " each state: `transactions`, `_count` and both times. `showing` replaces"
                      + " the counts. By flow there is a record for each change of state:"
                      + " `fromstate`, `tostate` and `latency` in milliseconds. `fringe` leaves out"
                      + " transactions that end so soon after the start of the time range, or begin"
                      + " so shortly before its end, that they may be cut off.")
              .examples(
                  "router | transaction on fwd with \"*/cart*\" in path as cart,"
                      + " with \"/pay\" in path as pay",
                  "router | transaction on dyno with states GET, POST in method results by flow"
                      + " | count, max(latency) by fromstate, tostate"),
          Transaction::parse);

  private static final String MILLIS = "epoch_ms(" + MessageColumns.TIME + ")";
  private static final String START = "_start_time";
  private static final String END = "_end_time";

  Transaction {
    ids = List.copyOf(ids);
    states = List.copyOf(states);
    shown = List.copyOf(shown);
  }

  /**
   * A state and the messages that are in it.
   *
   * @param text of the message or field
   * @param glob whether stars in the text are wildcards
   * @param field the one that has it; {@code _raw} when absent
   */
  record State(String text, boolean glob, Optional<Name> field, Name name) {
    String condition(Relation rows, Span operator) {
      if (field.isEmpty()) {
        Name raw = new Name(LogColumns.RAW.name(), operator);
        String message = rows.schema().require(raw).column();
        return glob
            ? SqlText.glob(message, "*" + text + "*", false)
            : "contains(" + message + ", " + Sql.literal(text) + ")";
      }
      String value = rows.schema().value(field.get()).asString().sql();
      return glob ? SqlText.glob(value, text, false) : value + " = " + Sql.literal(text);
    }

    String print() {
      return glob
          ? "with " + Quotes.quote(text) + in() + " as " + name.print()
          : "with states " + Name.print(text) + " as " + name.print() + in();
    }

    private String in() {
      return field.map(f -> " in " + f.print()).orElse("");
    }
  }

  /** What there is a record for. */
  enum Results {
    TRANSACTIONS,
    STATES,
    FLOW;

    String print() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    cursor.expectWord("on", "and the fields with ids after \"transaction\"");
    List<Name> ids = NameList.parse(cursor, "a field after \"on\"");
    OptionalLong fringe = OptionalLong.empty();
    if (cursor.acceptWord("fringe")) {
      cursor.expectSymbol("=", "and a length of time after \"fringe\"");
      fringe = OptionalLong.of(TimeLength.millis(cursor));
    }
    cursor.expectWord("with", "and a state such as with \"*text*\" as name");
    List<State> states = new ArrayList<>();
    do {
      cursor.acceptWord("with");
      if (cursor.acceptWord("states")) {
        states.addAll(named(cursor));
      } else {
        states.add(matched(cursor));
      }
    } while (cursor.acceptSymbol(","));
    Results results = Results.TRANSACTIONS;
    if (cursor.acceptWord("results")) {
      cursor.expectWord("by", "after \"results\"");
      results = results(cursor);
    }
    List<Showing> shown = new ArrayList<>();
    if (cursor.peek().isWord("showing")) {
      if (results == Results.FLOW) {
        throw new QueryMistake(
            cursor.peek().span(),
            "a flow has no results to show; put an aggregate after it, such as"
                + " count by fromstate, tostate");
      }
      cursor.next();
      do {
        shown.add(showing(cursor, states));
      } while (cursor.acceptSymbol(","));
    }
    return new Transaction(ids, fringe, states, results, shown, span);
  }

  private static State matched(Cursor cursor) {
    Token text = cursor.expectString("a text in double quotes, or \"states\" and their names");
    Optional<Name> field = field(cursor);
    cursor.expectWord("as", "and a name for the state");
    return new State(
        Quotes.unescape(text.text()), true, field, cursor.expectName("a name for the state"));
  }

  /** Names up to those of another {@code with}; the field comes last and is of all of them. */
  private static List<State> named(Cursor cursor) {
    List<Name> texts = new ArrayList<>();
    List<Name> names = new ArrayList<>();
    boolean more;
    do {
      Name text = cursor.expectName("the name of a state");
      texts.add(text);
      names.add(cursor.acceptWord("as") ? cursor.expectName("a name for the state") : text);
      more = cursor.peek().isSymbol(",") && !cursor.peekSecond().isWord("with");
      if (more) {
        cursor.next();
      }
    } while (more);
    Optional<Name> field = field(cursor);
    List<State> states = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      states.add(new State(texts.get(i).text(), false, field, names.get(i)));
    }
    return states;
  }

  private static Optional<Name> field(Cursor cursor) {
    return cursor.acceptWord("in")
        ? Optional.of(cursor.expectName("a field after \"in\""))
        : Optional.empty();
  }

  private static Results results(Cursor cursor) {
    for (Results results : Results.values()) {
      if (cursor.acceptWord(results.print())) {
        return results;
      }
    }
    throw cursor.expected("transactions, states or flow after \"results by\"");
  }

  private static Showing showing(Cursor cursor, List<State> states) {
    Showing showing = Showing.parse(cursor);
    for (Name wanted : showing.state().stream().toList()) {
      if (states.stream().noneMatch(state -> state.name().folded().equals(wanted.folded()))) {
        throw new QueryMistake(
            wanted.span(),
            "there is no state "
                + wanted.text()
                + Suggestion.clause(
                    wanted.text(), states.stream().map(state -> state.name().text()).toList()));
      }
    }
    return showing;
  }

  @Override
  public String print() {
    return "transaction on "
        + NameList.print(ids)
        + (fringeMillis.isPresent() ? " fringe=" + fringeMillis.getAsLong() : "")
        + "\n  "
        + String.join(",\n  ", states.stream().map(State::print).toList())
        + "\n  results by "
        + results.print()
        + (shown.isEmpty()
            ? ""
            : " showing " + String.join(", ", shown.stream().map(Showing::print).toList()));
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() != Relation.Kind.MESSAGES) {
      throw new QueryMistake(span, "transaction needs messages; put it before the first aggregate");
    }
    Relation inStates = inStates(rows);
    Value state = new Value(Type.STRING, inStates.added(0));
    Relation whole = withoutFringe(present(inStates.where(state.sql() + " IS NOT NULL")), context);
    return switch (results) {
      case TRANSACTIONS -> byTransaction(whole, state);
      case STATES -> byState(whole, state);
      case FLOW -> byFlow(whole, state);
    };
  }

  /** Each message with the first state that it matches. */
  private Relation inStates(Relation rows) {
    StringBuilder cases = new StringBuilder("(CASE");
    for (State state : states) {
      cases
          .append(" WHEN ")
          .append(state.condition(rows, span))
          .append(" THEN ")
          .append(Sql.literal(shownName(state.name())));
    }
    return rows.extend(List.of(cases.append(" END)").toString()));
  }

  /** A state of one name, however its letters are written. */
  private String shownName(Name name) {
    return states.stream()
        .map(State::name)
        .filter(first -> first.folded().equals(name.folded()))
        .findFirst()
        .orElse(name)
        .text();
  }

  private List<String> stateNames() {
    return states.stream().map(state -> shownName(state.name())).distinct().toList();
  }

  private Relation present(Relation rows) {
    List<String> present = new ArrayList<>();
    for (Value id : values(rows)) {
      present.add(id.sql() + (id.type() == Type.STRING ? " <> ''" : " IS NOT NULL"));
    }
    return rows.where(String.join(" AND ", present));
  }

  private List<Value> values(Relation rows) {
    return ids.stream().map(rows.schema()::value).toList();
  }

  private String partition(Relation rows) {
    return "PARTITION BY " + String.join(", ", values(rows).stream().map(Value::sql).toList());
  }

  private Relation withoutFringe(Relation rows, PlanContext context) {
    if (fringeMillis.isEmpty()) {
      return rows;
    }
    long fringe = fringeMillis.getAsLong();
    String over = "(" + MILLIS + ") OVER (" + partition(rows) + ")";
    Relation timed = rows.extend(List.of("min" + over, "max" + over));
    return timed.where(
        timed.added(1)
            + " >= "
            + (context.from().toEpochMilli() + fringe)
            + " AND "
            + timed.added(0)
            + " <= "
            + (context.to().toEpochMilli() - fringe));
  }

  private Relation byTransaction(Relation rows, Value state) {
    RecordColumns columns = new RecordColumns();
    ids.forEach(id -> columns.key(rows, id));
    if (shown.isEmpty()) {
      for (String name : stateNames()) {
        String count = "count(*) FILTER (WHERE " + state.sql() + " = " + Sql.literal(name);
        columns.result(name, new Value(Type.LONG, count + ")"), span);
      }
    }
    return summed(columns, rows, state);
  }

  private Relation byState(Relation rows, Value state) {
    RecordColumns columns = new RecordColumns();
    columns.key("state", state, span);
    if (shown.isEmpty()) {
      String id = String.join(", ", values(rows).stream().map(Value::sql).toList());
      columns.result("transactions", new Value(Type.LONG, "count(DISTINCT row(" + id + "))"), span);
      columns.result("_count", new Value(Type.LONG, "count(*)"), span);
    }
    Relation records = summed(columns, rows, state);
    String key = records.schema().fields().getFirst().column();
    return records.sorted(
        List.of("list_position(" + SqlText.list(stateNames()) + ", " + key + ")"));
  }

  private Relation summed(RecordColumns columns, Relation rows, Value state) {
    Relation needed = rows;
    for (Showing one : shown) {
      needed = one.addTo(columns, needed, state, one.state().map(this::shownName));
    }
    columns.result(START, new Value(Type.LONG, "min(" + MILLIS + ")"), span);
    columns.result(END, new Value(Type.LONG, "max(" + MILLIS + ")"), span);
    return columns.grouped(needed);
  }

  private Relation byFlow(Relation rows, Value state) {
    String inTime = rows.oldestFirst().orderBy();
    String before = " OVER (" + partition(rows) + inTime + ")";
    Relation steps =
        rows.extend(
            List.of(
                "lag(" + state.sql() + ")" + before,
                "lag(" + MILLIS + ")" + before,
                "row_number() OVER (" + inTime + ")"));
    RecordColumns columns = new RecordColumns();
    ids.forEach(id -> columns.key(steps, id));
    columns.result("fromstate", new Value(Type.STRING, steps.added(0)), span);
    columns.result("tostate", state, span);
    columns.result(
        "latency", new Value(Type.LONG, "(" + MILLIS + " - " + steps.added(1) + ")"), span);
    return columns.each(steps, steps.added(0) + " <> " + state.sql(), steps.added(2));
  }
}
