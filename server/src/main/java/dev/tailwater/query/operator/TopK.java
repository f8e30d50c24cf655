package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Schema;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import java.util.ArrayList;
import java.util.List;

/** Keeps the rows of each group with the largest values and numbers them. */
record TopK(long rows, List<Name> names, List<Name> groups) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("topk"),
                  "topk(n, field, …) [by group, …]",
                  "keeps the n rows with the largest values, of each group, numbered as _rank")
              .details(
                  """
                  Works on records and on messages. The largest value of the first field wins, then \
                  of the next; rows with equal values stay in their order. Text is compared as text, \
                  null comes last. The groups come in ascending order, the rows of each by rank.
                  """)
              .examples(
                  "router | count by path, dyno | topk(1, _count) by dyno",
                  "router | topk(1, _messagetime) by dyno | fields dyno, _rank"),
          cursor -> cursor.peekSecond().isSymbol("("),
          TopK::parse);

  TopK {
    names = List.copyOf(names);
    groups = List.copyOf(groups);
  }

  private static Operator parse(Cursor cursor) {
    int start = cursor.next().span().start();
    cursor.expectSymbol("(", "after \"topk\"");
    long rows = cursor.expectWhole("a number of rows, as in topk(5, _count)");
    if (rows < 1) {
      throw new QueryMistake(
          cursor.since(start), "topk takes a number of rows from 1, found " + rows);
    }
    cursor.expectSymbol(",", "and a field after the number of rows of topk");
    List<Name> names = NameList.parse(cursor, "a field to take the largest values of");
    cursor.expectSymbol(")", "to close topk");
    return new TopK(rows, names, NameList.by(cursor));
  }

  @Override
  public String print() {
    return "topk(" + rows + ", " + NameList.print(names) + ")" + NameList.printBy(groups);
  }

  @Override
  public Relation plan(Relation input, PlanContext context) {
    Schema schema = input.schema();
    List<String> largest =
        names.stream().map(name -> schema.value(name).sql() + " DESC NULLS LAST").toList();
    List<String> same = groups.stream().map(name -> schema.value(name).sql()).toList();
    String rank = "row_number() " + input.sorted(largest).over(same, "");
    Relation ranked = input.with("_rank", new Value(Type.LONG, rank));
    String column = ranked.added(0);
    List<String> order =
        new ArrayList<>(same.stream().map(sql -> sql + " ASC NULLS LAST").toList());
    order.add(column + " ASC");
    return ranked.where(column + " <= " + rows).sorted(order);
  }
}
