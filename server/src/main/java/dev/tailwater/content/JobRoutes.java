package dev.tailwater.content;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailwater.content.Jobs.Job;
import dev.tailwater.content.Jobs.Kind;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Map;

/**
 * What clients ask about the jobs that they started: the state, and for some the result. The paths
 * of these routes have a parameter {@code job}, and {@code id} when jobs of their kind are about
 * something. Safe for use by many threads.
 */
public final class JobRoutes {
  private final Jobs jobs;
  private final Authentication authentication;

  public JobRoutes(Jobs jobs, Authentication authentication) {
    this.jobs = jobs;
    this.authentication = authentication;
  }

  /** Writes what clients expect beside the state of a job into its open object. */
  @FunctionalInterface
  public interface Members {
    void write(JsonGenerator out, Job job) throws IOException;
  }

  /** Adds the route that tells the state of jobs of a kind. */
  public void status(HttpRules rules, String path, Kind kind) {
    status(rules, path, kind, (out, job) -> {});
  }

  /** Adds the route that tells the state of jobs of a kind, and more. */
  public void status(HttpRules rules, String path, Kind kind, Members more) {
    rules.get(
        path,
        authentication.required((caller, request, response) -> {
          Job job = find(caller, request, kind);
          Json.sendObject(
              request,
              response,
              out -> {
                job.writeStatus(out);
                more.write(out, job);
              });
        }));
  }

  /** Adds the route that gives the result of jobs of a kind. */
  public void result(HttpRules rules, String path, Kind kind) {
    rules.get(
        path,
        authentication.required((caller, request, response) -> {
          Job job = find(caller, request, kind);
          ApiException failure = job.failure();
          if (failure != null) {
            throw failure;
          }
          Json.send(request, response, 200, out -> out.writeRawValue(job.result()));
        }));
  }

  private Job find(Caller caller, ServerRequest request, Kind kind) {
    var parameters = request.path().pathParameters();
    String subject = parameters.first("id").orElse("");
    return jobs.find(caller.account(), kind, subject, parameters.get("job"));
  }

  /** Answers with the id of a job that was started. */
  public static void sendId(ServerRequest request, ServerResponse response, String job) {
    Json.send(request, response, 200, Map.of("id", job));
  }
}
