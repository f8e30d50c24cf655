package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the router's line of a request (Dev Center, "HTTP Routing"). */
final class Router {
  private static final Heading HEADING =
      new Heading(Heading.ROUTER, Heading.Time.MICROS, "heroku", "router");
  private static final byte[] INFO = ascii("at=info method=");
  private static final byte[] PATH = ascii(" path=\"");
  private static final byte[] HOST = ascii("\" host=");
  private static final byte[] REQUEST_ID = ascii(" request_id=");
  private static final byte[] FORWARDED = ascii(" fwd=\"");
  private static final byte[] DYNO = ascii("\" dyno=");
  private static final byte[] CONNECT = ascii(" connect=");
  private static final byte[] MS_SERVICE = ascii("ms service=");
  private static final byte[] MS_STATUS = ascii("ms status=");
  private static final byte[] BYTES = ascii(" bytes=");
  private static final byte[] PROTOCOL = ascii(" protocol=");

  private Router() {}

  static void line(DrainBuffer log, Request request, long micros) {
    RouterError error = request.error;
    FrameWriter line = log.begin(HEADING, micros);
    if (error == null) {
      line.text(INFO);
    } else {
      line.text(error.opening);
    }
    line.text(request.route.method)
        .text(PATH)
        .text(request.path)
        .text(HOST)
        .text(request.host)
        .text(REQUEST_ID)
        .uuid(request.idHigh, request.idLow)
        .text(FORWARDED)
        .text(request.forwardedFor)
        .text(DYNO);
    Dyno dyno = request.dyno;
    if (dyno != null) {
      line.text(dyno.nameBytes);
    }
    line.text(CONNECT);
    switch (reach(error)) {
      case RESPONSE ->
          line.number(request.connectMillis)
              .text(MS_SERVICE)
              .number(request.serviceMillis)
              .text(MS_STATUS)
              .number(request.status)
              .text(BYTES)
              .number(request.bytes);
      case CONNECTION ->
          line.number(request.connectMillis)
              .text("ms service= status=")
              .number(request.status)
              .text(BYTES);
      case NOTHING -> line.text(" service= status=").number(request.status).text(BYTES);
    }
    line.text(PROTOCOL).text(request.protocol);
    log.endLine();
  }

  private static RouterError.Reach reach(@Nullable RouterError error) {
    return error == null ? RouterError.Reach.RESPONSE : error.reach;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
