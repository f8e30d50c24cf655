package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.run.QueryResult;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every query of the dashboard Overview, and of its variables, over the fixture of 39 lines. */
final class OverviewTest {
  private static final String S = "_sourceCategory={{Logsdatasource}}";
  private static final String L = " | where _sourceName matches \"{{log_drain}}\"";
  private static final String APP =
      " | parse regex \" host=(?<app_name>[^ ]+?)(?:\\.herokuapp\\.com)? request_id=\"";
  private static final String A = APP + " | where app_name matches \"{{application_name}}\"";
  private static final String N =
      " | parse regex \" connect=(?<connect_ms>\\d+)ms service=(?<service_ms>\\d+)ms"
          + " status=(?<status>\\d+) bytes=(?<bytes>\\d+)\"";
  private static final String T =
      " | parse regex \" dyno=(?<dyno>[^ ]*) .*status=(?<status>\\d{3}) bytes=(?<bytes>\\d*)\"";
  private static final String P = " | parse regex \" path=\\\"(?<path>[^\\\"]*)\\\"\"";
  private static final String H =
      " | parse regex \" host (?<origin>app|heroku) (?<component>[^ ]+) - (?<text>.*)\"";
  private static final String R = S + " router \"connect=\"" + L + A;
  private static final String ERR =
      S + " (error or H27 or H28 or H81 or H82 or H83 or L11)" + L + H;
  private static final String RATE =
      " | if (toLowerCase(_raw) matches \"*error*\", 1, 0) as bad"
          + " | sum(bad) as errors, count as lines"
          + " | 100 * errors / lines as error_rate | fields error_rate";
  private static final String METHOD = " | parse regex \" method=(?<method>[A-Z]+) \"";
  private static final String SECONDS = " | service_ms / 1000 as s";

  private static final String D1 = "heroku.1001.aaaaaaaa-0000-4000-8000-000000000001";
  private static final String D2 = "heroku.1001.aaaaaaaa-0000-4000-8000-000000000002";

  private static Lines lines;

  @BeforeAll
  static void open() {
    lines = new Lines(Lines.resource("fixture.lines"));
  }

  @AfterAll
  static void close() {
    lines.close();
  }

  @Test
  void requestsAreCountedOnce() {
    String query =
        R
            + " | parse regex \" request_id=(?<request_id>[^ ]+) \" | count_distinct(request_id) as requests";
    assertThat(rows(query)).containsExactly("9");
    assertThat(rows(query, Map.of("application_name", "shop"))).containsExactly("6");
    assertThat(rows(query, Map.of("log_drain", "BLOG"))).containsExactly("3");
  }

  @Test
  void meansLeaveOutRequestsWithoutTimings() {
    assertThat(rows(R + N + " | avg(connect_ms) as avg_connect_ms")).containsExactly("2.0");
    assertThat(
            rows(
                R
                    + N
                    + " | avg(service_ms) as ms | ms / 1000 as avg_latency_s | fields avg_latency_s"))
        .containsExactly("4.431429");
    assertThat(rows(R + N + " | avg(bytes) as avg_bytes")).containsExactly("150747.428571");
  }

  @Test
  void failedRequests() {
    assertThat(rows(R + T + " | where status != \"200\" | count as failed_requests"))
        .containsExactly("6");
    assertThat(
            rows(
                R
                    + P
                    + T
                    + " | where status != \"200\" | count as failures by path"
                    + " | sort by failures, path asc | limit 10"))
        .containsExactly("/pay 3", "/ 2", "/feed 1");
  }

  @Test
  void slowestPaths() {
    assertThat(
            rows(
                R
                    + P
                    + N
                    + " | avg(connect_ms) as avg_connect_ms by path"
                    + " | sort by avg_connect_ms, path asc | limit 10"))
        .containsExactly("/pay 2.666667", "/cart 2.0", "/ 1.0", "/feed 1.0");
  }

