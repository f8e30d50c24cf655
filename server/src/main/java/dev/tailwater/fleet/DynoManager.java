package dev.tailwater.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts, stops and restarts dynos and says so, in the texts and the order of Heroku's dyno manager
 * (Dev Center, "Dynos and the Dyno Manager").
 */
final class DynoManager {
  private static final long SECOND = AppSimulation.SECOND;

  private final AppSimulation app;
  private final Map<String, List<Dyno>> dynos = new LinkedHashMap<>();
  private Formation formation;
  private @Nullable BootFault bootFault;
  private Dyno[] servingWeb = {};

  DynoManager(AppSimulation app, Formation formation) {
    this.app = app;
    this.formation = formation;
  }

  /** Finds the formation running, as if for some hours, before the first line is written. */
  void alreadyRunning(long micros) {
    for (ProcessType type : formation.types()) {
      List<Dyno> ofType = new ArrayList<>();
      for (int i = 1; i <= type.quantity(); i++) {
        Dyno dyno = new Dyno(type.name() + "." + i, type);
        dyno.newProcess(app.dice, micros - (long) (app.dice.between(.6, 20) * 3600 * SECOND));
        dyno.state = Dyno.State.UP;
        dyno.upMicros = dyno.startedMicros;
        dyno.load15 = type.restLoad();
        dyno.load5 = type.restLoad();
        dyno.load1 = type.restLoad();
        app.metrics.watch(dyno, micros + app.dice.below(20_000) * 1000L);
        ofType.add(dyno);
      }
      dynos.put(type.name(), ofType);
    }
    findServing();
  }

  Formation formation() {
    return formation;
  }

  List<Dyno> all(String type) {
    return dynos.getOrDefault(type, List.of());
  }

  List<Dyno> all() {
    return dynos.values().stream().flatMap(List::stream).toList();
  }

  /** A web dyno that takes requests. */
  @Nullable Dyno serving() {
    return servingWeb.length == 0 ? null : servingWeb[app.dice.below(servingWeb.length)];
  }

  /** The web dyno that will take requests next, when none does now. */
  @Nullable Dyno nextServing() {
    Dyno soonest = null;
    for (Dyno dyno : all("web")) {
      if (dyno.state == Dyno.State.STARTING
          && dyno.upMicros != Long.MAX_VALUE
          && (soonest == null || dyno.upMicros < soonest.upMicros)) {
        soonest = dyno;
      }
    }
    return soonest;
  }

  /** What the router answers while no web dyno takes requests and none is about to. */
  RouterError refusal() {
    if (formation.type("web").quantity() == 0) {
      return RouterError.H14;
    }
    boolean starting = all("web").stream().anyMatch(dyno -> dyno.state == Dyno.State.STARTING);
    return starting ? RouterError.H20 : RouterError.H10;
  }

  /** From now on web dynos fail to boot in this way, or boot well again. */
  void releaseBoots(@Nullable BootFault fault) {
    bootFault = fault;
  }

  void restartAll(long micros, String reason) {
    for (Dyno dyno : all()) {
      dyno.crashes = 0;
      app.agenda.at(micros + app.dice.below(40_000), at -> restart(dyno, at, reason));
    }
  }

  /**
   * Replaces the process. The old one may outlive the new one's start, as on Heroku.
   *
   * @param reason {@code Restarting} or {@code Cycling}
   */
  void restart(Dyno dyno, long micros, String reason) {
    if (dyno.state == Dyno.State.DOWN) {
      return;
    }
    app.platform(dyno, micros, reason);
    boolean running = dyno.state == Dyno.State.UP || dyno.state == Dyno.State.STARTING;
    if (dyno.state != Dyno.State.STARTING) {
      changeState(dyno, Dyno.State.STARTING, micros + app.dice.between(1_900, 3_400));
    }
    if (running) {
      terminate(dyno, micros + app.dice.between(500_000, 900_000));
    }
    boot(dyno, micros + 10_000);
  }

