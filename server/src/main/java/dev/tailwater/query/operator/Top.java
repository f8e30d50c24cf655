package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Relation.Kind;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the first rows by some fields; of messages it counts values and keeps the most frequent.
 */
record Top(long rows, List<Name> names, List<Sort.Key> by, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("top"),
                  "top n field, … [by field [asc|desc], …]",
                  "keeps the n largest records by the fields after by; of messages the n most frequent values")
              .details(
                  """
                  Of records the listed fields are left, then those after `by`; list there all that you \
                  need. On messages, or with `by count`, it counts the values of the listed fields first.
                  """)
              .examples(
                  "router | top 1 method", "router | sum(bytes) as b by path | top 2 path by b"),
          Top::parse);

  Top {
    names = List.copyOf(names);
    by = List.copyOf(by);
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    long rows = Limit.rows(cursor, span.start(), "top");
    List<Name> names = NameList.parse(cursor, "a field after \"top " + rows + "\"");
    List<Sort.Key> by = cursor.acceptWord("by") ? Sort.keys(cursor, false) : List.of();
    return new Top(rows, names, by, span);
  }

  @Override
  public String print() {
    return "top "
        + rows
        + " "
        + NameList.print(names)
        + (by.isEmpty()
            ? ""
            : " by " + String.join(", ", by.stream().map(Sort.Key::print).toList()));
  }

  @Override
  public Relation plan(Relation input, PlanContext context) {
    boolean messages = input.kind() == Kind.MESSAGES;
    boolean byCount =
        by.size() == 1
            && (by.getFirst().name().folded().equals("count")
                || (messages && by.getFirst().name().folded().equals("_count")))
            && input.schema().find(by.getFirst().name().folded()).isEmpty();
    if (messages || byCount) {
      if (!by.isEmpty() && !byCount) {
        throw new QueryMistake(
            by.getFirst().name().span(),
            "top on messages counts them; to order by "
                + by.getFirst().name().text()
                + " put an aggregate before it");
      }
      boolean ascending = byCount && by.getFirst().ascending();
      Relation counted = AggregateRows.countBy(names, span).plan(input, context);
      Name count = new Name("_count", span);
      return counted.sorted(List.of(new Sort.Key(count, ascending).term(counted))).limit(rows);
    }
    List<Sort.Key> keys = by.isEmpty() ? List.of(Sort.byFirstResult(input, span)) : by;
    Relation largest = new Sort(keys, span).plan(input, context).limit(rows);
    List<Name> shown = new ArrayList<>(names);
    keys.stream()
        .map(Sort.Key::name)
        .filter(name -> names.stream().noneMatch(n -> n.folded().equals(name.folded())))
        .forEach(shown::add);
    return new Fields(false, shown).plan(largest, context);
  }
}
