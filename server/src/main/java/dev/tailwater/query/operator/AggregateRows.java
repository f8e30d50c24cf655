package dev.tailwater.query.operator;

import dev.tailwater.query.function.Aggregate;
import dev.tailwater.query.function.Aggregate.FieldUse;
import dev.tailwater.query.function.Aggregate.Result;
import dev.tailwater.query.function.Aggregates;
import dev.tailwater.query.function.Functions;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Aggregation;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes one record of each group of rows. */
record AggregateRows(List<Term> terms, List<Name> keys) implements Operator {
  /** The session variable with the largest number of groups; without it there is no limit. */
  private static final String GROUP_LIMIT = "tailwater_groups";

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  Aggregates.names(),
                  "count, avg(field) as name, … [by field, …]",
                  "makes one record of each group of rows")
              .details(
                  """
                  A record has the fields after `by`, then the results in their order; records come in \
                  ascending order of their groups. Null is a group of its own. Without rows there is no \
                  record. Numeric aggregates leave out what is no number; where nothing is left they give \
                  null. After a single `count` the word `by` may be missing. Arguments are plain fields: \
                  compute first, then aggregate.
                  """)
              .examples(
                  "router | count as n, max(service) as worst by dyno",
                  "router | timeslice 1m | pct(service, 50, 95) by _timeslice",
                  "router | count dyno | count"),
          AggregateRows::starts,
          AggregateRows::parse);

  AggregateRows {
    terms = List.copyOf(terms);
    keys = List.copyOf(keys);
  }

  /** One aggregate of the stage. */
  record Term(String aggregate, Aggregate.Use use, Optional<Name> alias) {
    String print() {
      List<String> arguments = new ArrayList<>();
      use.field().forEach(field -> arguments.add(field.print()));
      arguments.addAll(use.numbers());
      return aggregate
          + (arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")")
          + alias.map(name -> " as " + name.print()).orElse("");
    }
  }

  /** The stage {@code count by names}. */
  static AggregateRows countBy(List<Name> names, Span span) {
    Aggregate.Use all = new Aggregate.Use(List.of(), List.of(), span);
    return new AggregateRows(List.of(new Term("count", all, Optional.empty())), names);
  }

  /** The same for each group of rows by these fields as well. */
  AggregateRows alsoBy(List<Name> names) {
    List<Name> all = new ArrayList<>(names);
    all.addAll(keys);
    return new AggregateRows(terms, all);
  }

  /**
   * An aggregate has one field in brackets; {@code min(a, b)} is a function, {@code sum / 2} a
   * field.
   */
  private static boolean starts(Cursor cursor) {
    int mark = cursor.offset();
    Token name = cursor.next();
    boolean optional = Aggregates.find(name.text()).orElseThrow().field() == FieldUse.OPTIONAL;
    boolean starts;
    if (cursor.acceptSymbol("(")) {
      starts = true;
      if (Functions.find(name.text()).isPresent() && !cursor.peek().isSymbol(")")) {
        ExpressionParser.parse(cursor);
        starts = !cursor.peek().isSymbol(",");
      }
    } else {
      starts = cursor.peek().isWord("as") ? optional : !OperatorSyntax.isInfix(cursor.peek());
    }
    cursor.moveTo(mark);
    return starts;
  }

  private static Operator parse(Cursor cursor) {
    List<Term> terms = new ArrayList<>();
    do {
      terms.add(term(cursor));
    } while (cursor.acceptSymbol(","));
    List<Name> keys = NameList.by(cursor);
    // After a bare count the word "by" may be missing.
    if (keys.isEmpty() && terms.size() == 1 && isBareCount(terms.getFirst()) && cursor.atName()) {
      keys = NameList.parse(cursor, "a field to group by");
    }
    Token next = cursor.peek();
    if (!keys.isEmpty()
        && (next.isSymbol("(") || (OperatorSyntax.isInfix(next) && !next.isWord("as")))) {
      if (keys.getLast().folded().equals("timeslice")) {
        throw cursor.expected(
            "\",\" or \"|\" after the fields to group by",
            "; write | timeslice 5m before, and group by _timeslice");
      }
      throw advised(cursor, "\",\" or \"|\" after the fields to group by");
    }
    if (cursor.peek().isWord("as") && terms.size() == 1 && terms.getFirst().alias().isEmpty()) {
      cursor.next();
      Term only = terms.getFirst();
      Name alias = cursor.expectName("a field name after \"as\"");
      terms.set(0, new Term(only.aggregate(), only.use(), Optional.of(alias)));
    }
    return new AggregateRows(terms, keys);
  }

  private static boolean isBareCount(Term term) {
    return term.aggregate().equals("count") && term.use().field().isEmpty();
  }

  private static Term term(Cursor cursor) {
    Token name = cursor.peek();
    Aggregate aggregate =
        Aggregates.find(name.text())
            .filter(found -> name.kind() == Kind.WORD)
            .orElseThrow(() -> cursor.expected("an aggregate such as count or avg(field)"));
    cursor.next();
    List<Name> field = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    if (cursor.acceptSymbol("(")) {
      boolean all =
          aggregate.field() == FieldUse.OPTIONAL
              && (cursor.acceptSymbol("*") || cursor.peek().isSymbol(")"));
      if (!all) {
        field.add(cursor.expectName("a field name as in " + aggregate.entry().usage()));
        while (aggregate.numbers() && cursor.acceptSymbol(",")) {
          Token number = cursor.peek();
          boolean plain =
              number.kind() == Kind.NUMBER && number.text().matches("[0-9]+(\\.[0-9]+)?");
          if (!plain) {
            throw cursor.expected("a percentile between 0 and 100");
          }
          numbers.add(cursor.next().text());
        }
      }
      if (!field.isEmpty() && field.getFirst().folded().equals("distinct") && cursor.atName()) {
        throw cursor.expected("\")\"", "; write count_distinct(field)");
      }
      if (!cursor.peek().isSymbol(")")) {
        throw advised(cursor, "\")\" after the field of " + name.text());
      }
      cursor.next();
    } else if (aggregate.field() == FieldUse.REQUIRED) {
      throw cursor.expected("\"(\" and a field, as in " + aggregate.entry().usage());
    }
    Token after = cursor.peek();
    if (OperatorSyntax.isInfix(after) && !after.isWord("as")) {
      throw advised(cursor, "\"as\", \",\", \"by\" or \"|\" after the aggregate");
    }
    Span span = cursor.since(name.span().start());
    Optional<Name> alias =
        cursor.acceptWord("as")
            ? Optional.of(cursor.expectName("a field name after \"as\""))
            : Optional.empty();
    if (alias.isPresent() && numbers.size() > 1) {
      throw new QueryMistake(
          alias.get().span(), "expected one percentile for an alias, found " + numbers.size());
    }
    String canonical = name.text().toLowerCase(Locale.ROOT);
    return new Term(canonical, new Aggregate.Use(field, numbers, span), alias);
  }

  private static QueryMistake advised(Cursor cursor, String what) {
    QueryMistake mistake = cursor.expected(what);
    return new QueryMistake(
        mistake.span(),
        mistake.text()
            + "; aggregates take plain fields, compute in a stage of its own: | a + b as x |"
            + " avg(x)");
  }

  @Override
  public String print() {
    return String.join(", ", terms.stream().map(Term::print).toList()) + NameList.printBy(keys);
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    List<String> groups = new ArrayList<>();
    List<Aggregation> results = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    List<String> order = new ArrayList<>();
    List<String> places = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Name key : keys) {
      Value value = rows.schema().value(key);
      String shown = rows.schema().find(key.folded()).map(Field::name).orElse(key.text());
      String column = rows.nextColumn(fields.size());
      addField(
          fields, seen, new Field(shown, column, value.type(), Origin.QUERY, true), key.span());
      groups.add(value.sql());
      order.add(column + " ASC NULLS LAST");
      places.add(Integer.toString(fields.size()));
    }
    for (Term term : terms) {
      Aggregate aggregate = Aggregates.find(term.aggregate()).orElseThrow();
      for (Result result : aggregate.body().results(term.use(), rows)) {
        String name = term.alias().map(Name::text).orElse(result.name());
        String column = rows.nextColumn(fields.size());
        Field field = new Field(name, column, result.type(), Origin.QUERY, false);
        addField(fields, seen, field, term.alias().map(Name::span).orElse(term.use().span()));
        results.add(result.aggregation());
      }
    }
    String rest =
        places.isEmpty()
            // Of no rows there is no record, not one with a zero.
            ? " HAVING count(*) > 0"
            : groupBy(places);
    return rows.grouped(groups, results, rest, fields, order);
  }

  /** {@code GROUP BY} these places of the select, within the limit of groups. */
  static String groupBy(List<String> places) {
    return " GROUP BY "
        + String.join(", ", places)
        + " QUALIFY CASE WHEN row_number() OVER () > CAST(getvariable('"
        + GROUP_LIMIT
        + "') AS BIGINT) THEN CAST(error('"
        + GROUP_LIMIT
        + "') AS BOOLEAN) ELSE true END";
  }

  private static void addField(List<Field> fields, Set<String> seen, Field field, Span span) {
    if (!seen.add(field.folded())) {
      throw new QueryMistake(
          span, "two results are named " + field.name() + "; give one another name with \"as\"");
    }
    fields.add(field);
  }
}