  /** Stops the process for good: scaled away. */
  void stop(Dyno dyno, long micros) {
    Dyno.State was = dyno.state;
    dyno.process++;
    if (was == Dyno.State.CRASHED) {
      changeState(dyno, Dyno.State.DOWN, micros);
      return;
    }
    terminate(dyno, micros + app.dice.between(90_000, 240_000));
    changeState(dyno, Dyno.State.DOWN, micros);
  }

  void scale(Formation wanted, long micros) {
    formation = wanted;
    for (ProcessType type : wanted.types()) {
      List<Dyno> ofType = dynos.computeIfAbsent(type.name(), name -> new ArrayList<>());
      while (ofType.size() > type.quantity()) {
        stop(ofType.removeLast(), micros + app.dice.between(300_000, 900_000));
      }
      while (ofType.size() < type.quantity()) {
        Dyno dyno = new Dyno(type.name() + "." + (ofType.size() + 1), type);
        dyno.state = Dyno.State.STARTING;
        ofType.add(dyno);
        boot(dyno, micros + app.dice.between(200_000, 900_000));
      }
    }
    findServing();
  }

  /** Moves a dyno to another machine. */
  void relocate(Dyno dyno, long micros) {
    app.platform(dyno, micros, "Relocating dyno to a new server");
    stop(dyno, micros + app.dice.between(4_800, 6_900));
    app.agenda.at(
        micros + app.dice.between(4, 9) * SECOND,
        at -> {
          changeState(dyno, Dyno.State.STARTING, at);
          boot(dyno, at);
        });
  }

  /** The process ends by itself or is killed, and is tried again after a while. */
  void crash(Dyno dyno, long micros, int status) {
    app.platform(dyno, micros, "Process exited with status " + status);
    changeState(dyno, Dyno.State.CRASHED, micros + app.dice.between(40_000, 170_000));
    dyno.process++;
    dyno.crashes++;
    // Heroku tries again at once, then after 10, 20, 40 … minutes.
    long wait =
        dyno.crashes == 1
            ? app.dice.between(400_000, 900_000)
            : Math.min(10L << (dyno.crashes - 2), 24 * 60) * 60 * SECOND;
    whileRunning(
        dyno,
        micros + 200_000 + wait,
        at -> {
          changeState(dyno, Dyno.State.STARTING, at);
          boot(dyno, at);
        });
  }

  /** SIGKILL, as after R10 and R15. */
  void kill(Dyno dyno, long micros) {
    app.platform(dyno, micros, "Stopping process with SIGKILL");
    crash(dyno, micros + app.dice.between(60_000, 110_000), 137);
  }

  /**
   * Runs a dyno beside the formation until its command ends; it is complete then, whatever its exit
   * status.
   */
  void oneOff(OneOff run, long micros) {
    Dyno dyno = new Dyno(run.name(), run.type());
    dyno.state = Dyno.State.STARTING;
    dyno.newProcess(app.dice, micros);
    app.platform(dyno, micros, "Starting process with command `" + run.type().command() + "`");
    long up = micros + app.dice.between(380_000, 900_000);
    app.agenda.at(
        up,
        at -> {
          changeState(dyno, Dyno.State.UP, at);
          app.metrics.watch(dyno, at + 14 * SECOND);
        });
    run.started().happen(dyno, up);
    app.agenda.at(
        up + run.millis() * 1000,
        at -> {
          run.ending().happen(dyno, at - 220_000);
          app.platform(dyno, at, "Process exited with status " + run.status());
          changeState(dyno, Dyno.State.COMPLETE, at + app.dice.between(38_000, 74_000));
          dyno.process++;
          run.ended().happen(at + 70_000);
        });
  }

