package dev.tailwater;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.doctor.Doctor;
import dev.tailwater.doctor.Finding;
import dev.tailwater.fault.FaultPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed while deliveries come in, at any moment and at each point between two steps
 * of which one is durable and the other is not. Every line that was answered with 200 is found once
 * after the restart; one that was not answered is found once after its retry.
 *
 * <p>A short run kills it at each point once. {@code -Dcrash.rounds=200} makes it long (with {@code
 * -Djunit.jupiter.execution.timeout.mode=disabled}, as it takes more than two minutes), {@code
 * -Dcrash.seed=N} repeats the choices of another run.
 */
class CrashTest {
  private static final FaultPoint[] POINTS = FaultPoint.values();

  /** A round at any moment, and one for each point. */
  private static final int ROUNDS = Integer.getInteger("crash.rounds", POINTS.length + 1);

  private static final String ANY_MOMENT = "any moment";
  private static final int KILLED = 137;
  private static final int SENDERS = 4;
  private static final int LINES_PER_DELIVERY = 5;
  private static final int QUERIED_AT_ONCE = 5_000;
  private static final Duration PAUSE = Duration.ofMillis(4);

  /** How long a server may take to come to a point under this load. */
  private static final Duration POINT_WAIT = Duration.ofSeconds(30);

  /** Fills a segment of the log in about a second. */
  private static final String PADDING = "abcdefgh".repeat(50);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

  @TempDir Path data;

  private final Set<Integer> answered = ConcurrentHashMap.newKeySet();
  private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger nextDelivery = new AtomicInteger();
  private final Map<String, Integer> kills = new TreeMap<>();
  private final long seed = Long.getLong("crash.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void everyAnsweredLineIsThereOnceBeforeItsFlush() throws Exception {
    Map<String, String> settings = Map.of("TAILWATER_STORE_FLUSH_SECONDS", "3600");
    for (int round = 0; round < 2; round++) {
      killAtAnyMoment(settings);
    }
    count(settings, 2);
  }

  @Test
  void everyAnsweredLineIsThereOnceWhereverTheProcessEnds() throws Exception {
    // All that a server does in a day, in seconds: segments end, small files are flushed, merged,
    // and deleted.
    Map<String, String> settings =
        Map.of(
            "TAILWATER_STORE_FLUSH_ROWS", "500",
            "TAILWATER_STORE_FLUSH_SECONDS", "1",
            "TAILWATER_WAL_SEGMENT_MEGABYTES", "1",
            "TAILWATER_UPKEEP_SECONDS", "1",
            "TAILWATER_UPKEEP_SNAPSHOT_MINUTES", "0",
            "TAILWATER_UPKEEP_SNAPSHOT_COUNT", "1");
    for (int round = 0; round < ROUNDS; round++) {
      int kind = round % (POINTS.length + 1);
      if (kind == 0) {
        killAtAnyMoment(settings);
      } else {
        killAt(POINTS[kind - 1], settings);
      }
    }
    count(settings, ROUNDS);
    if (ROUNDS > POINTS.length) {
      assertThat(kills).hasSize(POINTS.length + 1);
    }
  }

  private void killAtAnyMoment(Map<String, String> settings) throws Exception {
    TailwaterProcess server = TailwaterProcess.start(data, settings);
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> senders = send(server, done);
    Thread.sleep(700 + random.nextInt(800));
    done.set(true);
    server.kill();
    join(senders);
    kills.merge(ANY_MOMENT, 1, Integer::sum);
  }

  private void killAt(FaultPoint point, Map<String, String> settings) throws Exception {
    int nth =
        switch (point) {
          case WAL_APPEND, WAL_SYNC, WAL_ANSWER -> 1 + random.nextInt(300);
          case WAL_TRIM, FLUSH_COPY, FLUSH_COMMIT, FLUSH_COMMITTED -> 1 + random.nextInt(3);
          case COMPACT_COPY, COMPACT_COMMIT, COMPACT_COMMITTED -> 1;
        };
    Map<String, String> faulty = new HashMap<>(settings);
    faulty.put("TAILWATER_FAULT", point.text() + ":" + nth);
    TailwaterProcess server;
    try {
      server = TailwaterProcess.start(data, faulty);
    } catch (TailwaterProcess.EndedException e) {
      // It came to the point while it replayed the log: what it parsed was enough for a flush.
      assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(KILLED);
      kills.merge(point.text(), 1, Integer::sum);
      return;
    }
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> senders = send(server, done);
    boolean ended = server.endsWithin(POINT_WAIT);
    done.set(true);
    server.kill();
    join(senders);
    assertThat(ended)
        .as("came to %s for the %d. time within %s", point.text(), nth, POINT_WAIT)
        .isTrue();
    kills.merge(point.text(), 1, Integer::sum);
  }

