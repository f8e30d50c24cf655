package dev.tailwater.report;

import dev.tailwater.content.DashboardDefinition;
import dev.tailwater.content.JobRoutes;
import dev.tailwater.content.Library;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.report.ReportJobs.Job;
import dev.tailwater.report.ReportJobs.State;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Duration;

/**
 * Reports over HTTP: {@code /api/v2/dashboards/reportJobs}. Who may read a dashboard may have it
 * drawn; jobs are seen by the account that started them.
 */
public final class ReportRoutes implements HttpService, AutoCloseable {
  private static final String PATH = "/api/v2/dashboards/reportJobs";
  private static final int MAX_BODY_BYTES = 256 * 1024;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Library library;
  private final QueryRunner runner;
  private final Authentication authentication;
  private final Clock clock;
  private final ReportJobs jobs;

  /**
   * Reports of the dashboards of a library.
   *
   * @param runner runs their panels' queries
   */
  public ReportRoutes(
      Library library, QueryRunner runner, Authentication authentication, Clock clock) {
    this(library, runner, authentication, clock, LONGEST);
  }

  ReportRoutes(
      Library library,
      QueryRunner runner,
      Authentication authentication,
      Clock clock,
      Duration longest) {
    this.library = library;
    this.runner = runner;
    this.authentication = authentication;
    this.clock = clock;
    this.jobs = new ReportJobs(clock, longest);
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post(PATH, authentication.required(this::start));
    rules.get(PATH + "/{job}/status", authentication.required(this::status));
    rules.get(PATH + "/{job}/result", authentication.required(this::result));
  }

  private void start(Caller caller, ServerRequest request, ServerResponse response) {
    ReportRequest asked =
        ReportRequest.read(Json.readObject(request, MAX_BODY_BYTES), clock.instant());
    String document =
        library.read(
            caller.account(),
            found ->
                found
                    .dashboard(asked.dashboard())
                    .map(item -> DashboardDefinition.json(item, found.body(item)))
                    .orElseThrow(() ->
                        ApiException.notFound(
                            "this account has no dashboard with the id " + asked.dashboard())));
    ReportDashboard dashboard = new ReportDashboard(caller.account(), document, asked);
    JobRoutes.sendId(
        request,
        response,
        jobs.start(
            caller.account(),
            fileName(dashboard.title(), asked.format()),
            asked.format(),
            () -> new Report(dashboard, runner).draw()));
  }

  /** The title in characters that a header and every file system take. */
  private static String fileName(String title, ReportRequest.Format format) {
    String plain = title.replaceAll("[^A-Za-z0-9 ._-]+", "_").replaceAll("\\.+", ".").strip();
    String name = plain.isEmpty() || plain.startsWith(".") ? "report" + plain : plain;
    return name.substring(0, Math.min(100, name.length())) + "." + format.ending();
  }

  private Job find(Caller caller, ServerRequest request) {
    return jobs.find(caller.account(), request.path().pathParameters().get("job"));
  }

  private void status(Caller caller, ServerRequest request, ServerResponse response) {
    Job job = find(caller, request);
    Json.sendObject(
        request,
        response,
        out -> {
          switch (job.state()) {
            case State.InProgress progress -> {
              out.writeStringField("status", "InProgress");
              out.writeStringField("statusMessage", "the report is being drawn");
              out.writeNullField("error");
            }
            case State.Done done -> {
              out.writeStringField("status", "Success");
              out.writeStringField("statusMessage", "the report is ready");
              out.writeNullField("error");
            }
            case State.Failed failed -> {
              out.writeStringField("status", "Failed");
              out.writeStringField("statusMessage", failed.message());
              out.writeObjectFieldStart("error");
              out.writeStringField("code", failed.code());
              out.writeStringField("message", failed.message());
              out.writeEndObject();
            }
          }
        });
  }

  private void result(Caller caller, ServerRequest request, ServerResponse response) {
    Job job = find(caller, request);
    switch (job.state()) {
      case State.InProgress progress ->
          throw new ApiException(
                  409, "report:in_progress", "the report is not ready: ask for its status first")
              .header("Retry-After", "1");
      case State.Failed failed -> throw new ApiException(422, failed.code(), failed.message());
      case State.Done done ->
          response
              .header(HeaderNames.CONTENT_TYPE, job.format().mediaType())
              .header(
                  HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + job.name() + "\"")
              .header(HeaderNames.CACHE_CONTROL, "no-store")
              .send(done.file());
    }
  }

  /** Stops what is drawn. */
  @Override
  public void close() {
    jobs.close();
  }
}
