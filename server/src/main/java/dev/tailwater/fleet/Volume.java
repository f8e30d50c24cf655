package dev.tailwater.fleet;

import java.util.List;

/**
 * How much traffic makes the number of lines asked for.
 *
 * @param requestsPerDay requests and jobs the whole fleet has in a day of average liveliness
 * @param dynoGrowth factor on the number of dynos
 * @param loadPerBusyDyno keeps load averages believable when few dynos stand for many
 */
record Volume(double requestsPerDay, double dynoGrowth, double loadPerBusyDyno) {
  /** With this many lines a day the formations are as the profiles give them. */
  private static final double ORDINARY_LINES = 400_000;

  private static final int METRIC_LINES_A_DAY = 2 * 86_400 / 20;
  private static final int ADD_ON_LINES_A_DAY = 86_400 / 60;

  /** Some visitors come however few lines are wanted. */
  private static final double FEWEST_REQUESTS = 2_000;

  static Volume of(long linesPerDay, List<AppProfile> profiles) {
    double growth = StrictMath.sqrt(linesPerDay / ORDINARY_LINES);
    double dynoGrowth = Math.clamp(growth, 1, 8);
    double platformLines = 0;
    double linesPerRequest = 0;
    for (AppProfile profile : profiles) {
      platformLines += profile.formation().grown(dynoGrowth).dynos() * METRIC_LINES_A_DAY;
      platformLines += profile.postgres().isEmpty() ? 0 : ADD_ON_LINES_A_DAY;
      platformLines += profile.redis().isEmpty() ? 0 : ADD_ON_LINES_A_DAY;
      linesPerRequest += profile.requestShare() * (1 + profile.voice().linesPerRequest());
      linesPerRequest += profile.jobShare() * 2;
    }
    double requests = Math.max(FEWEST_REQUESTS, (linesPerDay - platformLines) / linesPerRequest);
    return new Volume(requests, dynoGrowth, 2.4 * 110_000 * dynoGrowth / requests);
  }
}
