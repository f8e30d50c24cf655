package dev.tailwater.query.plan;

import dev.tailwater.record.TextHolding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Steps and a last select as one statement: {@code WITH r0 AS (…), r1 AS (…) SELECT …}. Of the
 * lines it reads what the steps and the last select name: planning with all columns takes longer
 * than many a query.
 */
final class PlanSql {
  /** Of so many parts of the text it is asked whether a line may hold them. */
  private static final int MOST_TEXTS = 8;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private PlanSql() {}

  /**
   * The statement. Steps that are tables by then are not part of it.
   *
   * @param steps each after those it needs
   * @param last all columns are read when it begins with a star
   */
  static String of(List<Step> steps, LineScans scans, String last) {
    Set<String> names = names(steps, last);
    List<TextHolding> texts =
        names.stream().sorted().flatMap(name -> TextHolding.named(name).stream()).toList();
    // Tables have the whole texts only, and to ask for many parts is long SQL.
    int some = steps.stream().anyMatch(PlanSql::isTable) ? 0 : MOST_TEXTS;
    List<TextHolding> holding = texts.subList(0, Math.min(some, texts.size()));
    List<TextHolding> whole = texts.subList(holding.size(), texts.size());
    if (!whole.isEmpty()) {
      names.add(MessageColumns.TEXT);
    }
    Predicate<String> used = last.startsWith("SELECT *") ? name -> true : names::contains;
    List<String> named = new ArrayList<>();
    for (Step step : steps) {
      switch (step) {
        case Step.Lines lines ->
            named.add(lines.name() + " AS (" + lines.sql(scans, used, holding) + ")");
        case Step.Select select -> named.add(select.name() + " AS (" + select.sql() + ")");
        case Step.Grouped groups -> {
          Optional<String> kept = scans.grouped(groups);
          if (kept.isPresent()) {
            // All steps before it lead to the groups, which are there already.
            named.clear();
          }
          named.add(groups.name() + " AS (" + kept.orElseGet(groups::sql) + ")");
        }
        case Step.Computed computed -> {}
        case Step.Stored stored -> {}
      }
    }
    String sql = (named.isEmpty() ? "" : "WITH " + String.join(",\n", named) + "\n") + last;
    for (TextHolding text : whole) {
      sql = replaceName(sql, text.name(), MessageColumns.TEXT);
    }
    return sql;
  }

  /** Whether its rows are in a table before the SQL of later steps runs. */
  private static boolean isTable(Step step) {
    return switch (step) {
      case Step.Computed computed -> true;
      case Step.Stored stored -> true;
      case Step.Lines lines -> false;
      case Step.Select select -> false;
      case Step.Grouped groups -> false;
    };
  }

  /** What may be a name in the SQL of the steps and the last select. */
  private static Set<String> names(List<Step> steps, String last) {
    Set<String> names = new HashSet<>();
    for (Step step : steps) {
      switch (step) {
        case Step.Select select -> addNames(select.sql(), names);
        case Step.Grouped groups -> addNames(groups.sql(), names);
        case Step.Lines lines -> {}
        case Step.Computed computed -> {}
        case Step.Stored stored -> {}
      }
    }
    addNames(last, names);
    return names;
  }

  /** Adds what may be a name in SQL, words of its texts too. */
  private static void addNames(String sql, Set<String> names) {
    Matcher name = NAME.matcher(sql);
    while (name.find()) {
      names.add(name.group());
    }
  }

  /** Another name for a column; texts of the query that hold the name stay as they are. */
  private static String replaceName(String sql, String name, String other) {
    return Pattern.compile("'[^']*'|\\b" + name + "\\b")
        .matcher(sql)
        .replaceAll(found ->
            Matcher.quoteReplacement(found.group().startsWith("'") ? found.group() : other));
  }
}
