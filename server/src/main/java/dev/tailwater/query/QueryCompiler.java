package dev.tailwater.query;

import dev.tailwater.query.Moment.End;
import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.plan.AccountTables;
import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Resources;
import dev.tailwater.query.plan.Saving;
import dev.tailwater.query.plan.ScanRange;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Subquery;
import dev.tailwater.query.syntax.TableSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles queries. Safe for use by many threads. */
public final class QueryCompiler {
  /** The most characters of a query. */
  static final int LENGTH_LIMIT = 15_000;

  private static final int SUBQUERY_DEPTH = 5;

  private final Set<String> customFields;
  private final AccountTables tables;
  private final Set<AddressData> addressData;

  /**
   * A compiler that knows no tables, nothing about addresses, and no custom fields but those that a
   * scope names.
   */
  public QueryCompiler() {
    this(Set.of(), AccountTables.NONE, Set.of());
  }

  /**
   * A compiler for queries of an account.
   *
   * @param customFields names, in lower case, of fields that its lines may carry; a stage may use
   *     them like columns
   * @param tables what it can look things up in
   * @param addressData what the server knows of addresses
   */
  public QueryCompiler(
      Set<String> customFields, AccountTables tables, Set<AddressData> addressData) {
    this.customFields = Set.copyOf(customFields);
    this.tables = tables;
    this.addressData = Set.copyOf(addressData);
  }

  /** Runs the subqueries of a query, so that what they found can become part of it. */
  public interface SubqueryRunner {
    /**
     * The rows of a subquery.
     *
     * @param query compiled, over its own range
     */
    List<List<String>> run(CompiledQuery query, Subquery subquery);
  }

  /**
   * Checks and compiles a query; nothing is run and nothing is written. Where it has subqueries the
   * result is good for its fields only; to run it, compile it with a runner for them.
   *
   * @throws QueryException with the place of the mistake
   */
  public CompiledQuery compile(String text, QueryContext context) {
    return compile(text, context, (query, subquery) -> List.of());
  }

  /**
   * Compiles a query, running its subqueries on the way.
   *
   * @throws QueryException with the place of the mistake
   */
  public CompiledQuery compile(String text, QueryContext context, SubqueryRunner runner) {
    FilledQuery filled = Variables.fill(text, context.variables());
    return compile(filled, "", context, new Nested(filled, context, runner, 0, ""));
  }

  private CompiledQuery compile(
      FilledQuery filled, String label, QueryContext context, Nested resources) {
    String text = filled.text();
    try {
      if (text.length() > LENGTH_LIMIT) {
        throw new QueryMistake(
            new Span(LENGTH_LIMIT, LENGTH_LIMIT),
            "the query has " + text.length() + " characters, expected at most " + LENGTH_LIMIT);
      }
      Pipeline pipeline = Pipeline.parse(text);
      ScanRange range = new ScanRange(context.range().from(), context.range().to());
      Relation rows =
          pipeline.plan(label, range, context.zone(), context.now(), resources, customFields);
      Optional<Saving> saving = pipeline.saving(rows, resources);
      return new CompiledQuery(pipeline, rows, resources.isUsed(), saving);
    } catch (QueryMistake mistake) {
      throw filled.explain(mistake);
    }
  }

  /** What a query takes from beside its lines: subqueries and tables. */
  private final class Nested implements Resources {
    private final FilledQuery around;
    private final QueryContext context;
    private final SubqueryRunner runner;
    private final int depth;
    private final String label;
    private int used;
    private boolean usedTables;

    Nested(
        FilledQuery around, QueryContext context, SubqueryRunner runner, int depth, String label) {
      this.around = around;
      this.context = context;
      this.runner = runner;
      this.depth = depth;
      this.label = label;
    }

    boolean isUsed() {
      return used > 0 || usedTables;
    }

    @Override
    public Optional<StoredTable> table(TableSource.Stored source) {
      usedTables = true;
      return tables.find(source.path());
    }

    @Override
    public List<String> tablePaths() {
      return tables.paths();
    }

    @Override
    public boolean knows(AddressData data) {
      return addressData.contains(data);
    }

    @Override
    public List<List<String>> rows(Subquery subquery) {
      String inside = label + "q" + used++ + "_";
      if (depth == SUBQUERY_DEPTH) {
        throw new QueryMistake(
            subquery.span(), "subqueries are nested more than " + SUBQUERY_DEPTH + " deep");
      }
      QueryContext inner =
          new QueryContext(range(subquery), context.zone(), context.now(), context.variables());
      FilledQuery text = new FilledQuery(subquery.query(), around.variables());
      CompiledQuery query =
          compile(text, inside, inner, new Nested(text, inner, runner, depth + 1, inside));
      query.check(subquery.fields());
      return runner.run(query, subquery);
    }

    private TimeRange range(Subquery subquery) {
      TimeRange outer = context.range();
      try {
        return new TimeRange(
            moment(subquery.from(), End.FROM, outer.from()),
            moment(subquery.to(), End.TO, outer.to()));
      } catch (QueryException e) {
        throw new QueryMistake(e.code(), subquery.span(), String.valueOf(e.getMessage()));
      }
    }

    private Instant moment(String text, End end, Instant around) {
      return text.isEmpty()
          ? around
          : Moment.parseInSubquery(text, end, context.zone(), context.now());
    }
  }
}
