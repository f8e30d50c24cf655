package dev.tailwater;

import static dev.tailwater.Chromium.button;
import static dev.tailwater.Chromium.menuItem;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.tailwater.fleet.Fleet;
import dev.tailwater.fleet.FleetPlan;
import dev.tailwater.fleet.FleetRunner;
import dev.tailwater.fleet.VisitorPlaces;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The UI in a real Chromium, over a day of the simulated fleet: the Overview dashboard, what can be
 * done with dashboards, and the app catalog. Screenshots are left in {@code target/screenshots}.
 */
class BrowserTest {
  private static final int PANELS = 30;
  private static final String APP = "riverbank-shop";

  @TempDir static Path data;
  private static TailwaterProcess tailwater;
  private static FleetRunner fleet;
  private static Chromium chromium;

  @BeforeAll
  static void startEverything() throws Exception {
    String places = VisitorPlaces.write(data.resolve("visitors.mmdb")).toString();
    tailwater = TailwaterProcess.start(data, Map.of("TAILWATER_GEO_CITY_FILE", places));
    Clock clock = Clock.systemUTC();
    FleetPlan plan =
        FleetPlan.of(1, clock.instant().minus(Duration.ofHours(24))).withLinesPerDay(150_000);
    fleet =
        FleetRunner.start(
            Fleet.of(plan), tailwater.at("/receiver/v1/http/testtoken"), clock, progress -> {});
    fleet.awaitHistory();
    chromium = Chromium.launch();
  }

  @AfterAll
  static void stopEverything() {
    if (chromium != null) {
      chromium.close();
    }
    fleet.close();
    tailwater.close();
  }

