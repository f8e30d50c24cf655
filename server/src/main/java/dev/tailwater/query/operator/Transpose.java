package dev.tailwater.query.operator;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.OpenColumns;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes columns of the values of a field.
 *
 * <p>Which values there are only the data know. So each output row keeps its cells in a map from
 * column name to value; announced names become fields, a later stage that names another one looks
 * it up, and the rest is spread out when the rows leave the engine. One statement does it all.
 *
 * @param announced names after {@code as}, in order
 * @param others whether columns that were not announced are shown
 */
record Transpose(List<Name> row, List<Name> column, List<Name> announced, boolean others, Span span)
    implements Operator {
  /**
   * Of columns that are shown even without a cell; more than a result has, as some may be removed.
   */
  private static final int NAMES = OpenColumns.MOST + 100;

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("transpose"),
                  "transpose row a, … column b, … [as name, …, *]",
                  "makes one record of each value of a and one column of each value of b")
              .details(
                  """
                  Records come in ascending order of their row fields; a cell that the records do not \
                  have is null, of equal cells the last one counts. Columns are ordered by name, at most \
                  300. With `as` only the named columns come, in this order; `*` adds the others. Later \
                  stages may use a column by its name (`%"200"`), unless `as` left it out. The values of \
                  several column fields are joined by `|`; null gives the column `null`. When there are \
                  several value fields a column is called `<value>_<value field>`.
                  """)
              .examples(
                  "router | timeslice 1m | count by _timeslice, status | transpose row _timeslice column"
                      + " status",
                  "router | count by method, dyno, status | transpose row method column dyno, status"
                      + " as %\"web.1|200\", *"),
          Transpose::parse);

  Transpose {
    row = List.copyOf(row);
    column = List.copyOf(column);
    announced = List.copyOf(announced);
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    cursor.expectWord("row", "and fields after \"transpose\"");
    List<Name> row = NameList.parse(cursor, "a field after \"row\"");
    cursor.expectWord("column", "and fields after the row fields");
    List<Name> column = NameList.parse(cursor, "a field after \"column\"");
    List<Name> announced = new ArrayList<>();
    boolean others = true;
    if (cursor.acceptWord("as")) {
      others = cursor.acceptSymbol("*");
      while (!others) {
        announced.add(cursor.expectName("a column name or * after \"as\""));
        if (!cursor.acceptSymbol(",")) {
          break;
        }
        others = cursor.acceptSymbol("*");
      }
    }
    Set<String> seen = new HashSet<>(row.stream().map(Name::folded).toList());
    for (Name name : announced) {
      if (!seen.add(name.text())) {
        throw new QueryMistake(name.span(), "column " + name.text() + " is listed twice");
      }
    }
    return new Transpose(row, column, announced, others, span);
  }

  @Override
  public String print() {
    List<String> columns = new ArrayList<>(announced.stream().map(Name::print).toList());
    if (others && !announced.isEmpty()) {
      columns.add("*");
    }
    return "transpose row "
        + NameList.print(row)
        + " column "
        + NameList.print(column)
        + (columns.isEmpty() ? "" : " as " + String.join(", ", columns));
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() == Relation.Kind.MESSAGES) {
      throw new QueryMistake(
          span, "transpose needs records; put an aggregate before it, such as count by a, b");
    }
    List<Field> rowFields = row.stream().map(rows.schema()::require).toList();
    List<Field> columnFields = column.stream().map(rows.schema()::require).toList();
    List<Field> values =
        rows.schema()
            .retain(field -> !rowFields.contains(field) && !columnFields.contains(field))
            .fields();
    if (values.isEmpty()) {
      throw new QueryMistake(
          span, "transpose needs a field for the cells besides its row and column fields");
    }
    return spread(cells(rows, rowFields, columnFields, values), rowFields.size(), values);
  }

  /**
   * One row a cell: row fields, the name of the column, the values; of equal cells the last one.
   */
  private static Relation cells(
      Relation rows, List<Field> rowFields, List<Field> columnFields, List<Field> values) {
    List<String> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Field field : rowFields) {
      fields.add(
          new Field(
              field.name(), rows.nextColumn(fields.size()), field.type(), Origin.QUERY, true));
      expressions.add(field.column());
    }
    expressions.add(
        String.join(
            " || '|' || ",
            columnFields.stream()
                .map(field -> "coalesce(" + field.value().asString().sql() + ", 'null')")
                .toList()));
    for (Field value : values) {
      expressions.add("last(" + value.column() + rows.orderBy() + ")");
    }
    String places = places(rowFields.size() + 1);
    return rows.records(expressions, " GROUP BY " + places, fields, List.of(), List.of());
  }

  private Relation spread(Relation cells, int rowCount, List<Field> values) {
    List<String> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    List<String> order = new ArrayList<>();
    String name = cells.added(rowCount);
    for (Field field : cells.schema().fields()) {
      String place = cells.nextColumn(fields.size());
      fields.add(new Field(field.name(), place, field.type(), Origin.QUERY, true));
      expressions.add(field.column());
      order.add(place + " ASC NULLS LAST");
    }
    String names = cells.nextColumn(expressions.size());
    if (others) {
      expressions.add(names(cells, name));
    }
    List<OpenColumns> open = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Field value = values.get(i);
      String cell = cells.added(rowCount + 1 + i);
      // With several value fields a column is named <value of the column field>_<value field>.
      String suffix = values.size() == 1 ? "" : "_" + value.name();
      Set<String> taken =
          announced.stream()
              .map(Name::text)
              .filter(text -> text.endsWith(suffix))
              .map(text -> text.substring(0, text.length() - suffix.length()))
              .collect(Collectors.toSet());
      for (Name column : announced) {
        if (column.text().endsWith(suffix)) {
          String key = column.text().substring(0, column.text().length() - suffix.length());
          String place = cells.nextColumn(expressions.size());
          fields.add(new Field(column.text(), place, value.type(), Origin.CELL, false));
          expressions.add(
              "any_value(" + cell + ") FILTER (WHERE " + name + " = " + Sql.literal(key) + ")");
        }
      }
      if (others) {
        String place = cells.nextColumn(expressions.size());
        open.add(new OpenColumns(place, names, suffix, value.type(), taken, true));
        expressions.add(
            "map_from_entries(list({'k': "
                + name
                + ", 'v': "
                + cell
                + "}) FILTER (WHERE "
                + cell
                + " IS NOT NULL))");
      }
    }
    return cells.records(expressions, " GROUP BY " + places(rowCount), fields, open, order);
  }

  /**
   * The list of the first names, the same in every row: a later filter may leave rows without a
   * cell in some column, and the column stays nevertheless. It is made beside the groups; hung on
   * each cell before them it would take cells × names (the dynos of ten million lines filled the
   * engine).
   */
  private String names(Relation cells, String name) {
    return "(SELECT list(%1$s) FROM (SELECT DISTINCT %1$s FROM %2$s ORDER BY 1 LIMIT %3$d))"
        .formatted(name, cells.input(), NAMES + announced.size());
  }

  private static String places(int count) {
    List<String> places = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      places.add(Integer.toString(i));
    }
    return String.join(", ", places);
  }
}
