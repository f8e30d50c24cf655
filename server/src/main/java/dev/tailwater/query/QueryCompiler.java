package dev.tailwater.query;

import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.ScanRange;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.Set;

/** Compiles queries. Safe for use by many threads. */
public final class QueryCompiler {
  private static final int LENGTH_LIMIT = 15_000;

  private final Set<String> customFields;

  /** A compiler that knows no custom fields but those that a scope names. */
  public QueryCompiler() {
    this(Set.of());
  }

  /**
   * A compiler for lines that may carry custom fields.
   *
   * @param customFields their names in lower case; a stage may use them like columns
   */
  public QueryCompiler(Set<String> customFields) {
    this.customFields = Set.copyOf(customFields);
  }

  /**
   * Compiles a query.
   *
   * @throws QueryException with the place of the mistake
   */
  public CompiledQuery compile(String text, QueryContext context) {
    String full = Variables.substitute(text, context.variables());
    try {
      if (full.length() > LENGTH_LIMIT) {
        throw new QueryMistake(
            new Span(LENGTH_LIMIT, LENGTH_LIMIT),
            "the query has " + full.length() + " characters, expected at most " + LENGTH_LIMIT);
      }
      Pipeline pipeline = Pipeline.parse(full);
      PlanContext plan =
          new PlanContext(
              new ScanRange(context.range().from(), context.range().to()),
              context.zone(),
              context.now());
      return new CompiledQuery(pipeline, pipeline.plan(plan, customFields));
    } catch (QueryMistake mistake) {
      throw QueryException.in(full, mistake);
    }
  }
}
