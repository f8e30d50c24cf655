package dev.tailwater.fleet;

import java.util.List;

/** The queue of one app's worker dynos. */
final class Jobs {
  private static final double DAY_MICROS = 86_400.0 * AppSimulation.SECOND;
  private static final double FAILING = 1.0 / 2500;

  private final AppSimulation app;
  private final double perDay;

  Jobs(AppSimulation app, double perDay) {
    this.app = app;
    this.perDay = perDay;
  }

  void begin(long micros) {
    if (perDay > 0) {
      plan(micros);
    }
  }

  private void plan(long micros) {
    double level = Rhythm.ALL_DAY.at(micros, app.profile.zone());
    app.agenda.at(micros + 1 + (long) app.dice.waiting(DAY_MICROS / (perDay * level)), this::work);
  }

  private void work(long micros) {
    plan(micros);
    List<Dyno> workers = app.dynos.all("worker");
    if (workers.isEmpty()) {
      return;
    }
    Dyno dyno = app.dice.pick(workers);
    if (dyno.state != Dyno.State.UP) {
      return;
    }
    Job job =
        new Job(
            app.dice.pick(app.profile.jobKinds()),
            app.dice.bits(),
            app.dice.bits(),
            8 + (int) app.dice.waiting(420));
    Voice voice = app.profile.voice();
    voice.jobStarted(app, dyno, job, micros);
    boolean fails = app.dice.chance(FAILING);
    app.agenda.at(
        micros + job.millis() * 1000L,
        at -> {
          dyno.busyMillis += job.millis();
          if (fails) {
            voice.jobFailed(app, dyno, job, at);
          } else {
            voice.jobDone(app, dyno, job, at);
          }
        });
  }
}
