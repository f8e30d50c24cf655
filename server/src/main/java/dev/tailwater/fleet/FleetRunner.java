package dev.tailwater.fleet;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a fleet's log to a drain URL: first all that happened from the plan's start until now, as
 * fast as the server takes it, then what happens from then on, when it happens. Every app's drain
 * has a thread of its own and one request under way.
 */
public final class FleetRunner implements AutoCloseable {
  private static final Duration LIVE_PAUSE = Duration.ofSeconds(1);
  private static final Duration REPORT_PAUSE = Duration.ofMillis(200);

  /** What Logplex keeps for a drain that does not follow (its source's default). */
  private static final int BUFFERED_FRAMES = 1_024;

  private final URI drainUrl;
  private final Clock clock;
  private final Instant historyStart;
  private final Instant historyEnd;
  private final int bufferedFrames;
  private final Consumer<FleetProgress> listener;
  private final List<Drain> drains = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch historySent;
  private volatile boolean closed;

  private FleetRunner(Fleet fleet, URI drainUrl, Clock clock, Consumer<FleetProgress> listener) {
    this.drainUrl = drainUrl;
    this.clock = clock;
    this.listener = listener;
    this.historyStart = fleet.plan().start();
    this.historyEnd = clock.instant();
    // A busy fleet fills Logplex's buffer between two rounds; ten seconds must always fit.
    this.bufferedFrames = (int) Math.max(BUFFERED_FRAMES, fleet.plan().linesPerDay() / 86_400 * 10);
    for (Feed feed : fleet.feeds()) {
      drains.add(new Drain(feed));
    }
    this.historySent = new CountDownLatch(drains.size());
  }

  /**
   * Begins to send and returns at once.
   *
   * @param drainUrl where to post, with the receiver's token in its path; userinfo becomes Basic
   *     credentials
   * @param clock tells until when the history goes and how far live is
   * @param listener is told a few times a second how far the history is, and once when all of it is
   *     in; not told of live lines. It is called on a thread of the runner
   * @throws IllegalArgumentException when the URL is not one of http or https
   */
  public static FleetRunner start(
      Fleet fleet, URI drainUrl, Clock clock, Consumer<FleetProgress> listener) {
    DrainUrl.parse(drainUrl);
    FleetRunner runner = new FleetRunner(fleet, drainUrl, clock, listener);
    for (Drain drain : runner.drains) {
      runner.threads.add(
          Thread.ofVirtual().name("drain of " + drain.feed.app().name()).start(drain::run));
    }
    runner.threads.add(Thread.ofVirtual().name("fleet progress").start(runner::report));
    return runner;
  }

  /** Waits until the history of all drains is sent. */
  public void awaitHistory() throws InterruptedException {
    historySent.await();
  }

  /** Where it is now. */
  public FleetProgress progress() {
    DeliveryCounts counts = DeliveryCounts.NONE;
    double fraction = 0;
    for (Drain drain : drains) {
      counts = counts.plus(drain.counts());
      fraction += drain.fraction();
    }
    return new FleetProgress(fraction / drains.size(), counts, historySent.getCount() == 0);
  }

  /** Stops sending, also in the middle of a request, and waits until all threads have ended. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void report() {
    try {
      do {
        Thread.sleep(REPORT_PAUSE);
        listener.accept(progress());
      } while (historySent.getCount() > 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One app's way from its feed to the server. */
  private final class Drain {
    private final Feed feed;
    private volatile Instant position = historyStart;
    private volatile DeliveryCounts historyCounts = DeliveryCounts.NONE;
    private volatile @Nullable LogplexClient client;

    Drain(Feed feed) {
      this.feed = feed;
    }

    void run() {
      try {
        try (LogplexClient backfill = open(DeliveryPolicy.BACKFILL)) {
          sendHistory(backfill);
          historyCounts = backfill.counts();
          client = null;
        } finally {
          historySent.countDown();
        }
        try (LogplexClient logplex = open(DeliveryPolicy.LOGPLEX)) {
          stayLive(logplex);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    DeliveryCounts counts() {
      LogplexClient current = client;
      return current == null ? historyCounts : historyCounts.plus(current.counts());
    }

    double fraction() {
      double whole = Duration.between(historyStart, historyEnd).toMillis();
      double done = Duration.between(historyStart, position).toMillis();
      return whole <= 0 ? 1 : Math.clamp(done / whole, 0, 1);
    }

    private LogplexClient open(DeliveryPolicy policy) {
      LogplexClient opened = LogplexClient.open(drainUrl, feed.app().drainToken(), policy, clock);
      client = opened;
      return opened;
    }

    private void sendHistory(LogplexClient to) throws InterruptedException {
      for (Batch batch = feed.next(historyEnd); batch != null; batch = feed.next(historyEnd)) {
        to.deliver(batch);
        position = batch.until();
        if (closed) {
          throw new InterruptedException();
        }
      }
      position = historyEnd;
    }

    private void stayLive(LogplexClient to) throws InterruptedException {
      while (!closed) {
        Thread.sleep(LIVE_PAUSE);
        for (Batch batch : buffered(to)) {
          to.deliver(batch);
        }
      }
    }

    /** What happened since the last round, as far as Logplex's buffer would have kept it. */
    private ArrayDeque<Batch> buffered(LogplexClient to) {
      Instant now = clock.instant();
      ArrayDeque<Batch> batches = new ArrayDeque<>();
      int frames = 0;
      for (Batch batch = feed.next(now); batch != null; batch = feed.next(now)) {
        batches.add(batch);
        frames += batch.frames();
        while (frames > bufferedFrames && batches.size() > 1) {
          Batch oldest = batches.remove();
          frames -= oldest.frames();
          to.dropped(oldest.frames());
        }
      }
      return batches;
    }
  }
}
