package dev.tailwater.fleet;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver sees of a fleet in 24 hours: every kind of line, in Heroku's words. */
// Days are large: they go with the instance, which all tests share.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetDayTest {
  private final Recording day = Recording.of(FleetPlan.of(42, Recording.START), Duration.ofDays(1));

  /** The same fleet three days later: whatever happens must go on happening. */
  private final Recording fourthDay = fourthDay();

  private final List<Frame> frames = day.frames();
  private final List<Frame> laterFrames = fourthDay.frames();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "H10", "H12", "H13", "H14", "H15", "H17", "H18", "H19", "H20", "H21", "H26", "H27", "H28",
        "H81"
      })
  void routerErrorsOccur(String code) {
    Predicate<Frame> error =
        frame -> frame.isRouter() && frame.text().contains(" code=" + code + " desc=\"");
    assertThat(frames).anyMatch(error);
    assertThat(laterFrames).anyMatch(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Starting process with command `.+`",
        "State changed from starting to up",
        "State changed from up to starting",
        "State changed from up to down",
        "State changed from down to starting",
        "State changed from up to complete",
        "State changed from starting to crashed",
        "State changed from up to crashed",
        "State changed from crashed to starting",
        "Stopping all processes with SIGTERM",
        "Stopping all processes with SIGKILL",
        "Stopping process with SIGKILL",
        "Process exited with status 0",
        "Process exited with status 1",
        "Process exited with status 3",
        "Process exited with status 137",
        "Process exited with status 143",
        "Restarting",
        "Cycling",
        "Relocating dyno to a new server",
        "Process running mem=\\d+M\\(\\d+\\.\\d%\\)",
        "Error R10 \\(Boot timeout\\) -> Web process failed to bind to \\$PORT within 60 seconds of"
            + " launch",
        "Error R12 \\(Exit timeout\\) -> Process failed to exit within 30 seconds of SIGTERM",
        "Error R14 \\(Memory quota exceeded\\)",
        "Error R15 \\(Memory quota vastly exceeded\\)",
        "Awaiting client",
        "Client connection closed. Sending SIGHUP to all processes",
      })
  void dynoManagerLinesOccur(String text) {
    Pattern pattern = Pattern.compile(text);
    Predicate<Frame> line =
        frame ->
            frame.priority() == 45
                && frame.origin().equals("heroku")
                && pattern.matcher(frame.text()).matches();
    assertThat(frames).anyMatch(line);
    assertThat(laterFrames).anyMatch(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Build started by user \\S+@example.com",
        "Build succeeded",
        "Build failed -- check your build output: https://dashboard.heroku.com/apps/[0-9a-f-]{36}"
            + "/activity/builds/[0-9a-f-]{36}",
        "Deploy [0-9a-f]{8} by user \\S+@example.com",
        "Release v\\d+ created by user \\S+@example.com",
        "Running release v\\d+ commands by user \\S+",
        "Release v\\d+ command failed by user \\S+",
        "Rollback to v\\d+ by user \\S+",
        "Set [A-Z_, ]+ config vars by user \\S+",
        "Scaled to web@5:Standard-1X worker@1:Standard-1X by user \\S+",
        "Scaled to web@0:Basic by user \\S+",
        "Starting process with command `.+` by user scheduler@addons.heroku.com",
        "Starting process with command `bin/rails console` by user \\S+@example.com",
        "(?s)Starting process with command `/bin/sh -c 'if curl .*\nfi'` by user \\S+",
      })
  void apiLinesOccur(String text) {
    Pattern pattern = Pattern.compile(text);
    Predicate<Frame> line =
        frame ->
            frame.origin().equals("app")
                && frame.component().equals("api")
                && pattern.matcher(frame.text()).matches();
    assertThat(frames).anyMatch(line);
    assertThat(laterFrames).anyMatch(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "heroku logplex Error L10 (output buffer overflow): ",
        "app heroku-postgres source=DATABASE addon=postgresql-",
        "app heroku-redis source=REDIS addon=redis-",
        "app postgres.1640916 [DATABASE] [",
        "app web.1 I, [",
        "app web.1 F, [",
        "app web.1 {\"level\":\"info\"",
        "app web.1 {\"level\":\"error\"",
        "app web.1     at Module._load",
        "app web.1 Traceback (most recent call last):",
        "app worker.1 pid=2 tid=",
        "app worker.2 [20",
        "app release.",
        "heroku release.",
        "heroku scheduler.",
        "heroku run.",
      })
  void otherLinesOccur(String beginning) {
    Predicate<Frame> line =
        frame ->
            (frame.origin() + " " + frame.component() + " " + frame.text()).startsWith(beginning)
                || (frame.origin() + " " + frame.component()).startsWith(beginning);
    assertThat(frames).anyMatch(line);
    assertThat(laterFrames).anyMatch(line);
  }

  /** What the panels of Application Errors look for. */
  @ParameterizedTest
  @ValueSource(strings = {"Worker failed to boot", "was sent SIGTERM", "migrations canceled"})
  void applicationErrorsOccur(String words) {
    assertThat(frames)
        .anyMatch(frame ->
            frame.origin().equals("app")
                && frame.text().contains(words)
                && Pattern.compile("\\berror\\b", Pattern.CASE_INSENSITIVE)
                    .matcher(frame.text())
                    .find());
  }

  @Test
  void routerLinesHaveAllFieldsInOrder() {
    Pattern fields =
        Pattern.compile(
            "(sock=(client|backend) )?at=(info|warning|error)( code=H\\d\\d desc=\"[^\"]+\")?"
                + "( cause=\"[^\"]+\")? method=[A-Z]+ path=\"/[^\"]*\" host=[a-z0-9.-]+"
                + " request_id=[0-9a-f-]{36} fwd=\"[0-9a-f.:]+(, [0-9a-f.:]+)*\""
                + " dyno=(web\\.\\d+)? connect=(\\d+ms)? service=(\\d+ms)? status=\\d{3}"
                + " bytes=\\d* protocol=(https?|http(1\\.1|2\\.0) tls=(true|false)"
                + "( tls_version=(tls1\\.[23]|unknown))?)");
    assertThat(frames)
        .filteredOn(Frame::isRouter)
        .allMatch(frame -> fields.matcher(frame.text()).matches())
        .anyMatch(frame -> frame.text().contains("protocol=http2.0 tls=true tls_version=tls1.3"))
        .anyMatch(frame -> frame.text().contains("host=www.riverbank.example "))
        .anyMatch(frame -> frame.text().contains("host=riverbank-shop.herokuapp.com "))
        .anyMatch(frame -> frame.text().contains("fwd=\"10."))
        .anyMatch(frame -> frame.text().contains("file.pdf\" "));
  }

  @Test
  void timestampsArePrintedAsTheirSendersDo() {
    Pattern addOn = Pattern.compile("(heroku-)?(postgres|redis).*");
    Pattern build = Pattern.compile("[0-9T:-]{19}\\.000000\\+00:00");
    Pattern seconds = Pattern.compile("[0-9T:-]{19}\\+00:00");
    Pattern trimmed = Pattern.compile("[0-9T:-]{19}(\\.\\d{0,5}[1-9])?\\+00:00");
    for (Frame frame : frames) {
      Pattern form =
          frame.text().startsWith("Build ")
              ? build
              : addOn.matcher(frame.component()).matches() ? seconds : trimmed;
      assertThat(form.matcher(frame.timestamp()).matches()).as(frame.toString()).isTrue();
    }
    assertThat(frames).anyMatch(frame -> frame.timestamp().matches(".*\\.\\d{5}\\+00:00"));
  }

  @Test
  void framesComeInTimeOrder() {
    for (String app : day.batches().keySet()) {
      OffsetDateTime latest = Recording.START.atOffset(ZoneOffset.UTC);
      for (Frame frame : day.frames(app)) {
        // Clocks with whole seconds are up to a second behind; one action may print ahead a little.
        assertThat(frame.time()).isAfter(latest.minus(Duration.ofMillis(1_300)));
        latest = frame.time().isAfter(latest) ? frame.time() : latest;
      }
    }
  }

  @Test
  void deployAndReleaseShareTheirMicrosecond() {
    List<Frame> api = day.frames("headwater-api");
    for (int i = 0; i < api.size(); i++) {
      if (api.get(i).text().startsWith("Deploy ")) {
        assertThat(api.get(i + 1).text()).startsWith("Release v");
        assertThat(api.get(i + 1).timestamp()).isEqualTo(api.get(i).timestamp());
      }
    }
  }

  @Test
  void lossNoticesStandFirstInTheirBatchAndHaveNoNewline() {
    List<Frame> notices =
        frames.stream().filter(frame -> frame.component().equals("logplex")).toList();
    assertThat(notices).isNotEmpty();
    for (Frame notice : notices) {
      assertThat(notice.endsWithNewline()).isFalse();
      assertThat(notice.text())
          .matches(
              "Error L10 \\(output buffer overflow\\): \\d+ messages dropped since"
                  + " \\S+\\+00:00\\.");
      assertThat(day.all()).anyMatch(batch -> Frame.of(batch.body()).getFirst().equals(notice));
    }
  }

  @Test
  void longLinesAreCutIntoPieces() {
    List<Frame> pieces = frames.stream().filter(frame -> frame.text().length() >= 9_999).toList();
    assertThat(pieces).isNotEmpty().allMatch(frame -> frame.text().length() == 10_000);
    assertThat(pieces).noneMatch(Frame::endsWithNewline);
  }

  @Test
  void metricsComeAboutEveryTwentySecondsPerDyno() {
    Map<String, List<Frame>> byProcess =
        frames.stream()
            .filter(frame -> frame.text().contains(" sample#memory_total="))
            .collect(groupingBy(frame -> frame.text().split(" ", -1)[1]));
    assertThat(byProcess.size()).isGreaterThan(25);
    for (List<Frame> lines : byProcess.values()) {
      for (int i = 1; i < lines.size(); i++) {
        double gap = Duration.between(lines.get(i - 1).time(), lines.get(i).time()).toMillis();
        // A gap of some minutes is the drain's overflow.
        if (gap < 60_000) {
          assertThat(gap).isCloseTo(20_000, within(1_500.0));
        }
      }
    }
  }

  @Test
  void metricsLinesHaveBothFormsAndYoungDynosPrintFewerLoads() {
    Pattern memory =
        Pattern.compile(
            "source=(\\S+) dyno=heroku\\.\\d+\\.[0-9a-f-]{36} sample#memory_total=\\d+\\.\\d\\dMB"
                + " sample#memory_rss=\\d+\\.\\d\\dMB sample#memory_cache=\\d+\\.\\d\\dMB"
                + " sample#memory_swap=\\d+\\.\\d\\dMB sample#memory_pgpgin=\\d+pages"
                + " sample#memory_pgpgout=\\d+pages sample#memory_quota=\\d+\\.00MB");
    Pattern load =
        Pattern.compile(
            "source=(\\S+) dyno=heroku\\.\\d+\\.[0-9a-f-]{36} sample#load_avg_1m=\\d+\\.\\d\\d"
                + "( sample#load_avg_5m=\\d+\\.\\d\\d( sample#load_avg_15m=\\d+\\.\\d\\d)?)?");
    assertThat(frames)
        .filteredOn(frame -> frame.priority() == 134 && frame.origin().equals("heroku"))
        .allMatch(
            frame -> memory.matcher(frame.text()).matches() || load.matcher(frame.text()).matches())
        .anyMatch(frame -> frame.text().matches(".* sample#load_avg_1m=[0-9.]+"))
        .anyMatch(frame -> frame.text().matches(".* sample#load_avg_5m=[0-9.]+"))
        .anyMatch(frame -> frame.text().matches(".* sample#load_avg_15m=[0-9.]+"))
        .anyMatch(frame -> frame.text().matches(".*memory_swap=[1-9].*"));
  }

  @Test
  void everyRestartGivesTheProcessANewId() {
    Map<String, Long> idsBySource =
        frames.stream()
            .filter(frame -> frame.text().startsWith("source=web.1 dyno="))
            .map(frame -> frame.text().split(" ", -1)[1])
            .distinct()
            .collect(groupingBy(id -> id.split("\\.", -1)[1], counting()));
    assertThat(idsBySource.values()).allMatch(ids -> ids > 1);
  }

  @Test
  void theEveningIsBusierThanTheNight() {
    Map<Integer, Long> perHour =
        day.frames("riverbank-shop").stream()
            .filter(Frame::isRouter)
            .collect(
                groupingBy(
                    frame -> frame.time().atZoneSameInstant(ZoneId.of("Europe/Berlin")).getHour(),
                    counting()));
    long evening = perHour.getOrDefault(20, 0L);
    assertThat(evening).isGreaterThan(5 * perHour.getOrDefault(3, 0L));
    assertThat(evening).isGreaterThan(perHour.getOrDefault(14, 0L));
  }

  @Test
  void theOfficeIsEmptyOnSunday() {
    // From Wednesday 10:00 UTC: the fourth day after is the one from Saturday to Sunday.
    long wednesday = day.frames("lockkeeper-admin").stream().filter(Frame::isRouter).count();
    long weekend = fourthDay.frames("lockkeeper-admin").stream().filter(Frame::isRouter).count();
    assertThat(weekend).isLessThan(wednesday * 2 / 3);
  }

  @Test
  void errorsAreRareAtRestAndTimeoutsComeInABurst() {
    long errors =
        frames.stream()
            .filter(frame -> frame.text().toLowerCase(Locale.ROOT).contains("error"))
            .count();
    assertThat((double) errors / frames.size()).isLessThan(.02);

    TreeMap<Long, Long> timeoutsPerFiveMinutes =
        frames.stream()
            .filter(frame -> frame.text().contains("code=H12"))
            .collect(
                groupingBy(frame -> frame.time().toEpochSecond() / 300, TreeMap::new, counting()));
    assertThat(timeoutsPerFiveMinutes).hasSizeLessThan(12);
    assertThat(timeoutsPerFiveMinutes.values().stream().mapToLong(Long::longValue).max().orElse(0))
        .isGreaterThan(20);
  }

  private static Recording fourthDay() {
    LinkedHashMap<String, List<Batch>> batches = new LinkedHashMap<>();
    FleetPlan plan = FleetPlan.of(42, Recording.START);
    Instant from = plan.start().plus(Duration.ofDays(3));
    for (Feed feed : Fleet.of(plan).feeds()) {
      while (feed.next(from) != null) {}
      List<Batch> ofDay = new ArrayList<>();
      Instant until = from.plus(Duration.ofDays(1));
      for (Batch batch = feed.next(until); batch != null; batch = feed.next(until)) {
        ofDay.add(batch);
      }
      batches.put(feed.app().name(), ofDay);
    }
    return new Recording(batches);
  }
}
