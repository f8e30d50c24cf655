package dev.tailwater.query;

import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.plan.Resources;
import dev.tailwater.query.plan.ScanRange;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Scope;
import dev.tailwater.query.syntax.ScopeParser;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Subquery;
import dev.tailwater.query.syntax.TableSource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles field extraction rules: a scope that says which lines, and stages that make fields of
 * them, read and planned by the code that queries go through. Safe for use by many threads.
 *
 * <p>Only stages that look at one line at a time may be used. A line that the stages drop gets no
 * field at all from the rule; the line itself is kept.
 */
public final class RuleCompiler {
  private static final int LENGTH_LIMIT = 16_384;
  private static final int NAME_LIMIT = 255;

  /**
   * Compiles a rule.
   *
   * @param scope keywords and metadata, as in a query before the first pipe
   * @param expression stages separated by pipes
   * @throws QueryException with the place of the mistake
   */
  public CompiledRule compile(String scope, String expression) {
    Scope lines = scope(scope);
    try {
      if (expression.length() > LENGTH_LIMIT) {
        throw new QueryMistake(
            new Span(LENGTH_LIMIT, LENGTH_LIMIT),
            "the rule has "
                + expression.length()
                + " characters, expected at most "
                + LENGTH_LIMIT);
      }
      Pipeline pipeline = new Pipeline(lines, Pipeline.rowStages(expression));
      CompiledRule rule =
          new CompiledRule(
              pipeline.plan(
                  "",
                  new ScanRange(Instant.EPOCH, Instant.EPOCH),
                  ZoneOffset.UTC,
                  Instant.EPOCH,
                  new NoResources(),
                  Set.of()));
      for (ResultField field : rule.fields()) {
        if (field.name().length() > NAME_LIMIT) {
          throw new QueryMistake(
              new Span(0, expression.length()),
              "the name of a field has "
                  + field.name().length()
                  + " characters, expected at most "
                  + NAME_LIMIT);
        }
      }
      if (rule.fields().isEmpty()) {
        throw new QueryMistake(
            new Span(0, expression.length()),
            "the rule gives no field; expected a stage such as parse \"dyno=* \" as dyno");
      }
      return rule;
    } catch (QueryMistake mistake) {
      throw QueryException.in(expression, mistake);
    }
  }

  /** A rule sees its line and nothing else. */
  private static final class NoResources implements Resources {
    @Override
    public List<List<String>> rows(Subquery subquery) {
      throw new QueryMistake(subquery.span(), "a rule cannot hold a subquery");
    }

    @Override
    public Optional<StoredTable> table(TableSource.Stored source) {
      throw new QueryMistake(source.span(), "a rule cannot look into a table");
    }

    @Override
    public List<String> tablePaths() {
      return List.of();
    }
  }

  private static Scope scope(String text) {
    try {
      Cursor cursor = new Cursor(text);
      Scope scope = ScopeParser.parse(cursor);
      if (cursor.peek().isSymbol("|")) {
        throw new QueryMistake(
            cursor.peek().span(),
            "expected the end of the scope, found \"|\"; stages go into the rule");
      }
      return scope;
    } catch (QueryMistake mistake) {
      throw QueryException.in(text, mistake);
    }
  }
}
