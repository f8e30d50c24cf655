package dev.tailwater.query.function;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Aggregation;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.Span;
import java.util.List;

/**
 * An aggregate of the language: many rows to one value.
 *
 * @param entry its names and documentation; an example is a query
 * @param field whether it is about a field
 * @param numbers whether numbers may follow the field
 * @param body makes the result columns
 */
public record Aggregate(Entry entry, FieldUse field, boolean numbers, Body body) {
  /** Whether an aggregate takes a field. */
  public enum FieldUse {
    /** Always. */
    REQUIRED,
    /** Not necessarily, and then brackets may be missing too. */
    OPTIONAL
  }

  /**
   * One use of an aggregate.
   *
   * @param field one field, or none for all rows
   * @param numbers what followed the field, as written
   */
  public record Use(List<Name> field, List<String> numbers, Span span) {
    public Use {
      field = List.copyOf(field);
      numbers = List.copyOf(numbers);
    }
  }

  /** A result column before it gets an alias. */
  public record Result(String name, Type type, Aggregation aggregation) {}

  /** Makes the result columns of one use. */
  public interface Body {
    /** At least one column. */
    List<Result> results(Use use, Relation rows);
  }
}
