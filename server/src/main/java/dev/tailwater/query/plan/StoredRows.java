package dev.tailwater.query.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows that are stored and numbered in their order, so that what Java computes of all of them
 * together can say which of them it means. Immutable.
 */
public final class StoredRows {
  private final Relation rows;
  private final String operator;

  /**
   * @param rows the last of their steps stores them
   * @param operator which stage needs them, for messages
   */
  StoredRows(Relation rows, String operator) {
    this.rows = rows;
    this.operator = operator;
  }

  /** The rows. */
  public Relation rows() {
    return rows;
  }

  /** The name of the n-th column that {@link #annotated} adds. */
  public String column(int n) {
    return rows.nextColumn(n);
  }

  /**
   * The rows with more fields, which Java computes, in the order of the computation. A row that it
   * does not mention is gone, one that it mentions again is there again, and one without a number
   * is new, the other fields being null.
   *
   * @param arguments what the computation reads of each row, in the order of the rows; before them
   *     it gets the number of the row
   * @param fields what it gives after the number of a row; their columns being {@link #column}
   * @param rowLimit the most rows it reads, and the most it gives
   */
  public Relation annotated(
      List<Value> arguments, List<Field> fields, Computation computation, long rowLimit) {
    List<Value> numbered = new ArrayList<>();
    numbered.add(new Value(Type.LONG, Step.Computed.NUMBER_COLUMN));
    numbered.addAll(arguments);
    List<Step.ResultColumn> results = new ArrayList<>();
    results.add(new Step.ResultColumn("place", Type.LONG));
    results.addAll(Step.ResultColumn.of(fields));
    Relation computed =
        rows.inOrder(List.of(Step.Computed.NUMBER_COLUMN))
            .compute(operator, numbered, results, computation, rowLimit);
    String number = computed.nextColumn(0);
    String added =
        fields.stream().map(field -> ", k." + field.column()).collect(Collectors.joining());
    Relation result =
        computed
            .beside(List.of(rows))
            .selecting(
                "SELECT s.* EXCLUDE (n), k.n AS "
                    + number
                    + added
                    + " FROM "
                    + computed.input()
                    + " AS k LEFT JOIN "
                    + rows.input()
                    + " AS s ON s.n = k.place")
            .inOrder(List.of(number));
    for (Field field : fields) {
      result = result.naming(field);
    }
    return result;
  }
}