  @Test
  void requestAndResponseOverTime() {
    assertThat(
            rows(
                R
                    + N
                    + " | timeslice 5m | avg(connect_ms) as request_ms, avg(service_ms) as response_ms"
                    + " by _timeslice"))
        .containsExactly("10:00 1.6 64.0", "10:05 3.0 15350.0");
  }

  @Test
  void loadAndMemoryByDyno() {
    assertThat(
            rows(
                S
                    + L
                    + " | parse regex \" dyno=(?<dyno>[^ ]+) .*load_avg_15m=(?<load_15m>[0-9.]+)\""
                    + " | avg(load_15m) as load_avg_15m by dyno | sort by load_avg_15m, dyno asc"))
        .containsExactly(D1 + " 0.4", D2 + " 0.1");
    assertThat(
            rows(
                S
                    + L
                    + " | parse regex \" dyno=(?<dyno>[^ ]+) .*memory_total=(?<total_mb>[0-9.]+)MB\""
                    + " | avg(total_mb) as memory_total_mb by dyno"
                    + " | sort by memory_total_mb, dyno asc"))
        .containsExactly(D1 + " 200.0", D2 + " 100.0");
  }

  @Test
  void statusCodesByDyno() {
    assertThat(
            rows(
                R
                    + T
                    + " | where dyno != \"\" | count as responses by dyno, status"
                    + " | sort by responses, dyno asc, status asc"))
        .containsExactly(
            "web.1 200 2",
            "web.1 201 1",
            "web.1 304 1",
            "web.1 499 1",
            "web.2 200 1",
            "web.2 503 1");
  }

  @Test
  void megabytesByDynoOverTime() {
    QueryResult result =
        run(
            R
                + T
                + " | where dyno != \"\" | timeslice 5m | sum(bytes) as b by _timeslice, dyno"
                + " | b / (1024 * 1024) as mb | fields _timeslice, dyno, mb"
                + " | transpose row _timeslice column dyno",
            Map.of());
    assertThat(names(result)).containsExactly("_timeslice", "web.1", "web.2");
    assertThat(text(result)).containsExactly("10:00 0.006348 1.0", "10:05 0.0 0.0");
  }

  @Test
  void responsesByStatusOverTime() {
    QueryResult result =
        run(
            R
                + T
                + " | where dyno != \"\" | timeslice 5m | count by _timeslice, status"
                + " | transpose row _timeslice column status",
            Map.of());
    assertThat(names(result)).containsExactly("_timeslice", "200", "201", "304", "499", "503");
    assertThat(text(result)).containsExactly("10:00 3 1 1 null null", "10:05 null null null 1 1");
  }

  @Test
  void errorsByHostAndComponent() {
    assertThat(rows(ERR + " | count as errors by origin | sort by errors"))
        .containsExactly("heroku 7", "app 3");
    assertThat(rows(ERR + " | count as errors by component | sort by errors, component asc"))
        .containsExactly("router 4", "web.1 4", "logplex 1", "release.7 1");
  }

  @Test
  void errorRates() {
    assertThat(rows(S + L + RATE)).containsExactly("20.512821");
    assertThat(rows(S + L + H + " | where origin = \"app\"" + RATE)).containsExactly("30.0");
    assertThat(rows(S + L + H + " | where origin = \"heroku\"" + RATE))
        .containsExactly("17.241379");
  }

  @Test
  void connectionTimeOverTime() {
    String slices = R + N + " | timeslice 5m";
    assertThat(rows(slices + " | max(connect_ms) as max_connect_ms by _timeslice"))
        .containsExactly("10:00 3.0", "10:05 4.0");
    assertThat(rows(slices + " | avg(connect_ms) as avg_connect_ms by _timeslice"))
        .containsExactly("10:00 1.6", "10:05 3.0");
    assertThat(rows(slices + " | pct(connect_ms, 50) as p50_connect_ms by _timeslice"))
        .containsExactly("10:00 1.0", "10:05 3.0");
  }

