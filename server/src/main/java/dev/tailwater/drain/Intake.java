package dev.tailwater.drain;

import dev.tailwater.wal.Delivery;
import dev.tailwater.wal.Wal;
import dev.tailwater.wal.WalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes deliveries durable, each once. Knows nothing of HTTP. Safe for use by many threads.
 *
 * <p>A retry of a batch that is on disk already is answered like the first and not stored again,
 * except for a leading L10 frame that the retry gained: it tells of messages that Logplex dropped
 * meanwhile, and is nowhere else.
 */
public final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int MAX_WINDOW_ENTRIES = 1_000_000;

  /** A retry waits so long for the first to reach the disk; Logplex gives up after five seconds. */
  private static final long FIRST_WAIT_SECONDS = 4;

  private final Wal wal;
  private final DeliveryWindow window = new DeliveryWindow(WINDOW, MAX_WINDOW_ENTRIES);
  private final Map<Long, Long> newestOfRepeated = new ConcurrentHashMap<>();
  private final LongAdder deliveries = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder repeats = new LongAdder();

  public Intake(Wal wal) {
    this.wal = wal;
  }

  /**
   * Makes a delivery durable.
   *
   * @return body bytes that were stored, and whose memory is released once they are parsed; 0 for a
   *     repeat
   * @throws WalException when it could not be written; the sender should try again
   */
  int accept(Delivery delivery) throws WalException, InterruptedException {
    if (delivery.frameId().isEmpty()) {
      return append(delivery);
    }
    DeliveryWindow.First first = window.begin(delivery);
    if (first != null) {
      return repeat(delivery, first);
    }
    boolean durable = false;
    try {
      int stored = append(delivery);
      durable = true;
      return stored;
    } finally {
      window.settle(delivery, durable);
    }
  }

  /**
   * Remembers a delivery that the log holds, to recognise its retries. To be called for all of them
   * in their order, before anything is accepted.
   */
  public void remember(Delivery delivery, long position) {
    if (!delivery.frameId().isEmpty() && !window.remember(delivery)) {
      newestOfRepeated.put(DeliveryWindow.id(delivery), position);
    }
  }

  /**
   * Whether the log holds a delivery once more behind a position: then only that one counts. A
   * write that failed may be on disk all the same; what was acknowledged is its retry.
   */
  public boolean isSuperseded(Delivery delivery, long position) {
    return !newestOfRepeated.isEmpty()
        && position < newestOfRepeated.getOrDefault(DeliveryWindow.id(delivery), 0L);
  }

  /**
   * Saves what retries are recognised by, so that segments of the log that are older than a flush
   * and younger than the window may be deleted.
   */
  public void saveSeen(Path file) throws IOException {
    window.save(file);
  }

  /**
   * Reads what {@link #saveSeen} wrote; after {@link #remember}, which would take entries for
   * repeated otherwise. A file that cannot be read is told of and left out: then only what the log
   * holds is recognised.
   */
  public void loadSeen(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      window.load(file);
    } catch (IOException e) {
      LOG.warn(
          "cannot read the ids of deliveries that were accepted before the last flush; retries of"
              + " them may be stored twice in the next minutes",
          e);
    }
  }

  /** Deliveries made durable since the start. */
  public long deliveries() {
    return deliveries.sum();
  }

  /** Body bytes made durable since the start. */
  public long bytes() {
    return bytes.sum();
  }

  /** Repeated deliveries recognised since the start. */
  public long repeats() {
    return repeats.sum();
  }

  private int append(Delivery delivery) throws WalException, InterruptedException {
    wal.append(delivery);
    deliveries.increment();
    bytes.add(delivery.body().remaining());
    return delivery.body().remaining();
  }

  private int repeat(Delivery delivery, DeliveryWindow.First first)
      throws WalException, InterruptedException {
    boolean durable;
    try {
      durable = first.durable().get(FIRST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      durable = false;
    }
    if (!durable) {
      // The first one failed or still hangs: let the sender come again rather than guess.
      throw new WalException("the first delivery of this batch is not on disk");
    }
    repeats.increment();
    ByteBuffer gained = LeadingL10.of(delivery.body());
    if (gained == null || DeliveryWindow.hash(gained) == first.l10()) {
      return 0;
    }
    return accept(
        new Delivery(
            delivery.receiptMicros(),
            delivery.account(),
            delivery.retentionDays(),
            delivery.origin(),
            delivery.framing(),
            delivery.frameId() + "+L10." + Integer.toHexString(DeliveryWindow.hash(gained)),
            delivery.fields(),
            gained,
            delivery.savedLog()));
  }
}
