package dev.tailwater.lookup;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Flag;
import dev.tailwater.http.Json;
import dev.tailwater.query.run.TableException;
import dev.tailwater.query.run.TableWriter;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** The lookup tables of the caller's account: {@code /api/v1/lookupTables}. */
public final class LookupRoutes implements HttpService {
  private static final String PATH = "/api/v1/lookupTables";
  private static final int MAX_BODY_BYTES = 256 * 1024;
  private static final Duration UPLOAD_PAUSE = Duration.ofSeconds(5);

  private final LookupTables tables;
  private final Authentication authentication;

  /** An upload holds up to the largest table in the engine's memory: one after the other. */
  private final Semaphore uploads = new Semaphore(1);

  public LookupRoutes(LookupTables tables, Authentication authentication) {
    this.tables = tables;
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH + "[/]", authentication.required(this::list));
    rules.post(PATH + "[/]", authentication.required(this::create));
    rules.get(PATH + "/{id}", authentication.required(this::one));
    rules.delete(PATH + "/{id}", authentication.required(this::delete));
    rules.post(PATH + "/{id}/upload", authentication.required(this::upload));
  }

  private void list(Caller caller, ServerRequest request, ServerResponse response) {
    List<LookupTable> found = tables.list(caller.account());
    Json.sendObject(
        request,
        response,
        out -> {
          out.writeArrayFieldStart("lookupTables");
          for (LookupTable table : found) {
            write(out, table);
          }
          out.writeEndArray();
        });
  }

  private void one(Caller caller, ServerRequest request, ServerResponse response) {
    send(request, response, find(caller, request));
  }

  private void create(Caller caller, ServerRequest request, ServerResponse response) {
    try {
      LookupDefinition definition =
          LookupDefinition.parse(Json.readObject(request, MAX_BODY_BYTES));
      send(request, response, tables.create(caller.account(), definition));
    } catch (TableException e) {
      throw refused(e);
    }
  }

  private void delete(Caller caller, ServerRequest request, ServerResponse response) {
    tables.delete(caller.account(), find(caller, request).id());
    response.status(204).send();
  }

  private void upload(Caller caller, ServerRequest request, ServerResponse response)
      throws IOException {
    LookupTable table = find(caller, request);
    String type =
        request.headers().contentType().map(t -> t.mediaType().text()).orElse("no content type");
    if (!type.equals("text/csv")) {
      throw new ApiException(
          415, "contenttype.invalid", "expected Content-Type: text/csv, found " + type);
    }
    boolean merge = Flag.of(request, "merge");
    if (!uploads.tryAcquire()) {
      throw ApiException.tooMany("another upload is under way; try again", UPLOAD_PAUSE);
    }
    try (InputStream csv = request.content().inputStream();
        TableWriter rows = tables.write(caller.account(), table, merge)) {
      new CsvUpload(table.definition().columns(), rows).read(csv);
      rows.commit();
    } catch (TableException e) {
      throw refused(e);
    } finally {
      uploads.release();
    }
    send(request, response, find(caller, request));
  }

  private LookupTable find(Caller caller, ServerRequest request) {
    String id = request.path().pathParameters().get("id");
    return tables
        .find(caller.account(), id)
        .orElseThrow(
            () -> ApiException.notFound("this account has no lookup table with the id " + id));
  }

  private static ApiException refused(TableException e) {
    return new ApiException(400, "lookup.table.invalid", String.valueOf(e.getMessage()), e);
  }

  private static void send(ServerRequest request, ServerResponse response, LookupTable table) {
    Json.send(request, response, 200, out -> write(out, table));
  }

  private static void write(JsonGenerator out, LookupTable table) throws IOException {
    LookupDefinition definition = table.definition();
    out.writeStartObject();
    out.writeStringField("id", table.id());
    out.writeStringField("path", definition.path().text());
    out.writeStringField("description", definition.description());
    out.writeArrayFieldStart("fields");
    for (LookupColumn column : definition.columns()) {
      out.writeStartObject();
      out.writeStringField("fieldName", column.name());
      out.writeStringField("fieldType", column.type().name().toLowerCase(Locale.ROOT));
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("primaryKeys");
    for (String key : definition.keys()) {
      out.writeString(key);
    }
    out.writeEndArray();
    out.writeNumberField("rowCount", table.rows());
    out.writeNumberField("sizeBytes", table.bytes());
    out.writeStringField("createdAt", Instant.ofEpochMilli(table.createdAt()).toString());
    out.writeStringField("modifiedAt", Instant.ofEpochMilli(table.modifiedAt()).toString());
    out.writeEndObject();
  }
}
