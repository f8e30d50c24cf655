package dev.tailwater.search;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import dev.tailwater.http.PublicAddress;
import dev.tailwater.query.CompiledQuery.Kind;
import dev.tailwater.query.Moment;
import dev.tailwater.query.Moment.End;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The Search Job API, as its many clients expect it to the letter: {@code /api/v1/search/jobs}.
 * Every value in a result is a string, the arrays of a poll are always there, and every finished
 * job ends in a state that all clients know.
 */
public final class SearchJobRoutes implements HttpService, AutoCloseable {
  private static final String PATH = "/api/v1/search/jobs";
  private static final String CODES = "searchjob.";
  private static final int MAX_BODY_BYTES = 256 * 1024;
  private static final int MAX_QUERY_CHARS = 15_000;
  private static final int MAX_PAGE = 10_000;

  /** Fewer than the 100,000 of the original: they are gathered in memory before they are packed. */
  private static final int MAX_ROWS = 20_000;

  /** A mistake in a query shows within a few milliseconds; nobody waits longer to hear of none. */
  private static final long MISTAKE_MILLIS = 300;

  private final SearchJobs jobs;
  private final Authentication authentication;
  private final PublicAddress address;
  private final Clock clock;

  public SearchJobRoutes(
      QueryRunner runner, Authentication authentication, PublicAddress address, Clock clock) {
    this.jobs = new SearchJobs(runner, clock);
    this.authentication = authentication;
    this.address = address;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post(PATH + "[/]", authentication.required(this::create));
    rules.get(PATH + "/{id}", authentication.required(this::poll));
    rules.get(PATH + "/{id}/messages", authentication.required(this::messages));
    rules.get(PATH + "/{id}/records", authentication.required(this::records));
    rules.delete(PATH + "/{id}", authentication.required(this::delete));
  }

  /** Ends all jobs. */
  @Override
  public void close() {
    jobs.close();
  }

