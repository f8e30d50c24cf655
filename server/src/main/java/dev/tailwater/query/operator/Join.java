package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.ScopeParser;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Puts rows together that stages make of the same messages in different ways.
 *
 * @param windowMillis how far apart in time the messages of a row may be
 */
record Join(List<Table> tables, List<Equal> conditions, Optional<Long> windowMillis, Span span)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.nesting(
          Entry.of(
                  List.of("join"),
                  "join (stages) as t1, (stages) as t2[, …] on t1.a = t2.b [and …] [timewindow 10m]",
                  "puts messages together that have a value in common")
              .details(
                  "Each pair of brackets makes a table of the messages. Only equality, joined by"
                      + " `and`. Afterwards a field is called `t1_field`; one that starts with `_`"
                      + " has two of them, as in `t1__messagetime`. `timewindow` is how far apart"
                      + " the messages may be. `timeslice` goes before `join`.")
              .examples(
                  "* | join (parse \"request_id=* \" as id | parse \"code=* \" as code) as bad,"
                      + " (parse \"request_id=* \" as id | parse \"path=\\\"*\\\"\" as path) as all"
                      + " on bad.id = all.id | fields bad_code, all_path"),
          Join::parse);

  Join {
    tables = List.copyOf(tables);
    conditions = List.copyOf(conditions);
  }

  /** Rows made of the messages, under a name. */
  record Table(String name, List<Operator> stages, Span span) {
    Table {
      stages = List.copyOf(stages);
    }
  }

  /** Two fields that must be equal. */
  record Equal(Side left, Side right) {}

  /** A field of a table. */
  record Side(String table, Name field) {
    String print() {
      return table + "." + field.print();
    }
  }

  private static Operator parse(Cursor cursor, StageParser parser) {
    Span span = cursor.next().span();
    List<Table> tables = new ArrayList<>();
    do {
      tables.add(table(cursor, parser));
    } while (cursor.acceptSymbol(","));
    if (tables.size() < 2) {
      throw cursor.expected("\",\" and a second table");
    }
    cursor.expectWord("on", "and the fields that must be equal");
    List<Equal> conditions = new ArrayList<>();
    do {
      Side left = side(cursor, tables);
      if (!cursor.acceptSymbol("=")) {
        cursor.expectSymbol("==", "or \"=\" between the two fields; join knows equality only");
      }
      conditions.add(new Equal(left, side(cursor, tables)));
    } while (cursor.acceptWord("and"));
    Optional<Long> window = Optional.empty();
    if (cursor.acceptWord("timewindow")) {
      window = Optional.of(TimeLength.millis(cursor));
    }
    return new Join(tables, conditions, window, span);
  }

  private static Table table(Cursor cursor, StageParser parser) {
    int start = cursor.expectSymbol("(", "and the stages of a table").span().start();
    List<Operator> stages = stages(cursor, parser);
    cursor.expectSymbol(")", "or \"|\" after the stage");
    cursor.expectWord("as", "and a name for the table");
    Name name = cursor.expectName("a name for the table");
    return new Table(name.folded(), stages, cursor.since(start));
  }

  /** A scope before the stages is allowed and means nothing: the messages are chosen already. */
  private static List<Operator> stages(Cursor cursor, StageParser parser) {
    int mark = cursor.offset();
    try {
      return parser.stages(cursor);
    } catch (QueryMistake mistake) {
      cursor.moveTo(mark);
      try {
        ScopeParser.parse(cursor);
      } catch (QueryMistake noScope) {
        throw mistake;
      }
      if (!cursor.acceptSymbol("|")) {
        throw mistake;
      }
      return parser.stages(cursor);
    }
  }

  private static Side side(Cursor cursor, List<Table> tables) {
    Name whole = cursor.expectName("a field such as t1.id");
    int dot = whole.text().indexOf('.');
    String table = dot < 0 ? "" : whole.text().substring(0, dot).toLowerCase(Locale.ROOT);
    if (tables.stream().noneMatch(t -> t.name().equals(table))) {
      throw new QueryMistake(
          whole.span(),
          "expected a table and a field such as "
              + tables.getFirst().name()
              + ".id, found "
              + whole.text());
    }
    return new Side(table, new Name(whole.text().substring(dot + 1), whole.span()));
  }

  @Override
  public String print() {
    return "join "
        + String.join(
            ",\n  ",
            tables.stream()
                .map(table ->
                    "(" + Stages.print(table.stages()) + ") as " + Name.print(table.name()))
                .toList())
        + "\n  on "
        + String.join(
            " and ",
            conditions.stream()
                .map(equal -> equal.left().print() + " = " + equal.right().print())
                .toList())
        + windowMillis.map(millis -> " timewindow " + millis).orElse("");
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() != Relation.Kind.MESSAGES) {
      throw new QueryMistake(span, "join needs messages; put it before the first aggregate");
    }
    Map<String, Relation> planned = new HashMap<>();
    List<String> from = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    List<String> order = new ArrayList<>();
    for (Table table : tables) {
      String item = "t" + from.size();
      Relation made = Stages.plan(table.stages(), rows.fork("j" + from.size()), context);
      if (planned.put(table.name(), made) != null) {
        throw new QueryMistake(table.span(), "two tables are named " + table.name());
      }
      from.add(made.input() + " AS " + item);
      for (Field field : made.schema().fields()) {
        String column = rows.nextColumn(fields.size());
        String name = table.name() + "_" + field.name();
        fields.add(new Field(name, column, field.type(), Origin.QUERY, false));
        expressions.add(item + "." + field.column());
        if (field.folded().equals(LogColumns.MESSAGE_TIME.name())
            || field.folded().equals(LogColumns.MESSAGE_ID.name())) {
          order.add(column + " DESC");
        }
      }
    }
    List<String> conditions = new ArrayList<>();
    for (Equal equal : this.conditions) {
      conditions.add(equal(value(equal.left(), planned), value(equal.right(), planned)));
    }
    conditions.addAll(window(planned));
    return rows.beside(List.copyOf(planned.values()))
        .recordsFrom(
            String.join(", ", from) + " WHERE " + String.join(" AND ", conditions),
            expressions,
            fields,
            List.of(),
            order);
  }

  private static String equal(Value left, Value right) {
    return left.type() == right.type()
        ? left.sql() + " = " + right.sql()
        : left.asString().sql() + " = " + right.asString().sql();
  }

  private Value value(Side side, Map<String, Relation> planned) {
    return value(side.table(), side.field(), planned);
  }

  private Value value(String table, Name name, Map<String, Relation> planned) {
    int place = tables.stream().map(Table::name).toList().indexOf(table);
    Field field = Optional.ofNullable(planned.get(table)).orElseThrow().schema().require(name);
    return new Value(field.type(), "t" + place + "." + field.column());
  }

  /** All messages of a row are within the window when the first and the last are. */
  private List<String> window(Map<String, Relation> planned) {
    if (windowMillis.isEmpty()) {
      return List.of();
    }
    List<String> times = new ArrayList<>();
    for (Table table : tables) {
      Name time = new Name(LogColumns.MESSAGE_TIME.name(), table.span());
      times.add(value(table.name(), time, planned).asLong().sql());
    }
    String all = String.join(", ", times);
    return List.of("greatest(" + all + ") - least(" + all + ") <= " + windowMillis.get());
  }
}
