package dev.tailwater;

import dev.tailwater.drain.Intake;
import dev.tailwater.drain.MemoryBudget;
import dev.tailwater.parse.ParseStage;
import dev.tailwater.wal.Delivery;
import dev.tailwater.wal.Wal;
import dev.tailwater.wal.WalEntry;
import dev.tailwater.wal.WalReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings deliveries from the log to the parser, in the order of the log, each once. After a start a
 * thread reads from the log what the table does not hold, and what arrives meanwhile too. When it
 * has come to the end of the log, deliveries go to the parser as soon as they are durable. Memory
 * is bounded however much there is to read. Safe for use by many threads.
 */
final class CatchUp implements Wal.DurableListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

  /** Two batches of the parser: it never waits for the disk. */
  private static final long QUEUE_BYTES = 16 << 20;

  private static final Duration RETRY_PAUSE = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 2;

  private final ParseStage parse;
  private final MemoryBudget budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread thread = Thread.ofPlatform().name("catch-up").unstarted(this::run);

  // Guarded by the lock: everything before the end is durable; whether deliveries go straight on.
  private long end;
  private boolean live;

  private volatile long liveFrom = Long.MAX_VALUE;
  private volatile boolean stopping;

  // Of the thread, once it is started.
  private Source source =
      () -> {
        throw new IllegalStateException("not started");
      };
  private Duration pause = Duration.ZERO;
  private long read;
  private long deliveries;
  private Repeats repeats = (delivery, position) -> false;

  @FunctionalInterface
  private interface Source {
    WalReader open() throws IOException;
  }

  @FunctionalInterface
  private interface Repeats {
    boolean isSuperseded(Delivery delivery, long position);
  }

  CatchUp(ParseStage parse, MemoryBudget budget) {
    this.parse = parse;
    this.budget = budget;
  }

  /**
   * Says what there is to read. Nothing may have been appended yet.
   *
   * @param from the table holds everything before
   */
  void prepare(Wal wal, long from, Intake intake) {
    read = from;
    source = () -> wal.reader(read);
    repeats = intake::isSuperseded;
    lock.lock();
    try {
      end = wal.end();
    } finally {
      lock.unlock();
    }
    parse.readTo(from);
  }

  /** Begins to read after a while. */
  void start(Duration delay) {
    pause = delay;
    thread.start();
  }

  @Override
  public void durable(Delivery delivery, long position, long entryEnd) {
    lock.lock();
    try {
      end = entryEnd;
      if (live) {
        parse.add(delivery, position, entryEnd);
        return;
      }
    } finally {
      lock.unlock();
    }
    // It is read from the log in its turn.
    budget.release(delivery.body().remaining());
  }

  /** Waits until queries see everything that was in the log at the start, or the time is over. */
  void await(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!isComplete() && System.nanoTime() - deadline < 0) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Bytes of the log whose lines queries do not see yet. */
  long lagBytes() {
    long stored = parse.storedTo();
    lock.lock();
    try {
      return Math.max(0, end - stored);
    } finally {
      lock.unlock();
    }
  }

  /** What answers lack, in words for who asked; empty when they lack nothing. */
  Optional<String> missing() {
    if (isComplete()) {
      return Optional.empty();
    }
    return Optional.of(
        "the log is still being read after a restart: the lines of its newest %,d MB are missing here, ask again later"
            .formatted((lagBytes() + 999_999) / 1_000_000));
  }

  private boolean isComplete() {
    long from = liveFrom;
    return from != Long.MAX_VALUE && parse.storedTo() >= from;
  }

  private void run() {
    long began = System.nanoTime();
    try {
      Thread.sleep(pause);
      while (!stopping && !readToEnd()) {
        Thread.sleep(RETRY_PAUSE);
      }
      if (deliveries > 0 && !stopping) {
        LOG.info(
            "read {} deliveries from the write-ahead log in {} ms",
            deliveries,
            Duration.ofNanos(System.nanoTime() - began).toMillis());
      }
    } catch (InterruptedException e) {
      LOG.info("stopped reading the write-ahead log; the next start goes on");
    }
  }

  /** Reads to the end of the log; false when reading failed. */
  private boolean readToEnd() throws InterruptedException {
    try (WalReader reader = source.open()) {
      while (!stopping) {
        long durable = durableEnd();
        WalEntry entry = reader.next(durable);
        if (entry != null) {
          give(entry);
        } else if (goLive(durable)) {
          return true;
        }
      }
    } catch (IOException e) {
      if (!stopping) {
        LOG.error(
            "cannot read the write-ahead log from position {} on, trying again; its lines are"
                + " missing until then",
            read,
            e);
      }
    }
    return stopping;
  }

  private long durableEnd() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  private void give(WalEntry entry) throws IOException, InterruptedException {
    ByteBuffer copy = ByteBuffer.allocate(entry.payload().remaining()).put(entry.payload()).flip();
    Delivery delivery = Delivery.decode(copy);
    if (!repeats.isSuperseded(delivery, entry.position())) {
      parse.awaitQueue(Math.min(QUEUE_BYTES, budget.limit() / 2));
      budget.take(delivery.body().remaining());
      parse.add(delivery, entry.position(), entry.end());
      deliveries++;
    }
    read = entry.end();
  }

  /** Lets deliveries go straight to the parser, unless some became durable behind the position. */
  private boolean goLive(long position) {
    lock.lock();
    try {
      if (end != position) {
        return false;
      }
      live = true;
      parse.readTo(position);
      liveFrom = position;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Stops reading; what was not read is read at the next start. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
