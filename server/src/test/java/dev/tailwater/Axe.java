package dev.tailwater;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at a page with axe, the checker of accessibility that is among the UI's packages. */
final class Axe {
  private static final Path SCRIPT = Path.of("..", "ui", "node_modules", "axe-core", "axe.min.js");

  private Axe() {}

  /** What axe calls serious or critical on a page, each with its rule and the element. */
  @SuppressWarnings("unchecked")
  static List<String> seriousFindings(Page page) {
    try {
      // Evaluated, not added as an element: the page's own policy forbids other scripts.
      page.evaluate(Files.readString(SCRIPT));
    } catch (IOException e) {
      throw new UncheckedIOException("axe is missing: run npm ci in ui", e);
    }
    // Values that are being asked for anew are dimmed meanwhile.
    page.waitForFunction("() => !document.querySelector('[data-testid=panel][aria-busy=true]')");
    return (List<String>)
        page.evaluate(
            """
            async () => {
              const { violations } = await axe.run(document, { resultTypes: ['violations'] });
              return violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .flatMap(({ id, nodes }) => nodes.map(({ html }) =>
                  `${location.pathname} ${id}: ${html.slice(0, 200)}`));
            }
            """);
  }
}
