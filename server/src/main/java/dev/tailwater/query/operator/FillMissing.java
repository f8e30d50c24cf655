package dev.tailwater.query.operator;

import dev.tailwater.query.function.ExpressionCompiler;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.OpenColumns;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Schema;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.plan.Warning;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Adds a record for each combination of values that no record has.
 *
 * @param constants values of the other fields in the added records
 * @param takesLast whether the other fields take their values from the time slice before
 */
record FillMissing(
    List<FillGenerator> generators, List<Constant> constants, boolean takesLast, Span span)
    implements Operator {
  private static final long MOST = 10_000;

  private static final Warning TOO_MANY =
      new Warning(
          "fillmissing makes at most "
              + MOST
              + " combinations and there are more, of which the last are left out; choose a shorter"
              + " time range, wider time slices or fewer values");

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("fillmissing"),
                  "fillmissing timeslice[(5m)] [in field], values(\"a\", \"b\") in field, values all in"
                      + " field [with 0 for field, …] [takelast]",
                  "adds a record for each combination of values that no record has")
              .details(
                  """
                  `timeslice` stands for all time slices of the range, as wide as the last timeslice \
                  before or as given; `values all` for all values that the field has. At most 10,000 \
                  combinations, further ones are left out with a warning. The other fields of an added record are 0, false or, of text and of \
                  columns that transpose made, null; `with` gives other values. With `takelast` they are \
                  those of the time slice before, where there is one. Records come in ascending order of \
                  the filled fields.
                  """)
              .examples(
                  "router | timeslice 1m | count by _timeslice | fillmissing timeslice",
                  "router | timeslice 1m | count by _timeslice, dyno | fillmissing timeslice(5m), values"
                      + " all in dyno",
                  "router | count by method | fillmissing values(\"GET\", \"DELETE\") in method with -1"
                      + " for _count"),
          FillMissing::parse);

  FillMissing {
    generators = List.copyOf(generators);
    constants = List.copyOf(constants);
  }

  /** What a field is in added records. */
  record Constant(Expression value, Name field) {
    String print() {
      return value.print() + " for " + field.print();
    }

    /** The value in the type of the field. */
    Value in(Field known, PlanContext context, Relation rows) {
      boolean fits =
          switch (known.type()) {
            case STRING -> true;
            case BOOLEAN -> value instanceof Expression.Truth;
            case INT, LONG -> unsigned(value) instanceof Expression.Whole;
            case DOUBLE -> isNumber(value);
          };
      if (!fits && !(value instanceof Expression.Nothing)) {
        throw new QueryMistake(
            value.span(),
            "expected a value of the type of "
                + known.name()
                + ", "
                + known.type().name().toLowerCase(Locale.ROOT)
                + ", found "
                + value.print());
      }
      return new ExpressionCompiler(rows.schema(), context).value(value).as(known.type());
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    List<FillGenerator> generators = new ArrayList<>();
    do {
      generators.add(FillGenerator.parse(cursor));
    } while (cursor.acceptSymbol(","));
    List<Constant> constants = new ArrayList<>();
    if (cursor.acceptWord("with")) {
      do {
        constants.add(constant(cursor));
      } while (cursor.acceptSymbol(","));
    }
    boolean takesLast = cursor.acceptWord("takelast");
    if (takesLast && generators.stream().noneMatch(FillGenerator.Slices.class::isInstance)) {
      throw new QueryMistake(
          span, "takelast takes values of the time slice before; add \"timeslice\" to fillmissing");
    }
    return new FillMissing(generators, constants, takesLast, span);
  }

  private static Constant constant(Cursor cursor) {
    Expression value = ExpressionParser.parse(cursor);
    boolean constant =
        isNumber(value)
            || value instanceof Expression.Text
            || value instanceof Expression.Truth
            || value instanceof Expression.Nothing;
    if (!constant) {
      throw new QueryMistake(
          value.span(), "expected a number, a text, true, false or null, found " + value.print());
    }
    cursor.expectWord("for", "and a field after the value");
    return new Constant(value, cursor.expectName("a field after \"for\""));
  }

  private static boolean isNumber(Expression value) {
    return unsigned(value) instanceof Expression.Whole
        || unsigned(value) instanceof Expression.Decimal;
  }

  private static Expression unsigned(Expression value) {
    return value instanceof Expression.Negative negative ? negative.operand() : value;
  }

  @Override
  public String print() {
    return "fillmissing "
        + generators.stream().map(FillGenerator::print).collect(Collectors.joining(", "))
        + (constants.isEmpty() ? "" : " with ")
        + constants.stream().map(Constant::print).collect(Collectors.joining(", "))
        + (takesLast ? " takelast" : "");
  }

  @Override
  public Relation plan(Relation input, PlanContext context) {
    if (input.kind() == Relation.Kind.MESSAGES) {
      throw new QueryMistake(
          span,
          "fillmissing needs records; put an aggregate before it, such as count by _timeslice");
    }
    Relation rows = input;
    for (Constant constant : constants) {
      // A column that only the data know must be a field to be filled.
      if (rows.schema().find(constant.field().folded()).isEmpty()) {
        rows = rows.with(constant.field().text(), rows.schema().value(constant.field()));
      }
    }
    List<Field> keys = new ArrayList<>();
    for (FillGenerator generator : generators) {
      Field key = rows.schema().require(generator.field());
      if (keys.contains(key)) {
        throw new QueryMistake(
            generator.field().span(), "field " + key.name() + " is filled twice");
      }
      keys.add(key);
    }
    for (Constant constant : constants) {
      if (keys.contains(rows.schema().require(constant.field()))) {
        throw new QueryMistake(
            constant.field().span(),
            "field " + constant.field().text() + " has the values to fill it with already");
      }
    }
    Relation filled = rows.union(missing(rows, keys, context));
    Relation sorted =
        filled.sorted(keys.stream().map(key -> key.column() + " ASC NULLS LAST").toList());
    return takesLast ? takingLast(sorted, keys, rows.nextColumn(0)) : sorted;
  }

  /** The records to add, as a select; its column {@code nextColumn(0)} is true in them. */
  private String missing(Relation rows, List<Field> keys, PlanContext context) {
    List<String> columns = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (Field key : keys) {
      columns.add("k." + key.column());
      same.add("r." + key.column() + " IS NOT DISTINCT FROM k." + key.column());
    }
    for (Field other : rows.schema().fields()) {
      if (!keys.contains(other)) {
        columns.add(defaultOf(other, rows, context).sql() + " AS " + other.column());
      }
    }
    for (OpenColumns open : rows.schema().open()) {
      if (!open.names().isEmpty()) {
        String names = "(SELECT any_value(" + open.names() + ") FROM " + rows.input() + ")";
        columns.add(names + " AS " + open.names());
      }
    }
    columns.add("true AS " + rows.nextColumn(0));
    return "SELECT "
        + String.join(", ", columns)
        + " FROM ("
        + combinations(rows, keys, context)
        + ") AS k ANTI JOIN "
        + rows.input()
        + " AS r ON "
        + String.join(" AND ", same);
  }

  private Value defaultOf(Field field, Relation rows, PlanContext context) {
    return constants.stream()
        .filter(constant -> constant.field().folded().equals(field.folded()))
        .findFirst()
        .map(constant -> constant.in(field, context, rows))
        .orElseGet(() ->
            field.origin() == Origin.CELL || field.type() == Type.STRING
                ? Value.nothing(field.type())
                : Value.whole(0).as(field.type()));
  }

  /**
   * The first combinations, in the order of the keys, in columns named like the keys. Combination j
   * takes from each list of values the one that is j, divided by the number of combinations of the
   * lists behind it, modulo the length of the list; so no more are made than are wanted.
   */
  private String combinations(Relation rows, List<Field> keys, PlanContext context) {
    List<String> lists = new ArrayList<>();
    List<String> lengths = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    StringBuilder joins = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      String column = keys.get(i).column();
      String order = " ORDER BY " + column + " NULLS LAST";
      // Of a list longer than that, the values behind are in none of the first combinations.
      lists.add(
          "v%1$d AS MATERIALIZED (SELECT %2$s, row_number() OVER (%3$s) - 1 AS i FROM (%4$s)%3$s LIMIT %5$d)"
              .formatted(
                  i,
                  column,
                  order,
                  generators.get(i).values(keys.get(i), rows, context),
                  MOST + 1));
      lengths.add("(SELECT CAST(count(*) AS HUGEINT) FROM v" + i + ") AS n" + i);
      columns.add("v" + i + "." + column);
      StringBuilder behind = new StringBuilder("1");
      for (int k = i + 1; k < keys.size(); k++) {
        behind.append(" * n").append(k);
      }
      joins.append(" JOIN v%1$d ON v%1$d.i = (j // (%2$s)) %% n%1$d".formatted(i, behind));
    }
    String all =
        String.join(" * ", IntStream.range(0, keys.size()).mapToObj(i -> "n" + i).toList());
    String made =
        "CASE WHEN "
            + TOO_MANY.unless(all + " <= " + MOST)
            + " THEN CAST("
            + all
            + " AS BIGINT) ELSE "
            + MOST
            + " END";
    return "WITH "
        + String.join(", ", lists)
        + " SELECT "
        + String.join(", ", columns)
        + " FROM (SELECT *, unnest(range("
        + made
        + ")) AS j FROM (SELECT "
        + String.join(", ", lengths)
        + ")) AS c"
        + joins;
  }

  /** Where a record was added, the other fields of the last record before with the same keys. */
  private Relation takingLast(Relation filled, List<Field> keys, String added) {
    List<String> order = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String column = keys.get(i).column();
      if (generators.get(i) instanceof FillGenerator.Slices) {
        order.add(column + " ASC NULLS LAST");
      } else {
        same.add(column);
      }
    }
    String before = filled.sorted(order).over(same, "ROWS UNBOUNDED PRECEDING");
    List<Field> others =
        filled.schema().fields().stream().filter(field -> !keys.contains(field)).toList();
    List<String> columns = new ArrayList<>(others.stream().map(Field::column).toList());
    filled.schema().open().forEach(open -> columns.add(open.column()));
    List<String> taken = new ArrayList<>();
    for (String column : columns) {
      // In a struct a value that is null differs from none.
      String last =
          "last_value(CASE WHEN "
              + added
              + " IS NULL THEN {'v': "
              + column
              + "} END IGNORE NULLS) ";
      taken.add(
          "CASE WHEN %1$s AND %2$s IS NOT NULL THEN (%2$s).v ELSE %3$s END"
              .formatted(added, last + before, column));
    }
    Relation extended = filled.extend(taken);
    Relation result = extended;
    for (int i = 0; i < others.size(); i++) {
      Field other = others.get(i);
      result =
          result.naming(
              new Field(
                  other.name(), extended.added(i), other.type(), other.origin(), other.key()));
    }
    List<OpenColumns> open = new ArrayList<>();
    for (OpenColumns columnsBefore : filled.schema().open()) {
      open.add(columnsBefore.in(extended.added(others.size() + open.size())));
    }
    return result.withSchema(new Schema(result.schema().fields(), open));
  }
}
