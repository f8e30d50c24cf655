package dev.tailwater;

import dev.tailwater.account.Accounts;
import dev.tailwater.account.CollectorRoutes;
import dev.tailwater.account.FirstStart;
import dev.tailwater.account.Metadata;
import dev.tailwater.account.SessionRoutes;
import dev.tailwater.account.Sources;
import dev.tailwater.app.Catalog;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.ClientConnections;
import dev.tailwater.http.Errors;
import dev.tailwater.http.Observability;
import dev.tailwater.http.PublicAddress;
import dev.tailwater.http.SecurityHeaders;
import dev.tailwater.http.StaticUi;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.report.ReportRoutes;
import dev.tailwater.search.PublicQueries;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A real server on a free port with two accounts, OURS and THEIRS, and the HTTP features in front
 * of it; and a client that speaks to it.
 */
public final class TestTailwater implements AutoCloseable {
  public static final String PASSWORD = "correct horse";

  public final FirstStart ours;
  public final FirstStart theirs;
  public final Accounts accounts;
  public final Sources sources;
  private final LibraryFeatures library;
  private final ClientConnections connections;
  private final Authentication authentication;
  private final Metadata metadata;
  private final List<HttpService> services;
  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Starts with the features of accounts, dashboards and the UI. */
  public static TestTailwater start(Path folder) {
    return start(folder, Clock.systemUTC(), (authentication, connections) -> List.of());
  }

  /** Starts with more features. */
  public static TestTailwater start(
      Path folder,
      Clock clock,
      BiFunction<Authentication, ClientConnections, List<HttpService>> more) {
    return new TestTailwater(
        folder, clock, Catalog.read(), made -> more.apply(made.authentication, made.connections));
  }

  /** Starts with public dashboards and reports, whose queries a runner answers. */
  public static TestTailwater start(Path folder, Clock clock, QueryRunner runner) {
    return new TestTailwater(
        folder,
        clock,
        Catalog.read(),
        made ->
            List.of(
                made.library.publicService(new PublicQueries(runner, made.connections)),
                made.library.reports(runner, made.authentication)));
  }

  /** Starts with other apps, in a folder that may have been started before. */
  public static TestTailwater start(Path folder, Catalog catalog) {
    return new TestTailwater(folder, Clock.systemUTC(), catalog, made -> List.of());
  }

  private TestTailwater(
      Path folder, Clock clock, Catalog catalog, Function<TestTailwater, List<HttpService>> more) {
    metadata = Metadata.open(folder.resolve("metadata.db"));
    sources = new Sources(metadata);
    accounts = new Accounts(metadata, sources, clock);
    ours = account(0, "Ours", "ana@example.com", "ourId", "ourKey", "our-token");
    theirs = account(1, "Theirs", "bo@example.com", "theirId", "theirKey", "their-token");
    library = new LibraryFeatures(metadata, sources, catalog, clock);
    library.apps().installMissing(accounts.ids());
    PublicAddress address = new PublicAddress(null);
    authentication = new Authentication(accounts, address);
    connections = new ClientConnections();
    HttpRouting.Builder routing = HttpRouting.builder().addFilter(new SecurityHeaders());
    Errors.register(routing);
    routing.register(
        new SessionRoutes(accounts, authentication, address, clock, "0.1.0"),
        new CollectorRoutes(sources, authentication, address, clock));
    library.services(accounts, authentication, address).forEach(routing::register);
    services = more.apply(this);
    services.forEach(routing::register);
    routing.register(new StaticUi(authentication));
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .useNio(false)
            .shutdownHook(false)
            .addConnectionSelector(connections)
            .addFeature(Observability.feature(Optional::empty))
            .routing(routing)
            .build()
            .start();
  }

  private FirstStart account(
      int number, String name, String email, String id, String key, String token) {
    List<Long> made = accounts.ids();
    return number < made.size()
        ? new FirstStart(made.get(number), email, PASSWORD, id, key, token)
        : accounts.create(name, email, PASSWORD, id, key, token);
  }

  /** The address of a path. */
  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /** A request to build on. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(at(path));
  }

  /** A request with an account's access id and key. */
  public HttpRequest.Builder request(FirstStart account, String path) {
    return request(path).header("Authorization", basic(account.accessId(), account.accessKey()));
  }

  public HttpResponse<String> get(FirstStart account, String path) {
    return send(request(account, path).GET());
  }

  public HttpResponse<String> send(String method, FirstStart account, String path, String json) {
    return send(
        request(account, path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request.build(), body);
    } catch (IOException e) {
      throw new AssertionError("the server did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the server", e);
    }
  }

  public static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    client.close();
    server.stop();
    for (HttpService service : services) {
      if (service instanceof ReportRoutes reports) {
        reports.close();
      }
    }
    metadata.close();
  }
}
