package dev.tailwater.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one app's drain delivers, from the start of the simulation on, without end. For one thread
 * at a time.
 *
 * <p>The frames do not depend on how their time is cut into calls; the batches do.
 */
public final class Feed {
  private final App app;
  private final AppSimulation simulation;

  Feed(App app, AppSimulation simulation) {
    this.app = app;
    this.simulation = simulation;
  }

  /** The app whose drain this is. */
  public App app() {
    return app;
  }

  /**
   * The next batch: a full one, or what there is up to the moment given.
   *
   * @param until the moment, exclusive, up to which the simulation may go
   * @return null when nothing more happens before that moment
   */
  public @Nullable Batch next(Instant until) {
    long micros = Fleet.micros(until);
    while (simulation.log.isEmpty()) {
      if (!simulation.agenda.step(micros)) {
        simulation.log.flush();
        break;
      }
    }
    return simulation.log.next();
  }
}
