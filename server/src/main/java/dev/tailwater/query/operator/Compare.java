package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.OpenColumns;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Puts the results of earlier times beside those of the query's own time. */
record Compare(List<Shift> shifts, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("compare"),
                  "compare [with] timeshift 1d [count [avg|min|max]] [as name][, timeshift …]",
                  "adds what the query found over the same length of time earlier")
              .details(
                  "Results are put together by the group keys, time slices moved forward. A column"
                      + " `_count` gets a neighbour `_count_1d`; with a count of 3 `_count_1d`,"
                      + " `_count_2d`, `_count_3d`, or one column `_count_3d_avg` where they are"
                      + " summed up; with a name `_count_name`. What is missing at one time is null."
                      + " At most seven earlier times, once in a query.")
              .examples("router | timeslice 1m | count by _timeslice | compare with timeshift 1m"),
          Compare::parse);

  private static final int MOST_QUERIES = 7;

  Compare {
    shifts = List.copyOf(shifts);
  }

  /**
   * One or more earlier times.
   *
   * @param length of one shift
   * @param unit s, m, h, d or w
   * @param count how many, each one further back
   * @param summary avg, min or max of them instead of each
   */
  record Shift(
      long length,
      char unit,
      int count,
      Optional<String> summary,
      Optional<Name> alias,
      Span span) {
    Duration duration(int nth) {
      Duration one =
          switch (unit) {
            case 's' -> Duration.ofSeconds(length);
            case 'm' -> Duration.ofMinutes(length);
            case 'h' -> Duration.ofHours(length);
            case 'd' -> Duration.ofDays(length);
            default -> Duration.ofDays(7 * length);
          };
      return one.multipliedBy(nth);
    }

    /** What is added to the names of columns of the n-th shift, or of the summary of all. */
    String suffix(int nth) {
      String distance = "_" + length * nth + unit;
      if (summary.isPresent()) {
        return alias.map(name -> "_" + name.text()).orElse(distance + "_" + summary.get());
      }
      return alias.map(name -> "_" + name.text() + (count == 1 ? "" : distance)).orElse(distance);
    }

    String print() {
      return "timeshift "
          + length
          + unit
          + (count == 1 && summary.isEmpty() ? "" : " " + count)
          + summary.map(text -> " " + text).orElse("")
          + alias.map(name -> " as " + name.print()).orElse("");
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    cursor.acceptWord("with");
    List<Shift> shifts = new ArrayList<>();
    do {
      shifts.add(shift(cursor));
    } while (cursor.acceptSymbol(","));
    int queries = shifts.stream().mapToInt(Shift::count).sum();
    if (queries > MOST_QUERIES) {
      throw new QueryMistake(
          cursor.since(span.start()),
          "compare looks at most at " + MOST_QUERIES + " earlier times, found " + queries);
    }
    Set<String> suffixes = new HashSet<>();
    for (Shift shift : shifts) {
      for (int nth = shift.summary().isPresent() ? shift.count() : 1; nth <= shift.count(); nth++) {
        if (!suffixes.add(shift.suffix(nth).toLowerCase(Locale.ROOT))) {
          throw new QueryMistake(
              shift.span(), "two columns would end in " + shift.suffix(nth) + "; give one a name");
        }
      }
    }
    return new Compare(shifts, span);
  }

  private static Shift shift(Cursor cursor) {
    int start = cursor.expectWord("timeshift", "and a length of time such as 1d").span().start();
    cursor.acceptSymbol("-");
    Token token = cursor.peek();
    if (token.kind() != Kind.NUMBER) {
      throw cursor.expected("a length of time such as 1d after \"timeshift\"");
    }
    cursor.next();
    String text = token.text();
    if (text.matches("[0-9]+") && cursor.peek().text().matches("(?i)[smhdw]")) {
      text += cursor.next().text();
    }
    if (!text.matches("(?i)0*[1-9][0-9]{0,5}[smhdw]")) {
      throw new QueryMistake(
          cursor.since(token.span().start()),
          "expected a length of time with a unit of s m h d w, such as 1d, found " + text);
    }
    long length = Long.parseLong(text.substring(0, text.length() - 1));
    char unit = Character.toLowerCase(text.charAt(text.length() - 1));
    int count = 1;
    Optional<String> summary = Optional.empty();
    if (cursor.peek().kind() == Kind.NUMBER) {
      Token number = cursor.peek();
      long given = cursor.expectWhole("a number of earlier times");
      if (given < 1 || given > MOST_QUERIES) {
        throw new QueryMistake(
            number.span(), "expected 1 to " + MOST_QUERIES + " earlier times, found " + given);
      }
      count = Math.toIntExact(given);
    }
    Token word = cursor.peek();
    if (word.isWord("avg") || word.isWord("min") || word.isWord("max")) {
      summary = Optional.of(cursor.next().folded());
    }
    Optional<Name> alias =
        cursor.acceptWord("as")
            ? Optional.of(cursor.expectName("a name after \"as\""))
            : Optional.empty();
    return new Shift(length, unit, count, summary, alias, cursor.since(start));
  }

  @Override
  public String print() {
    return "compare with " + String.join(", ", shifts.stream().map(Shift::print).toList());
  }

  /** The rows of an earlier time. */
  private record Past(Relation rows, Duration shift) {}

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (context.again()) {
      throw new QueryMistake(span, "compare can stand only once in a query");
    }
    if (rows.kind() == Relation.Kind.MESSAGES) {
      throw new QueryMistake(
          span, "compare needs records; put an aggregate before it, such as count by a");
    }
    List<List<Past>> pasts = new ArrayList<>();
    List<Relation> beside = new ArrayList<>();
    for (Shift shift : shifts) {
      List<Past> times = new ArrayList<>();
      for (int nth = 1; nth <= shift.count(); nth++) {
        Duration distance = shift.duration(nth);
        Relation past = context.before().earlier("s" + beside.size() + "_", distance);
        times.add(new Past(past, distance));
        beside.add(past);
      }
      pasts.add(times);
    }
    List<Field> keys = rows.schema().fields().stream().filter(Field::key).toList();
    List<String> sources = new ArrayList<>();
    sources.add(keysOf(keys, rows, Duration.ZERO, context.sliceField()));
    pasts.forEach(times ->
        times.forEach(
            past -> sources.add(keysOf(keys, past.rows(), past.shift(), context.sliceField()))));
    StringBuilder from = new StringBuilder("(" + String.join(" UNION ", sources) + ") AS k");
    from.append(leftJoin("p", rows, keys, Duration.ZERO, context.sliceField()));
    for (int i = 0; i < pasts.size(); i++) {
      for (int nth = 0; nth < pasts.get(i).size(); nth++) {
        Past past = pasts.get(i).get(nth);
        from.append(
            leftJoin("p" + i + "_" + nth, past.rows(), keys, past.shift(), context.sliceField()));
      }
    }
    return columns(rows.beside(beside), keys, pasts, from.toString());
  }

  /** The keys of all times; without keys a row if there is any row. */
  private static String keysOf(List<Field> keys, Relation rows, Duration shift, String sliceField) {
    List<String> columns = new ArrayList<>();
    for (Field key : keys) {
      columns.add(key(key, rows, "", shift, sliceField) + " AS k" + columns.size());
    }
    return "SELECT "
        + (columns.isEmpty() ? "1 AS k" : String.join(", ", columns))
        + " FROM "
        + rows.input();
  }

  private static String leftJoin(
      String item, Relation rows, List<Field> keys, Duration shift, String sliceField) {
    List<String> equal = new ArrayList<>();
    for (Field key : keys) {
      equal.add(
          key(key, rows, item + ".", shift, sliceField)
              + " IS NOT DISTINCT FROM k.k"
              + equal.size());
    }
    return " LEFT JOIN "
        + rows.input()
        + " AS "
        + item
        + " ON "
        + (equal.isEmpty() ? "true" : String.join(" AND ", equal));
  }

  private static String key(
      Field key, Relation rows, String item, Duration shift, String sliceField) {
    Field own = rows.schema().find(key.folded()).orElseThrow();
    boolean time = own.folded().equals(sliceField) || own.folded().equals("__timeslice_end");
    String column = item + own.column();
    return time && own.type().isIntegral() && !shift.isZero()
        ? "(" + column + " + " + shift.toMillis() + ")"
        : column;
  }

  private Relation columns(Relation rows, List<Field> keys, List<List<Past>> pasts, String from) {
    List<String> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    List<String> order = new ArrayList<>();
    for (Field key : keys) {
      String column = rows.nextColumn(expressions.size());
      fields.add(new Field(key.name(), column, key.type(), Origin.QUERY, true));
      expressions.add("k.k" + order.size());
      order.add(column + " ASC NULLS LAST");
    }
    List<Field> values = rows.schema().retain(field -> !field.key()).fields();
    for (Field value : values) {
      fields.add(
          new Field(
              value.name(),
              rows.nextColumn(expressions.size()),
              value.type(),
              Origin.QUERY,
              false));
      expressions.add("p." + value.column());
    }
    List<OpenColumns> open = new ArrayList<>();
    for (OpenColumns columns : rows.schema().open()) {
      String map = rows.nextColumn(expressions.size());
      expressions.add("p." + columns.column());
      String names = "";
      if (!columns.names().isEmpty()) {
        names = rows.nextColumn(expressions.size());
        expressions.add("p." + columns.names());
      }
      open.add(
          new OpenColumns(
              map, names, columns.suffix(), columns.type(), columns.taken(), columns.anyName()));
    }
    for (int i = 0; i < shifts.size(); i++) {
      addPast(rows, shifts.get(i), "p" + i + "_", pasts.get(i), expressions, fields, open);
    }
    return rows.recordsFrom(from, expressions, fields, open, order);
  }

  private static void addPast(
      Relation rows,
      Shift shift,
      String item,
      List<Past> times,
      List<String> expressions,
      List<Field> fields,
      List<OpenColumns> open) {
    for (int nth = shift.summary().isPresent() ? shift.count() : 1; nth <= shift.count(); nth++) {
      String suffix = shift.suffix(nth);
      for (Field value : rows.schema().retain(field -> !field.key()).fields()) {
        List<Value> cells = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
          Field past = times.get(i).rows().schema().find(value.folded()).orElseThrow();
          cells.add(new Value(past.type(), item + i + "." + past.column()));
        }
        Value cell =
            shift.summary().isPresent()
                ? summary(shift.summary().get(), cells)
                : cells.get(nth - 1);
        String column = rows.nextColumn(expressions.size());
        fields.add(new Field(value.name() + suffix, column, cell.type(), Origin.QUERY, false));
        expressions.add(cell.sql());
      }
      for (int place = 0; place < rows.schema().open().size(); place++) {
        List<String> maps = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
          maps.add(item + i + "." + times.get(i).rows().schema().open().get(place).column());
        }
        OpenColumns columns = rows.schema().open().get(place);
        String column = rows.nextColumn(expressions.size());
        Type type = shift.summary().isPresent() ? Type.DOUBLE : columns.type();
        open.add(
            new OpenColumns(
                column, "", columns.suffix() + suffix, type, Set.of(), columns.anyName()));
        expressions.add(
            shift.summary().isPresent()
                ? mapSummary(shift.summary().get(), maps)
                : maps.get(nth - 1));
      }
    }
  }

  private static Value summary(String kind, List<Value> cells) {
    List<String> numbers = cells.stream().map(cell -> cell.asDouble().sql()).toList();
    return new Value(Type.DOUBLE, "list_" + kind + "([" + String.join(", ", numbers) + "])");
  }

  /** The same for each key of several maps. */
  private static String mapSummary(String kind, List<String> maps) {
    String list = "[" + String.join(", ", maps) + "]";
    return "map_from_entries(list_transform(list_sort(list_distinct(flatten(list_transform("
        + list
        + ", lambda m: coalesce(map_keys(m), []))))), lambda k: {'k': k, 'v': list_"
        + kind
        + "(list_transform("
        + list
        + ", lambda m: CAST(m[k] AS DOUBLE)))}))";
  }
}
