package dev.tailwater.query.operator;

import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.TimeSlices;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The values that {@code fillmissing} fills one field with. */
sealed interface FillGenerator {
  /** The field to fill. */
  Name field();

  /** Starts of all time slices of the range; as wide as those before when no width is given. */
  record Slices(Optional<SliceWidth> width, Name field) implements FillGenerator {
    private TimeSlices slices(PlanContext context) {
      return width
          .map(given -> given.slices(context))
          .or(context::slices)
          .orElseThrow(() ->
              new QueryMistake(
                  field.span(),
                  "there is no timeslice before whose width could be taken; write one, as in"
                      + " timeslice(5m)"));
    }
  }

  /** The values of a list. */
  record Values(List<String> values, Name field) implements FillGenerator {
    public Values {
      values = List.copyOf(values);
    }
  }

  /** The values that the field has. */
  record AllValues(Name field) implements FillGenerator {}

  static FillGenerator parse(Cursor cursor) {
    Token first = cursor.peek();
    if (cursor.acceptWord("timeslice")) {
      Optional<SliceWidth> width = Optional.empty();
      if (cursor.acceptSymbol("(")) {
        width = Optional.of(SliceWidth.parse(cursor, ""));
        cursor.expectSymbol(")", "after the width");
      }
      Name field =
          cursor.acceptWord("in")
              ? cursor.expectName("a field after \"in\"")
              : new Name("_timeslice", first.span());
      return new Slices(width, field);
    }
    if (!cursor.acceptWord("values")) {
      throw cursor.expected("timeslice, values(\"a\", \"b\") in field or values all in field");
    }
    if (cursor.acceptWord("all")) {
      return new AllValues(filled(cursor));
    }
    cursor.expectSymbol("(", "and texts, or \"all\", after \"values\"");
    LinkedHashSet<String> values = new LinkedHashSet<>();
    do {
      Token value = cursor.peek();
      values.add(
          value.kind() == Kind.NUMBER
              ? cursor.next().text()
              : Quotes.unescape(cursor.expectString("a text in double quotes").text()));
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")", "or \",\" after a value");
    return new Values(List.copyOf(values), filled(cursor));
  }

  private static Name filled(Cursor cursor) {
    cursor.expectWord("in", "and the field of these values");
    return cursor.expectName("a field after \"in\"");
  }

  default String print() {
    String values =
        switch (this) {
          case Slices slices ->
              "timeslice" + slices.width().map(width -> "(" + width.print() + ")").orElse("");
          case Values given ->
              "values("
                  + given.values().stream().map(Quotes::quote).collect(Collectors.joining(", "))
                  + ")";
          case AllValues all -> "values all";
        };
    return values + " in " + field().print();
  }

  /** A select of the values, in a column named like that of the field. */
  default String values(Field known, Relation rows, PlanContext context) {
    String column = known.column();
    return switch (this) {
      case Slices given -> {
        TimeSlices slices = given.slices(context);
        String bounds =
            slices.startOf(context.from().toEpochMilli())
                + ", "
                + context.to().toEpochMilli()
                + ", "
                + slices.width();
        String start = new Value(Type.LONG, "v").as(known.type()).sql();
        yield "SELECT " + start + " AS " + column + " FROM range(" + bounds + ") AS t(v)";
      }
      case Values given ->
          "SELECT unnest(["
              + given.values().stream()
                  .map(value -> Value.text(value).as(known.type()).sql())
                  .collect(Collectors.joining(", "))
              + "]) AS "
              + column;
      case AllValues all -> "SELECT DISTINCT " + column + " FROM " + rows.input();
    };
  }
}
