package dev.tailwater.fleet;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people do to an app through Heroku's API, and the lines that tell of it: builds, releases,
 * scaling, one-off dynos.
 */
final class PlatformApi {
  private static final long SECOND = AppSimulation.SECOND;
  private static final String SCHEDULER = "scheduler@addons.heroku.com";

  private final AppSimulation app;
  private final String appId;
  private int release;

  PlatformApi(AppSimulation app) {
    this.app = app;
    this.release = app.profile.release();
    this.appId = uuid();
  }

  /**
   * Pushes code: build, release, restart.
   *
   * @param fault what is wrong with the new code; null when it boots
   */
  void deploy(String user, @Nullable BootFault fault, long micros) {
    app.apiOnSecond(micros, "Build started by user " + user);
    long built = micros + app.dice.between(35_000, 110_000) * 1000L;
    app.agenda.at(
        built,
        at -> {
          app.api(at, "Deploy " + commit() + " by user " + user);
          Agenda.Action done = end -> app.apiOnSecond(end, "Build succeeded");
          release(
              user,
              at,
              released -> {
                app.dynos.releaseBoots(fault);
                app.dynos.restartAll(released + 1_100_000, "Restarting");
                app.agenda.at(released + app.dice.between(4, 9) * SECOND, done);
              });
        });
  }

  void failBuild(String user, long micros) {
    app.apiOnSecond(micros, "Build started by user " + user);
    app.agenda.at(
        micros + app.dice.between(14, 70) * SECOND,
        at ->
            app.apiOnSecond(
                at,
                "Build failed -- check your build output: https://dashboard.heroku.com/apps/"
                    + appId
                    + "/activity/builds/"
                    + uuid()));
  }

  /** Code whose release-phase command fails: nothing is restarted, yet the build succeeded. */
  void failRelease(String user, long micros) {
    app.apiOnSecond(micros, "Build started by user " + user);
    app.agenda.at(
        micros + app.dice.between(35_000, 90_000) * 1000L,
        at -> {
          app.api(at, "Deploy " + commit() + " by user " + user);
          int version = ++release;
          app.api(at, "Running release v" + version + " commands by user " + user);
          releasePhase(
              user,
              at,
              1,
              end -> {
                app.agenda.at(
                    end + app.dice.between(1_200_000, 1_900_000),
                    failed ->
                        app.api(failed, "Release v" + version + " command failed by user " + user));
                app.agenda.at(end + 3 * SECOND, done -> app.apiOnSecond(done, "Build succeeded"));
              });
        });
  }

  void rollback(String user, long micros) {
    app.api(micros, "Rollback to v" + (release - 1) + " by user " + user);
    app.api(micros, "Release v" + ++release + " created by user " + user);
    app.dynos.releaseBoots(null);
    app.dynos.restartAll(micros + 1_100_000, "Restarting");
  }

  void configure(String user, String names, long micros) {
    app.api(micros, "Set " + names + " config vars by user " + user);
    release(user, micros, at -> app.dynos.restartAll(at + 900_000, "Restarting"));
  }

  void scale(String user, Formation formation, long micros) {
    app.api(micros, "Scaled to " + formation.text() + " by user " + user);
    app.dynos.scale(formation, micros);
  }

  /** The first lines of an app's life. */
  void create(String user, long micros) {
    app.api(micros, "Initial release by user " + user);
    app.api(micros, "Release v1 created by user " + user);
    app.api(micros + 161_556, "Enable Logplex by user " + user);
  }

  void schedule(String command, long millis, OneOff.Printing ending, long micros) {
    start(SCHEDULER, command, micros);
    String name = "scheduler." + app.dice.between(1_000, 9_999);
    app.agenda.at(
        micros + app.dice.between(700_000, 1_400_000),
        at ->
            app.dynos.oneOff(
                new OneOff(
                    name,
                    OneOff.command("scheduler", command),
                    millis,
                    0,
                    OneOff.SILENT,
                    ending,
                    end -> {}),
                at));
  }

  /** Tells that someone starts a one-off dyno. */
  void start(String user, String command, long micros) {
    app.api(micros, "Starting process with command `" + command + "` by user " + user);
  }

  /** Makes a release; on apps with a release phase its command runs before it takes effect. */
  private void release(String user, long micros, Agenda.Action released) {
    int version = ++release;
    if (app.profile.releasePhase()) {
      app.api(micros, "Running release v" + version + " commands by user " + user);
      releasePhase(user, micros, 0, released);
    } else {
      app.api(micros, "Release v" + version + " created by user " + user);
      released.happen(micros);
    }
  }

  private void releasePhase(String user, long micros, int status, Agenda.Action ended) {
    // One message with newlines inside: the platform wraps the command in a script.
    String command =
        """
        /bin/sh -c 'if curl $HEROKU_RELEASE_LOG_STREAM --silent --connect-timeout 10 --retry 3 \
        --retry-delay 1 >log-stream; then
        chmod u+x log-stream
        ./log-stream /bin/sh -c '"'"'bin/rails db:migrate'"'"'
        else
        bin/rails db:migrate
        fi'\
        """;
    start(user, command, micros + 436_000);
    List<String> migrated =
        List.of(
            "== 20260114093012 AddReservedToStockItems: migrating ====================",
            "-- add_column(:stock_items, :reserved, :integer, {default: 0})",
            "   -> 0.0041s",
            "== 20260114093012 AddReservedToStockItems: migrated (0.0043s) =========");
    List<String> aborted =
        List.of(
            "== 20260114093012 AddReservedToStockItems: migrating ====================",
            "-- add_column(:stock_items, :reserved, :integer, {default: 0})",
            "bin/rails aborted!",
            "StandardError: An error has occurred, this and all later migrations canceled:",
            "",
            "PG::DuplicateColumn: ERROR:  column \"reserved\" of relation \"stock_items\" already"
                + " exists",
            "Tasks: TOP => db:migrate");
    OneOff.Printing migration =
        (dyno, at) -> Voice.lines(app, dyno, at - 500_000, status == 0 ? migrated : aborted);
    app.agenda.at(
        micros + app.dice.between(3_800, 5_600) * 1000L,
        at ->
            app.dynos.oneOff(
                new OneOff(
                    "release." + app.dice.between(1_000, 9_999),
                    OneOff.command("release", command),
                    app.dice.between(2_600, 7_000),
                    status,
                    OneOff.SILENT,
                    migration,
                    ended),
                at));
  }

  private String commit() {
    return "%08x".formatted((int) app.dice.bits());
  }

  private String uuid() {
    return new UUID(app.dice.uuidHigh(), app.dice.uuidLow()).toString();
  }
}
