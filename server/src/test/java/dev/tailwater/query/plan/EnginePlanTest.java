package dev.tailwater.query.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.Lines;
import dev.tailwater.query.QueryCompiler;
import dev.tailwater.query.run.QueryRequest;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine makes of a query over a file: which columns it reads, what it computes how often.
 */
final class EnginePlanTest {
  @TempDir Path folder;

  @Test
  void onlyNeededColumnsAreReadAndFiltersReachTheFile() throws SQLException {
    String plan = plan("H12 | where _sourceName = \"d.shop\" | avg(service) by path");
    String read = plan.substring(plan.indexOf("Read Parquet"));
    assertThat(read).contains("path", "service", "_raw", "contains(_raw, 'H12')", "d.shop");
    assertThat(read).doesNotContain("bytes", "memory_total", "_format", "_messageid");
  }

  @Test
  void aWordWithManySpellingsIsTestedRightAboveTheFile() throws SQLException {
    String plan = plan("router | where _sourceName = \"d.shop\" | avg(service) by path");
    int filter = plan.indexOf("regexp_matches(_raw, '(?i)router')");
    int read = plan.indexOf("Read Parquet");
    assertThat(filter).as(plan).isPositive().isLessThan(read);
    // Nothing is computed in between.
    assertThat(plan.substring(filter, read)).doesNotContain("Projection", "Aggregate");
    assertThat(plan.substring(read)).contains("d.shop");
  }

  @Test
  void anExtractionIsComputedOnce() throws SQLException {
    String inEngine =
        plan(
            "router | parse regex \"connect=(?<c>\\d+)ms service=(?<s>\\d+)ms\""
                + " | where c > 1 | num(s) as n | avg(n), max(n) by c");
    assertThat(count(inEngine, "regexp_extract\\(|Unnest")).as(inEngine).isEqualTo(1);
  }

  @Test
  void theCheapTestOfAPatternReachesTheFile() throws SQLException {
    String plan =
        plan("* | parse regex \"dyno=(?<d>.*?(?= )).*memory_total=(?<m>.*?(?=MB))\" | count by d");
    assertThat(plan.substring(plan.indexOf("Read Parquet")))
        .contains("contains(_raw, 'memory_total=')");
  }

  @Test
  void linesThatCannotHoldAJsonPathAreDroppedInTheFile() throws SQLException {
    String plan = plan("* | json \"order.total\" as total | avg(total)");
    assertThat(plan.substring(plan.indexOf("Read Parquet")))
        .contains("contains(_raw, '\"order\"')");
  }

  @Test
  void jsonIsReadOnceHoweverManyKeysAreUsed() throws SQLException {
    String plan = plan("* | json auto | where level = \"error\" | count by msg, %\"order.id\"");
    // Reading it and cutting what was read are one step each.
    assertThat(count(plan, "tailwater_json_auto|string_split|Unnest")).as(plan).isEqualTo(2);
  }

  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  private String plan(String text) throws SQLException {
    QueryRequest request = Lines.request(text, ZoneOffset.UTC, Map.of());
    CompiledQuery query = new QueryCompiler().compile(text, request.context());
    try (Lines lines = new Lines(Lines.resource("sample.lines"));
        DuckDBConnection connection = lines.engine().connect();
        Statement statement = connection.createStatement()) {
      String file = folder.resolve("logs.parquet").toString();
      statement.execute("COPY logs TO '" + file + "' (FORMAT parquet)");
      String scan = "(SELECT * FROM read_parquet('" + file + "'))";
      try (ResultSet plan =
          statement.executeQuery("EXPLAIN " + query.sql((range, read) -> scan, 100))) {
        assertThat(plan.next()).isTrue();
        return plan.getString(2);
      }
    }
  }
}
