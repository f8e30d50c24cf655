package dev.tailwater.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.FixtureLines;
import dev.tailwater.TailwaterProcess;
import dev.tailwater.geo.SampleAddresses;
import dev.tailwater.http.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reports of the seven Heroku dashboards by the running program, to which the acceptance fixture
 * was delivered. What they must say is what {@code SevenDashboardsTest} expects of their panels.
 */
class HerokuReportsTest {
  private static final String PATH = "/api/v2/dashboards/reportJobs";

  /** The dashboards by the last part of their titles. */
  private static final Map<String, JsonNode> DASHBOARDS = new LinkedHashMap<>();

  private static LocalDate day = LocalDate.EPOCH;

  @TempDir static Path folder;
  private static TailwaterProcess tailwater;

  @BeforeAll
  static void deliverTheFixture() throws Exception {
    Path cities = SampleAddresses.cities(folder.resolve("cities.mmdb"));
    tailwater =
        TailwaterProcess.start(
            Files.createDirectory(folder.resolve("data")),
            Map.of("TAILWATER_GEO_CITY_FILE", cities.toString()));
    day = FixtureLines.deliver(tailwater);
    for (JsonNode dashboard : tailwater.get("/api/v2/dashboards?limit=100").path("dashboards")) {
      DASHBOARDS.put(dashboard.path("title").asText().replace("Heroku - ", ""), dashboard);
    }
  }

  @AfterAll
  static void stop() {
    tailwater.close();
  }

  private static JsonNode dashboard(String title) {
    JsonNode dashboard = DASHBOARDS.get(title);
    if (dashboard == null) {
      throw new AssertionError("the server has no dashboard " + title);
    }
    return dashboard;
  }

  /** Orders a report of the ten minutes of the fixture, waits for it and fetches it. */
  private static byte[] report(String format, String title, Map<String, String> values)
      throws Exception {
    ObjectNode order = Json.MAPPER.createObjectNode();
    order.putObject("action").put("actionType", "DirectDownloadReportAction");
    order.put("exportFormat", format).put("timezone", "UTC");
    ObjectNode template = order.putObject("template").put("templateType", "DashboardTemplate");
    template.put("id", dashboard(title).path("id").asText());
    template.put("timeRange", day + "T10:00:00Z " + day + "T10:10:00Z");
    ObjectNode data = template.putObject("variableValues").putObject("data");
    values.forEach((name, value) -> data.putArray(name).add(value));
    HttpResponse<String> answer = tailwater.post(PATH, order.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String job = Json.MAPPER.readTree(answer.body()).path("id").asText();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String status = "InProgress";
    while (status.equals("InProgress") && System.nanoTime() < deadline) {
      Thread.sleep(20);
      status = tailwater.get(PATH + "/" + job + "/status").path("status").asText();
    }
    assertThat(status).isEqualTo("Success");
    return tailwater.file(PATH + "/" + job + "/result").body();
  }

  private static String text(String title, Map<String, String> values) throws Exception {
    try (PDDocument document = Loader.loadPDF(report("Pdf", title, values))) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      return stripper.getText(document);
    }
  }

  @Test
  void overviewHoldsEveryPanelWithWhatItShows() throws Exception {
    String text = text("Overview", Map.of());
    for (JsonNode panel : dashboard("Overview").path("panels")) {
      assertThat(text).contains(panel.path("title").asText());
    }
    assertThat(text)
        .contains(", 10:00 to ", ", 10:10 (UTC)")
        .contains("4.43 s", "147.21 KB", "/pay 3", "/cart 2 ms", "2.67 ms", "10:05")
        .contains("20.51 %", "17.24 %", "heroku.1001.", "GET")
        .contains("1 / 3", "2 / 3", "3 / 3")
        .doesNotContain("could not be");
  }

  @Test
  void everyOtherDashboardHoldsItsPanels() throws Exception {
    for (String title : DASHBOARDS.keySet()) {
      String text = text(title, Map.of());
      for (JsonNode panel : dashboard(title).path("panels")) {
        String name = panel.path("title").asText();
        // Some of the narrowest panels have longer titles than they can show.
        assertThat(text).as(title).contains(name.substring(0, Math.min(22, name.length())));
      }
      assertThat(text).as(title).doesNotContain("could not be");
    }
    assertThat(text("Infrastructure Errors", Map.of()))
        .contains("H12 Request timeout", "About H12", "What the codes mean", "L10");
    assertThat(text("Memory Metrics", Map.of())).contains("512 MB", "resident memory");
  }

  @Test
  void aChosenValueChangesWhatIsShown() throws Exception {
    assertThat(text("Overview", Map.of("log_drain", "BLOG")))
        .contains("log_drain: BLOG", "/feed")
        .doesNotContain("/pay", "/cart");
  }

  @Test
  void aPictureIsOneTallPage() throws Exception {
    byte[] file = report("Png", "Overview", Map.of());
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(picture.getWidth()).isEqualTo(1684);
    assertThat(picture.getHeight()).isBetween(2_000, 3_000);
    Set<Integer> colors = new HashSet<>();
    long drawn = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int color = picture.getRGB(x, y) & 0xffffff;
        colors.add(color);
        drawn += color == 0xffffff ? 0 : 1;
      }
    }
    // The first colour of the palette, and the edges of letters.
    assertThat(colors).hasSizeGreaterThan(200).contains(0x2b76c9);
    assertThat(drawn).isGreaterThan(picture.getWidth() * picture.getHeight() / 50);
  }
}
