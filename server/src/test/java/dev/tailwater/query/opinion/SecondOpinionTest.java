package dev.tailwater.query.opinion;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tailwater.query.Lines;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.record.LogColumns;
import dev.tailwater.store.TimeAxis;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Random queries over random lines: the engine and this package's interpreter must find the same
 * rows in the same order, and each query must be the same when it is printed and read again. {@code
 * -Dopinion.cases} and {@code -Dopinion.seed} for more and others. A query that they disagree about
 * is cut down as long as they do.
 */
final class SecondOpinionTest {
  private static final List<String> BASE =
      List.of(
          "_messageid",
          "_messagetime",
          "_raw",
          "_sourcename",
          "_sourcecategory",
          "origin",
          "component",
          "method",
          "path",
          "dyno",
          "service",
          "status",
          "bytes",
          "code",
          "load_avg_1m");

  private static final Set<String> LOG =
      LogColumns.ALL.stream().map(column -> column.name()).collect(toSet());

  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("UTC"), ZoneId.of("America/New_York"), ZoneId.of("Asia/Kolkata"));

  private static final int CASES_OF_ONE_TABLE = 500;
  private static final int LINES = 40;
  private static final int MOST_SHRINKS = 400;

  @TestFactory
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  Stream<DynamicTest> engineFindsWhatTheSpecificationSays() {
    long seed = Long.getLong("opinion.seed", 42);
    int tables = Math.max(1, Integer.getInteger("opinion.cases", 10_000) / CASES_OF_ONE_TABLE);
    return IntStream.range(0, tables)
        .mapToObj(i -> DynamicTest.dynamicTest("seed " + (seed + i), () -> table(seed + i)));
  }

  private static void table(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> texts = new LineMaker(random).lines(Lines.RANGE.from(), LINES);
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    try (Lines lines = new Lines(texts)) {
      QueryResult all = run(lines, "*", zone);
      Table messages = messages(all);
      QueryMaker maker = new QueryMaker(random, Lines.RANGE, zone, messages, kinds(all));
      int finding = 0;
      for (int i = 0; i < CASES_OF_ONE_TABLE; i++) {
        Query query = maker.query();
        Optional<String> difference = difference(lines, query, messages, zone);
        finding += query.apply(messages).rows().isEmpty() ? 0 : 1;
        if (difference.isPresent()) {
          Query small = shrunk(lines, query, messages, zone, difference.get());
          fail(
              "-Dopinion.seed=%d, zone %s%n%n%s%n%n%s%n%nit was %s%n%nlines%n%s",
              seed,
              zone,
              small.print(),
              difference(lines, small, messages, zone).orElseThrow(),
              query.print(),
              String.join("\n", texts));
        }
      }
      // Queries that find nothing say little.
      assertThat(finding).isGreaterThan(CASES_OF_ONE_TABLE / 2);
    }
  }

  /** Smaller queries with a difference of the same sort, as long as there are some. */
  private static Query shrunk(
      Lines lines, Query query, Table messages, ZoneId zone, String difference) {
    Query small = query;
    Set<String> seen = new HashSet<>();
    int tries = 0;
    boolean found = true;
    while (found && tries < MOST_SHRINKS) {
      found = false;
      for (Query smaller : small.smaller().toList()) {
        if (!seen.add(smaller.print()) || tries++ >= MOST_SHRINKS) {
          continue;
        }
        Optional<String> left = difference(lines, smaller, messages, zone);
        if (left.isPresent() && sort(left.get()).equals(sort(difference))) {
          small = smaller;
          found = true;
          break;
        }
      }
    }
    return small;
  }

  /** A refusal is told apart by its words, for a stage that is left out makes others. */
  private static String sort(String difference) {
    return difference.startsWith("refused")
        ? difference.lines().findFirst().orElseThrow().replaceAll("\\d+", "")
        : "rows";
  }

  private static Optional<String> difference(
      Lines lines, Query query, Table messages, ZoneId zone) {
    String text = query.print();
    Table expected = query.apply(messages);
    QueryResult result;
    try {
      Pipeline tree = Pipeline.parse(text);
      if (!Pipeline.parse(tree.print()).equals(tree)) {
        return Optional.of("refused: it is another query when printed: " + tree.print());
      }
      result = run(lines, text, zone);
    } catch (QueryException | QueryMistake e) {
      return Optional.of("refused: " + e.getMessage());
    }
    List<String> names =
        result.fields().stream().map(field -> field.name().toLowerCase(Locale.ROOT)).toList();
    boolean records = expected.records();
    List<String> wanted =
        records
            ? expected.fields().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList()
            : expected.fields();
    List<String> others = names.stream().filter(name -> records || !isOther(name)).toList();
    boolean inOrder = records && !query.hasOpenColumns();
    boolean sameFields =
        inOrder ? others.equals(wanted) : Set.copyOf(others).equals(Set.copyOf(wanted));
    if (!sameFields && !(records && expected.rows().isEmpty())) {
      return Optional.of("fields %s instead of %s".formatted(others, wanted));
    }
    List<List<@Nullable Object>> found = new ArrayList<>();
    for (@Nullable Object[] row : result.rows()) {
      List<@Nullable Object> values = new ArrayList<>();
      wanted.forEach(name -> values.add(value(row[names.indexOf(name)])));
      found.add(values);
    }
    List<List<@Nullable Object>> right =
        expected.rows().stream().map(row -> row.all(expected.fields())).toList();
    for (int i = 0; i < Math.max(found.size(), right.size()); i++) {
      if (i >= found.size() || i >= right.size() || !same(found.get(i), right.get(i))) {
        return Optional.of(
            "%d rows, expected %d; row %d is the first that differs%nfound:    %s%nexpected: %s"
                .formatted(
                    found.size(),
                    right.size(),
                    i,
                    i < found.size() ? shown(wanted, found.get(i)) : "none",
                    i < right.size() ? shown(wanted, right.get(i)) : "none"));
      }
    }
    return Optional.empty();
  }

  /** Columns of every line that the queries know nothing of. */
  private static boolean isOther(String name) {
    return !BASE.contains(name)
        && (LOG.contains(name) || name.equals("env") || name.equals("team"));
  }

  private static String shown(List<String> fields, List<@Nullable Object> row) {
    return IntStream.range(0, row.size())
        .filter(i -> row.get(i) != null)
        .mapToObj(i -> fields.get(i) + "=" + shown(row.get(i)))
        .collect(joining(" "));
  }

  private static String shown(@Nullable Object value) {
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }

  private static boolean same(List<@Nullable Object> found, List<@Nullable Object> right) {
    return IntStream.range(0, right.size()).allMatch(i -> same(found.get(i), right.get(i)));
  }

  private static boolean same(@Nullable Object found, @Nullable Object value) {
    if (found instanceof Double a && value instanceof Double b) {
      return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
    }
    return Objects.equals(found, value);
  }

  private static QueryResult run(Lines lines, String query, ZoneId zone) {
    TimeRange range = Lines.RANGE;
    QueryContext context = new QueryContext(range, zone, range.to(), Map.of());
    return lines.runner().run(new QueryRequest(1, query, context, TimeAxis.MESSAGE, 1000, false));
  }

  private static Map<String, Kind> kinds(QueryResult all) {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    for (int f = 0; f < all.fields().size(); f++) {
      String name = all.fields().get(f).name();
      int place = f;
      if (BASE.contains(name)) {
        boolean text =
            all.rows().stream()
                .map(row -> row[place])
                .allMatch(value -> value == null || value instanceof String);
        kinds.put(name, text ? Kind.TEXT : Kind.NUMBER);
      }
    }
    return kinds;
  }

  private static Table messages(QueryResult all) {
    List<String> names = all.fields().stream().map(field -> field.name()).toList();
    List<Row> rows = new ArrayList<>();
    for (@Nullable Object[] row : all.rows()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (String name : BASE) {
        values.put(name, value(row[names.indexOf(name)]));
      }
      rows.add(new Row(values));
    }
    assertThat(rows).hasSize(LINES);
    return new Table(
        BASE, rows, false, BASE.stream().filter(name -> !name.startsWith("_")).collect(toSet()));
  }

  private static @Nullable Object value(@Nullable Object value) {
    return value instanceof Number number ? (Object) (number.doubleValue() + 0.0) : value;
  }
}
