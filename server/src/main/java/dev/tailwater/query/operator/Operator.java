package dev.tailwater.query.operator;

import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Resources;
import dev.tailwater.query.plan.Saving;
import dev.tailwater.term.RequiredTerms;
import java.util.Optional;

/** A stage of a query, read from its text. Immutable. */
public interface Operator {
  /** The stage as text that reads as an equal stage. */
  String print();

  /**
   * The rows after this stage.
   *
   * @throws dev.tailwater.query.syntax.QueryMistake when the stage makes no sense on these rows
   */
  Relation plan(Relation rows, PlanContext context);

  /**
   * Whether the stage looks at each row alone, makes at most one row of it and names the fields
   * that it fills, so that it can be part of a field extraction rule.
   */
  default boolean isRowWise() {
    return isParse();
  }

  /**
   * Whether a stage is one of a run of parse stages, in which a message that an earlier nodrop
   * parse matched is not dropped by a later one.
   */
  default boolean isParse() {
    return false;
  }

  /**
   * What a line holds for certain that passes the stage, when it is one of the first ones of a
   * query. Empty where later stages may see another text than that of the line, or other rows: what
   * they require says nothing of the line then.
   */
  default Optional<RequiredTerms> requires() {
    return Optional.empty();
  }

  /** Whether stages after this one do nothing. */
  default boolean endsQuery() {
    return false;
  }

  /**
   * What a run writes to a table of the account.
   *
   * @param rows what {@link #plan} gave
   */
  default Optional<Saving> saving(Relation rows, Resources resources) {
    return Optional.empty();
  }

  /** What stages after this one may know about the run. */
  default PlanContext after(PlanContext context) {
    return context;
  }
}
