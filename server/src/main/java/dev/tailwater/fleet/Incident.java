package dev.tailwater.fleet;

import java.util.List;

/** Something out of the ordinary in the life of an app. */
sealed interface Incident {
  long SECOND = AppSimulation.SECOND;
  long MINUTE = 60 * SECOND;

  /** Begins at the moment given; what follows later is put on the app's agenda. */
  void play(AppSimulation app, long micros);

  /** New code that works. */
  record Deploy() implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      app.api.deploy(app.anyUser(), null, micros);
    }
  }

  /** New code that does not boot: crashes, waits between the tries, H10, then a rollback. */
  record BrokenDeploy(BootFault fault, int rollbackMinutes) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      String user = app.anyUser();
      app.api.deploy(user, fault, micros);
      app.agenda.at(micros + rollbackMinutes * MINUTE, at -> app.api.rollback(user, at));
    }
  }

  /** Code that does not build. */
  record FailedBuild() implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      app.api.failBuild(app.anyUser(), micros);
    }
  }

  /** Code whose migration fails in the release phase; the old release stays. */
  record FailedRelease() implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      app.api.failRelease(app.anyUser(), micros);
    }
  }

  /** Changed config vars, which make a release and restart all dynos. */
  record ConfigChange(String names) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      app.api.configure(app.anyUser(), names, micros);
    }
  }

  /** The app is created. */
  record Creation() implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      app.api.create(app.anyUser(), micros);
    }
  }

  /** More dynos for a while. */
  record Scaling(String type, int more, int minutes) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      Formation before = app.dynos.formation();
      int quantity = before.type(type).quantity();
      app.api.scale(app.anyUser(), before.with(type, quantity + more), micros);
      app.agenda.at(
          micros + minutes * MINUTE,
          at -> app.api.scale(app.anyUser(), app.dynos.formation().with(type, quantity), at));
    }
  }

  /** Somebody switches the web dynos off: H14 until they are on again. */
  record WebOff(int minutes) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      Formation before = app.dynos.formation();
      int quantity = before.type("web").quantity();
      String user = app.anyUser();
      app.api.scale(user, before.with("web", 0), micros);
      app.agenda.at(
          micros + minutes * MINUTE,
          at -> app.api.scale(user, app.dynos.formation().with("web", quantity), at));
    }
  }

  /**
   * Requests wait for a lock in the database until the router gives up: H12, long service times,
   * high load, errors in the database's log.
   */
  record TimeoutBurst(int minutes, double share) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      app.traffic.slowness = 3.5;
      app.addOns.waiting = 24;
      // It builds up and ebbs away.
      app.agenda.at(micros + MINUTE, at -> app.traffic.stalling = share / 2);
      app.agenda.at(micros + 2 * MINUTE, at -> app.traffic.stalling = share);
      app.agenda.at(micros + (minutes - 1) * MINUTE, at -> app.traffic.stalling = share / 3);
      long end = micros + minutes * MINUTE;
      app.agenda.at(
          end,
          at -> {
            app.traffic.stalling = 0;
            app.traffic.slowness = 1;
            app.addOns.waiting = 0;
          });
      for (long at = micros + MINUTE; at < end; at += app.dice.between(5, 25) * SECOND) {
        boolean cancelled = app.dice.chance(.4);
        app.agenda.at(
            at,
            now -> {
              if (cancelled) {
                app.addOns.lockTimeout(now);
              } else {
                app.addOns.slowStatement(now, app.dice.between(6_000, 29_000));
              }
            });
      }
    }
  }

  /** A bug that a few visitors meet for a while. */
  record Exceptions(int minutes, double share) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      double usual = app.profile.failing();
      app.traffic.failing = share;
      app.agenda.at(micros + minutes * MINUTE, at -> app.traffic.failing = usual);
    }
  }

  /**
   * A process that keeps what it should free: swap, R14 every twenty seconds. A slow leak ends when
   * somebody restarts the dyno, a fast one in R15 and SIGKILL.
   */
  record MemoryLeak(String type, int minutes, boolean untilKilled) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      List<Dyno> dynos = app.dynos.all(type);
      if (dynos.isEmpty()) {
        return;
      }
      Dyno dyno = app.dice.pick(dynos);
      int quota = dyno.type.size().quotaMegabytes;
      double target = untilKilled ? quota * 2.06 : quota * 1.42;
      dyno.leak((target - dyno.warmMegabytes) / minutes, micros);
      int process = dyno.process;
      int kills = dyno.quotaKills;
      app.agenda.at(
          micros + (minutes + (untilKilled ? 6 : 0)) * MINUTE,
          at -> {
            if (!untilKilled && dyno.process == process) {
              app.dynos.restart(dyno, at, "Restarting");
            } else if (!untilKilled || dyno.quotaKills == kills) {
              // A restart for another reason freed the memory; the code still leaks.
              play(app, at);
            }
          });
    }
  }

  /** Heroku replaces every dyno about once a day, not all at the same time. */
  record Cycling() implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      for (Dyno dyno : app.dynos.all()) {
        int process = dyno.process;
        app.agenda.at(
            micros + app.dice.below(50 * 60) * SECOND,
            at -> {
              if (dyno.process == process && dyno.state == Dyno.State.UP) {
                app.dynos.restart(dyno, at, "Cycling");
              }
            });
      }
    }
  }

  /** A machine is taken out of service. */
  record Relocation() implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      List<Dyno> web = app.dynos.all("web");
      if (!web.isEmpty() && web.getFirst().state == Dyno.State.UP) {
        app.dynos.relocate(web.getFirst(), micros);
      } else {
        app.agenda.at(micros + 10 * MINUTE, at -> play(app, at));
      }
    }
  }

  /** A worker in the middle of a long job does not end on SIGTERM: R12. */
  record SlowExit(String type) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      List<Dyno> dynos = app.dynos.all(type);
      if (!dynos.isEmpty() && dynos.getLast().state == Dyno.State.UP) {
        dynos.getLast().deaf = true;
        app.dynos.restart(dynos.getLast(), micros, "Restarting");
      } else {
        app.agenda.at(micros + 10 * MINUTE, at -> play(app, at));
      }
    }
  }

  /** A command of Heroku Scheduler. */
  record ScheduledRun(String command, int seconds, String summary) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      long millis = seconds * 1000L + app.dice.below(2_000);
      app.api.schedule(command, millis, (dyno, at) -> app.output(dyno, at, summary), micros);
    }
  }

  /** Somebody opens a console for some minutes. */
  record Console(String command, int minutes) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      app.api.start(app.anyUser(), command, micros);
      String name = "run." + app.dice.between(1_000, 9_999);
      app.agenda.at(
          micros + app.dice.between(600_000, 1_300_000),
          at -> {
            Dyno waiting = new Dyno(name, OneOff.command("run", command));
            app.platform(waiting, at - 90_000, "Awaiting client");
            app.dynos.oneOff(
                new OneOff(
                    name,
                    OneOff.command("run", command),
                    minutes * 60_000L,
                    0,
                    OneOff.SILENT,
                    (dyno, end) ->
                        app.platform(
                            dyno, end, "Client connection closed. Sending SIGHUP to all processes"),
                    end -> {}),
                at);
          });
    }
  }

  /** A console that its user's network did not let through: R13. */
  record AttachFailure(String command) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      app.api.start(app.anyUser(), command, micros);
      app.agenda.at(
          micros + SECOND,
          at ->
              app.dynos.oneOff(
                  new OneOff(
                      "run." + app.dice.between(1_000, 9_999),
                      OneOff.command("run", command),
                      5_000,
                      128,
                      OneOff.SILENT,
                      (dyno, end) ->
                          app.output(
                              dyno, end, "Error R13 (Attach error) -> Failed to attach to process"),
                      end -> {}),
                  at));
    }
  }

  /** Single requests that go wrong on the way, some minutes apart. */
  record StrayErrors(List<RouterError> errors, int minutesApart) implements Incident {
    public StrayErrors {
      errors = List.copyOf(errors);
    }

    @Override
    public void play(AppSimulation app, long micros) {
      long at = micros;
      for (RouterError error : errors) {
        app.agenda.at(at, now -> app.traffic.stray(error));
        at += app.dice.between(1, 2 * minutesApart) * MINUTE;
      }
    }
  }

  /** A line longer than the 10,000 bytes that fit into one message; it arrives in pieces. */
  record OversizeLine(int bytes) implements Incident {
    private static final int PIECE = 10_000;

    @Override
    public void play(AppSimulation app, long micros) {
      List<Dyno> web = app.dynos.all("web");
      if (web.isEmpty()) {
        return;
      }
      StringBuilder text =
          new StringBuilder(
              "{\"level\":\"warn\",\"msg\":\"upstream answered late\",\"payload\":\"");
      while (text.length() < bytes) {
        text.append("{\\\"sku\\\":").append(app.dice.between(10_000, 99_999)).append("},");
      }
      String line = text.append("\"}").toString();
      int from = 0;
      long at = micros;
      while (line.length() - from > PIECE) {
        app.log.begin(web.getFirst().output, at).text(line.substring(from, from + PIECE));
        app.log.end();
        from += PIECE;
        at += 4;
      }
      app.output(web.getFirst(), at, line.substring(from));
    }
  }

  /** The drain takes lines slower than they come: L10. */
  record DrainOverflow(int seconds) implements Incident {
    @Override
    public void play(AppSimulation app, long micros) {
      app.log.overflow(micros);
      app.agenda.at(micros + seconds * SECOND, at -> app.log.overflowEnds(at));
    }
  }
}
