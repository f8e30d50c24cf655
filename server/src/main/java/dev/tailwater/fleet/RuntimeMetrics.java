package dev.tailwater.fleet;

/**
 * The two lines a dyno reports about itself every 20 seconds (Dev Center, "Log Runtime Metrics"),
 * and what follows when it uses more memory than it may.
 */
final class RuntimeMetrics {
  private static final long SECOND = AppSimulation.SECOND;
  private static final long EVERY_MILLIS = 20_000;

  private final AppSimulation app;
  private final int appNumber;

  RuntimeMetrics(AppSimulation app, int appNumber) {
    this.app = app;
    this.appNumber = appNumber;
  }

  /** Reports the process that runs in the dyno now, until it ends. */
  void watch(Dyno dyno, long firstMicros) {
    int process = dyno.process;
    app.agenda.at(firstMicros, at -> sample(dyno, process, at));
  }

  private void sample(Dyno dyno, int process, long micros) {
    if (dyno.process != process) {
      return;
    }
    load(dyno, micros);
    double used = memory(dyno, micros + 16_859);
    app.agenda.at(
        micros + (EVERY_MILLIS + app.dice.between(-400, 900)) * 1000,
        at -> sample(dyno, process, at));
    double share = used / dyno.type.size().quotaMegabytes;
    if (share > 1) {
      overQuota(dyno, micros + 24_300, used, share);
    }
  }

  private void load(Dyno dyno, long micros) {
    double busy = dyno.busyMillis / (double) EVERY_MILLIS;
    dyno.busyMillis = 0;
    double runnable =
        Math.min(
            9, dyno.type.restLoad() * app.dice.between(.4, 1.6) + app.loadOfBusyness(dyno, busy));
    dyno.load1 += (runnable - dyno.load1) * .2835;
    dyno.load5 += (runnable - dyno.load5) * .0645;
    dyno.load15 += (runnable - dyno.load15) * .0220;
    long age = micros - dyno.startedMicros;
    FrameWriter line = open(dyno, micros);
    line.text(" sample#load_avg_1m=").hundredths((long) (100 * dyno.load1));
    // A young dyno has no mean over five or fifteen minutes to print.
    if (age >= 5 * 60 * SECOND) {
      line.text(" sample#load_avg_5m=").hundredths((long) (100 * dyno.load5));
    }
    if (age >= 15 * 60 * SECOND) {
      line.text(" sample#load_avg_15m=").hundredths((long) (100 * dyno.load15));
    }
    app.log.endLine();
  }

  /** Returns the megabytes in use. */
  private double memory(Dyno dyno, long micros) {
    double ageMinutes = (micros - dyno.startedMicros) / (60.0 * SECOND);
    double wave = 1 + .025 * StrictMath.sin(ageMinutes / 17 + dyno.nameBytes.length);
    double process =
        dyno.warmMegabytes * (.62 + .38 * ageMinutes / (ageMinutes + 14)) * wave
            + app.dice.between(0, .006) * dyno.warmMegabytes;
    if (dyno.leakMegabytesPerMinute > 0) {
      process += dyno.leakMegabytesPerMinute * (micros - dyno.leakingSince) / (60.0 * SECOND);
    }
    double cache = .5 + 9 * ageMinutes / (ageMinutes + 90);
    double quota = dyno.type.size().quotaMegabytes;
    double swap = Math.max(0, process + cache - quota);
    long rss = (long) (100 * (process - swap));
    long hundredthsCache = (long) (100 * cache);
    long hundredthsSwap = (long) (100 * swap);
    dyno.pagesIn += app.dice.between(2, 60) + (swap > 0 ? app.dice.between(900, 4000) : 0);
    dyno.pagesOut += app.dice.between(0, 24) + (swap > 0 ? app.dice.between(700, 3600) : 0);
    long total = rss + hundredthsCache + hundredthsSwap;
    open(dyno, micros)
        .text(" sample#memory_total=")
        .hundredths(total)
        .text("MB sample#memory_rss=")
        .hundredths(rss)
        .text("MB sample#memory_cache=")
        .hundredths(hundredthsCache)
        .text("MB sample#memory_swap=")
        .hundredths(hundredthsSwap)
        .text("MB sample#memory_pgpgin=")
        .number(dyno.pagesIn)
        .text("pages sample#memory_pgpgout=")
        .number(dyno.pagesOut)
        .text("pages sample#memory_quota=")
        .number(dyno.type.size().quotaMegabytes)
        .text(".00MB");
    app.log.endLine();
    return total / 100.0;
  }

  private void overQuota(Dyno dyno, long micros, double used, double share) {
    app.log
        .begin(dyno.platform, micros)
        .text("Process running mem=")
        .number((long) used)
        .text("M(")
        .tenths((long) (1000 * share))
        .text("%)");
    app.log.endLine();
    if (share < 2) {
      app.platform(dyno, micros + 2_140, "Error R14 (Memory quota exceeded)");
      return;
    }
    app.platform(dyno, micros + 2_140, "Error R15 (Memory quota vastly exceeded)");
    dyno.quotaKills++;
    app.dynos.kill(dyno, micros + 9_000);
  }

  private FrameWriter open(Dyno dyno, long micros) {
    return app.log
        .begin(dyno.metrics, micros)
        .text("source=")
        .text(dyno.nameBytes)
        .text(" dyno=heroku.")
        .number(appNumber)
        .symbol('.')
        .uuid(dyno.idHigh, dyno.idLow);
  }
}