  private void create(Caller caller, ServerRequest request, ServerResponse response)
      throws InterruptedException {
    SearchJob job = jobs.start(read(caller, Json.readObject(request, MAX_BODY_BYTES)));
    QueryException mistake = job.failureWithin(MISTAKE_MILLIS);
    if (mistake != null) {
      jobs.end(job);
      throw QueryErrors.answer(mistake, CODES);
    }
    String href = address.baseUrl(request) + PATH + "/" + job.id();
    response.headers().set(HeaderNames.LOCATION, href);
    // Clients keep it because the original asks for it again; we do not.
    response
        .headers()
        .addCookie(
            SetCookie.builder("tailwater_search_job", job.id())
                .path(PATH)
                .httpOnly(true)
                .sameSite(SetCookie.SameSite.LAX)
                .secure(address.isTls(request))
                .build());
    Json.send(
        request,
        response,
        202,
        out -> {
          out.writeStartObject();
          out.writeStringField("id", job.id());
          out.writeObjectFieldStart("link");
          out.writeStringField("rel", "self");
          out.writeStringField("href", href);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private void poll(Caller caller, ServerRequest request, ServerResponse response) {
    SearchJob.Progress progress = find(caller, request).poll(clock.instant());
    Json.sendObject(
        request,
        response,
        out -> {
          out.writeStringField("state", progress.state());
          out.writeNumberField("messageCount", progress.messageCount());
          out.writeNumberField("recordCount", progress.recordCount());
          out.writeArrayFieldStart("histogramBuckets");
          for (QueryResult.Bucket bucket : progress.newBuckets()) {
            out.writeStartObject();
            out.writeNumberField("length", bucket.lengthMillis());
            out.writeNumberField("count", bucket.count());
            out.writeNumberField("startTimestamp", bucket.startMillis());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeObjectField("pendingErrors", progress.newErrors());
          out.writeObjectField("pendingWarnings", progress.newWarnings());
        });
  }

  private void messages(Caller caller, ServerRequest request, ServerResponse response) {
    SearchJob job = find(caller, request);
    page(request, response, job, Kind.MESSAGES);
  }

  private void records(Caller caller, ServerRequest request, ServerResponse response) {
    SearchJob job = find(caller, request);
    SearchJob.Rows rows = job.rows(clock.instant());
    if (rows != null && rows.kind() != Kind.RECORDS) {
      throw ApiException.badRequest(
          CODES + "no.records.not.an.aggregation.query",
          "expected a query that aggregates, for example with count: this one finds messages");
    }
    page(request, response, job, Kind.RECORDS);
  }

  private void page(ServerRequest request, ServerResponse response, SearchJob job, Kind kind) {
    int offset = number(request, "offset", true);
    int limit = Math.min(MAX_PAGE, number(request, "limit", false));
    SearchJob.Rows found = job.rows(clock.instant());
    // An aggregate keeps no messages, and a job that still runs has nothing yet.
    boolean none = found == null || found.kind() != kind;
    Json.sendObject(
        request,
        response,
        out -> {
          out.writeArrayFieldStart("fields");
          if (found != null && !none) {
            writeFields(out, found.fields());
          }
          out.writeEndArray();
          out.writeArrayFieldStart(kind.name().toLowerCase(Locale.ROOT));
          if (found != null && !none) {
            int size = found.rows().size();
            int from = Math.min(offset, size);
            found.rows().write(out, from, Math.min(size, from + limit));
          }
          out.writeEndArray();
        });
  }

  private void delete(Caller caller, ServerRequest request, ServerResponse response) {
    SearchJob job = find(caller, request);
    jobs.end(job);
    Json.send(request, response, 200, Map.of("id", job.id()));
  }

  private SearchJob find(Caller caller, ServerRequest request) {
    String id = request.path().pathParameters().get("id");
    return jobs.find(caller.account(), id)
        .orElseThrow(() ->
            new ApiException(
                404,
                CODES + "jobid.invalid",
                "there is no search job "
                    + id
                    + ": it was deleted, or not polled for "
                    + SearchJobs.IDLE.toMinutes()
                    + " minutes"));
  }

  private QueryRequest read(Caller caller, ObjectNode body) {
    String text = body.path("query").asText("");
    if (text.isBlank()) {
      throw ApiException.badRequest(CODES + "no.query", "expected a query, found none");
    }
    if (text.length() > MAX_QUERY_CHARS) {
      throw ApiException.badRequest(
          CODES + "generic",
          "expected a query of at most " + MAX_QUERY_CHARS + " characters, found " + text.length());
    }
    ZoneId zone = QueryTimes.zone(body, CODES);
    try {
      // No relative times: they are for people, and the original refuses them too.
      TimeRange range =
          new TimeRange(
              Moment.parseAbsolute(body.path("from").asText().strip(), End.FROM, zone),
              Moment.parseAbsolute(body.path("to").asText().strip(), End.TO, zone));
      return new QueryRequest(
          caller.account(),
          text,
          new QueryContext(range, zone, clock.instant(), Map.of()),
          QueryTimes.axis(body, CODES),
          MAX_ROWS,
          true);
    } catch (QueryException e) {
      throw QueryErrors.answer(e, CODES);
    }
  }

  private static int number(ServerRequest request, String name, boolean mayBeZero) {
    String text = request.query().first(name).orElse("");
    if (text.isEmpty()) {
      throw ApiException.badRequest(
          CODES + name + ".missing", "expected the query parameter " + name + ", found none");
    }
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ApiException(
          400,
          CODES + name + ".missing",
          "expected a number as the query parameter " + name + ", found " + text,
          e);
    }
    if (value < 0) {
      throw ApiException.badRequest(
          CODES + name + ".negative", "expected " + name + " not below 0, found " + value);
    }
    if (value == 0 && !mayBeZero) {
      throw ApiException.badRequest(
          CODES + name + ".zero", "expected " + name + " between 1 and 10000, found 0");
    }
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  private static void writeFields(JsonGenerator out, List<ResultField> fields) throws IOException {
    for (ResultField field : fields) {
      out.writeStartObject();
      out.writeStringField("name", field.name().toLowerCase(Locale.ROOT));
      out.writeStringField("fieldType", field.type().name().toLowerCase(Locale.ROOT));
      out.writeBooleanField("keyField", field.keyField());
      out.writeEndObject();
    }
  }
}
