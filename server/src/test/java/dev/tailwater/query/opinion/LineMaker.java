package dev.tailwater.query.opinion;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Makes lines as an app on Heroku has them, each in a second of its own. Fractions are halves and
 * quarters, so that sums are the same in any order.
 */
final class LineMaker {
  private static final List<String> DYNOS = List.of("web.1", "web.2", "worker.1", "Web.1");
  private static final List<String> PATHS =
      List.of("/", "/cart?id=7", "/pay", "/a,b,c", "/api/v1/cart", "/x\\y");
  private static final List<String> LEVELS = List.of("error", "ERROR", "info", "warn");

  private final RandomGenerator random;

  LineMaker(RandomGenerator random) {
    this.random = random;
  }

  /** Lines of ten minutes from a moment on, oldest first. */
  List<String> lines(Instant from, int count) {
    List<Integer> seconds = new ArrayList<>(IntStream.range(0, 600).boxed().toList());
    Collections.shuffle(seconds, Random.from(random));
    return seconds.subList(0, count).stream()
        .sorted()
        .map(at -> line(from.plusSeconds(at)))
        .toList();
  }

  private String line(Instant time) {
    String drain = random.nextInt(4) == 0 ? "d.blog" : "d.shop";
    String stamp = time.toString().replace("Z", "+00:00");
    return drain + " <158>1 " + stamp + " host " + message();
  }

  private String message() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> router();
      case 2 -> "app " + one(DYNOS) + " - " + json();
      case 3 ->
          "heroku "
              + one(DYNOS)
              + " - source="
              + one(DYNOS)
              + " dyno=heroku.111.aaa "
              + "sample#load_avg_1m="
              + random.nextInt(3)
              + one(List.of(".00", ".25", ".50"));
      case 4 -> "heroku " + one(DYNOS) + " - Process exited with status " + random.nextInt(138);
      default ->
          "app "
              + one(DYNOS)
              + " - ["
              + one(LEVELS)
              + "] "
              + one(PATHS)
              + " took "
              + random.nextInt(900)
              + "ms"
              + one(List.of("", "\\n\\tat line two", ", user: \"a b\""));
    };
  }

  private String router() {
    boolean error = random.nextInt(3) == 0;
    return "heroku router - at="
        + (error ? "error code=H1" + random.nextInt(3) + " desc=\"Request timeout\"" : "info")
        + " method="
        + one(List.of("GET", "POST"))
        + " path=\""
        + one(PATHS)
        + "\" host=shop.herokuapp.com request_id=r-"
        + random.nextInt(20)
        + " dyno="
        + one(DYNOS)
        + " connect=1ms service="
        + random.nextInt(2000)
        + "ms status="
        + (error ? 503 : one(List.of(200, 304)))
        + " bytes="
        + random.nextInt(4000)
        + " protocol=https";
  }

  private String json() {
    String level = "\"level\":\"" + one(LEVELS) + "\"";
    String order =
        one(
            List.of(
                "",
                ",\"order\":null",
                ",\"order\":{\"id\":" + random.nextInt(99) + ",\"total\":12.5}",
                ",\"order\":{\"id\":" + random.nextInt(99) + "}"));
    String tags = one(List.of("", ",\"tags\":[\"pay\",\"eu\"]", ",\"tags\":[]"));
    String user = one(List.of("", ",\"user\":null", ",\"user\":\"a b\"", ",\"user\":true"));
    return "{" + level + ",\"msg\":\"card declined\"" + order + tags + user + "}";
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
