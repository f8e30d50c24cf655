package dev.tailwater.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.http.ApiException;
import dev.tailwater.report.ReportJobs.State;
import dev.tailwater.report.ReportRequest.Format;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportJobsTest {
  private volatile Instant now = Instant.parse("2026-05-01T10:00:00Z");
  private final CountDownLatch blocked = new CountDownLatch(1);
  private ReportJobs jobs = new ReportJobs(new SetClock(), Duration.ofSeconds(60));

  private final class SetClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @AfterEach
  void stop() {
    blocked.countDown();
    jobs.close();
  }

  private String start(long account, Callable<byte[]> drawing) {
    return jobs.start(account, "name.pdf", Format.PDF, drawing);
  }

  private String startBlocked(long account) {
    return start(
        account,
        () -> {
          blocked.await();
          return new byte[1];
        });
  }

  private State ended(long account, String id) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      State state = jobs.find(account, id).state();
      if (!(state instanceof State.InProgress)) {
        return state;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("the job " + id + " did not end within 20 s");
  }

  @Test
  void oneIsDrawnAtATime() throws Exception {
    AtomicInteger drawing = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Callable<byte[]> work =
        () -> {
          most.accumulateAndGet(drawing.incrementAndGet(), Math::max);
          Thread.sleep(20);
          drawing.decrementAndGet();
          return new byte[] {7};
        };
    String first = start(1, work);
    String second = start(2, work);
    String third = start(2, work);
    assertThat(((State.Done) ended(2, third)).file()).containsExactly(7);
    assertThat(ended(1, first)).isInstanceOf(State.Done.class);
    assertThat(ended(2, second)).isInstanceOf(State.Done.class);
    assertThat(most.get()).isEqualTo(1);
  }

  @Test
  void anAccountHasSomeAndTheQueueIsShort() throws Exception {
    for (int i = 0; i < ReportJobs.OF_ACCOUNT; i++) {
      startBlocked(1);
    }
    assertTooMany(1, "at most 3 reports of an account");
    awaitDrawing();
    int waiting = ReportJobs.OF_ACCOUNT - 1;
    for (long account = 2; waiting < ReportJobs.WAITING; waiting++) {
      startBlocked(account++);
    }
    assertTooMany(99, "8 are waiting");
    blocked.countDown();
    String last = startWhenThereIsRoom(99);
    assertThat(ended(99, last)).isInstanceOf(State.Done.class);
  }

  /** Waits until the first job has left the queue. */
  private void awaitDrawing() throws InterruptedException {
    while (jobs.waiting() == ReportJobs.OF_ACCOUNT) {
      Thread.sleep(5);
    }
  }

  private String startWhenThereIsRoom(long account) throws InterruptedException {
    while (true) {
      try {
        return startBlocked(account);
      } catch (ApiException e) {
        Thread.sleep(5);
      }
    }
  }

  private void assertTooMany(long account, String text) {
    assertThatThrownBy(() -> startBlocked(account))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(429))
        .hasMessageContaining(text);
  }

  @Test
  void nobodyElseFindsAJob() throws Exception {
    String id = start(1, () -> new byte[1]);
    assertThat(id).matches("[0-9A-F]{32}");
    assertThat(ended(1, id)).isInstanceOf(State.Done.class);
    assertThatThrownBy(() -> jobs.find(2, id))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void resultsAreKeptForTenMinutesAndWithinBounds() throws Exception {
    String old = start(1, () -> new byte[1]);
    assertThat(ended(1, old)).isInstanceOf(State.Done.class);
    now = now.plus(ReportJobs.KEPT);
    assertThat(jobs.find(1, old).state()).isInstanceOf(State.Done.class);
    now = now.plusMillis(1);
    assertThatThrownBy(() -> jobs.find(1, old)).isInstanceOf(ApiException.class);

    String first = start(1, () -> new byte[9 << 20]);
    assertThat(ended(1, first)).isInstanceOf(State.Done.class);
    now = now.plusMillis(1);
    String second = start(1, () -> new byte[9 << 20]);
    assertThat(ended(1, second)).isInstanceOf(State.Done.class);
    assertThatThrownBy(() -> jobs.find(1, first)).isInstanceOf(ApiException.class);
  }

  @Test
  void whatFailsOrTakesTooLongSaysSoAndTheNextIsDrawn() throws Exception {
    jobs.close();
    jobs = new ReportJobs(new SetClock(), Duration.ofMillis(50));
    String slow = startBlocked(1);
    String wrong =
        start(
            1,
            () -> {
              throw new IllegalStateException("no file, as the test wants");
            });
    String good = start(1, () -> new byte[1]);
    assertThat(ended(1, good)).isInstanceOf(State.Done.class);
    assertThat(((State.Failed) ended(1, slow)).code()).isEqualTo("report:timeout");
    assertThat(((State.Failed) ended(1, wrong)).code()).isEqualTo("report:failed");
  }

  @Test
  void closingStopsWhatIsDrawn() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    start(
        1,
        () -> {
          began.countDown();
          try {
            blocked.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return new byte[0];
        });
    assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
    jobs.close();
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
