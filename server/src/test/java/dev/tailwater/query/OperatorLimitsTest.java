package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What operators do at their limits of rows: an error that names the limit, or a stated part. */
final class OperatorLimitsTest {
  private static final NumberedLines LINES = new NumberedLines();

  @AfterAll
  static void close() {
    LINES.close();
  }

  @Test
  void dedupTakesAHundredThousandMessages() {
    String dedup = "* | dedup by _sourceName";
    assertThat(run(100_000, dedup).rows()).hasSize(1);
    refused(100_001, dedup, "dedup takes at most 100000 rows and there are more");
  }

  @Test
  void totalTakesAHundredThousandRows() {
    String total = "* | total _messageid | limit 1 | fields _total";
    QueryResult result = run(100_000, total);
    int place = result.fields().stream().map(ResultField::name).toList().indexOf("_total");
    assertThat(result.rows().getFirst()[place]).isEqualTo(4_999_950_000L);
    refused(100_001, total, "total takes at most 100000 rows and there are more");
  }

  @Test
  void predictTakesTenThousandRecords() {
    String predict =
        "* | parse \"n=*\" as n | num(n) * 1000 as _timeslice | count by _timeslice"
            + " | predict _count by 1s model=ar, forecast=100 | count";
    assertThat(run(10_000, predict).rows()).containsExactly(new Object[] {10_100L});
    refused(10_001, predict, "predict takes at most 10000 rows and there are more");
  }

  @Test
  void countFrequentGivesTenThousandCombinations() {
    QueryResult result = run(10_001, "* | parse \"n=*\" as n | count_frequent n | count");
    assertThat(result.rows()).containsExactly(new Object[] {10_000L});
  }

  @Test
  void valuesGivesTheFirstHundred() {
    QueryResult result = run(101, "* | parse \"n=*\" as n | values(n)");
    assertThat(String.valueOf(result.rows().getFirst()[0]).lines())
        .hasSize(100)
        .startsWith("0", "1", "10", "100", "11")
        .doesNotContain("99");
  }

  @Test
  void transposeGivesThreeHundredColumns() {
    QueryResult result =
        run(301, "* | parse \"n=*\" as n | count by n, origin | transpose row origin column n");
    assertThat(result.fields()).hasSize(1 + 300);
    assertThat(result.warnings())
        .containsExactly(
            "the data make more than 300 columns; only the first 300 by name are shown");
  }

  /**
   * A fleet has tens of thousands of one-off dynos. Each cell carrying all names took gigabytes.
   */
  @Test
  void transposeOfManyNamesTakesLittleMemory() {
    QueryResult result =
        run(
            30_000,
            "* | parse \"n=*\" as n | count by n | n as column | transpose row n column column"
                + " | where %\"29999\" = 1");
    assertThat(result.rows()).hasSize(1);
    assertThat(result.rows().getFirst()).hasSize(1 + 300).contains("29999").doesNotContain(1L);
    assertThat(result.fields().get(300).name()).isEqualTo("10266");
  }

  @Test
  void whatLooksAtAllMessagesTogetherTakesAHundredThousand() {
    for (String stage :
        List.of(
            "merge _raw",
            "transactionize _raw",
            "trace \"n=(\\d+)\" \"1\"",
            "sessionize \"n=*\" as a, \"m=$a\"")) {
      String name = stage.substring(0, stage.indexOf(' '));
      refused(100_001, "* | " + stage, name + " takes at most 100000 rows and there are more");
    }
  }

  @Test
  void logReduceTakesMoreMessagesButAsManyGroups() {
    assertThat(run(200_000, "* | logreduce | fields signature, _count").rows())
        .containsExactly(new Object[] {"n=*", 200_000L});
    assertThatThrownBy(() -> run(100_001, "* | parse \"n=*\" as n | logreduce by n"))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.code()).isEqualTo("query.groups"))
        .hasMessageContaining("more than 100000 groups");
  }

  private static void refused(int lines, String query, String message) {
    assertThatThrownBy(() -> run(lines, query))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.code()).isEqualTo("query.rows"))
        .hasMessageContaining(message);
  }

  /** Runs a query over lines {@code n=0}, {@code n=1} and so on. */
  private static QueryResult run(int lines, String query) {
    try (QueryRunner runner = LINES.runner(lines)) {
      return runner.run(Lines.request(query, ZoneOffset.UTC, Map.of()));
    }
  }
}
