package dev.tailwater.benchmarks.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a page whose panels are drawn at known times. */
class TimedBrowserTest {
  private static final String PANELS =
      """
      <section data-testid="panel" data-panel-title="fast" data-panel-state="loading"></section>
      <section data-testid="panel" data-panel-title="slow" data-panel-state="loading"></section>
      <button aria-label="Refresh">R</button>
      <script>
        const [fast, slow] = document.querySelectorAll('section');
        setTimeout(() => { fast.dataset.panelState = 'ready'; }, 100);
        setTimeout(() => { slow.dataset.panelState = '%s'; }, 500);
        document.querySelector('button').onclick = () => {
          slow.setAttribute('aria-busy', 'true');
          setTimeout(() => slow.setAttribute('aria-busy', 'false'), 300);
        };
      </script>
      """;

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/drawn", exchange -> send(exchange, PANELS.formatted("ready")));
    server.createContext("/failed", exchange -> send(exchange, PANELS.formatted("error")));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void tellsWhenPanelsWereDrawnAndHowLongARefreshTook() throws IOException {
    try (TimedBrowser browser = TimedBrowser.launch("Basic eDp5")) {
      TimedBrowser.Opened opened = browser.open(at("/drawn"));
      assertThat(opened.panels()).isEqualTo(2);
      assertThat(opened.firstMillis()).isGreaterThan(100).isLessThan(opened.allMillis());
      assertThat(opened.allMillis()).isGreaterThan(500);
      assertThat(browser.refresh()).isBetween(300.0, 5_000.0);
    }
  }

  @Test
  void aPanelThatFailedIsNoFigure() throws IOException {
    try (TimedBrowser browser = TimedBrowser.launch("Basic eDp5")) {
      assertThatThrownBy(() -> browser.open(at("/failed")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("slow");
    }
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  private static void send(HttpExchange exchange, String page) throws IOException {
    boolean known = "Basic eDp5".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] bytes = page.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(known ? bytes : new byte[bytes.length]);
    exchange.close();
  }
}
