package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.run.QueryResult;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Texts that mean something in SQL, in every place of every operator and function where a user
 * writes a name or a text: the query is refused by its reader, or runs, and text stays text.
 */
final class HostileQueriesTest {
  private static final Lines LINES = new Lines(Lines.resource("sample.lines"));

  /** Names, in quotes or without, texts, patterns and paths; and comments, to step over them. */
  private static final Pattern PLACE =
      Pattern.compile(
          """
          (?x) // .* | (?<name> %?"(?:[^"\\\\]|\\\\.)*" ) | (?<path> '[^']*' )
          | (?<![\\w%.]) (?<word> [A-Za-z_][\\w.]* ) | (?<regex> (?<=[,(]\\ ?|matches\\ )/(?:[^/\\\\\\n]|\\\\.)+/ )
          """);

  private static final List<String> TEXTS =
      List.of(
          "it's",
          "\"; DROP TABLE logs; --",
          "'); DROP TABLE logs; --",
          "'), (SELECT _raw FROM logs), ('",
          "\\",
          "\\'",
          "$$ $1 $$",
          "/* ",
          "? ?1 :x {x}",
          "a\0b'",
          "a\nb'\r\n--",
          "\ud83d\ude80'",
          "%_*",
          "a,b.c[0]");

  /** What no example of an operator shows. */
  private static final List<String> MORE =
      List.of(
          "_sourceCategory=\"heroku\" \"status\" at* env=prod | count by env, team",
          "* | timeslice 1m as slice | count by slice | transpose row slice column _count",
          "* | where dyno in (\"web.1\", \"web.2\") and status contains \"2\" | count",
          "* | where _raw matches /service=(?<ms>\\d+)/ | count",
          "* | where [subquery: * | count by dyno | compose dyno] | count",
          "* [subquery: router | compose dyno keywords] | count",
          "* | lookup Owner as o from path://\"/Library/dynos\" on dyno=Dyno | count by o",
          "cat path://\"/Library/dynos\" | where Owner = \"Ana\"",
          "router | count by dyno | save path://\"/Library/hostile\"",
          "* | formatDate(_messagetime, \"HH:mm\", \"Europe/Paris\") as t | count by t",
          "* | parseDate(\"2024-05-01\", \"yyyy-MM-dd\", \"Europe/Paris\") as t | count by t",
          "* | json \"level\", \"order.id\" as level, id nodrop | count by level, id",
          "router | count by dyno, status | transpose row dyno column status as a, b",
          "router | timeslice 1m | count as n by _timeslice, dyno | compare timeshift 1m as before");

  @AfterAll
  static void close() {
    LINES.close();
  }

  /** A question mark in its place would mean something else, to a pattern above all. */
  @Test
  void halfOfACharacterIsTheOneThatStandsForWhatCannotBeRead() {
    assertThat(rows("* | \"\ud83d?\" as half | limit 1 | count by half"))
        .containsExactly(List.of("\ufffd?", 1L));
    assertThat(rows("H12 | kv regex \"\ud83d=(\\d+)ms\" keys \"connect\"")).isEmpty();
  }

  @Test
  void aHostileTextInAnyPlaceIsTextOrRefused() {
    Set<String> all = new LinkedHashSet<>();
    for (String query : queries()) {
      for (String text : TEXTS) {
        all.addAll(withText(query, text));
      }
    }
    List<String> cases = new ArrayList<>(all);
    Collections.shuffle(cases, new Random(Long.getLong("hostile.seed", 1)));
    cases = cases.subList(0, Math.min(cases.size(), Integer.getInteger("hostile.cases", 800)));
    int ran = 0;
    for (String query : cases) {
      try {
        LINES.run(query, ZoneOffset.UTC, Map.of());
        ran++;
      } catch (QueryException e) {
        assertThat(e.code()).as(query).isNotEqualTo("query.failed");
      } catch (RuntimeException | StackOverflowError e) {
        fail(query, e);
      }
    }
    assertThat(ran).isGreaterThan(cases.size() / 10);
    assertThat(rows("* | count")).containsExactly(List.of(9L));
  }

