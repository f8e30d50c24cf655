package dev.tailwater.fleet;

import java.time.Duration;

/**
 * How patiently batches are delivered.
 *
 * @param connectTimeout until the connection must stand
 * @param answerTimeout from the start of a request until its answer
 * @param tries sends of one batch before it is dropped
 * @param waitsForServer whether a server that says 429 or 503, or does not listen yet, is given
 *     time
 */
public record DeliveryPolicy(
    Duration connectTimeout, Duration answerTimeout, int tries, boolean waitsForServer) {

  /** What Logplex does: three tries within moments, then the lines are lost. */
  public static final DeliveryPolicy LOGPLEX =
      new DeliveryPolicy(Duration.ofSeconds(3), Duration.ofSeconds(5), 3, false);

  /**
   * For a history that is sent as fast as it is taken. Logplex would drop lines at a server that
   * cannot follow; here they wait.
   */
  public static final DeliveryPolicy BACKFILL =
      new DeliveryPolicy(Duration.ofSeconds(3), Duration.ofSeconds(20), 60, true);

  public DeliveryPolicy {
    if (tries < 1) {
      throw new IllegalArgumentException("tries must be at least 1, found " + tries);
    }
  }
}
