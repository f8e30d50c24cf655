package dev.tailwater.query.operator;

import dev.tailwater.query.function.ExpressionCompiler;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.pattern.Explanations;
import dev.tailwater.query.pattern.Explanations.Explanation;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells which values of fields are found more often where a condition holds than elsewhere.
 *
 * <p>[R] The relevance is the share of the combination in the rows of the condition, divided by the
 * sum of its shares there and elsewhere: a half means no difference. An explanation is written as a
 * condition, to be used in where. Where two are as relevant the one that covers more comes first,
 * then the one with more values.
 *
 * @param against what the rows to compare with meet; all others when absent
 */
record LogExplain(Expression event, Optional<Expression> against, List<Name> names, Span span)
    implements Operator {
  private static final int MOST_FIELDS = 10;
  private static final int ROW_LIMIT = 100_000;

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("logexplain"),
                  "logexplain condition [against condition] on field, …",
                  "tells which values are found more often where a condition holds than elsewhere")
              .details(
                  "Each record is a combination of values that more than 5 % of the rows with the"
                      + " condition have: `_explanation`, a condition for `where`; `_relevance`"
                      + " from 0 to 1, one half meaning no difference, only above 0.1;"
                      + " `_test_coverage` and `_control_coverage`, the percentage of rows that"
                      + " have it with the condition and without (or with that of `against`). The"
                      + " most relevant come first, later ones tell at least one other value. At"
                      + " most "
                      + MOST_FIELDS
                      + " fields.")
              .examples("router | logexplain status >= 500 on method, dyno, path"),
          LogExplain::parse);

  LogExplain {
    names = List.copyOf(names);
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    Expression event = ExpressionParser.parse(cursor);
    Optional<Expression> against =
        cursor.acceptWord("against")
            ? Optional.of(ExpressionParser.parse(cursor))
            : Optional.empty();
    cursor.expectWord("on", "and fields after the condition");
    List<Name> names = NameList.parse(cursor, "a field after \"on\"");
    if (names.size() > MOST_FIELDS) {
      throw new QueryMistake(
          names.get(MOST_FIELDS).span(),
          "logexplain takes at most " + MOST_FIELDS + " fields, found " + names.size());
    }
    return new LogExplain(event, against, names, span);
  }

  @Override
  public String print() {
    return "logexplain "
        + event.print()
        + against.map(condition -> " against " + condition.print()).orElse("")
        + " on "
        + NameList.print(names);
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    ExpressionCompiler compiler = new ExpressionCompiler(rows.schema(), context);
    String test = "coalesce(" + compiler.filter(event) + ", false)";
    String control =
        against
            .map(condition -> "coalesce(" + compiler.filter(condition) + ", false)")
            .orElse("NOT " + test);
    RecordColumns columns = new RecordColumns();
    for (Name name : names) {
      columns.key(name.text(), rows.schema().value(name).asString(), name.span());
    }
    columns.result("test", new Value(Type.LONG, "count(*) FILTER (WHERE " + test + ")"), span);
    columns.result(
        "control", new Value(Type.LONG, "count(*) FILTER (WHERE " + control + ")"), span);
    Relation distinct = columns.grouped(rows);
    List<Field> fields = new ArrayList<>();
    for (String name :
        List.of("_explanation", "_relevance", "_test_coverage", "_control_coverage")) {
      String column = distinct.nextColumn(fields.size());
      Type type = fields.isEmpty() ? Type.STRING : Type.DOUBLE;
      fields.add(new Field(name, column, type, Origin.QUERY, fields.isEmpty()));
    }
    return distinct.computed(
        "logexplain",
        distinct.schema().fields().stream().map(Field::value).toList(),
        fields,
        this::explain,
        ROW_LIMIT);
  }

  private void explain(Iterable<@Nullable Object[]> rows, Consumer<@Nullable Object[]> out) {
    Explanations explanations = new Explanations(names.size());
    for (@Nullable Object[] row : rows) {
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        values.add((String) row[i]);
      }
      if (row[names.size()] instanceof Long test && row[names.size() + 1] instanceof Long control) {
        explanations.add(values, test, control);
      }
    }
    for (Explanation explanation : explanations.find()) {
      out.accept(
          new Object[] {
            condition(explanation),
            rounded(explanation.relevance(), 10_000),
            rounded(100 * explanation.testCoverage(), 100),
            rounded(100 * explanation.controlCoverage(), 100)
          });
    }
  }

  private String condition(Explanation explanation) {
    return explanation.values().stream()
        .map(value -> names.get(value.field()).print() + " = " + Quotes.quote(value.value()))
        .collect(Collectors.joining(" and "));
  }

  private static double rounded(double value, int parts) {
    return (double) Math.round(value * parts) / parts;
  }
}