  private void boot(Dyno dyno, long micros) {
    dyno.newProcess(app.dice, micros);
    BootFault fault = dyno.type.isWeb() ? bootFault : null;
    long start = micros + app.dice.between(1_300, 3_900) * 1000L;
    long up = start + app.profile.voice().bootMillis(app.dice) * 1000L;
    dyno.upMicros = fault == null || fault == BootFault.WORKERS_FAIL ? up : Long.MAX_VALUE;
    whileRunning(
        dyno,
        start,
        at -> {
          app.platform(dyno, at, "Starting process with command `" + dyno.type.command() + "`");
          app.metrics.watch(dyno, at + app.dice.between(11, 19) * SECOND);
          switch (fault) {
            case null -> {
              booting(dyno, at);
              whileRunning(dyno, up, done -> up(dyno, done));
            }
            case EXCEPTION ->
                whileRunning(
                    dyno,
                    at + app.dice.between(1_800, 3_200) * 1000L,
                    end -> {
                      app.profile.voice().bootFails(app, dyno, end);
                      crash(dyno, end + app.dice.between(70_000, 130_000), 1);
                    });
            case WORKERS_FAIL -> {
              booting(dyno, at);
              whileRunning(
                  dyno,
                  up,
                  bound -> {
                    changeState(dyno, Dyno.State.UP, bound);
                    long end = bound + app.dice.between(600, 1_400) * 1000L;
                    whileRunning(
                        dyno,
                        end,
                        failed -> {
                          app.profile.voice().bootFails(app, dyno, failed);
                          crash(dyno, failed + 160_000, 3);
                        });
                  });
            }
            case NEVER_BINDS ->
                whileRunning(
                    dyno,
                    at + 60 * SECOND + app.dice.between(100, 500) * 1000L,
                    end -> {
                      app.platform(
                          dyno,
                          end,
                          "Error R10 (Boot timeout) -> Web process failed to bind to $PORT within"
                              + " 60 seconds of launch");
                      kill(dyno, end + app.dice.between(18_000, 31_000));
                    });
          }
        });
  }

  private void booting(Dyno dyno, long micros) {
    whileRunning(
        dyno,
        micros + app.dice.between(700_000, 1_100_000),
        at -> app.profile.voice().booting(app, dyno, at));
  }

  private void up(Dyno dyno, long micros) {
    dyno.crashes = 0;
    changeState(dyno, Dyno.State.UP, micros);
  }

  private void terminate(Dyno dyno, long micros) {
    boolean deaf = dyno.deaf;
    dyno.deaf = false;
    app.agenda.at(
        micros,
        at -> {
          app.platform(dyno, at, "Stopping all processes with SIGTERM");
          if (!deaf) {
            app.profile.voice().terminating(app, dyno, at + 30_000);
          }
        });
    if (!deaf) {
      app.agenda.at(
          micros + app.dice.between(300, 2_600) * 1000L,
          at -> app.platform(dyno, at, "Process exited with status 143"));
      return;
    }
    app.agenda.at(
        micros + 30 * SECOND + 12_000,
        at -> {
          app.platform(
              dyno,
              at,
              "Error R12 (Exit timeout) -> Process failed to exit within 30 seconds of SIGTERM");
          app.platform(dyno, at + 41_000, "Stopping all processes with SIGKILL");
          app.platform(dyno, at + 130_000, "Process exited with status 137");
        });
  }

  private void changeState(Dyno dyno, Dyno.State to, long micros) {
    app.platform(dyno, micros, "State changed from " + dyno.state.text() + " to " + to.text());
    dyno.state = to;
    findServing();
  }

  private void findServing() {
    servingWeb =
        all("web").stream().filter(dyno -> dyno.state == Dyno.State.UP).toArray(Dyno[]::new);
  }

  /** Plans what happens only if the dyno's process is then still the one it is now. */
  private void whileRunning(Dyno dyno, long micros, Agenda.Action action) {
    int process = dyno.process;
    app.agenda.at(
        micros,
        at -> {
          if (dyno.process == process) {
            action.happen(at);
          }
        });
  }
}
