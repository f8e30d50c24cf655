package dev.tailwater.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.FixtureLines;
import dev.tailwater.TestTailwater;
import dev.tailwater.account.FirstStart;
import dev.tailwater.dashboard.DashboardDocument.PanelQuery;
import dev.tailwater.http.Json;
import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.store.Scans;
import dev.tailwater.store.TimeAxis;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of the 39 lines of the acceptance fixture, ordered and fetched over HTTP. */
class ReportRoutesTest {
  private static final String PATH = "/api/v2/dashboards/reportJobs";
  private static final String COUNT =
      "_sourceCategory={{Logsdatasource}} | where _sourceName matches \"{{drain}}\" | count as lines";

  private FixtureLines lines;
  private TestTailwater tailwater;
  private final CountDownLatch mayRead = new CountDownLatch(1);

  @BeforeEach
  void start(@TempDir Path folder) {
    Clock clock = Clock.fixed(FixtureLines.TO, ZoneOffset.UTC);
    lines = new FixtureLines(folder.resolve("spill"), 1);
    Scans scans =
        (account, from, to, axis, required) -> {
          try {
            mayRead.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted before the test let it read", e);
          }
          return lines.open(account, from, to, axis, required);
        };
    QueryRunner runner = new QueryRunner(lines.engine(), scans, QueryLimits.defaults());
    tailwater = TestTailwater.start(folder, clock, runner);
  }

  @AfterEach
  void stop() {
    mayRead.countDown();
    tailwater.close();
    lines.close();
  }

