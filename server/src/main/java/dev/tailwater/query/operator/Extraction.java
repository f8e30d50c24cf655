package dev.tailwater.query.operator;

import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.term.RequiredTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What parse stages do with the rows: find values in a text, fill fields with them, drop rows or
 * keep them.
 *
 * @param source the text to search
 * @param searches at least one; a row passes when one of them passes
 * @param nodrop whether rows that do not pass stay
 */
record Extraction(Source source, List<Search> searches, boolean nodrop) {
  /**
   * Whether a row that passed a nodrop stage is spared by later parse stages of its run. The
   * queries of people who do not know of it look the same, so this is the one place that decides
   * it.
   */
  private static final boolean NODROP_REACHES_ON = true;

  Extraction {
    searches = List.copyOf(searches);
  }

  /** Something to find, and the fields that its values fill, in order. */
  record Search(Finder finder, List<Name> fields) {
    Search {
      fields = List.copyOf(fields);
    }
  }

  Relation plan(Relation rows) {
    String text = source.text(rows);
    boolean mustPass = !nodrop && earlier(rows).isEmpty() && searches.size() == 1;
    return mustPass ? dropping(rows, text, searches.getFirst()) : keeping(rows, text);
  }

  /**
   * What a line holds that passes; see {@link Operator#requires}.
   *
   * @param patterns one for each search
   */
  Optional<RequiredTerms> requires(List<Regex> patterns) {
    boolean changesLine =
        searches.stream().flatMap(search -> search.fields().stream()).anyMatch(Source::isLine);
    // After a nodrop stage a line may pass that no later stage matches.
    if (nodrop || changesLine) {
      return Optional.empty();
    }
    return Optional.of(
        source.isLine()
            ? RequiredTerms.oneOf(patterns.stream().map(Regex::requires).toList())
            : RequiredTerms.any());
  }

  /** Only rows that pass go on, so the cheap test and the search itself are filters. */
  private static Relation dropping(Relation rows, String text, Search search) {
    Finder finder = search.finder();
    String may = finder.mayPass(text);
    Relation likely = may.equals("true") ? rows : rows.where(may);
    Relation searched = finder.search(likely, finder.find(text), false);
    String found = searched.added(0);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < search.fields().size(); i++) {
      values.add(
          finder.allOrNothing() ? finder.value(found, i) : fieldValue(rows, search, found, i));
    }
    return naming(searched.where(finder.passes(found)).extend(values), search.fields());
  }

  /** Rows may go on without anything found, or because of another search. */
  private Relation keeping(Relation rows, String text) {
    Relation result = rows;
    List<String> passes = new ArrayList<>();
    for (Search search : searches) {
      Finder finder = search.finder();
      String may = finder.mayFind(text);
      String find = finder.find(text);
      result =
          finder.search(
              result,
              may.equals("true") ? find : "CASE WHEN " + may + " THEN " + find + " END",
              true);
      String found = result.added(0);
      List<String> values = new ArrayList<>();
      for (int i = 0; i < search.fields().size(); i++) {
        values.add(fieldValue(result, search, found, i));
      }
      values.add(finder.passes(found));
      Relation extended = result.extend(values);
      passes.add(extended.added(values.size() - 1));
      result = naming(extended, search.fields());
    }
    String passed = "(" + String.join(" OR ", passes) + ")";
    return nodrop ? remember(result, passed) : drop(result, passed);
  }

  /** The value found, else what the query gave the field before, else what stands for absence. */
  private static String fieldValue(Relation rows, Search search, String found, int place) {
    Finder finder = search.finder();
    String value = finder.value(found, place);
    Optional<Value> before = before(rows, search.fields().get(place));
    String absent = finder.absent();
    if (before.isEmpty() && absent.equals("NULL")) {
      return value;
    }
    String otherwise =
        before.map(old -> "coalesce(" + old.asString().sql() + ", " + absent + ")").orElse(absent);
    return "CASE WHEN "
        + finder.holds(found, place)
        + " THEN "
        + value
        + " ELSE "
        + otherwise
        + " END";
  }

  /** What the query gave a field before; what was extracted at arrival is not the query's. */
  static Optional<Value> before(Relation rows, Name name) {
    boolean extracted =
        rows.schema()
            .find(name.folded())
            .filter(field -> field.origin() == Origin.EXTRACTED)
            .isPresent();
    return extracted ? Optional.empty() : rows.schema().lookUp(name);
  }

  /** Remembers for later stages of the run which rows passed this one or an earlier one. */
  static Relation remember(Relation rows, String passed) {
    String all = earlier(rows).map(before -> "(" + before + " OR " + passed + ")").orElse(passed);
    Relation remembering = rows.extend(List.of(all));
    return remembering.matched(remembering.added(0));
  }

  /** Drops rows that passed neither this stage nor an earlier one of the run. */
  static Relation drop(Relation rows, String passed) {
    return rows.where(
        earlier(rows).map(before -> "(" + before + " OR " + passed + ")").orElse(passed));
  }

  private static Optional<String> earlier(Relation rows) {
    return NODROP_REACHES_ON ? rows.matchedBefore() : Optional.empty();
  }

  /** The rows, their last columns being text fields of these names. */
  static Relation naming(Relation rows, List<Name> names) {
    Relation result = rows;
    for (int i = 0; i < names.size(); i++) {
      result =
          result.naming(
              new Field(names.get(i).text(), rows.added(i), Type.STRING, Origin.QUERY, false));
    }
    return result;
  }
}
