package dev.tailwater.query.operator;

import dev.tailwater.query.function.Functions;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.NumberText;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Resources;
import dev.tailwater.query.plan.Saving;
import dev.tailwater.query.plan.ScanRange;
import dev.tailwater.query.plan.ScopeCondition;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Scope;
import dev.tailwater.query.syntax.ScopeParser;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.term.RequiredTerms;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A query: a scope and the stages that its lines go through. */
public record Pipeline(Scope scope, List<Operator> stages) {
  public Pipeline {
    stages = List.copyOf(stages);
  }

  /**
   * Reads a query.
   *
   * @throws QueryMistake at the first character that fits nothing
   */
  public static Pipeline parse(String text) {
    Cursor cursor = new Cursor(text, Pipeline::parse);
    Pipeline pipeline = parse(cursor);
    if (cursor.peek().isSymbol("|")) {
      throw new QueryMistake(
          cursor.peekSecond().span(), "compose ends a subquery: [subquery: query | compose field]");
    }
    if (cursor.peek().kind() != Token.Kind.END) {
      throw cursor.expected("\"|\" or the end of the query", Stages.adviceAfter(cursor.peek()));
    }
    return pipeline;
  }

  /**
   * Reads stages that look at one row at a time, without a scope before them.
   *
   * @throws QueryMistake at the first character that fits nothing, and for other stages
   */
  public static List<Operator> rowStages(String text) {
    Cursor cursor = new Cursor(text);
    List<Operator> stages = new ArrayList<>();
    do {
      int start = cursor.peek().span().start();
      Operator stage = Stages.stage(cursor);
      if (!stage.isRowWise()) {
        throw new QueryMistake(
            cursor.since(start),
            "this stage cannot stand in a rule, which sees one line at a time; expected parse, json,"
                + " csv, kv, fields, where or an expression, without auto and multi");
      }
      stages.add(stage);
    } while (cursor.acceptSymbol("|"));
    if (cursor.peek().kind() != Token.Kind.END) {
      throw cursor.expected("\"|\" or the end of the rule");
    }
    return stages;
  }

  private static Pipeline parse(Cursor cursor) {
    if (!ScopeParser.atTable(cursor)) {
      Scope scope = ScopeParser.parse(cursor);
      return new Pipeline(scope, Stages.parseRest(cursor));
    }
    Span start = cursor.peek().span();
    List<Operator> stages = new ArrayList<>();
    stages.add(Cat.parse(cursor));
    stages.addAll(Stages.parseRest(cursor));
    return new Pipeline(new Scope.All(start), stages);
  }

  /** Reads a query up to the round bracket that closes it. */
  static Pipeline inBrackets(Cursor cursor) {
    Scope scope = ScopeParser.parseInBrackets(cursor);
    return new Pipeline(scope, Stages.parseRest(cursor));
  }

  /** The functions that SQL of compiled queries may call. */
  public static List<EngineFunction> engineFunctions() {
    Stream<EngineFunction> ofOperators =
        Operators.ALL.stream().flatMap(syntax -> syntax.engineFunctions().stream());
    return Stream.of(
            Stream.of(NumberText.FUNCTION), Functions.engineFunctions().stream(), ofOperators)
        .flatMap(functions -> functions)
        .distinct()
        .toList();
  }

  /** Whether it looks at each line alone and makes at most one row of it. */
  public boolean isRowWise() {
    return stages.stream().allMatch(Operator::isRowWise);
  }

  /** Whether it aggregates lines of which each is looked at alone. */
  public boolean aggregatesLines() {
    for (Operator stage : stages) {
      if (stage instanceof AggregateRows) {
        return true;
      }
      if (!stage.isRowWise() && !(stage instanceof Timeslice)) {
        return false;
      }
    }
    return false;
  }

  /** Whether one of its stages is a list of the fields to keep. */
  public boolean choosesFields() {
    return stages.stream().anyMatch(stage -> stage instanceof Fields fields && !fields.removes());
  }

  /** The query as text that reads as an equal query. */
  public String print() {
    if (!stages.isEmpty() && stages.getFirst() instanceof Cat) {
      return Stages.print(stages);
    }
    return scope.print() + (stages.isEmpty() ? "" : "\n| " + Stages.print(stages));
  }

  /**
   * The rows at the end.
   *
   * @param label makes the names of its steps differ from those of another query that runs with it
   * @param range the moments it is about
   * @param zone where days begin
   * @param now the moment that {@code now()} means
   * @param resources what there is beside the lines
   * @param customFields names, in lower case, of fields that lines may carry beside the known
   *     columns
   */
  public Relation plan(
      String label,
      ScanRange range,
      ZoneId zone,
      Instant now,
      Resources resources,
      Set<String> customFields) {
    Set<String> custom = new HashSet<>(customFields);
    custom.addAll(ScopeCondition.customFields(scope));
    RequiredTerms scoped = ScopeCondition.terms(scope);
    ScanRange lines = range.holding(scoped);
    ScanRange passing = range.holding(RequiredTerms.all(List.of(scoped, requiredByStages())));
    PlanContext context =
        PlanContext.of(
            range,
            zone,
            now,
            resources,
            (replay, shift) ->
                Relation.scan(label + replay, lines.earlier(shift), scope, resources, custom));
    return Stages.plan(stages, Relation.scan(label, passing, scope, resources, custom), context);
  }

  /** What a line holds that passes the first stages. */
  private RequiredTerms requiredByStages() {
    List<RequiredTerms> required = new ArrayList<>();
    for (Operator stage : stages) {
      Optional<RequiredTerms> terms = stage.requires();
      if (terms.isEmpty()) {
        break;
      }
      required.add(terms.get());
    }
    return RequiredTerms.all(required);
  }

  /**
   * What a run writes of the rows at the end, if anything.
   *
   * @param rows what {@link #plan} gave
   */
  public Optional<Saving> saving(Relation rows, Resources resources) {
    for (Operator stage : stages) {
      if (stage.endsQuery()) {
        return stage.saving(rows, resources);
      }
    }
    return Optional.empty();
  }
}
