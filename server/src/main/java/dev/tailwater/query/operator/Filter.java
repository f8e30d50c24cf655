package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.List;

/** Keeps the records whose fields have the values of a record that other stages make of them. */
record Filter(List<Name> names, List<Operator> stages, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.nesting(
          Entry.of(
                  List.of("filter"),
                  "filter field, … in (stage | stage …)",
                  "keeps the records whose fields are among those that the stages in brackets give")
              .details(
                  "The stages run over the records at this place and must give the listed fields."
                      + " They cannot hold `filter` or `compare`.")
              .examples(
                  "router | timeslice 1m | count by _timeslice, dyno"
                      + " | filter dyno in (sum(_count) by dyno | top 1 dyno by _sum)"),
          Filter::parse);

  Filter {
    names = List.copyOf(names);
    stages = List.copyOf(stages);
  }

  private static Operator parse(Cursor cursor, StageParser parser) {
    Span span = cursor.next().span();
    List<Name> names = NameList.parse(cursor, "a field after \"filter\"");
    cursor.expectWord("in", "and stages in brackets after the fields");
    cursor.expectSymbol("(", "before the stages");
    List<Operator> stages = parser.stages(cursor);
    cursor.expectSymbol(")", "or \"|\" after the stage");
    return new Filter(names, stages, span);
  }

  @Override
  public String print() {
    return "filter " + NameList.print(names) + " in (" + Stages.print(stages) + ")";
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() == Relation.Kind.MESSAGES) {
      throw new QueryMistake(
          span, "filter needs records; put an aggregate before it, such as count by a");
    }
    for (Operator stage : stages) {
      if (stage instanceof Filter || stage instanceof Compare) {
        throw new QueryMistake(span, "the stages of filter cannot hold filter or compare");
      }
    }
    Relation kept = Stages.plan(stages, rows.fork("f"), context);
    List<String> equal = new ArrayList<>();
    for (Name name : names) {
      Field own = rows.schema().require(name);
      Field other = kept.schema().require(name);
      Value left = new Value(own.type(), "o." + own.column());
      Value right = new Value(other.type(), "i." + other.column());
      boolean sameType = own.type() == other.type();
      equal.add(
          (sameType ? left : left.asString()).sql()
              + " IS NOT DISTINCT FROM "
              + (sameType ? right : right.asString()).sql());
    }
    String input = rows.input();
    return rows.beside(List.of(kept))
        .selecting(
            "SELECT * FROM "
                + input
                + " AS o WHERE EXISTS (SELECT 1 FROM "
                + kept.input()
                + " AS i WHERE "
                + String.join(" AND ", equal)
                + ")");
  }
}
