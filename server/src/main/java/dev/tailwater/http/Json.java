package dev.tailwater.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** JSON in request and response bodies. Safe for use by many threads. */
public final class Json {
  /** The mapper of all features: a repeated key wins last, unknown keys do not disturb. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** For a body that is one value: what stands behind it is a mistake. */
  private static final ObjectReader WHOLE =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** What Jackson tells to programmers who use it, behind what it tells of the text. */
  private static final Pattern FOR_PROGRAMMERS =
      Pattern.compile(" \\(start marker at .*|, from `StreamReadConstraints[^`]*`");

  /** A kilobyte fits into the first packets anyway; below it gzip costs more than it saves. */
  private static final int GZIP_FROM_BYTES = 1024;

  private static final String TYPE = "application/json;charset=UTF-8";

  private Json() {}

  /** Writes the body of an answer. */
  @FunctionalInterface
  public interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  /**
   * Reads a request body that must be a JSON object.
   *
   * @param maxBytes the largest body accepted
   * @throws ApiException 415 for another content type, 413 above the limit, 400 for anything else
   *     than an object
   */
  public static ObjectNode readObject(ServerRequest request, int maxBytes) {
    String text = readText(request, maxBytes);
    JsonNode body;
    try {
      body = WHOLE.readTree(text);
    } catch (JacksonException e) {
      throw invalid(e);
    }
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest(
        "service.json.invalid",
        "expected a JSON object as the body, found "
            + (body.isMissingNode()
                ? "nothing"
                : body.getNodeType().name().toLowerCase(Locale.ROOT)));
  }

  /**
   * Reads a request body that must be declared as JSON, as the text that was sent.
   *
   * @throws ApiException 415 for another content type, 413 above the limit
   */
  public static String readText(ServerRequest request, int maxBytes) {
    String type =
        request.headers().contentType().map(t -> t.mediaType().text()).orElse("no content type");
    // Only JSON: a form on another site cannot send this type without asking the browser first.
    if (!type.equals("application/json") && !type.endsWith("+json")) {
      throw new ApiException(
          415, "contenttype.invalid", "expected Content-Type: application/json, found " + type);
    }
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      throw tooLarge(maxBytes);
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw tooLarge(maxBytes);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the request body ended early", e);
    }
  }

  /** The answer to a body that is not JSON: where it stops being JSON and why. */
  public static ApiException invalid(JacksonException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr();
    return new ApiException(
        400,
        "service.json.invalid",
        "expected JSON, found something else"
            + where
            + ": "
            + FOR_PROGRAMMERS.matcher(e.getOriginalMessage()).replaceAll(""),
        e);
  }

  /** Answers with a value that Jackson knows how to write. */
  public static void send(
      ServerRequest request, ServerResponse response, int status, Object value) {
    send(request, response, status, out -> MAPPER.writeValue(out, value));
  }

  /**
   * Answers 200 with an object.
   *
   * @param members writes what stands in it
   */
  public static void sendObject(ServerRequest request, ServerResponse response, Body members) {
    send(
        request,
        response,
        200,
        out -> {
          out.writeStartObject();
          members.write(out);
          out.writeEndObject();
        });
  }

  /**
   * Answers with what {@code body} writes, compressed when the client accepts it. The body is built
   * in memory first, so that an error in the middle can still become an error answer.
   */
  public static void send(ServerRequest request, ServerResponse response, int status, Body body) {
    boolean gzip = acceptsGzip(request);
    Buffer buffer = new Buffer(gzip);
    try (JsonGenerator out = MAPPER.createGenerator(buffer)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an answer to memory", e);
    }
    response.status(status);
    response.headers().set(HeaderNames.CONTENT_TYPE, TYPE);
    response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
    response.headers().set(HeaderNames.VARY, "Accept-Encoding");
    byte[] bytes = buffer.finish();
    if (buffer.compressed()) {
      response.headers().set(HeaderNames.CONTENT_ENCODING, "gzip");
    }
    response.send(bytes);
  }

  static boolean acceptsGzip(ServerRequest request) {
    String accepted =
        request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse("").toLowerCase(Locale.ROOT);
    for (String coding : accepted.split(",", -1)) {
      String compact = coding.replace(" ", "");
      if (compact.equals("gzip") || compact.startsWith("gzip;")) {
        return !compact.matches("gzip;q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static ApiException tooLarge(int maxBytes) {
    return new ApiException(
            413,
            "request.too.large",
            "expected a body of at most " + maxBytes + " bytes, found more")
        // The rest of the body is not worth reading.
        .header("Connection", "close");
  }

  /** Collects an answer; turns to gzip once it is long enough to gain by it. */
  private static final class Buffer extends OutputStream {
    private final boolean gzip;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private OutputStream out = bytes;
    private boolean compressed;

    Buffer(boolean gzip) {
      this.gzip = gzip;
    }

    boolean compressed() {
      return compressed;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      if (gzip && !compressed() && bytes.size() + length >= GZIP_FROM_BYTES) {
        byte[] sofar = bytes.toByteArray();
        bytes.reset();
        out = new FastGzip(bytes);
        compressed = true;
        out.write(sofar);
      }
      out.write(from, offset, length);
    }

    byte[] finish() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write an answer to memory", e);
      }
      return bytes.toByteArray();
    }
  }

  /** The lowest level: a fifth of the size for a third of the time of the default level. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
