package dev.tailwater.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import dev.tailwater.query.QueryLanguage;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.manual.Entry;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Tells editors what a query can be made of: {@code GET /api/v1/query/language}. */
public final class LanguageRoutes implements HttpService {
  private final Authentication authentication;

  /** Routes for callers that are known. */
  public LanguageRoutes(Authentication authentication) {
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/api/v1/query/language", authentication.required(LanguageRoutes::language));
  }

  private static void language(Caller caller, ServerRequest request, ServerResponse response) {
    Json.send(request, response, 200, LanguageRoutes::write);
  }

  private static void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    write(out, "operators", QueryLanguage.operators());
    write(out, "aggregates", QueryLanguage.aggregates());
    write(out, "functions", QueryLanguage.functions());
    out.writeArrayFieldStart("fields");
    for (ResultField field : QueryLanguage.fields()) {
      out.writeStartObject();
      out.writeStringField("name", field.name());
      out.writeStringField("fieldType", field.type().name().toLowerCase(Locale.ROOT));
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String name, List<Entry> entries)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Entry entry : entries) {
      out.writeStartObject();
      out.writeStringField("name", entry.name());
      out.writeObjectField("aliases", entry.names().subList(1, entry.names().size()));
      out.writeStringField("usage", entry.usage());
      out.writeStringField("summary", entry.summary());
      out.writeStringField("details", entry.details());
      out.writeObjectField("examples", entry.examples());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
