package dev.tailwater.dashboard;

import dev.tailwater.content.ContentItem;
import dev.tailwater.content.DashboardDefinition;
import dev.tailwater.content.Library;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Json;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.search.PublicQueries;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Dashboards for who knows the token of a public link: {@code /api/v2/public/dashboards}. A viewer
 * names a panel, never a query, a range or a value.
 */
public final class PublicDashboardRoutes implements HttpService {
  private static final String PATH = "/api/v2/public/dashboards/{token}";

  /** Forty panels every thirty seconds for some viewers; all viewers of a link together. */
  private static final int REQUESTS_A_MINUTE = 600;

  private static final long MINUTE = 60_000;

  private final PublicLinks links;
  private final Library library;
  private final PublicQueries queries;
  private final Clock clock;
  private final Map<String, Integer> ran = new HashMap<>();
  private long minute;

  public PublicDashboardRoutes(
      PublicLinks links, Library library, PublicQueries queries, Clock clock) {
    this.links = links;
    this.library = library;
    this.queries = queries;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH, this::dashboard);
    rules.get(PATH + "/panels/{panel}/queries/{query}", this::query);
  }

  private void dashboard(ServerRequest request, ServerResponse response) {
    PublicLink link = link(request);
    count(link);
    Json.send(request, response, 200, find(link).json());
  }

  private void query(ServerRequest request, ServerResponse response) throws InterruptedException {
    PublicLink link = link(request);
    count(link);
    ZoneId zone = zone(request);
    var path = request.path().pathParameters();
    QueryRequest query;
    try {
      query =
          find(link)
              .query(path.get("panel"), path.get("query"), zone, clock.instant())
              .orElseThrow(
                  () -> ApiException.notFound("this dashboard has no panel with such a query"));
    } catch (QueryException e) {
      throw new ApiException(
          400,
          "public:query_failed",
          "the time range of this panel cannot be read; who shared the dashboard sees why",
          e);
    }
    queries.answer(query, request, response);
  }

  private PublicLink link(ServerRequest request) {
    return links
        .byToken(request.path().pathParameters().get("token"))
        .orElseThrow(PublicDashboardRoutes::unknown);
  }

  private PublicDashboard find(PublicLink link) {
    Optional<String> json =
        library.read(
            link.account(),
            found -> {
              Optional<ContentItem> dashboard = found.find(link.content());
              return dashboard.map(item -> DashboardDefinition.json(item, found.body(item)));
            });
    return new PublicDashboard(link, json.orElseThrow(PublicDashboardRoutes::unknown));
  }

  /** The same whether it never was, was switched off, or is not allowed now. */
  private static ApiException unknown() {
    return ApiException.notFound(
        "there is no dashboard at this address, or it is not shared any more");
  }

  private static ZoneId zone(ServerRequest request) {
    String zone = request.query().first("timeZone").orElse("UTC");
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new ApiException(400, "unknown.timezone", "expected a time zone like Europe/Berlin", e);
    }
  }

  private void count(PublicLink link) {
    long now = clock.millis();
    synchronized (ran) {
      if (now / MINUTE != minute) {
        minute = now / MINUTE;
        ran.clear();
      }
      if (ran.merge(link.token(), 1, Integer::sum) > REQUESTS_A_MINUTE) {
        throw ApiException.tooMany(
            "this dashboard is looked at too often: at most "
                + REQUESTS_A_MINUTE
                + " requests a minute",
            Duration.ofMillis(MINUTE - now % MINUTE));
      }
    }
  }
}
