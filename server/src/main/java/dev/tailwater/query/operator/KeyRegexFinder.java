package dev.tailwater.query.operator;

import dev.tailwater.query.plan.NamedTexts;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds values behind keys by a regular expression; a row with one of them passes. */
sealed interface KeyRegexFinder extends Finder {
  /** The keys that are asked for. */
  List<String> keys();

  /** By a pattern with a group for the key and one for the value. */
  static KeyRegexFinder pairs(List<String> keys, String pattern, Span span) {
    return new Pairs(keys, Regex.numbered(pattern, span));
  }

  /** By a pattern with a group for the value: its first match behind each key. */
  static KeyRegexFinder afterKeys(List<String> keys, String pattern, Span span) {
    List<Regex> regexes = new ArrayList<>();
    for (String key : keys) {
      // The key must not be a part of a longer word.
      String end = key.matches("(?s).*\\w") ? "(?!\\w)" : "";
      String upToMatch = "(?is:(?<!\\w)" + Pattern.quote(key) + end + ".*?)";
      regexes.add(Regex.numbered(upToMatch + "(?:" + pattern + ")", span).inJava());
    }
    return new AfterKeys(keys, regexes);
  }

  @Override
  default String passes(String found) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < keys().size(); i++) {
      conditions.add(holds(found, i));
    }
    return "(" + String.join(" OR ", conditions) + ")";
  }

  @Override
  default boolean allOrNothing() {
    return false;
  }

  @Override
  default String absent() {
    return "NULL";
  }

  /** All pairs of the text by name, of which the keys are looked up. */
  record Pairs(List<String> keys, Regex regex) implements KeyRegexFinder {
    @Override
    public String mayFind(String text) {
      return regex.mayMatch(text);
    }

    @Override
    public String find(String text) {
      return regex.pairs(text);
    }

    @Override
    public Relation search(Relation rows, String find, boolean keeping) {
      Relation found = rows.extendOnce(find);
      return found.extendOnce(NamedTexts.list(found.added(0)));
    }

    @Override
    public String holds(String found, int place) {
      return "coalesce(" + NamedTexts.holds(found, keys.get(place)) + ", false)";
    }

    @Override
    public String value(String found, int place) {
      return NamedTexts.text(found, keys.get(place));
    }
  }

  /** A list of captures, one for each key. */
  record AfterKeys(List<String> keys, List<Regex> regexes) implements KeyRegexFinder {
    @Override
    public String mayFind(String text) {
      return KeyValue.holdsOne(text, keys);
    }

    @Override
    public String find(String text) {
      return "["
          + String.join(", ", regexes.stream().map(regex -> regex.captures(text)).toList())
          + "]";
    }

    @Override
    public String holds(String found, int place) {
      return "(" + captures(found, place) + " IS NOT NULL)";
    }

    @Override
    public String value(String found, int place) {
      Regex regex = regexes.get(place);
      return regex.group(captures(found, place), regex.names().getFirst());
    }

    private static String captures(String found, int place) {
      return found + "[" + (place + 1) + "]";
    }
  }
}
