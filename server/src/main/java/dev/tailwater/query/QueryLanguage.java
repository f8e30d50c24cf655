package dev.tailwater.query;

import dev.tailwater.query.function.Aggregate;
import dev.tailwater.query.function.Aggregates;
import dev.tailwater.query.function.Function;
import dev.tailwater.query.function.Functions;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.operator.OperatorSyntax;
import dev.tailwater.query.operator.Operators;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** What a query can be made of, for editors and for the page about the language. */
public final class QueryLanguage {
  private QueryLanguage() {}

  /** The operators, in the order of their documentation. */
  public static List<Entry> operators() {
    return Operators.ALL.stream().map(OperatorSyntax::entry).toList();
  }

  /** The aggregates. */
  public static List<Entry> aggregates() {
    return Aggregates.ALL.stream().map(Aggregate::entry).toList();
  }

  /** The functions, by family. */
  public static List<Entry> functions() {
    return Functions.ALL.stream().map(Function::entry).toList();
  }

  /** The fields that lines have before a query makes others. */
  public static List<ResultField> fields() {
    Instant any = Instant.EPOCH;
    return new QueryCompiler()
        .compile("*", new QueryContext(new TimeRange(any, any), ZoneOffset.UTC, any, Map.of()))
        .fields();
  }
}
