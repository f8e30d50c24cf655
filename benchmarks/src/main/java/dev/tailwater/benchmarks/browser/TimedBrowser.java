package dev.tailwater.benchmarks.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Chromium without a window, as wide as a laptop, that opens dashboards and tells when their
 * panels were drawn, by the browser's own clock. For one thread.
 */
public final class TimedBrowser implements AutoCloseable {
  private static final int WIDTH = 1440;
  private static final int HEIGHT = 900;
  private static final double PATIENCE_MILLIS = 600_000;

  /**
   * The one answer that is not the server's: it names users of a session, and here is a key. A
   * route of Playwright would do the same, but make every request wait for the driver and switch
   * the browser's cache off.
   */
  private static final String SESSION =
      """
      (() => {
        const session = {
          user: { id: '0', email: 'benchmark' }, account: { id: '0', name: '' }, version: '',
        };
        const asked = window.fetch;
        window.fetch = (path, options) => path === '/api/v1/session'
          ? Promise.resolve(Response.json(session))
          : asked(path, options);
      })();
      """;

  /**
   * Looks at the panels when the page has changed, not in every frame: asking for frames would keep
   * a processor busy. The frame after a change shows it, and is on the screen when the next one
   * begins, so that is the time taken.
   */
  private static final String WATCH =
      """
      (() => {
        const drawn = { first: 0, all: 0 };
        window.panelsDrawn = drawn;
        const note = (what) => requestAnimationFrame(() => requestAnimationFrame(() => {
          drawn[what] = performance.now();
        }));
        let first = false;
        const look = () => {
          const panels = [...document.querySelectorAll('[data-testid=panel]')];
          const done = panels.filter((panel) => panel.dataset.panelState !== 'loading'
            && !panel.querySelector('[data-testid=chart-loading]')).length;
          if (done > 0 && !first) { first = true; note('first'); }
          const more = document.querySelector('[data-testid=panels][aria-busy=true]') !== null;
          if (done > 0 && done === panels.length && !more) { observer.disconnect(); note('all'); }
        };
        const observer = new MutationObserver(look);
        observer.observe(document, {
          subtree: true, childList: true, attributes: true, attributeFilter: ['data-panel-state', 'aria-busy'],
        });
      })();
      """;

  private static final String REFRESH =
      """
      () => new Promise((resolve, reject) => {
        const busy = () => document.querySelector('[data-testid=panel][aria-busy=true]') !== null;
        const began = performance.now();
        let seen = false;
        const late = setTimeout(() => {
          observer.disconnect();
          reject(new Error('no panel was asked for within 5 s of the click'));
        }, 5000);
        const observer = new MutationObserver(() => {
          if (busy()) {
            seen = true;
            clearTimeout(late);
          } else if (seen) {
            observer.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
          }
        });
        observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['aria-busy'] });
        document.querySelector('button[aria-label=Refresh]').click();
      })
      """;

  private final Playwright playwright;
  private final Browser browser;
  private final String authorization;
  private @Nullable BrowserContext context;
  private @Nullable Page page;

  /**
   * When the panels of a page were drawn.
   *
   * @param panels how many it has
   * @param firstMillis from the start of the navigation until the first one was
   * @param allMillis the same of the last one
   */
  public record Opened(int panels, double firstMillis, double allMillis) {}

  private TimedBrowser(Playwright playwright, Browser browser, String authorization) {
    this.playwright = playwright;
    this.browser = browser;
    this.authorization = authorization;
  }

  /**
   * Starts the Chromium that {@code TAILWATER_CHROMIUM} names.
   *
   * @param authorization the header of that name, sent with every request
   * @throws IOException when there is none
   */
  public static TimedBrowser launch(String authorization) throws IOException {
    String path = System.getenv("TAILWATER_CHROMIUM");
    if (path == null) {
      throw new IOException(
          "expected the path of a Chromium in TAILWATER_CHROMIUM, found nothing; ./bench sets it");
    }
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(Path.of(path))
                      .setArgs(
                          List.of(
                              "--no-sandbox",
                              "--disable-gpu",
                              "--no-first-run",
                              "--disable-background-networking",
                              "--disable-component-update",
                              "--disable-sync")));
      return new TimedBrowser(playwright, browser, authorization);
    } catch (PlaywrightException e) {
      playwright.close();
      throw new IOException(path + " did not start: " + e.getMessage(), e);
    }
  }

  /** Its name and version. */
  public String version() {
    return "Chromium " + browser.version();
  }

  /**
   * Opens a page with an empty cache and waits until all its panels are drawn.
   *
   * @throws IOException when the page has no panels or one of them failed
   */
  public Opened open(URI address) throws IOException {
    if (context != null) {
      context.close();
    }
    BrowserContext opened =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(WIDTH, HEIGHT)
                .setExtraHTTPHeaders(Map.of("Authorization", authorization)));
    context = opened;
    opened.setDefaultTimeout(PATIENCE_MILLIS);
    Page fresh = opened.newPage();
    page = fresh;
    fresh.addInitScript(SESSION);
    fresh.addInitScript(WATCH);
    return load(fresh, address);
  }

  /** Opens the page once more in the same tab, whose browser has the files of the UI. */
  public Opened reopen() throws IOException {
    Page open = openPage();
    return load(open, URI.create(open.url()));
  }

  private Page openPage() {
    if (page == null) {
      throw new IllegalStateException("expected an open page, found none");
    }
    return page;
  }

  private static Opened load(Page fresh, URI address) throws IOException {
    try {
      fresh.navigate(address.toString());
      fresh.waitForFunction("() => window.panelsDrawn.all > 0");
    } catch (PlaywrightException e) {
      throw new IOException(address + " drew no panels: " + e.getMessage(), e);
    }
    List<?> failed =
        (List<?>)
            fresh.evaluate(
                "[...document.querySelectorAll('[data-testid=panel][data-panel-state=error]')]"
                    + ".map(panel => `${panel.dataset.panelTitle}: ${panel.innerText}`)");
    if (!failed.isEmpty()) {
      throw new IOException("panels failed: " + failed);
    }
    return new Opened(
        (int) number(fresh, "document.querySelectorAll('[data-testid=panel]').length"),
        number(fresh, "window.panelsDrawn.first"),
        number(fresh, "window.panelsDrawn.all"));
  }

  /**
   * Presses the button that refreshes all panels of the page that was opened last.
   *
   * @return milliseconds from the click until all are drawn again
   */
  public double refresh() throws IOException {
    try {
      return number(openPage(), REFRESH);
    } catch (PlaywrightException e) {
      throw new IOException("the refresh failed: " + e.getMessage(), e);
    }
  }

  private static double number(Page page, String script) {
    return ((Number) page.evaluate(script)).doubleValue();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
