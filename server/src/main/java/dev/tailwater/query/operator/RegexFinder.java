package dev.tailwater.query.operator;

import dev.tailwater.query.plan.PackedTexts;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Relation;
import java.util.List;

/**
 * Finds the groups of a regular expression.
 *
 * @param groups their names, one for each value
 * @param every whether each match makes a row of its own
 */
record RegexFinder(Regex regex, List<String> groups, boolean every) implements Finder {
  RegexFinder {
    groups = List.copyOf(groups);
  }

  /** Finds the first match. */
  static RegexFinder first(Regex regex, List<String> groups) {
    return new RegexFinder(regex, groups, false);
  }

  /** Finds all matches. */
  static RegexFinder every(Regex regex, List<String> groups) {
    return new RegexFinder(regex.inJava(), groups, true);
  }

  @Override
  public String mayFind(String text) {
    return regex.mayMatch(text);
  }

  @Override
  public String find(String text) {
    return every ? regex.everyMatch(text) : regex.captures(text);
  }

  @Override
  public String passes(String found) {
    return regex.matched(found);
  }

  @Override
  public boolean allOrNothing() {
    return true;
  }

  @Override
  public String holds(String found, int place) {
    return regex.matched(found);
  }

  @Override
  public String value(String found, int place) {
    return regex.group(found, groups.get(place));
  }

  @Override
  public String absent() {
    return "''";
  }

  @Override
  public Relation search(Relation rows, String find, boolean keeping) {
    Relation searched = rows.extendOnce(find);
    if (!every) {
      return searched;
    }
    String matches = PackedTexts.list(searched.added(0));
    return searched.expand(keeping ? "coalesce(" + matches + ", [NULL])" : matches);
  }
}
