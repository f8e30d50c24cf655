package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.pattern.ValueClusters;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Schema;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sums up messages with similar values of fields.
 *
 * <p>[R] Unless told otherwise values of less than a tenth of a cluster are not shown. A missing
 * value is a value {@code null}. At most 100,000 different rows of values.
 */
record LogReduceValues(List<Name> names, OptionalDouble threshold, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("logreduce values"),
                  "logreduce values on field, … [output_threshold=0.1]",
                  "sums up messages with similar values of fields")
              .details(
                  "Parse the fields before it. Each record is a cluster: its `_cluster_id`, in"
                      + " `_signature` the values that are frequent in it with their number and"
                      + " share, and the number of messages in `_count`. `output_threshold` is the"
                      + " share, from 0 to 1, that a value must have to be shown; where no value of"
                      + " a field has it there is a `*`.")
              .examples("router | logreduce values on method, dyno, status"),
          LogReduceValues::parse);

  private static final int ROW_LIMIT = 100_000;
  private static final double THRESHOLD = 0.1;

  LogReduceValues {
    names = List.copyOf(names);
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    cursor.next();
    if (cursor.peek().isWord("details")) {
      throw new QueryMistake(
          span.to(cursor.peek().span()),
          "operator logreduce values details is not supported; filter by the values of the"
              + " signature instead");
    }
    cursor.expectWord("on", "and fields after \"logreduce values\"");
    List<Name> names = NameList.parse(cursor, "a field after \"on\"");
    OptionalDouble threshold = OptionalDouble.empty();
    if (cursor.acceptWord("output_threshold")) {
      cursor.acceptSymbol("=");
      threshold = OptionalDouble.of(share(ExpressionParser.parse(cursor)));
    }
    return new LogReduceValues(names, threshold, span);
  }

  private static double share(Expression expression) {
    double share =
        switch (expression) {
          case Expression.Whole whole -> whole.value();
          case Expression.Decimal decimal -> decimal.value();
          default -> -1;
        };
    if (share < 0 || share > 1) {
      throw new QueryMistake(expression.span(), "expected a share from 0 to 1, such as 0.05");
    }
    return share;
  }

  @Override
  public String print() {
    return "logreduce values on "
        + NameList.print(names)
        + (threshold.isPresent() ? " output_threshold=" + threshold.getAsDouble() : "");
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() != Relation.Kind.MESSAGES) {
      throw new QueryMistake(
          span, "logreduce values needs messages; put it before the first aggregate");
    }
    RecordColumns columns = new RecordColumns();
    for (Name name : names) {
      Value text = rows.schema().value(name).asString();
      columns.key(
          name.text(), new Value(Type.STRING, "coalesce(" + text.sql() + ", 'null')"), name.span());
    }
    columns.result("_count", new Value(Type.LONG, "count(*)"), span);
    Relation distinct = columns.grouped(rows);
    List<Field> counted = distinct.schema().fields();
    Relation ordered = distinct.sorted(List.of(counted.getLast().column() + " DESC"));
    List<Field> fields =
        List.of(
            new Field("_signature", ordered.nextColumn(0), Type.STRING, Origin.QUERY, true),
            new Field("_count", ordered.nextColumn(1), Type.LONG, Origin.QUERY, false));
    Relation clusters =
        ordered.computed(
            "logreduce values",
            counted.stream().map(Field::value).toList(),
            fields,
            this::cluster,
            ROW_LIMIT);
    Relation identified =
        clusters.extend(List.of("upper(left(md5(" + fields.getFirst().column() + "), 16))"));
    List<Field> shown = new ArrayList<>();
    shown.add(new Field("_cluster_id", identified.added(0), Type.STRING, Origin.QUERY, true));
    shown.addAll(fields);
    return identified.withSchema(new Schema(shown, List.of()));
  }

  private void cluster(Iterable<@Nullable Object[]> rows, Consumer<@Nullable Object[]> out) {
    ValueClusters clusters = new ValueClusters(names.stream().map(Name::text).toList());
    for (@Nullable Object[] row : rows) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        values.add(String.valueOf(row[i]));
      }
      if (row[names.size()] instanceof Long count) {
        clusters.add(values, count);
      }
    }
    clusters
        .clusters()
        .forEach(cluster ->
            out.accept(
                new Object[] {cluster.signature(threshold.orElse(THRESHOLD)), cluster.rows()}));
  }
}
