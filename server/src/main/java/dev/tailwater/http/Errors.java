package dev.tailwater.http;

import io.helidon.http.HttpException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a failed request becomes an answer. Two shapes exist, and a path has exactly
 * one of them:
 *
 * <ul>
 *   <li>flat, for {@code /api/v1}: {@code {"status","id","code","message"}} and scalars of the
 *       case;
 *   <li>newer, for {@code /api/v2} and the younger features of {@code /api/v1}: {@code
 *       {"id","errors":[{"code","message","detail","meta"}]}}, the last two always null.
 * </ul>
 *
 * What nobody foresaw is logged whole under the id that the caller sees, and tells the caller only
 * that id.
 */
public final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
  private static final List<String> NEWER =
      List.of("/api/v2/", "/api/v1/apps", "/api/v1/policies", "/api/v1/healthEvents");

  private Errors() {}

  /** Registers the error handlers. */
  public static void register(HttpRouting.Builder routing) {
    routing.error(ApiException.class, Errors::answer);
    routing.error(
        HttpException.class, (request, response, e) -> answer(request, response, known(e)));
    routing.error(Throwable.class, Errors::unforeseen);
  }

  private static void answer(ServerRequest request, ServerResponse response, ApiException e) {
    String id = ErrorId.next();
    if (e.status() == 500) {
      log(request, id, e);
    }
    answer(request, response, e, id);
  }

  private static void answer(
      ServerRequest request, ServerResponse response, ApiException e, String id) {
    e.headers().forEach((name, value) -> response.header(name, value));
    String message = String.valueOf(e.getMessage());
    Json.send(
        request,
        response,
        e.status(),
        out -> {
          out.writeStartObject();
          String path = request.path().absolute().path();
          if (NEWER.stream().anyMatch(path::startsWith)) {
            out.writeStringField("id", id);
            out.writeArrayFieldStart("errors");
            out.writeStartObject();
            out.writeStringField("code", e.code());
            out.writeStringField("message", message);
            out.writeNullField("detail");
            out.writeNullField("meta");
            out.writeEndObject();
            out.writeEndArray();
          } else {
            out.writeNumberField("status", e.status());
            out.writeStringField("id", id);
            out.writeStringField("code", e.code());
            out.writeStringField("message", message);
            for (Map.Entry<String, Object> detail : e.details().entrySet()) {
              out.writeObjectField(detail.getKey(), detail.getValue());
            }
          }
          out.writeEndObject();
        });
  }

  private static void unforeseen(ServerRequest request, ServerResponse response, Throwable e) {
    String id = ErrorId.next();
    log(request, id, e);
    answer(
        request,
        response,
        new ApiException(
            500,
            "internal.error",
            "the server failed on this request; its messages tell more under the id " + id),
        id);
  }

  private static void log(ServerRequest request, String id, Throwable e) {
    // The path is ours to log, the query string is not: it may carry a customer's text.
    LOG.error(
        "{} {} failed, answered 500 with id {}",
        request.prologue().method().text(),
        request.path().absolute().path(),
        id,
        e);
  }

  /** What the web server itself refuses. */
  private static ApiException known(HttpException e) {
    int status = e.status().code();
    String code =
        switch (status) {
          case 401 -> "unauthorized";
          case 403 -> "forbidden";
          case 404 -> "notfound";
          case 405 -> "method.unsupported";
          case 413 -> "request.too.large";
          case 415 -> "contenttype.invalid";
          case 503 -> "service.unavailable";
          default -> status < 500 ? "bad.request" : "internal.error";
        };
    String reason = e.status().reasonPhrase().toLowerCase(Locale.ROOT);
    return new ApiException(
        status, code, status < 500 ? String.valueOf(e.getMessage()) : reason, e);
  }
}
