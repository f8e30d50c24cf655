package dev.tailwater.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import dev.tailwater.http.PublicAddress;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The collectors and sources of the caller's account, to read: {@code /api/v1/collectors}. */
public final class CollectorRoutes implements HttpService {
  private static final int MAX_PAGE = 1000;

  private final Sources sources;
  private final Authentication authentication;
  private final PublicAddress address;
  private final Clock clock;

  public CollectorRoutes(
      Sources sources, Authentication authentication, PublicAddress address, Clock clock) {
    this.sources = sources;
    this.authentication = authentication;
    this.address = address;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/api/v1/collectors[/]", authentication.required(this::collectors));
    // Installed collectors only, and we have none.
    rules.get(
        "/api/v1/collectors/offline",
        authentication.required((caller, request, response) ->
            Json.send(request, response, 200, Map.of("collectors", List.of()))));
    rules.get("/api/v1/collectors/name/{name}", authentication.required(this::collectorByName));
    rules.get("/api/v1/collectors/{collector}[/]", authentication.required(this::collector));
    rules.get("/api/v1/collectors/{collector}/sources[/]", authentication.required(this::sources));
    rules.get(
        "/api/v1/collectors/{collector}/sources/{source}[/]",
        authentication.required(this::source));
  }

  private void collectors(Caller caller, ServerRequest request, ServerResponse response) {
    int limit = number(request, "limit", MAX_PAGE, 1, MAX_PAGE);
    int offset = number(request, "offset", 0, 0, Integer.MAX_VALUE);
    String filter = request.query().first("filter").orElse("hosted");
    boolean none = filter.equals("installed") || filter.equals("dead");
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode list = answer.putArray("collectors");
    if (!none) {
      this.sources.collectors(caller.account()).stream()
          .skip(offset)
          .limit(limit)
          .forEach(c -> list.add(json(c)));
    }
    Json.send(request, response, 200, answer);
  }

  private void collector(Caller caller, ServerRequest request, ServerResponse response) {
    send(request, response, find(caller, request));
  }

  private void collectorByName(Caller caller, ServerRequest request, ServerResponse response) {
    String name = request.path().pathParameters().get("name");
    Collector found =
        sources.collectors(caller.account()).stream()
            .filter(c -> c.name().equals(name))
            .findFirst()
            .orElseThrow(() -> noCollector("with the name " + name));
    send(request, response, found);
  }

  private void sources(Caller caller, ServerRequest request, ServerResponse response) {
    Collector collector = find(caller, request);
    boolean download = request.query().first("download").orElse("").equals("true");
    ObjectNode answer = Json.MAPPER.createObjectNode();
    if (download) {
      answer.put("api.version", "v1");
    }
    ArrayNode list = answer.putArray("sources");
    for (Source source : sources.sources(caller.account(), collector.id())) {
      list.add(download ? definition(source) : json(request, source));
    }
    Json.send(request, response, 200, answer);
  }

  private void source(Caller caller, ServerRequest request, ServerResponse response) {
    Collector collector = find(caller, request);
    long id = id(request, "source", "collectors.source.invalid");
    Source source =
        sources.sources(caller.account(), collector.id()).stream()
            .filter(s -> s.id() == id)
            .findFirst()
            .orElseThrow(() ->
                new ApiException(
                    404,
                    "collectors.source.invalid",
                    "collector " + collector.id() + " has no source with the id " + id));
    response.headers().set(HeaderNames.ETAG, etag(source.id(), source.version()));
    ObjectNode answer = Json.MAPPER.createObjectNode();
    boolean download = request.query().first("download").orElse("").equals("true");
    if (download) {
      answer.put("api.version", "v1");
    }
    answer.set("source", download ? definition(source) : json(request, source));
    Json.send(request, response, 200, answer);
  }

  private Collector find(Caller caller, ServerRequest request) {
    long id = id(request, "collector", "collectors.collector.invalid");
    return sources
        .collector(caller.account(), id)
        .orElseThrow(() -> noCollector("with the id " + id));
  }

  private void send(ServerRequest request, ServerResponse response, Collector collector) {
    response.headers().set(HeaderNames.ETAG, etag(collector.id(), collector.version()));
    Json.send(request, response, 200, Map.of("collector", json(collector)));
  }

  private ObjectNode json(Collector collector) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", collector.id())
        .put("name", collector.name())
        .put("description", collector.description())
        .put("category", collector.category())
        .put("timeZone", collector.timeZone());
    json.putObject("fields");
    json.putArray("links")
        .addObject()
        .put("rel", "sources")
        .put("href", "/v1/collectors/" + collector.id() + "/sources");
    // No agent stands behind a hosted collector: it lives as long as this server.
    return json.put("collectorType", "Hosted")
        .put("collectorVersion", "")
        .put("lastSeenAlive", clock.millis())
        .put("alive", true);
  }

  private ObjectNode json(ServerRequest request, Source source) {
    String receiver = address.baseUrl(request) + "/receiver/v1/http";
    ObjectNode json = Json.MAPPER.createObjectNode().put("id", source.id());
    json.setAll(definition(source));
    return json.put("cutoffTimestamp", 0)
        .put("alive", true)
        .put("url", receiver + "/" + source.token())
        .put("token", source.token())
        .put("baseUrl", receiver);
  }

  /** What a user may set: enough to create the same source again. */
  private static ObjectNode definition(Source source) {
    ObjectNode json =
        Json.MAPPER
            .createObjectNode()
            .put("name", source.name())
            .put("description", source.description())
            .put("category", source.category())
            .put("hostName", source.host())
            .put("timeZone", source.timeZone())
            .put("automaticDateParsing", true)
            .put("forceTimeZone", false)
            .put("multilineProcessingEnabled", true)
            .put("useAutolineMatching", true)
            .put("manualPrefixRegexp", "");
    json.putArray("filters");
    json.put("hashAlgorithm", "MD5").put("encoding", "UTF-8");
    json.putObject("fields");
    return json.put("messagePerRequest", false).put("sourceType", "HTTP");
  }

  private static String etag(long id, long version) {
    return '"' + Secrets.hash(id + "/" + version).substring(0, 32) + '"';
  }

  private static ApiException noCollector(String which) {
    return new ApiException(
        404, "collectors.collector.invalid", "this account has no collector " + which);
  }

  private static long id(ServerRequest request, String parameter, String code) {
    String text = request.path().pathParameters().get(parameter);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ApiException(
          404, code, "expected a number as the id of a " + parameter + ", found " + text, e);
    }
  }

  private static int number(
      ServerRequest request, String parameter, int otherwise, int least, int most) {
    String text = request.query().first(parameter).orElse("");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below like a number out of range.
    }
    throw ApiException.badRequest(
        "service." + parameter + ".invalid",
        "expected " + parameter + " between " + least + " and " + most + ", found " + text);
  }
}
