package dev.tailwater.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryResult;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the result of a query, typed, with its fields. */
final class QueryResultJson {
  private QueryResultJson() {}

  static void write(JsonGenerator out, QueryResult result, boolean histogram) throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", result.kind().name().toLowerCase(Locale.ROOT));
    out.writeArrayFieldStart("fields");
    for (ResultField field : result.fields()) {
      out.writeStartObject();
      out.writeStringField("name", field.name());
      out.writeStringField("displayName", field.displayName());
      out.writeStringField("fieldType", field.type().name().toLowerCase(Locale.ROOT));
      out.writeBooleanField("keyField", field.keyField());
      out.writeBooleanField("fromQuery", field.fromQuery());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("rows");
    for (@Nullable Object[] row : result.rows()) {
      out.writeStartArray();
      for (Object value : row) {
        writeValue(out, value);
      }
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeObjectFieldStart("range");
    out.writeNumberField("from", result.range().from().toEpochMilli());
    out.writeNumberField("to", result.range().to().toEpochMilli());
    out.writeEndObject();
    out.writeBooleanField("truncated", result.truncated());
    out.writeArrayFieldStart("warnings");
    for (String warning : result.warnings()) {
      out.writeString(warning);
    }
    out.writeEndArray();
    out.writeNumberField("elapsedMs", result.elapsed().toMillis());
    if (histogram) {
      out.writeNumberField("messageCount", result.messageCount());
      out.writeArrayFieldStart("histogram");
      // Charts draw from left to right, the runner counts from now back.
      for (QueryResult.Bucket bucket : result.histogram().reversed()) {
        out.writeStartObject();
        out.writeNumberField("start", bucket.startMillis());
        out.writeNumberField("length", bucket.lengthMillis());
        out.writeNumberField("count", bucket.count());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private static void writeValue(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      // JSON has no NaN and no infinity; a chart leaves a gap for null.
      case Double number when number.isNaN() || number.isInfinite() -> out.writeNull();
      case Double number -> out.writeNumber(number);
      case Boolean truth -> out.writeBoolean(truth);
      default -> out.writeString(value.toString());
    }
  }
}
