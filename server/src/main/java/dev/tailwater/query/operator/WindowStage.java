package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Refusal;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An operator that computes a field of a row and of its neighbours in the current order: {@code
 * smooth f, 5 as x by g}.
 *
 * @param length of how many rows, where the operator takes that
 * @param groups fields whose values neighbours have in common
 */
record WindowStage(Kind kind, Name name, long length, Optional<Name> alias, List<Name> groups)
    implements Operator {
  private static final long LONGEST = 1000;

  /** What the documentation of all of them says. */
  static final String SHARED =
      "Rows are taken in their current order, of each group for itself; they stay where they are."
          + " Where the field is no number the row is passed over and gets null.";

  WindowStage {
    groups = List.copyOf(groups);
  }

  /**
   * One of the operators.
   *
   * @param length of how many rows when nothing is written; 0 where the operator takes no number
   * @param rowLimit the most rows it takes; 0 for any number
   */
  record Kind(Entry entry, Formula formula, long length, long rowLimit) {
    static Kind of(Entry entry, Formula formula) {
      return new Kind(entry, formula, 0, 0);
    }

    /** The same with a number of rows. */
    Kind looking(long defaultLength) {
      return new Kind(entry, formula, defaultLength, rowLimit);
    }

    /** The same for a limited number of rows. */
    Kind atMost(long rows) {
      return new Kind(entry, formula, length, rows);
    }

    OperatorSyntax syntax() {
      return OperatorSyntax.of(entry, cursor -> parse(cursor, this));
    }
  }

  /** Makes the value of the new field. */
  interface Formula {
    Value value(Window window);
  }

  /**
   * What a formula is about.
   *
   * @param number the field as a number
   * @param group SQL of what rows of a group have in common
   */
  record Window(Relation rows, Value number, List<String> group, long length) {
    /**
     * {@code OVER (…)} the rows of the group that have a number; all others see only themselves.
     */
    String over(String frame) {
      List<String> alike = new ArrayList<>(group);
      alike.add(number.sql() + " IS NULL");
      return rows.over(alike, frame);
    }

    /** {@code OVER (…)} all rows of the group. */
    String overGroup() {
      return group.isEmpty() ? "OVER ()" : "OVER (PARTITION BY " + String.join(", ", group) + ")";
    }

    /** A sum or difference: whole where the field is. */
    Value whole(String sql) {
      return number.type() == Type.DOUBLE
          ? new Value(Type.DOUBLE, sql)
          : new Value(Type.LONG, "TRY_CAST(" + sql + " AS BIGINT)");
    }
  }

  private static Operator parse(Cursor cursor, Kind kind) {
    cursor.next();
    boolean bracketed = cursor.acceptSymbol("(");
    Name name = cursor.expectName("a field after \"" + kind.entry().name() + "\"");
    Optional<Long> length = length(cursor, kind);
    if (bracketed) {
      cursor.expectSymbol(")", "to close " + kind.entry().name());
    }
    length = length.or(() -> length(cursor, kind));
    Optional<Name> alias = alias(cursor);
    List<Name> groups = NameList.by(cursor);
    alias = alias.or(() -> alias(cursor));
    return new WindowStage(kind, name, length.orElse(kind.length()), alias, groups);
  }

  private static Optional<Long> length(Cursor cursor, Kind kind) {
    if (kind.length() == 0 || !cursor.acceptSymbol(",")) {
      return Optional.empty();
    }
    String what = "the number of rows of " + kind.entry().name();
    return Optional.of(Settings.whole(cursor, what, 1, LONGEST));
  }

  private static Optional<Name> alias(Cursor cursor) {
    return cursor.acceptWord("as")
        ? Optional.of(cursor.expectName("a field name after \"as\""))
        : Optional.empty();
  }

  @Override
  public String print() {
    return kind.entry().name()
        + " "
        + name.print()
        + (kind.length() == 0 ? "" : ", " + length)
        + alias.map(shown -> " as " + shown.print()).orElse("")
        + NameList.printBy(groups);
  }

  @Override
  public Relation plan(Relation input, PlanContext context) {
    Relation rows = input;
    if (kind.rowLimit() > 0) {
      Refusal refusal = Refusal.tooManyRows(kind.entry().name(), "takes", kind.rowLimit());
      rows = rows.qualify(refusal.unless("row_number() OVER () <= " + kind.rowLimit()));
    }
    Value number = rows.schema().value(name).asNumber();
    rows = rows.extend(List.of(number.sql()));
    Value computed = new Value(number.type(), rows.added(0));
    List<String> group = new ArrayList<>();
    for (Name key : groups) {
      group.add(rows.schema().value(key).sql());
    }
    String shown = alias.map(Name::text).orElse("_" + kind.entry().name());
    return rows.with(shown, kind.formula().value(new Window(rows, computed, group, length)));
  }
}
