package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** One kind of request to an app: what is asked, how long it takes and what comes back. */
final class Route {
  private static final int SAMPLES = 1024;

  final byte[] method;

  /** What the app calls the code that answers, e.g. {@code CartsController#show}. */
  final String handler;

  final int weight;
  private final byte[][] paths;
  private final int[] answers;
  private final int[] millis;
  private final int[] sizes;

  private Route(
      String method,
      String handler,
      int weight,
      byte[][] paths,
      int[] answers,
      int[] millis,
      int[] sizes) {
    this.method = method.getBytes(StandardCharsets.US_ASCII);
    this.handler = handler;
    this.weight = weight;
    this.paths = paths;
    this.answers = answers;
    this.millis = millis;
    this.sizes = sizes;
  }

  /**
   * A route.
   *
   * @param path where {@code *} stands for a number from 1 to the number of variants
   * @param weight share of the app's requests, in relation to its other routes
   * @param medianMillis half of the answers are faster
   * @param spread deviation of the logarithm of the service time: 0.2 steady, 1 wild
   * @param answers status codes, the usual ones repeated
   */
  static Route of(
      String method,
      String path,
      int variants,
      String handler,
      int weight,
      double medianMillis,
      double spread,
      int medianBytes,
      int... answers) {
    byte[][] paths =
        IntStream.rangeClosed(1, variants)
            .mapToObj(i -> path.replace("*", Integer.toString(i)))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    Dice dice = Dice.of(7, method + path);
    int[] millis = new int[SAMPLES];
    int[] sizes = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      millis[i] = (int) (medianMillis * StrictMath.exp(spread * dice.bell()));
      sizes[i] = (int) (medianBytes * StrictMath.exp(.35 * dice.bell()));
    }
    return new Route(method, handler, weight, paths, answers, millis, sizes);
  }

  byte[] path(Dice dice) {
    return paths[dice.favouring(paths.length)];
  }

  int status(Dice dice) {
    return answers[dice.below(answers.length)];
  }

  int serviceMillis(Dice dice) {
    return millis[dice.below(SAMPLES)];
  }

  int bytes(Dice dice, int status) {
    // An unchanged page is its headers only.
    return status == 304 ? dice.between(148, 196) : sizes[dice.below(SAMPLES)];
  }
}
