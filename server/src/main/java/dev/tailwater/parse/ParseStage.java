package dev.tailwater.parse;

import dev.tailwater.record.RecordBatch;
import dev.tailwater.store.LogStore;
import dev.tailwater.wal.Delivery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes durable deliveries in WAL order, parses them on a thread of its own, and appends the rows
 * to the store. Under light load a delivery is visible to queries a few milliseconds after it was
 * accepted; under heavy load what waits is parsed together.
 *
 * <p>The queue has no bound of its own: who puts deliveries in has reserved memory for them and
 * gets it back through the listener.
 */
public final class ParseStage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ParseStage.class);

  /** A batch ends when it holds so many bytes: about 30,000 lines. */
  private static final int BATCH_BYTES = 8 << 20;

  /**
   * Batches begin so far apart while the queue is short. A batch costs about 7 ms however small it
   * is; after a quiet moment the first delivery does not wait.
   */
  private static final long BATCH_PAUSE_NANOS = 50_000_000;

  private static final long RETRY_PAUSE_MILLIS = 1_000;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final DeliveryParser parser;
  private final LogStore store;
  private final BufferAllocator allocator;
  private final IntConsumer parsedBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private final Thread thread;
  private final LongAdder lines = new LongAdder();
  private final LongAdder badFrames = new LongAdder();
  private final LongAdder failures = new LongAdder();

  // Guarded by the lock.
  private long queuedBytes;
  private boolean busy;
  private long readTo;
  private long storedTo;
  private long batchBegan = System.nanoTime() - BATCH_PAUSE_NANOS;
  private boolean closing;

  private record Queued(Delivery delivery, long position, long end) {
    int bytes() {
      return delivery.body().remaining();
    }
  }

  /**
   * @param parsedBytes told the body bytes of each delivery once its rows are in the store
   */
  public ParseStage(
      DeliveryParser parser, LogStore store, BufferAllocator allocator, IntConsumer parsedBytes) {
    this.parser = parser;
    this.store = store;
    this.allocator = allocator;
    this.parsedBytes = parsedBytes;
    this.thread = Thread.ofPlatform().name("parse").start(this::run);
  }

  /**
   * Queues a durable delivery. Never blocks.
   *
   * @param position WAL position of the delivery
   * @param end WAL position after it
   */
  public void add(Delivery delivery, long position, long end) {
    lock.lock();
    try {
      Queued queued = new Queued(delivery, position, end);
      queue.add(queued);
      queuedBytes += queued.bytes();
      readTo = end;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the queue holds at most so many bytes: how catching up keeps memory bounded. */
  public void awaitQueue(long bytes) throws InterruptedException {
    lock.lock();
    try {
      while (queuedBytes > bytes || (bytes == 0 && busy)) {
        drained.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** There is nothing to parse before a WAL position but what was added. */
  public void readTo(long position) {
    lock.lock();
    try {
      readTo = Math.max(readTo, position);
    } finally {
      lock.unlock();
    }
  }

  /** The WAL position before which everything that was accepted is in the store. */
  public long storedTo() {
    lock.lock();
    try {
      return queue.isEmpty() && !busy ? readTo : storedTo;
    } finally {
      lock.unlock();
    }
  }

  /** Lines parsed since the start. */
  public long lines() {
    return lines.sum();
  }

  /** Frames with a missing or wrong count since the start; their text was kept. */
  public long badFrames() {
    return badFrames.sum();
  }

  /**
   * Deliveries that the parser failed on since the start: a bug, they are logged with their
   * position.
   */
  public long failures() {
    return failures.sum();
  }

  /** Body bytes that wait. */
  public long queuedBytes() {
    lock.lock();
    try {
      return queuedBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Parses what is queued and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (!thread.join(CLOSE_WAIT)) {
        // The store takes nothing, perhaps because its disk is full. What is not parsed is replayed
        // from the WAL at the next start.
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      Queued next = take();
      while (next != null) {
        // Its memory is kept for as long as deliveries wait.
        try (RecordBatch batch = new RecordBatch(allocator)) {
          while (next != null) {
            next = parseBatch(next, batch);
            batch.clear();
          }
        }
        next = take();
      }
    } catch (InterruptedException e) {
      LOG.warn("parsing was interrupted; what was not parsed is replayed at the next start");
    }
  }

  /** Parses what is there into one batch; returns the delivery that begins the next one, if any. */
  private @Nullable Queued parseBatch(Queued first, RecordBatch batch) throws InterruptedException {
    List<Queued> deliveries = new ArrayList<>();
    int bytes = 0;
    Queued next = first;
    while (next != null && bytes < BATCH_BYTES) {
      deliveries.add(next);
      bytes += next.bytes();
      next = poll();
    }
    try {
      parse(deliveries, batch);
    } catch (ParseFailure e) {
      for (Queued delivery : deliveries) {
        parseAlone(delivery);
      }
    }
    lock.lock();
    try {
      queuedBytes -= bytes;
      storedTo = deliveries.getLast().end();
      busy = next != null;
      drained.signalAll();
    } finally {
      lock.unlock();
    }
    parsedBytes.accept(bytes);
    return next;
  }

  /** A bug in the parser: it failed on a delivery, and the batch may hold a part of its rows. */
  private static final class ParseFailure extends Exception {
    private static final long serialVersionUID = 1L;

    ParseFailure(Throwable cause) {
      super(cause);
    }
  }

  /**
   * @param batch without rows
   */
  private void parse(List<Queued> deliveries, RecordBatch batch)
      throws ParseFailure, InterruptedException {
    int bad = 0;
    for (Queued queued : deliveries) {
      try {
        bad += parser.parse(queued.delivery(), queued.position(), batch).badFrames();
      } catch (RuntimeException e) {
        throw new ParseFailure(e);
      }
    }
    append(batch, deliveries.getLast().end());
    lines.add(batch.rows());
    badFrames.add(bad);
  }

  /** Gives a delivery a batch of its own; one that cannot be parsed is kept as it came. */
  private void parseAlone(Queued queued) throws InterruptedException {
    try (RecordBatch batch = new RecordBatch(allocator)) {
      parse(List.of(queued), batch);
    } catch (ParseFailure e) {
      failures.increment();
      LOG.error(
          "cannot parse the delivery at WAL position {} ({} bytes, source {}), it is kept as one"
              + " text: please report this",
          queued.position(),
          queued.bytes(),
          queued.delivery().origin().sourceId(),
          e.getCause());
      try (RecordBatch batch = new RecordBatch(allocator)) {
        parser.keepWhole(queued.delivery(), queued.position(), batch);
        append(batch, queued.end());
        lines.add(batch.rows());
      }
    }
  }

  /**
   * Appends to the store, again and again while it has no memory: accepting stops by itself then.
   */
  private void append(RecordBatch batch, long end) throws InterruptedException {
    while (true) {
      try {
        store.append(batch, end);
        return;
      } catch (SQLException e) {
        LOG.error("cannot store {} parsed lines, trying again", batch.rows(), e);
        Thread.sleep(RETRY_PAUSE_MILLIS);
      }
    }
  }

  private @Nullable Queued take() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (closing) {
          return null;
        }
        arrived.await();
      }
      long pause = batchBegan + BATCH_PAUSE_NANOS - System.nanoTime();
      while (pause > 0 && queuedBytes < BATCH_BYTES && !closing) {
        pause = arrived.awaitNanos(pause);
      }
      batchBegan = System.nanoTime();
      busy = true;
      return queue.remove();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Queued poll() {
    lock.lock();
    try {
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }
}