  private static void join(List<Thread> senders) throws InterruptedException {
    for (Thread sender : senders) {
      sender.join();
    }
  }

  /** Begins to send: first again what had no answer, then new deliveries. */
  private List<Thread> send(TailwaterProcess server, AtomicBoolean done) {
    List<Thread> senders = new ArrayList<>();
    senders.add(
        Thread.ofVirtual()
            .start(() -> {
              for (int delivery : new HashSet<>(unanswered)) {
                if (!deliver(server, delivery)) {
                  return;
                }
              }
            }));
    for (int i = 0; i < SENDERS; i++) {
      senders.add(
          Thread.ofVirtual()
              .start(() -> {
                while (!done.get() && deliver(server, nextDelivery.getAndIncrement())) {
                  pause();
                }
              }));
    }
    return senders;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Delivers, as Logplex does with the same frame id and the same lines each time.
   *
   * @return false when the server is gone: the delivery then stays among the unanswered
   */
  private boolean deliver(TailwaterProcess server, int delivery) {
    unanswered.add(delivery);
    StringBuilder body = new StringBuilder();
    for (int line = 0; line < LINES_PER_DELIVERY; line++) {
      body.append(
          TailwaterProcess.frame(
              "<190>1 %s host app web.1 - line id=%d.%d end %s\n"
                  .formatted(TIME.format(Instant.now()), delivery, line, PADDING)));
    }
    try {
      if (server.deliver("d.crash", "%032X".formatted(delivery), body.toString()) == 200) {
        answered.add(delivery);
        unanswered.remove(delivery);
      }
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Starts once more, sends again what had no answer, and counts every line. */
  private void count(Map<String, String> settings, int rounds) throws Exception {
    int lost = 0;
    int twice = 0;
    List<String> wrong = new ArrayList<>();
    try (TailwaterProcess server = TailwaterProcess.start(data, settings)) {
      assertThat(server.startTime()).isLessThan(Duration.ofSeconds(20));
      for (int delivery : new HashSet<>(unanswered)) {
        assertThat(deliver(server, delivery)).isTrue();
      }
      assertThat(unanswered).isEmpty();
      awaitParsed(server);
      Map<Integer, int[]> found = new HashMap<>();
      for (int from = 0; from < nextDelivery.get(); from += QUERIED_AT_ONCE) {
        found.putAll(linesOfDeliveries(server, from, from + QUERIED_AT_ONCE));
      }
      for (int delivery : answered) {
        int[] lines = found.getOrDefault(delivery, new int[] {0, 0});
        lost += LINES_PER_DELIVERY - lines[1];
        twice += lines[0] - lines[1];
        if (lines[0] != LINES_PER_DELIVERY || lines[1] != LINES_PER_DELIVERY) {
          wrong.add(delivery + ": " + lines[0] + " lines, " + lines[1] + " different ones");
        }
      }
      assertThat(answered).as("deliveries that nobody sent").containsAll(found.keySet());
    }
    System.out.printf(
        "crash test: seed %d, %d rounds, kills %s; %,d lines accepted, %d lost, %d twice%n",
        seed, rounds, kills, answered.size() * LINES_PER_DELIVERY, lost, twice);
    assertThat(wrong).isEmpty();
    assertThat(answered).hasSizeGreaterThan(20 * rounds);
    assertThat(Doctor.examine(data, 0, false, Clock.systemUTC()).findings())
        .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
        .isEmpty();
  }

  /** Waits until what was accepted is parsed: lines are not found before, and none may be lost. */
  private static void awaitParsed(TailwaterProcess server) throws Exception {
    String queue = "tailwater_parse_queue_bytes{scope=\"application\",} 0.0";
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!server.text("/observe/metrics").contains(queue)) {
      assertThat(System.nanoTime()).as("the queue of the parser ends").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  /** Lines, and different lines, of each delivery that has any. */
  private static Map<Integer, int[]> linesOfDeliveries(TailwaterProcess server, int from, int to)
      throws IOException, InterruptedException {
    JsonNode counts =
        server.query(
            "_sourceName=d.crash | parse \"id=* end\" as id | parse field=id \"*.*\" as delivery, line"
                + " | num(delivery) | where delivery >= "
                + from
                + " and delivery < "
                + to
                + " | count, count_distinct(line) as lines by delivery",
            "-1d",
            "+1d",
            Map.of());
    Map<Integer, int[]> found = new HashMap<>();
    for (JsonNode row : counts.path("rows")) {
      found.put(row.path(0).asInt(), new int[] {row.path(1).asInt(), row.path(2).asInt()});
    }
    return found;
  }
}