  @Test
  void latencyOverTime() {
    String slices = R + N + SECONDS + " | timeslice 5m";
    assertThat(rows(slices + " | max(s) as max_latency_s by _timeslice"))
        .containsExactly("10:00 0.2", "10:05 30.0");
    assertThat(rows(slices + " | avg(s) as avg_latency_s by _timeslice"))
        .containsExactly("10:00 0.064", "10:05 15.35");
    assertThat(rows(slices + " | pct(s, 50) as p50_latency_s by _timeslice"))
        .containsExactly("10:00 0.04", "10:05 15.35");
  }

  @Test
  void latencyByPath() {
    String paths = R + P + N + SECONDS;
    assertThat(rows(paths + " | max(s) as max_latency_s by path | sort by max_latency_s, path asc"))
        .containsExactly("/pay 30.0", "/cart 0.06", "/feed 0.011", "/ 0.009");
    assertThat(rows(paths + " | avg(s) as avg_latency_s by path | sort by avg_latency_s, path asc"))
        .containsExactly("/pay 10.3", "/cart 0.05", "/feed 0.011", "/ 0.009");
    assertThat(
            rows(
                paths + " | pct(s, 50) as p50_latency_s by path | sort by p50_latency_s, path asc"))
        .containsExactly("/pay 0.7", "/cart 0.05", "/feed 0.011", "/ 0.009");
  }

  @Test
  void latencyByMethod() {
    String methods = R + METHOD + N + SECONDS;
    assertThat(rows(methods + " | max(s) as max_latency_s by method | sort by max_latency_s"))
        .containsExactly("POST 30.0", "GET 0.06");
    assertThat(rows(methods + " | avg(s) as avg_latency_s by method | sort by avg_latency_s"))
        .containsExactly("POST 10.3", "GET 0.03");
    assertThat(rows(methods + " | pct(s, 50) as p50_latency_s by method | sort by p50_latency_s"))
        .containsExactly("POST 0.7", "GET 0.0255");
  }

  @Test
  void variables() {
    assertThat(rows(S + " | count by _sourceName")).containsExactly("BLOG 8", "SHOP 31");
    assertThat(rows(S + " router \"connect=\"" + APP + " | count by app_name"))
        .containsExactly("blog 3", "shop 6");
    assertThat(rows(S + " | parse regex \" dyno=(?<dyno>[^ ]+) sample#\" | count by dyno"))
        .containsExactly(D1 + " 4", D2 + " 2");
  }

  private static List<String> rows(String query) {
    return rows(query, Map.of());
  }

  private static List<String> rows(String query, Map<String, String> chosen) {
    return text(run(query, chosen));
  }

  private static QueryResult run(String query, Map<String, String> chosen) {
    Map<String, List<String>> variables = new HashMap<>();
    variables.put("Logsdatasource", List.of("heroku"));
    variables.put("log_drain", List.of("*"));
    variables.put("application_name", List.of("*"));
    chosen.forEach((name, value) -> variables.put(name, List.of(value)));
    return lines.run(query, ZoneOffset.UTC, variables);
  }

  private static List<String> names(QueryResult result) {
    return result.fields().stream().map(ResultField::name).toList();
  }

  /** Rows as text: numbers with six decimals at most, slices as hour and minute. */
  private static List<String> text(QueryResult result) {
    List<String> rows = new ArrayList<>();
    for (@Nullable Object[] row : result.rows()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.length; i++) {
        cells.add(cell(result.fields().get(i).name(), row[i]));
      }
      rows.add(String.join(" ", cells));
    }
    return rows;
  }

  private static String cell(String field, @Nullable Object value) {
    if (field.equals("_timeslice") && value instanceof Long millis) {
      return Instant.ofEpochMilli(millis).toString().substring(11, 16);
    }
    return value instanceof Double number
        ? String.valueOf(Math.round(number * 1e6) / 1e6)
        : String.valueOf(value);
  }
}