  private static ObjectNode order(String format, String dashboard) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.putObject("action").put("actionType", "DirectDownloadReportAction");
    body.put("exportFormat", format).put("timezone", "Europe/Berlin");
    body.putObject("template").put("templateType", "DashboardTemplate").put("id", dashboard);
    return body;
  }

  private static ObjectNode template(ObjectNode order) {
    return (ObjectNode) order.path("template");
  }

  private HttpResponse<String> post(FirstStart account, JsonNode order) {
    return tailwater.send("POST", account, PATH, order.toString());
  }

  private String started(JsonNode order) throws Exception {
    HttpResponse<String> answer = post(tailwater.ours, order);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body()).path("id").asText();
  }

  /** Waits for a job and fetches its file. */
  private HttpResponse<byte[]> file(String job) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    JsonNode status = status(job);
    while (status.path("status").asText().equals("InProgress") && System.nanoTime() < deadline) {
      Thread.sleep(20);
      status = status(job);
    }
    assertThat(status.path("status").asText()).as(status.toString()).isEqualTo("Success");
    assertThat(status.path("error").isNull()).isTrue();
    HttpResponse<byte[]> file =
        tailwater.send(
            tailwater.request(tailwater.ours, PATH + "/" + job + "/result").GET(),
            BodyHandlers.ofByteArray());
    assertThat(file.statusCode()).isEqualTo(200);
    return file;
  }

  private JsonNode status(String job) throws Exception {
    return Json.MAPPER.readTree(tailwater.get(tailwater.ours, PATH + "/" + job + "/status").body());
  }

  private String pdfText(JsonNode order) throws Exception {
    mayRead.countDown();
    HttpResponse<byte[]> file = file(started(order));
    assertThat(file.headers().firstValue("Content-Type")).contains("application/pdf");
    try (PDDocument document = Loader.loadPDF(file.body())) {
      return new PDFTextStripper().getText(document);
    }
  }

  private BufferedImage picture(JsonNode order) throws Exception {
    mayRead.countDown();
    HttpResponse<byte[]> file = file(started(order));
    assertThat(file.headers().firstValue("Content-Type")).contains("image/png");
    return ImageIO.read(new ByteArrayInputStream(file.body()));
  }

  /** A dashboard of our own with a variable {@code drain} and a hidden one. */
  private static ObjectNode dashboard() {
    ObjectNode dashboard = Json.MAPPER.createObjectNode();
    dashboard.put("title", "Ours: lines/…");
    dashboard
        .putObject("timeRange")
        .put("type", "BeginBoundedTimeRange")
        .putObject("from")
        .put("type", "RelativeTimeRangeBoundary")
        .put("relativeTime", "-10m");
    dashboard.putArray("panels");
    dashboard.putObject("layout").putArray("layoutStructures");
    ArrayNode variables = dashboard.putArray("variables");
    variables
        .addObject()
        .put("name", "Logsdatasource")
        .put("defaultValue", "heroku")
        .put("hideFromUI", true);
    variables.addObject().put("name", "drain").put("displayName", "Drain").putNull("defaultValue");
    return dashboard;
  }

  private static ObjectNode add(ObjectNode dashboard, String title, String settings, String query) {
    ArrayNode panels = (ArrayNode) dashboard.path("panels");
    ObjectNode panel = panels.addObject();
    panel.put("key", "p" + panels.size()).put("title", title).put("panelType", "SumoSearchPanel");
    panel.put("visualSettings", settings);
    panel
        .putArray("queries")
        .addObject()
        .put("queryKey", "A")
        .put("queryType", "Logs")
        .put("queryString", query);
    return panel;
  }

  private String create(JsonNode dashboard) throws Exception {
    HttpResponse<String> answer =
        tailwater.send("POST", tailwater.ours, "/api/v2/dashboards", dashboard.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body()).path("id").asText();
  }

  private String counting() throws Exception {
    ObjectNode dashboard = dashboard();
    add(dashboard, "Lines", "{\"general\":{\"type\":\"svp\"}}", COUNT);
    return create(dashboard);
  }

  @Test
  void theDashboardsOfTheAppAreDrawn() throws Exception {
    JsonNode list =
        Json.MAPPER.readTree(tailwater.get(tailwater.ours, "/api/v2/dashboards?limit=100").body());
    JsonNode dashboard = list.at("/dashboards/5");
    assertThat(dashboard.path("title").asText()).isEqualTo("Heroku - Infrastructure Errors");
    mayRead.countDown();
    HttpResponse<byte[]> file = file(started(order("Pdf", dashboard.path("id").asText())));
    assertThat(file.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"Heroku - Infrastructure Errors.pdf\"");
    try (PDDocument document = Loader.loadPDF(file.body())) {
      assertThat(new PDFTextStripper().getText(document))
          .contains("30 Apr 2024, 12:10 to 1 May 2024, 12:10 (Europe/Berlin)")
          .contains("log_drain: all", "application_name: all")
          .doesNotContain("Logsdatasource")
          .contains("H10", "App crashed", "1 / 3");
    }
  }

  @Test
  void valuesAndRangeAreThoseThatWereAskedFor() throws Exception {
    String id = counting();
    assertThat(pdfText(order("Pdf", id)))
        .contains("39", "Drain: all", "1 May 2024, 12:00 to 1 May 2024, 12:10");
    ObjectNode blog = order("Pdf", id);
    template(blog).putObject("variableValues").putObject("data").putArray("drain").add("BLOG");
    assertThat(pdfText(blog)).contains("8", "Drain: BLOG").doesNotContain("39");
    ObjectNode early = order("Pdf", id);
    template(early).put("timeRange", "2024-05-01T10:00:00Z 2024-05-01T10:05:00Z");
    template(early).putObject("variableValues").put("Drain", "*");
    assertThat(pdfText(early)).contains("17", "12:05 (Europe/Berlin)");
  }

  @Test
  void whatCannotBeDrawnSaysWhy() throws Exception {
    ObjectNode dashboard = dashboard();
    add(dashboard, "Wrong", "", "* | nonsense");
    add(dashboard, "Saves", "", "* | count by _sourceName | save /shared/x");
    add(
        dashboard,
        "Nothing",
        "{\"general\":{\"type\":\"table\"}}",
        "nobodywrotethis | count by _raw");
    ObjectNode metrics = add(dashboard, "Metrics", "", "metric=x");
    ((ObjectNode) metrics.at("/queries/0")).put("queryType", "Metrics");
    add(dashboard, "Own", "{\"general\":{\"type\":\"svp\"}}", "* | count")
        .put("timeRange", "2024-05-01T10:00:00Z 2024-05-01T10:05:00Z");
    assertThat(pdfText(order("Pdf", create(dashboard))))
        .contains("unknown operator", "Saves", "save")
        .contains("No data in this range", "Tailwater holds logs only")
        .contains("17", "1 May 2024, 12:00 to 1 May 2024, 12:05");
  }

  @Test
  void everyKindOfChartIsDrawn() throws Exception {
    String parsed =
        "_sourceCategory=heroku service | parse regex \"service=(?<service>\\d+)ms\""
            + " | parse regex \"status=(?<status>\\d+)\" | num(service) | ";
    String five =
        "min(service), pct(service,25), pct(service,50), pct(service,75), max(service) by status";
    String overTime = "timeslice 1m | count by _timeslice, status";
    ObjectNode dashboard = dashboard();
    for (String shape : List.of("line", "area", "column")) {
      for (String display : List.of("default", "stacked")) {
        add(
            dashboard,
            "Time " + shape + display,
            look("timeSeries", shape, display),
            parsed + overTime);
      }
    }
    for (String shape :
        List.of("bar", "column", "line", "area", "pie", "funnel", "table", "sankey")) {
      add(
          dashboard,
          "By " + shape,
          look("distribution", shape, "stacked"),
          parsed + "count, avg(service) by status");
    }
    add(dashboard, "Boxes", look("distribution", "boxplot", ""), parsed + five);
    add(dashboard, "Heat", look("timeSeries", "heatMap", ""), parsed + overTime);
    add(
        dashboard,
        "Points",
        look("distribution", "scatter", ""),
        parsed + "count, avg(service), max(service) by status");
    add(dashboard, "Cells", look("honeyComb", "honeyComb", ""), parsed + "count by status");
    add(
        dashboard,
        "Map",
        look("map", "map", ""),
        parsed + "count by status | 52.5 as latitude | 13.4 as longitude");
    add(dashboard, "Unknown", look("newest", "thing", ""), parsed + "count by status");
    add(dashboard, "Plain", "not json", "* | count by origin");
    add(dashboard, "Raw", "{}", "router");
    List<String> titles = new ArrayList<>();
    dashboard.path("panels").forEach(panel -> titles.add(panel.path("title").asText()));
    String id = create(dashboard);
    assertThat(pdfText(order("Pdf", id))).contains(titles).doesNotContain("could not be");
    assertThat(picture(order("Png", id)).getHeight()).isGreaterThan(1_000);
  }

  private static String look(String mode, String type, String display) {
    return """
    {"general":{"mode":"%s","type":"%s","displayType":"%s"},
     "legend":{"enabled":true,"showAsTable":%s},"axes":{"axisY":{"unit":"ms"}},
     "thresholdsSettings":{"showThresholds":true,"numberThresholds":{"warning":{"value":3}}}}
    """
        .formatted(mode, type, display, display.isEmpty());
  }

  @Test
  void textsAndSettingsMayBeAnything() throws Exception {
    ObjectNode dashboard = dashboard();
    dashboard.put("title", "\u0000\u202e漢字 😀 \"; \r\nX-Evil: 1 " + "long ".repeat(40));
    String huge =
        "{\"general\":{\"type\":\"svp\"},\"svp\":{\"label\":\""
            + "x".repeat(5_000)
            + "\",\"thresholds\":7}}";
    add(dashboard, "\ud83d 😀 ﷽ \t\n" + "w".repeat(3_000), huge, "* | count");
    add(
        dashboard,
        "Axis",
        "{\"general\":{\"mode\":\"timeSeries\",\"type\":\"line\"},\"axes\":{\"axisY\":"
            + "{\"minimum\":1e300,\"maximum\":\"-1e300\",\"unitDecimals\":1e9,\"unit\":{\"value\":7}}},"
            + "\"overrides\":{\"series\":1},\"legend\":[]}",
        "* | timeslice 1m | count by _timeslice");
    add(
        dashboard,
        "Log",
        look("timeSeries", "line", "").replace("\"unit\"", "\"logarithmic\":true,\"unit\""),
        "* | timeslice 1m | -1 as x | max(x) by _timeslice");
    ObjectNode text = add(dashboard, "", "", "");
    text.put("panelType", "TextPanel")
        .put("text", "|a|\n|-|\n" + "|" + "b ".repeat(20_000) + "|\n# " + "*".repeat(10_000));
    HttpResponse<byte[]> file;
    mayRead.countDown();
    file = file(started(order("Pdf", create(dashboard))));
    String name = file.headers().firstValue("Content-Disposition").orElseThrow();
    assertThat(name).matches("attachment; filename=\"[A-Za-z0-9 ._-]{1,110}\\.pdf\"");
    assertThat(file.headers().firstValue("X-Evil")).isEmpty();
    try (PDDocument document = Loader.loadPDF(file.body())) {
      assertThat(new PDFTextStripper().getText(document))
          .contains("39", "Axis")
          .doesNotContain("could not be");
    }
  }

  @Test
  void seriesThatWouldFillTheMemoryAreNotDrawn() {
    List<ResultField> fields =
        List.of(
            new ResultField("_timeslice", "_timeslice", Type.LONG, true, true),
            new ResultField("id", "id", Type.STRING, true, true),
            new ResultField("_count", "_count", Type.LONG, false, true));
    List<Object[]> rows = new ArrayList<>();
    for (long i = 0; i < 2_000; i++) {
      rows.add(new Object[] {i * 1_000, "id" + i, 1L});
    }
    QueryResult result =
        new QueryResult(
            CompiledQuery.Kind.RECORDS,
            fields,
            rows,
            new TimeRange(FixtureLines.FROM, FixtureLines.TO),
            List.of(),
            0,
            false,
            List.of(),
            Duration.ZERO);
    PanelData data =
        new PanelData(
            Settings.parse(look("timeSeries", "line", "")),
            List.of(new PanelQuery("A", "*", TimeAxis.MESSAGE)),
            List.of(result),
            ZoneOffset.UTC);
    assertThatThrownBy(() -> Drawing.of(data))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("2,000 series over 2,000 slices");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/action | null | report:invalid_action | DirectDownloadReportAction",
        "/action/actionType | \"MailAction\" | report:invalid_action | MailAction",
        "/exportFormat | \"Docx\" | report:invalid_format | Pdf or Png",
        "/timezone | \"Mars/Base\" | report:invalid_timezone | Mars/Base",
        "/timezone | null | report:invalid_timezone | Europe/Berlin",
        "/template/templateType | \"FolderTemplate\" | report:invalid_template | FolderTemplate",
        "/template/id | \"\" | report:invalid_template | id of a dashboard",
        "/template/timeRange | {\"type\":\"Never\"} | report:invalid_time_range | BeginBoundedTimeRange",
        "/template/variableValues | [] | report:invalid_variables | variableValues",
        "/template/variableValues | {\"data\":{\"nope\":[\"x\"]}} | report:invalid_variables | nope",
        "/template/variableValues | {\"data\":{\"drain\":[]}} | report:invalid_variables | drain",
        "/template/variableValues | {\"data\":{\"drain\":[7]}} | report:invalid_variables | drain",
        "/template/variableValues | {\"data\":{\"drain\":[\"a\",\"b\"]}} | report:invalid_variables | one value"
      })
  void aWrongOrderIsToldWhatIsWrong(String pointer, String value, String code, String text)
      throws Exception {
    ObjectNode order = order("Pdf", counting());
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) order.at(pointer.substring(0, slash)))
        .set(pointer.substring(slash + 1), Json.MAPPER.readTree(value));
    HttpResponse<String> answer = post(tailwater.ours, order);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode error = Json.MAPPER.readTree(answer.body()).at("/errors/0");
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).contains(text);
  }

  @Test
  void anAccountSeesNeitherDashboardsNorJobsOfAnother() throws Exception {
    String id = counting();
    HttpResponse<String> foreign = post(tailwater.theirs, order("Pdf", id));
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(foreign.body()).contains("this account has no dashboard with the id " + id);
    assertThat(post(tailwater.ours, order("Pdf", "FFFF")).statusCode()).isEqualTo(404);

    mayRead.countDown();
    String job = started(order("Pdf", id));
    file(job);
    for (String path : List.of("/status", "/result")) {
      HttpResponse<String> answer = tailwater.get(tailwater.theirs, PATH + "/" + job + path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(Json.MAPPER.readTree(answer.body()).at("/errors/0/code").asText())
          .isEqualTo("notfound");
      assertThat(tailwater.send(tailwater.request(PATH + "/" + job + path).GET()).statusCode())
          .isEqualTo(401);
      assertThat(tailwater.get(tailwater.ours, PATH + "/0123" + path).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void whoWaitsIsToldSoAndTooManyAreRefused() throws Exception {
    String id = counting();
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < ReportJobs.OF_ACCOUNT; i++) {
      jobs.add(started(order("Pdf", id)));
    }
    assertThat(status(jobs.getFirst()).path("status").asText()).isEqualTo("InProgress");
    HttpResponse<String> early =
        tailwater.get(tailwater.ours, PATH + "/" + jobs.getFirst() + "/result");
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(early.body()).contains("report:in_progress");

    HttpResponse<String> refused = post(tailwater.ours, order("Pdf", id));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("10");
    assertThat(refused.body()).contains("rate.limit.exceeded", "at most 3 reports");

    mayRead.countDown();
    for (String job : jobs) {
      assertThat(file(job).body()).isNotEmpty();
    }
  }
}