  private static List<String> queries() {
    List<String> queries = new ArrayList<>(MORE);
    Stream.of(QueryLanguage.operators(), QueryLanguage.aggregates())
        .flatMap(List::stream)
        .map(Entry::examples)
        .forEach(queries::addAll);
    for (Entry function : QueryLanguage.functions()) {
      function.examples().forEach(e -> queries.add("H12 | " + e + " as result | fields result"));
    }
    return queries;
  }

  /** The query with the text in one place, or in all places where the same word stands. */
  private static List<String> withText(String query, String text) {
    List<String> changed = new ArrayList<>();
    Matcher place = PLACE.matcher(query);
    while (place.find()) {
      String found = place.group();
      if (place.group("word") != null) {
        changed.add(PLACE.matcher(query).replaceAll(m -> all(m, found, text)));
        changed.add(replaced(query, place, "%" + quoted(text)));
      } else if (place.group("name") != null) {
        String inside = found.substring(found.indexOf('"') + 1, found.length() - 1);
        String start = found.substring(0, found.indexOf('"'));
        changed.add(replaced(query, place, start + quoted(text)));
        // Anchors, paths and formats keep what makes them one.
        changed.add(replaced(query, place, start + "\"" + inside + escaped(text) + "\""));
        changed.add(replaced(query, place, start + "\"" + text + "\""));
      } else if (place.group("path") != null) {
        changed.add(replaced(query, place, "'" + text + "'"));
        changed.add(replaced(query, place, "'/Library/" + text + "'"));
      } else if (place.group("regex") != null) {
        changed.add(
            replaced(query, place, "/" + Pattern.quote(text).replace("/", "\\/") + "(?<x>)/"));
      }
    }
    return changed;
  }

  private static String all(MatchResult match, String word, String text) {
    return Matcher.quoteReplacement(
        match.group().equals(word) ? "%" + quoted(text) : match.group());
  }

  private static String replaced(String query, MatchResult place, String text) {
    return query.substring(0, place.start()) + text + query.substring(place.end());
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static List<List<Object>> rows(String query) {
    return rows(query, Map.of());
  }

  private static List<List<Object>> rows(String query, Map<String, List<String>> variables) {
    QueryResult result = LINES.run(query, ZoneOffset.UTC, variables);
    return result.rows().stream().map(Arrays::asList).toList();
  }

  @Test
  void aHostileTextIsTheSameTextInTheResult() {
    for (String text : TEXTS) {
      String q = quoted(text);
      String start = "router | limit 1 | " + q + " as x | ";
      for (String test :
          List.of(
              "where x = " + q,
              "where x in (\"no\", " + q + ")",
              "where x contains " + q,
              "where x matches " + q,
              "where replace(x, " + q + ", \"\") = \"\"",
              "where concat(\"a\", x, \"b\") = concat(\"a\", " + q + ", \"b\")",
              "if (x = " + q + ", x, \"no\") as x",
              "x as %" + q + " | %" + q + " as x")) {
        assertThat(rows(start + test + " | count by x"))
            .as(test)
            .containsExactly(List.of(text, 1L));
      }
      rows(start + "count by x | fields x | save path://\"/Library/hostile\"");
      assertThat(rows("cat path://\"/Library/hostile\"")).containsExactly(List.of(text));
      assertThat(rows(start + "count by x")).containsExactly(List.of(text, 1L));
      assertThat(rows(start + "values(x) as v, first(x) as f"))
          .containsExactly(List.of(text, text));
      assertThat(
              rows(
                  "router | limit 1 | \"{{v}}\" as x | where x = \"{{v}}\" | count by x",
                  Map.of("v", List.of(text))))
          .containsExactly(List.of(text, 1L));
      assertThat(
              rows(
                  start
                      + "where [subquery: router | limit 1 | "
                      + q
                      + " as x | compose x] | count by x"))
          .containsExactly(List.of(text, 1L));
    }
  }
}
