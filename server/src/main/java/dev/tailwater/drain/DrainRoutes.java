package dev.tailwater.drain;

import dev.tailwater.account.SourceFacts;
import dev.tailwater.wal.Delivery;
import dev.tailwater.wal.WalException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /receiver/v1/http/{token}}: where drains deliver. Also takes the token from the {@code
 * x-sumo-token} header.
 *
 * <p>The answer to an accepted delivery is 200 without a body: some shippers count nothing else as
 * success, and Logplex cannot read chunked bodies. Logplex drops a batch on any 4xx except 429, so
 * a 4xx is only for what can never succeed; what may succeed later is 429 or 503 with {@code
 * Retry-After}.
 */
public final class DrainRoutes implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(DrainRoutes.class);
  private static final String RETRY_AFTER_SECONDS = "1";
  private static final int MAX_FIELDS = 30;
  private static final int MAX_FIELD_NAME = 255;
  private static final int MAX_FIELD_VALUE = 200;

  private static final HeaderName LOGPLEX_DRAIN_TOKEN = HeaderNames.create("Logplex-Drain-Token");
  private static final HeaderName LOGPLEX_FRAME_ID = HeaderNames.create("Logplex-Frame-Id");
  private static final HeaderName SUMO_TOKEN = HeaderNames.create("x-sumo-token");
  private static final HeaderName SUMO_NAME = HeaderNames.create("X-Sumo-Name");
  private static final HeaderName SUMO_HOST = HeaderNames.create("X-Sumo-Host");
  private static final HeaderName SUMO_CATEGORY = HeaderNames.create("X-Sumo-Category");
  private static final HeaderName SUMO_FIELDS = HeaderNames.create("X-Sumo-Fields");

  /** {@code true}: the lines are old on purpose, so their own times are believed. */
  private static final HeaderName SAVED_LOG = HeaderNames.create("X-Tailwater-Saved-Log");

  private static final HeaderName RETRY_AFTER = HeaderNames.create("Retry-After");

  private final Function<String, Optional<SourceFacts>> sources;
  private final Intake intake;
  private final MemoryBudget budget;
  private final Bodies bodies;
  private final Clock clock;
  private final LongAdder refused = new LongAdder();

  /**
   * @param sources finds the source of a token; asked for every request
   * @param maxBodyBytes bytes of a body at most, inflated
   */
  public DrainRoutes(
      Function<String, Optional<SourceFacts>> sources,
      Intake intake,
      MemoryBudget budget,
      int maxBodyBytes,
      Clock clock) {
    this.sources = sources;
    this.intake = intake;
    this.budget = budget;
    this.bodies = new Bodies(budget, maxBodyBytes);
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    for (String path : new String[] {"/receiver/v1/http/{token}", "/receiver/v1/http"}) {
      rules
          .post(path, this::receive)
          .put(path, this::receive)
          .get(path, this::ping)
          .head(path, this::ping)
          .options(path, DrainRoutes::preflight);
    }
  }

  /** Deliveries that were refused since the start, for whatever reason. */
  public long refused() {
    return refused.sum();
  }

  private void receive(ServerRequest request, ServerResponse response) {
    Optional<SourceFacts> source = source(request);
    if (source.isEmpty()) {
      refuse(response, 401, "unknown drain token: copy the URL from Send data again");
      return;
    }
    allowOrigin(request, response);
    try {
      accept(request, source.get(), body(request).bytes());
      response.status(Status.OK_200).send();
    } catch (Bodies.Refused e) {
      refuse(response, e.status(), e.reason());
    } catch (WalException e) {
      LOG.warn("a delivery of source {} was refused: {}", source.get().sourceId(), e.getMessage());
      refuse(response, 503, "the delivery could not be written to disk; send it again");
    } catch (IOException e) {
      LOG.debug("a delivery broke off while it was read", e);
      refuse(response, 408, "the request body did not arrive whole");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(response, 503, "the server is stopping; send the delivery again");
    }
  }

  private Bodies.Body body(ServerRequest request)
      throws IOException, InterruptedException, Bodies.Refused {
    // Not closed when it fails: that reads what is left, and waits for what does not come.
    InputStream in = request.content().inputStream();
    try {
      return bodies.read(
          in,
          request.headers().contentLength().orElse(hasBody(request) ? -1 : 0),
          header(request, HeaderNames.CONTENT_ENCODING));
    } catch (HttpException e) {
      throw e;
    } catch (RuntimeException e) {
      // The web server has no other word for chunks without a size and for bodies that broke off.
      LOG.debug("a body could not be read", e);
      throw new Bodies.Refused(
          400,
          "expected a whole request body of the announced length or in chunks, found one that broke"
              + " off or whose chunks have no size; send it again");
    }
  }

  /** Makes the body durable. The parser releases the memory of what was stored, we the rest. */
  private void accept(ServerRequest request, SourceFacts source, ByteBuffer body)
      throws WalException, InterruptedException {
    int stored = 0;
    try {
      if (body.hasRemaining()) {
        stored = intake.accept(delivery(request, source, body));
      }
    } finally {
      budget.release(body.remaining() - stored);
    }
  }

  private Delivery delivery(ServerRequest request, SourceFacts source, ByteBuffer body) {
    Instant now = clock.instant();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    String drainToken = header(request, LOGPLEX_DRAIN_TOKEN);
    Delivery.Origin origin =
        new Delivery.Origin(
            source.collectorId(),
            source.collector(),
            source.sourceId(),
            source.source(),
            firstOf(header(request, SUMO_CATEGORY), source.category(), "Http Input"),
            firstOf(header(request, SUMO_HOST), source.host(), request.remotePeer().host()),
            firstOf(drainToken, header(request, SUMO_NAME), "Http Input"));
    return new Delivery(
        micros,
        source.account(),
        source.retentionDays(),
        origin,
        framing(request, drainToken, body),
        header(request, LOGPLEX_FRAME_ID),
        fields(header(request, SUMO_FIELDS)),
        body,
        header(request, SAVED_LOG).equals("true"));
  }

  /**
   * Logplex says what it sends; people who replay a sample with curl do not, so a body that begins
   * like a counted syslog frame is taken for one.
   */
  private static Delivery.Framing framing(
      ServerRequest request, String drainToken, ByteBuffer body) {
    String contentType = header(request, HeaderNames.CONTENT_TYPE).toLowerCase(Locale.ROOT);
    boolean logplex =
        !drainToken.isEmpty()
            || contentType.startsWith("application/logplex-1")
            || contentType.startsWith("application/x-logplex-1")
            || beginsWithFrame(body);
    return logplex ? Delivery.Framing.LOGPLEX : Delivery.Framing.TEXT;
  }

  private static boolean beginsWithFrame(ByteBuffer body) {
    int at = body.position();
    while (at < body.limit() && (body.get(at) == '\n' || body.get(at) == ' ')) {
      at++;
    }
    int digits = at;
    while (at < body.limit() && at - digits < 7 && body.get(at) >= '0' && body.get(at) <= '9') {
      at++;
    }
    return at > digits
        && at + 2 < body.limit()
        && body.get(at) == ' '
        && body.get(at + 1) == '<'
        && body.get(at + 2) >= '0'
        && body.get(at + 2) <= '9';
  }

  /** {@code key=value,key2=value2}; what is malformed or too long is left out. */
  private static Map<String, String> fields(String header) {
    if (header.isEmpty()) {
      return Map.of();
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : header.split(",", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip();
      String value = equals < 0 ? "" : pair.substring(equals + 1).strip();
      boolean fits =
          !name.isEmpty()
              && !name.startsWith("_")
              && name.length() <= MAX_FIELD_NAME
              && value.length() <= MAX_FIELD_VALUE;
      if (fits && fields.size() < MAX_FIELDS) {
        fields.put(name.toLowerCase(Locale.ROOT), value);
      }
    }
    return fields;
  }

  private void ping(ServerRequest request, ServerResponse response) {
    if (source(request).isEmpty()) {
      refuse(response, 401, "unknown drain token: copy the URL from Send data again");
    } else {
      response.status(Status.OK_200).send();
    }
  }

  private static void preflight(ServerRequest request, ServerResponse response) {
    allowOrigin(request, response);
    response.status(Status.OK_200).send();
  }

  /** Loggers that run in a web page come from another origin. */
  private static void allowOrigin(ServerRequest request, ServerResponse response) {
    String origin = header(request, HeaderNames.ORIGIN);
    if (!origin.isEmpty()) {
      response
          .header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
          .header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST, PUT, OPTIONS")
          .header(
              HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
              "Content-Type, Content-Encoding, X-Sumo-Name, X-Sumo-Host, X-Sumo-Category,"
                  + " X-Sumo-Fields, X-Sumo-Client");
    }
  }

  private void refuse(ServerResponse response, int status, String message) {
    refused.increment();
    response.status(Status.create(status));
    if (status == 429 || status == 503) {
      response.header(RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.send(message + "\n");
  }

  private Optional<SourceFacts> source(ServerRequest request) {
    String token =
        request.path().pathParameters().first("token").orElse(header(request, SUMO_TOKEN));
    return sources.apply(token);
  }

  private static boolean hasBody(ServerRequest request) {
    return request.headers().contains(HeaderNames.TRANSFER_ENCODING);
  }

  private static String header(ServerRequest request, HeaderName name) {
    return request.headers().first(name).orElse("").strip();
  }

  private static String firstOf(String... values) {
    for (String value : values) {
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
