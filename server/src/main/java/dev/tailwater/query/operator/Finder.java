package dev.tailwater.query.operator;

import dev.tailwater.query.plan.Relation;

/**
 * What a parse stage looks for in a text, as SQL. The argument {@code found} of the methods is the
 * column made of {@link #find}.
 */
interface Finder {
  /** A cheap condition that every text meets in which something is found. */
  String mayFind(String text);

  /** A cheap condition that every text meets which makes a row pass. */
  default String mayPass(String text) {
    return mayFind(text);
  }

  /** What is found; computed once a row. Null is a valid value and means nothing. */
  String find(String text);

  /** Whether a row with this passes; never null. */
  String passes(String found);

  /** Whether rows that pass have all values, so that nobody has to ask. */
  boolean allOrNothing();

  /** Whether the value at a place, from 0, was found; never null. */
  String holds(String found, int place);

  /** The value at a place; null where it was not found, or found to be null. */
  String value(String found, int place);

  /** What a field gets whose value was not found and that had none before: null or empty. */
  String absent();

  /**
   * The rows with what was found as their column {@code added(0)}.
   *
   * @param find {@link #find}, or null where it need not be computed
   * @param keeping whether rows without anything found go on
   */
  default Relation search(Relation rows, String find, boolean keeping) {
    return rows.extendOnce(find);
  }
}
