package dev.tailwater.benchmarks.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/** The messages of random lines, in the forms that Heroku writes. */
final class RandomText {
  private static final List<String> PATHS =
      List.of(
          "/",
          "/login",
          "/api/v1/orders",
          "/api/v1/items",
          "/checkout",
          "/health",
          "/search",
          "/assets/app.js",
          "/api/v2/users/me",
          "/cart");
  private static final List<String> NUMBERED_PATHS =
      List.of("/api/v1/orders/%", "/users/%", "/items/%/reviews", "/search?q=term%");
  private static final List<String> PROCESSES =
      List.of("web.1", "web.2", "web.3", "web.4", "worker.1", "worker.2");
  private static final List<String> LEVELS =
      List.of("INFO", "INFO", "INFO", "WARN", "ERROR", "DEBUG");
  private static final List<String> WORDS =
      List.of(
          ("connection timeout user session cache miss hit query select update order payment"
                  + " processed worker job retry queue redis postgres render template completed"
                  + " started failed email sent token refreshed webhook received invoice shipment"
                  + " cart item stock")
              .split(" ", -1));

  private final SplittableRandom random;

  RandomText(SplittableRandom random) {
    this.random = random;
  }

  String router(int app) {
    String path =
        random.nextDouble() < 0.7
            ? choice(PATHS)
            : choice(NUMBERED_PATHS).replace("%", Integer.toString(random.nextInt(5_000)));
    int status = status();
    boolean timedOut = status == 503;
    return (timedOut ? "at=error code=H12 desc=\"Request timeout\"" : "at=info")
        + (" method=" + method())
        + (" path=\"" + path + "\"")
        + (" host=app" + app + "-example.herokuapp.com")
        + (" request_id=" + uuid())
        + (" fwd=\"" + address() + "\"")
        + (" dyno=" + webDyno())
        + (" connect=" + random.nextInt(4) + "ms")
        + (" service=" + (timedOut ? 30_000 : (long) exponential(80)) + "ms")
        + (" status=" + status)
        + (" bytes=" + (timedOut ? 0 : (long) exponential(9_000)))
        + " protocol=https";
  }

  String metrics(String source, int app, String dynoId) {
    String head = "source=" + source + " dyno=heroku." + (322_071_457 + app) + "." + dynoId;
    if (random.nextBoolean()) {
      double load = random.nextDouble(3);
      return head
          + (" sample#load_avg_1m=" + hundredths(load))
          + (" sample#load_avg_5m=" + hundredths(load * 0.9))
          + (" sample#load_avg_15m=" + hundredths(load * 0.8));
    }
    double rss = random.nextDouble(180, 380);
    return head
        + (" sample#memory_total=" + hundredths(rss + 3) + "MB")
        + (" sample#memory_rss=" + hundredths(rss) + "MB")
        + (" sample#memory_cache=" + hundredths(random.nextDouble(5)) + "MB")
        + " sample#memory_swap=0.00MB"
        + (" sample#memory_pgpgin=" + random.nextInt(1 << 17) + "pages")
        + (" sample#memory_pgpgout=" + random.nextInt(1 << 16) + "pages")
        + " sample#memory_quota=512.00MB";
  }

  String build() {
    String user = "dev" + random.nextInt(16) + "@example.com";
    return switch (random.nextInt(6)) {
      case 0 -> "Build started by user " + user;
      case 1, 2 -> "Build succeeded";
      case 3 -> "Build failed -- check your build output: https://dashboard.heroku.com/apps";
      case 4 -> "Deploy " + uuid().substring(0, 7) + " by user " + user;
      default -> "Release v" + random.nextInt(256) + " created by user " + user;
    };
  }

  String application() {
    StringJoiner words = new StringJoiner(" ");
    int count = random.nextInt(8, 18);
    for (int i = 0; i < count; i++) {
      words.add(choice(WORDS));
    }
    return ("[" + uuid() + "] " + choice(LEVELS) + " " + words)
        + (" id=" + random.nextInt(1 << 30) + " took=" + random.nextInt(1 << 10) + "ms");
  }

  String webDyno() {
    return "web." + random.nextInt(1, 7);
  }

  String process() {
    return choice(PROCESSES);
  }

  String uuid() {
    String hex = hex(random.nextLong()) + hex(random.nextLong());
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  private String method() {
    int chance = random.nextInt(10);
    if (chance < 7) {
      return "GET";
    }
    return chance < 9 ? "POST" : "PUT";
  }

  private int status() {
    int chance = random.nextInt(1_000);
    if (chance < 880) {
      return 200;
    }
    if (chance < 920) {
      return 302;
    }
    if (chance < 960) {
      return 404;
    }
    if (chance < 970) {
      return 422;
    }
    if (chance < 982) {
      return 500;
    }
    return chance < 994 ? 503 : 304;
  }

  private String address() {
    int bits = random.nextInt();
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }

  private double exponential(double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  private String choice(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String hex(long bits) {
    String digits = Long.toHexString(bits);
    return "0".repeat(16 - digits.length()) + digits;
  }

  private static String hundredths(double value) {
    long hundredths = Math.round(value * 100);
    long fraction = hundredths % 100;
    return hundredths / 100 + (fraction < 10 ? ".0" : ".") + fraction;
  }
}
