package dev.tailwater.fleet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The apps of a plan. Immutable; each feed is a simulation of its own. */
public final class Fleet {
  private final FleetPlan plan;
  private final List<AppProfile> profiles = AppCatalog.all();
  private final List<App> apps;

  private Fleet(FleetPlan plan) {
    this.plan = plan;
    this.apps = profiles.stream().map(profile -> app(profile, plan.seed())).toList();
  }

  /** The fleet that the plan describes. */
  public static Fleet of(FleetPlan plan) {
    return new Fleet(plan);
  }

  /** What it was made from. */
  public FleetPlan plan() {
    return plan;
  }

  /** Its apps, the liveliest first. */
  public List<App> apps() {
    return apps;
  }

  /** New feeds of all apps, each at the start of the simulation. */
  public List<Feed> feeds() {
    List<Feed> feeds = new ArrayList<>();
    Volume volume = Volume.of(plan.linesPerDay(), profiles);
    long start = micros(plan.start());
    for (int i = 0; i < profiles.size(); i++) {
      AppProfile profile = profiles.get(i);
      App app = apps.get(i);
      // The start belongs to the seed: frame ids of two runs must differ, or a receiver that knows
      // the first run would take the second one for retries.
      long seed = Dice.mix(plan.seed() ^ Dice.mix(start));
      DrainBuffer log =
          new DrainBuffer(app.drainToken(), Dice.of(seed, profile.name() + " frame ids"));
      int number = Dice.of(plan.seed(), profile.name()).between(200_000_000, 480_000_000);
      AppSimulation simulation =
          new AppSimulation(
              profile, log, Dice.of(seed, profile.name() + " life"), number, start, volume);
      feeds.add(new Feed(app, simulation));
    }
    return List.copyOf(feeds);
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static App app(AppProfile profile, long seed) {
    Dice dice = Dice.of(seed, profile.name() + " drain");
    UUID token = new UUID(dice.uuidHigh(), dice.uuidLow());
    return new App(profile.name(), "d." + token);
  }
}