  @Test
  void overviewDrawsAllItsPanelsAndFollowsItsVariable() {
    List<String> mistakes = new ArrayList<>();
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      page.onPageError(mistakes::add);
      openOverview(page);
      awaitPanels(page);
      assertThat(states(page)).hasSize(PANELS).allMatch(state -> state.equals("ready"));
      screenshot(page, "overview-light");

      String before = value(page, "Total Request Count");
      Locator variable =
          page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("application_name"));
      variable.click();
      page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(APP)).click();
      page.waitForURL(url -> url.contains("var.application_name=" + APP));
      awaitPanels(page);
      page.waitForCondition(() -> !value(page, "Total Request Count").equals(before));
      assertThat(states(page)).hasSize(PANELS).doesNotContain("error", "loading");
    }
    assertThat(mistakes).isEmpty();
  }

  @Test
  void overviewOnAPhoneInTheDark() {
    try (BrowserContext context = context(390, 844, ColorScheme.DARK)) {
      Page page = context.newPage();
      openOverview(page);
      awaitPanels(page);
      assertThat(states(page)).hasSize(PANELS).allMatch(state -> state.equals("ready"));
      // Nothing sticks out to the side.
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
      screenshot(page, "overview-phone-dark");
    }
  }

  /** What a picture would show, as far as it can be said without looking at one. */
  @Test
  void everyDashboardFitsOnWideScreensAndPhones() {
    List<String> titles =
        List.of(
            "Overview",
            "Dyno",
            "Application",
            "Memory Metrics",
            "CPU Load Metrics",
            "Infrastructure Errors",
            "Application Errors");
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      logIn(page, TailwaterProcess.PASSWORD);
      List<String> findings = new ArrayList<>();
      for (String title : titles) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Heroku - " + title))
            .first()
            .click();
        page.waitForFunction(
            """
            () => {
              const panels = [...document.querySelectorAll('[data-testid=panel]')];
              return panels.length > 0 && panels.every(p => p.dataset.panelState !== 'loading');
            }
            """);
        assertThat(states(page)).as(title).doesNotContain("error");
        findings.addAll(misfits(page));
        page.setViewportSize(390, 844);
        findings.addAll(misfits(page));
        page.setViewportSize(1440, 1000);
        page.navigate(tailwater.at("/dashboards").toString());
      }
      assertThat(findings).isEmpty();
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> misfits(Page page) {
    return (List<String>)
        page.evaluate(
            """
            async () => {
              const frame = () => new Promise(requestAnimationFrame);
              await frame();
              await frame();
              const found = [];
              const say = (what) =>
                found.push(`${document.title}, ${innerWidth} pixels wide: ${what}`);
              if (document.documentElement.scrollWidth > innerWidth) say('the page sticks out');
              for (const panel of document.querySelectorAll('[data-testid=panel]')) {
                const title = panel.dataset.panelTitle;
                const box = panel.getBoundingClientRect();
                const head = panel.querySelector('h2');
                const value = panel.querySelector('[data-testid=single-value]');
                if (head.scrollWidth > head.clientWidth + 1) say(`the title ${title} is cut`);
                if (value) {
                  const last = value.parentElement.lastElementChild.getBoundingClientRect();
                  const number = value.getBoundingClientRect();
                  if (head.getBoundingClientRect().bottom > number.top + 1)
                    say(`the title ${title} lies over its number`);
                  if (last.bottom > box.bottom + 1) say(`what is below the number of ${title} is cut`);
                  if (value.scrollWidth > value.clientWidth + 1 || number.right > box.right)
                    say(`the number of ${title} is cut`);
                }
                for (const canvas of panel.querySelectorAll('canvas')) {
                  if (canvas.clientHeight < 60) say(`the chart ${title} is low`);
                }
              }
              return found;
            }
            """);
  }

  @Test
  void aWrongPasswordIsSaidAndLetsNobodyIn() {
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      logIn(page, "wrong");
      page.getByRole(AriaRole.ALERT).waitFor();
      assertThat(page.url()).contains("/login");
    }
  }

  @Test
  void noPageHasASeriousFindingOfAccessibility() {
    try (BrowserContext context = context(1440, 1000, ColorScheme.DARK)) {
      Page page = context.newPage();
      openOverview(page);
      awaitPanels(page);
      List<String> findings = new ArrayList<>(Axe.seriousFindings(page));
      for (String path : List.of("/dashboards", "/apps", "/search", "/send-data")) {
        page.navigate(tailwater.at(path).toString());
        page.locator("h1").waitFor();
        findings.addAll(Axe.seriousFindings(page));
      }
      page.navigate(tailwater.at("/apps").toString());
      page.locator("main li a").first().click();
      button(page, "Manage").waitFor();
      findings.addAll(Axe.seriousFindings(page));
      assertThat(findings).isEmpty();
    }
  }

  @Test
  void aPointOfAPanelLeadsToItsLines() {
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      openOverview(page);
      awaitPanels(page);
      button(page, "Menu of Status code count by Dyno").click();
      menuItem(page, "Explore data").click();
      page.getByLabel("Series or value").first().click();
      page.getByRole(AriaRole.OPTION)
          .filter(new Locator.FilterOptions().setHasText("503"))
          .first()
          .click();
      assertThat(Axe.seriousFindings(page)).isEmpty();
      page.getByRole(AriaRole.DIALOG).getByText("Open in log search").click();
      page.waitForURL(url -> url.contains("/search?q="));
      page.getByText(Pattern.compile("^([\\d,]+|Newest .*) messages?")).waitFor();
      assertThat(page.locator("main").textContent()).contains("status=503");
    }
  }

  /** Hints, menus and dialogs of panels begin when they are needed. */
  @Test
  void theToolsOfAPanelAreUsedByKeyboard() {
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      openOverview(page);
      awaitPanels(page);
      Locator hint = page.getByRole(AriaRole.TOOLTIP);
      Locator menu = button(page, "Menu of Average Latency");
      for (int time = 0; time < 2; time++) {
        menu.focus();
        page.keyboard().press("Enter");
        page.getByRole(AriaRole.MENUITEM).first().waitFor();
        page.waitForFunction("() => document.activeElement.getAttribute('role') === 'menuitem'");
        page.keyboard().press("Escape");
        page.waitForFunction("() => document.querySelector('[role=menuitem]') === null");
        assertThat(focused(page)).as("time %d", time).isEqualTo("Menu of Average Latency");

        Locator dialog = page.getByRole(AriaRole.DIALOG);
        for (String item : List.of("View query", "Explore data")) {
          String its = "Menu of Status code count by Dyno";
          button(page, its).focus();
          page.keyboard().press("Enter");
          menuItem(page, item).press("Enter");
          dialog.waitFor();
          page.waitForFunction("() => document.activeElement.closest('[role=dialog]') !== null");
          page.keyboard().press("Escape");
          dialog.waitFor(hidden());
          assertThat(focused(page)).as(item).isEqualTo(its);
        }

        button(page, "Full screen of Average Latency").focus();
        assertThat(hint.innerText()).isEqualTo("Full screen");
        page.keyboard().press("Enter");
        dialog.waitFor();
        page.keyboard().press("Escape");
        dialog.waitFor(hidden());
        assertThat(focused(page)).as("time %d", time).isEqualTo("Full screen of Average Latency");
      }
      page.locator("[aria-label^='About Average Latency:']").hover();
      page.waitForCondition(() -> hint.innerText().startsWith("Mean "));
      page.mouse().move(0, 0);
      hint.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }
  }

  private static Object focused(Page page) {
    return page.evaluate("document.activeElement.getAttribute('aria-label')");
  }

  @Test
  void aCopyOfADashboardIsEdited() {
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      openOverview(page);
      button(page, "Copy to edit").click();
      page.getByLabel("Title").fill("A copy");
      button(page, "Duplicate").click();
      button(page, "Done").waitFor();
      awaitPanels(page);

      button(page, "Menu of Total Request Count").click();
      menuItem(page, "Edit").click();
      page.getByLabel("Title").fill("Requests of all");
      assertThat(Axe.seriousFindings(page)).isEmpty();
      button(page, "Save").click();
      // The panel changes places with what stands below it.
      Locator grip =
          page.getByRole(
              AriaRole.BUTTON,
              new Page.GetByRoleOptions().setName(Pattern.compile("^Move Requests of all")));
      double before = grip.boundingBox().y;
      grip.press("ArrowDown");
      page.waitForCondition(() -> grip.boundingBox().y > before);
      button(page, "Menu of Average Latency").click();
      page.waitForResponse(
          response -> response.request().method().equals("PUT"),
          () -> menuItem(page, "Delete").click());
      page.getByText("Saved", new Page.GetByTextOptions().setExact(true)).waitFor();

      page.reload();
      page.waitForFunction("() => document.querySelectorAll('[data-testid=panel]').length === 29");
      assertThat(page.locator("[data-panel-title='Requests of all']").count()).isEqualTo(1);
      assertThat(page.locator("[data-panel-title='Average Latency']").count()).isZero();
    }
  }

  @Test
  void aVariableIsAddedOfWhichSeveralValuesAreChosen() {
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      logIn(page, TailwaterProcess.PASSWORD);
      importDashboard(
          page,
          """
          {"title": "By method", "timeRange": {"type": "BeginBoundedTimeRange",
             "from": {"type": "RelativeTimeRangeBoundary", "relativeTime": "-24h"}, "to": null},
           "panels": [
             {"key": "all", "title": "All", "panelType": "SumoSearchPanel",
              "visualSettings": "{\\"general\\":{\\"mode\\":\\"singleValueMetrics\\",\\"type\\":\\"svp\\"}}",
              "queries": [{"queryKey": "A", "queryString": "router \\"method=\\" | count"}]},
             {"key": "chosen", "title": "Chosen", "panelType": "SumoSearchPanel",
              "visualSettings": "{\\"general\\":{\\"mode\\":\\"distribution\\",\\"type\\":\\"table\\"}}",
              "queries": [{"queryKey": "A", "queryString": "router | parse \\"method=* \\" as method | where method matches \\"{{method}}\\" | count by method"}]}],
           "layout": {"layoutType": "Grid", "layoutStructures": []},
           "variables": [{"name": "other", "unknown": {"kept": [1]}, "sourceDefinition":
             {"variableSourceType": "CsvVariableSourceDefinition", "values": "x,y"}}]}
          """);
      Locator chosen = page.locator("[data-panel-title='Chosen']");
      chosen.getByText("no value for the variable method").waitFor();

      button(page, "Edit").click();
      button(page, "Edit variables").click();
      button(page, "Add a variable").click();
      page.getByLabel("Name").fill("method");
      page.getByLabel("Query", exactLabel())
          .fill("router | parse \"method=* \" as method | count by method");
      page.getByLabel("Field").fill("method");
      button(page, "Show values").click();
      page.getByText(Pattern.compile("^In the last 15 minutes: .*GET")).waitFor();
      page.getByRole(
              AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Several values can be chosen"))
          .press("Space");
      assertThat(Axe.seriousFindings(page)).isEmpty();
      screenshot(page, "variable-form");
      button(page, "Save").click();
      button(page, "Move method up").press("Enter");
      page.getByText("method is now 1 of 2").waitFor();
      assertThat(Axe.seriousFindings(page)).isEmpty();
      screenshot(page, "variables");
      page.getByRole(AriaRole.DIALOG)
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Done"))
          .click();

      List<String> queries = new ArrayList<>();
      page.onRequest(request -> {
        if (request.url().endsWith("/api/v1/query")) {
          queries.add(request.postData());
        }
      });
      chosen.getByText("POST").waitFor();
      Locator bar = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("method"));
      bar.click();
      Locator options = page.getByRole(AriaRole.OPTION);
      options.filter(new Locator.FilterOptions().setHasText("GET")).click();
      options.filter(new Locator.FilterOptions().setHasText("DELETE")).click();
      assertThat(Axe.seriousFindings(page)).isEmpty();
      screenshot(page, "variable-several");
      page.keyboard().press("Escape");
      page.waitForURL(url -> url.contains("var.method=GET&var.method=DELETE"));
      chosen.getByText("POST").waitFor(hidden());
      assertThat(chosen.locator("tbody").textContent()).contains("GET").contains("DELETE");
      // The panel without the variable did not run again.
      assertThat(queries).noneMatch(query -> query.contains("method=\\\" | count"));

      button(page, "Menu of Chosen").click();
      menuItem(page, "Open in search").click();
      page.waitForURL(url -> url.contains("/search?q="));
      assertThat(page.locator(".cm-content").textContent()).contains("\\A(?:GET|DELETE)\\z");

      // What the editor does not know is kept.
      page.goBack();
      button(page, "Menu of the dashboard").click();
      menuItem(page, "Export JSON").click();
      assertThat(page.getByLabel("JSON").inputValue().replaceAll("\\s", ""))
          .contains("\"unknown\":{\"kept\":[1]}")
          .contains("\"allowMultiSelect\":true");
    }
  }

  @Test
  void aPanelIsSavedAsAPicture() throws IOException {
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      openOverview(page);
      awaitPanels(page);
      button(page, "Menu of Total Errors by Host").click();
      Download picture = page.waitForDownload(() -> menuItem(page, "Save as PNG").click());
      assertThat(picture.suggestedFilename()).isEqualTo("Total-Errors-by-Host.png");
      BufferedImage image = ImageIO.read(picture.path().toFile());
      // Twice as large as on the screen, with more in it than paper.
      double shown = page.locator("[data-panel-title='Total Errors by Host']").boundingBox().width;
      assertThat((double) image.getWidth()).isBetween(1.8 * shown, 2.1 * shown);
      assertThat(
              Arrays.stream(
                      image.getRGB(
                          0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                  .distinct()
                  .count())
          .isGreaterThan(50);
    }
  }

  @Test
  void anExportIsImportedAgain() {
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      openOverview(page);
      button(page, "Menu of the dashboard").click();
      menuItem(page, "Export JSON").click();
      String json = page.getByLabel("JSON").inputValue();
      assertThat(json).contains("DashboardV2SyncDefinition").doesNotContain("contentId");
      page.keyboard().press("Escape");
      page.getByRole(AriaRole.DIALOG).waitFor(hidden());
      assertThat(focused(page)).isEqualTo("Menu of the dashboard");

      page.navigate(tailwater.at("/dashboards").toString());
      importDashboard(
          page, json.replace("\"title\": \"Heroku - Overview\"", "\"title\": \"Imported\""));
      awaitPanels(page);
      assertThat(page.locator("h1").textContent()).isEqualTo("Imported");
      assertThat(states(page)).hasSize(PANELS).allMatch(state -> state.equals("ready"));
    }
  }

  @Test
  void aPublicLinkIsReadWithoutALoginUntilItIsSwitchedOff() {
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT);
        BrowserContext stranger = context(390, 844, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      openOverview(page);
      button(page, "Share").click();
      button(page, "Allow public links").click();
      button(page, "Create public link").click();
      String link = page.getByLabel("Public link", exactLabel()).inputValue();

      Page read = stranger.newPage();
      read.navigate(link);
      awaitPanels(read);
      assertThat(states(read)).hasSize(PANELS).allMatch(state -> state.equals("ready"));
      assertThat(Axe.seriousFindings(read)).isEmpty();

      button(page, "Switch off").click();
      button(page, "Create public link").waitFor();
      read.reload();
      read.getByText("This link does not lead anywhere").waitFor();
    }
  }

  @Test
  void theAppIsInstalledThroughTheCatalog() {
    try (BrowserContext context = context(1440, 1000, ColorScheme.LIGHT)) {
      Page page = context.newPage();
      logIn(page, TailwaterProcess.PASSWORD);
      page.getByText("Heroku - Overview").first().waitFor();
      page.navigate(tailwater.at("/apps").toString());
      page.locator("main li a").first().click();
      Chromium.uninstall(page);
      button(page, "Install App").click();
      button(page, "Next").click();
      page.getByText("1 value in the last 24 hours").waitFor();
      assertThat(Axe.seriousFindings(page)).isEmpty();
      button(page, "Next").click();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Heroku - Overview"))
          .click();
      awaitPanels(page);
      assertThat(states(page)).hasSize(PANELS).allMatch(state -> state.equals("ready"));
    }
  }

  private static void importDashboard(Page page, String json) {
    button(page, "Import").click();
    page.getByLabel("JSON of a dashboard").fill(json);
    page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Import"))
        .click();
    page.waitForURL(url -> url.contains("/dashboards/"));
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }

  private static Page.GetByLabelOptions exactLabel() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static BrowserContext context(int width, int height, ColorScheme scheme) {
    return chromium.context(width, height, scheme);
  }

  private static void openOverview(Page page) {
    logIn(page, TailwaterProcess.PASSWORD);
    page.getByText("Heroku - Overview").first().click();
  }

  private static void logIn(Page page, String password) {
    page.navigate(tailwater.at("/").toString());
    page.getByLabel("Email").fill(TailwaterProcess.EMAIL);
    page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(password);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
  }

  private static void awaitPanels(Page page) {
    page.waitForFunction(
        """
        () => {
          const panels = [...document.querySelectorAll('[data-testid=panel]')];
          return panels.length >= 30 && panels.every(p => p.dataset.panelState !== 'loading');
        }
        """);
  }

  private static List<String> states(Page page) {
    List<String> states = new ArrayList<>();
    for (ElementHandle panel : page.querySelectorAll("[data-testid=panel]")) {
      states.add(String.valueOf(panel.getAttribute("data-panel-state")));
    }
    return states;
  }

  private static String value(Page page, String title) {
    return page.locator("[data-panel-title='" + title + "'] [data-testid=single-value]")
        .textContent();
  }

  private static void screenshot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "screenshots", name + ".png"))
            .setFullPage(true));
  }
}
