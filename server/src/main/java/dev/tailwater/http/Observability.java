package dev.tailwater.http;

import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Health and metrics for those who run the server: {@code /observe/health}, {@code
 * /observe/health/live}, {@code /observe/health/ready} and, in Prometheus' text format, {@code
 * /observe/metrics}. None of it needs a login and none of it tells about an account.
 */
public final class Observability {
  private Observability() {}

  /**
   * The feature to add to the web server.
   *
   * @param notReady why the server cannot take deliveries and queries now; empty when it can. Asked
   *     at every poll, by many threads
   */
  public static ObserveFeature feature(Supplier<Optional<String>> notReady) {
    return ObserveFeature.builder()
        .observersDiscoverServices(false)
        // Before the routes of the features (100), whose last one answers every path that is left.
        .weight(200)
        .addObserver(
            HealthObserver.builder()
                .details(true)
                .useSystemServices(false)
                .addCheck(() -> ready(notReady.get()), HealthCheckType.READINESS, "server")
                // Whoever answers is alive; what is wrong beyond that is the readiness check's
                // matter.
                .addCheck(() -> ready(Optional.empty()), HealthCheckType.LIVENESS, "server")
                .build())
        .addObserver(MetricsObserver.create())
        .build();
  }

  private static HealthCheckResponse ready(Optional<String> notReady) {
    HealthCheckResponse.Builder response = HealthCheckResponse.builder().status(notReady.isEmpty());
    notReady.ifPresent(reason -> response.detail("reason", reason));
    return response.build();
  }
}
