package dev.tailwater.search;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailwater.http.Json;
import dev.tailwater.query.run.QueryResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a finished job, as the JSON that its clients will read, compressed in pieces: they
 * may lie here for minutes, and as objects they would take some twenty times the memory. Immutable.
 */
final class JobRows {
  private static final int PIECE_ROWS = 500;

  private final List<byte[]> pieces;
  private final int size;

  private JobRows(List<byte[]> pieces, int size) {
    this.pieces = pieces;
    this.size = size;
  }

  static JobRows of(QueryResult result) {
    List<String> names =
        result.fields().stream().map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
    List<byte[]> pieces = new ArrayList<>();
    int rows = result.rows().size();
    for (int from = 0; from < rows; from += PIECE_ROWS) {
      pieces.add(piece(names, result.rows().subList(from, Math.min(rows, from + PIECE_ROWS))));
    }
    return new JobRows(List.copyOf(pieces), rows);
  }

  int size() {
    return size;
  }

  long bytes() {
    return pieces.stream().mapToLong(piece -> piece.length).sum();
  }

  /** Writes rows {@code from} (inclusive) to {@code to} (exclusive) into an open array. */
  void write(JsonGenerator out, int from, int to) throws IOException {
    for (int piece = from / PIECE_ROWS; piece * PIECE_ROWS < to; piece++) {
      String[] lines;
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(pieces.get(piece)))) {
        // JSON has no bare line end, so one can part the rows.
        lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
      }
      int first = piece * PIECE_ROWS;
      for (int row = Math.max(from, first); row < Math.min(to, first + PIECE_ROWS); row++) {
        out.writeRawValue(lines[row - first]);
      }
    }
  }

  private static byte[] piece(List<String> names, List<@Nullable Object[]> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (@Nullable Object[] row : rows) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.MAPPER.createGenerator(line)) {
          out.writeStartObject();
          out.writeObjectFieldStart("map");
          for (int i = 0; i < names.size(); i++) {
            Object value = row[i];
            if (value != null) {
              out.writeStringField(names.get(i), text(value));
            }
          }
          out.writeEndObject();
          out.writeEndObject();
        }
        line.write('\n');
        line.writeTo(gzip);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write rows to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Every value is a string in this API. Numbers come without exponent, which clients choke on. */
  private static String text(Object value) {
    return switch (value) {
      case Double number when number.isNaN() || number.isInfinite() -> number.toString();
      case Double number when number == 0 -> "0";
      case Double number -> BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
      default -> value.toString();
    };
  }
}
