package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** Lines that are known and can be found again among random ones: router lines of a rare path. */
public final class Marker {
  /** A word that random lines do not hold. */
  public static final String WORD = "zanzibar";

  private static final String DRAIN = "d.00000000-0000-4000-8000-000000000002";

  private Marker() {}

  /** The request id of the n-th one. */
  public static String requestId(long n) {
    return new UUID(0x5eed_0000_0000_4000L, 0x8000_0000_0000_0000L + n).toString();
  }

  /** The drain that they are of. */
  public static String drain() {
    return DRAIN;
  }

  /** The n-th one as a frame, octet count included. */
  public static byte[] frame(long n, Instant time) {
    StringBuilder line = new StringBuilder(320).append("<158>1 ");
    Timestamps.append(line, time);
    line.append(" host heroku router - at=info method=GET path=\"/")
        .append(WORD)
        .append("\" host=app0-example.herokuapp.com request_id=")
        .append(requestId(n))
        .append(" fwd=\"203.0.113.9\" dyno=web.1 connect=1ms service=42ms status=200 bytes=512")
        .append(" protocol=https\n");
    return (line.length() + " " + line).getBytes(US_ASCII);
  }

  /** The n-th one as a delivery of its own. */
  public static Post post(long n, Instant time) {
    String frameId = requestId(n).replace("-", "").toUpperCase(Locale.ROOT);
    return new Post(DRAIN, frameId, frame(n, time), 1);
  }
}
