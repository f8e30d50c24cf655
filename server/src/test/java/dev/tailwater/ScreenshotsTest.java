package dev.tailwater;

import static dev.tailwater.Chromium.button;
import static dev.tailwater.Chromium.menuItem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ViewportSize;
import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import dev.tailwater.fleet.Fleet;
import dev.tailwater.fleet.FleetPlan;
import dev.tailwater.fleet.FleetRunner;
import dev.tailwater.fleet.VisitorPlaces;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pictures of every dashboard of the Heroku app and of the other pages, light and dark, wide and on
 * a phone. With {@code -Dscreenshots=compare} they are compared with those in {@code docs/images},
 * with {@code -Dscreenshots=update} they take their place; otherwise nothing is done.
 *
 * <p>Time stands still at one moment for server, fleet and browser, so that the same program draws
 * the same pictures whenever it is asked. What remains are fonts, which differ between machines and
 * versions of Chromium; {@link StoredPictures} says what is forgiven.
 */
@EnabledIfSystemProperty(named = "screenshots", matches = "compare|update")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScreenshotsTest {
  /** A Tuesday afternoon in Berlin. */
  private static final Instant NOW = Instant.parse("2026-11-24T14:20:00Z");

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final int WIDE = 1440;
  private static final int PHONE = 390;
  private static final String PASSWORD = "correct-horse-battery";

  private static final Map<String, String> DASHBOARDS =
      new TreeMap<>(
          Map.of(
              "overview", "Heroku - Overview",
              "dyno", "Heroku - Dyno",
              "application", "Heroku - Application",
              "memory-metrics", "Heroku - Memory Metrics",
              "cpu-load-metrics", "Heroku - CPU Load Metrics",
              "infrastructure-errors", "Heroku - Infrastructure Errors",
              "application-errors", "Heroku - Application Errors"));

  private static final String DASHBOARD_FOLDER = "docs/images/dashboards";

  private static final String PAGE_FOLDER = "docs/images/pages";

  /** Lines of one drain: those of several may have the same time, and come in any order. */
  private static final String SEARCH =
      "q="
          + URLEncoder.encode("host=api.riverbank.example status=503", UTF_8)
          + "&from=-24h&to=now";

  /** What the app shows of itself in the catalog. */
  private static final String MEDIA_FOLDER = "server/src/main/resources/apps/heroku/media";

  private static final List<String> MEDIA =
      List.of("overview", "dyno", "memory-metrics", "infrastructure-errors");

  @TempDir static Path data;
  private static Server server;
  private static FleetRunner fleet;
  private static Chromium chromium;
  private static StoredPictures pictures;

  @BeforeAll
  static void startEverything() throws Exception {
    Path places = VisitorPlaces.write(data.resolve("visitors.mmdb"));
    Map<String, String> environment =
        Map.of(
            "TAILWATER_OWNER_EMAIL", "owner@example.com",
            "TAILWATER_OWNER_PASSWORD", PASSWORD,
            "TAILWATER_SOURCE_TOKEN", "testtoken");
    Settings settings =
        Settings.load(
            null,
            environment,
            Map.of(
                Setting.DATA,
                data.toString(),
                Setting.SERVER_HOST,
                "localhost",
                Setting.SERVER_PORT,
                "0",
                Setting.GEO_CITY_FILE,
                places.toString()));
    server = Server.start(settings, environment, CLOCK, () -> false);
    FleetPlan plan = FleetPlan.of(1, NOW.minus(Duration.ofHours(24))).withLinesPerDay(150_000);
    fleet =
        FleetRunner.start(Fleet.of(plan), at("/receiver/v1/http/testtoken"), CLOCK, progress -> {});
    fleet.awaitHistory();
    chromium = Chromium.launch();
    pictures = new StoredPictures(chromium, "update".equals(System.getProperty("screenshots")));
  }

  @AfterAll
  static void stopEverything() {
    if (chromium != null) {
      chromium.close();
    }
    fleet.close();
    server.close();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aDashboardOnAWideScreen(String name, String title) throws IOException {
    try (BrowserContext context = chromium.still(WIDE, 900, ColorScheme.LIGHT, false)) {
      Page page = open(context, title);
      if (MEDIA.contains(name)) {
        pictures.put(MEDIA_FOLDER, "heroku-" + name, visible(page));
      }
      pictures.put(DASHBOARD_FOLDER, name + "-light", whole(page));
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      pictures.put(DASHBOARD_FOLDER, name + "-dark", whole(page));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aDashboardOnAPhone(String name, String title) throws IOException {
    try (BrowserContext context = chromium.still(PHONE, 844, ColorScheme.LIGHT, true)) {
      Page page = open(context, title);
      // Nothing sticks out to the side.
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(PHONE);
      pictures.put(DASHBOARD_FOLDER, name + "-phone-light", whole(page));
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      pictures.put(DASHBOARD_FOLDER, name + "-phone-dark", whole(page));
    }
  }

  /** One after the other and after all others, because what they do shows on other pages. */
  @Test
  @Order(Integer.MAX_VALUE)
  void theOtherPages() throws IOException {
    try (BrowserContext context = chromium.still(WIDE, 900, ColorScheme.LIGHT, false)) {
      Page page = logIn(context);
      page.getByText("Heroku - Overview").first().waitFor();
      picture(page, "dashboards");
      page.navigate(at("/search?" + SEARCH).toString());
      page.getByText(Pattern.compile("^([\\d,]+|Newest .*) messages?")).waitFor();
      picture(page, "search");
      page.navigate(at("/apps").toString());
      page.locator("main li a").first().waitFor();
      picture(page, "app-catalog");
      page.locator("main li a").first().click();
      button(page, "Manage").waitFor();
      page.waitForFunction("() => [...document.images].every(image => image.complete)");
      picture(page, "app");

      page.navigate(at("/dashboards").toString());
      link(page, "Heroku - Overview").click();
      awaitPanels(page);
      button(page, "Menu of Status code count by Dyno").click();
      menuItem(page, "Explore data").click();
      // A list that is opened beside a field that is still sliding in is hidden with it.
      page.waitForFunction(
          "() => document.querySelector('[role=dialog]') && document.getAnimations().length === 0");
      // The key opens the list, also where a click has just closed it.
      page.getByLabel("Series or value").first().click();
      page.getByLabel("Series or value").first().press("ArrowDown");
      page.getByRole(AriaRole.OPTION)
          .filter(new Locator.FilterOptions().setHasText("503"))
          .first()
          .click();
      picture(page, "drill-down");
      page.keyboard().press("Escape");
      button(page, "Copy to edit").click();
      button(page, "Duplicate").click();
      button(page, "Done").waitFor();
      awaitPanels(page);
      button(page, "Menu of Response Throughput by Status Code").click();
      menuItem(page, "Edit").click();
      page.getByLabel("Title").waitFor();
      awaitPanels(page);
      picture(page, "panel-editor");

      page.navigate(at("/apps").toString());
      page.locator("main li a").first().click();
      Chromium.uninstall(page);
      button(page, "Install App").click();
      button(page, "Next").click();
      page.getByText("1 value in the last 24 hours").waitFor();
      picture(page, "install");
      button(page, "Next").click();
      link(page, "Heroku - Overview").waitFor();
      picture(page, "installed");
    }
  }

  /** As much as a screen shows, wide and light, then dark on a phone. */
  private static void picture(Page page, String name) throws IOException {
    pictures.put(PAGE_FOLDER, name, visible(page));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.setViewportSize(PHONE, 844);
    pictures.put(PAGE_FOLDER, name + "-phone-dark", visible(page));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    page.setViewportSize(WIDE, 900);
  }

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).first();
  }

  private static Stream<Arguments> dashboards() {
    return DASHBOARDS.entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  /** Logs in and opens a dashboard; returns when every panel is drawn. */
  private static Page open(BrowserContext context, String title) {
    Page page = logIn(context);
    link(page, title).click();
    awaitPanels(page);
    return page;
  }

  private static Page logIn(BrowserContext context) {
    Page page = context.newPage();
    page.clock().setFixedTime(Date.from(NOW));
    page.navigate(at("/").toString());
    page.getByLabel("Email").fill("owner@example.com");
    page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(PASSWORD);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
    page.locator("h1").waitFor();
    return page;
  }

  private static void awaitPanels(Page page) {
    page.waitForFunction(
        """
        () => {
          const panels = [...document.querySelectorAll('[data-testid=panel]')];
          return panels.length > 0 && panels.every(p => p.dataset.panelState !== 'loading')
            && !document.querySelector('[data-testid=panels][aria-busy=true]')
            && !document.querySelector('[data-testid=chart-loading]')
            && !document.body.textContent.includes('Updating…');
        }
        """);
  }

  /** The page from its top to its end, with the frame around it as high as that. */
  private static byte[] whole(Page page) {
    ViewportSize before = page.viewportSize();
    int height = (int) page.evaluate("document.documentElement.scrollHeight");
    page.setViewportSize(before.width, height);
    byte[] png = visible(page);
    page.setViewportSize(before.width, before.height);
    return png;
  }

  private static byte[] visible(Page page) {
    page.mouse().move(0, 0);
    // Two frames: what follows the size has been drawn by then.
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    page.evaluate("document.fonts.ready");
    return page.screenshot(
        new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED));
  }

  private static URI at(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }
}
