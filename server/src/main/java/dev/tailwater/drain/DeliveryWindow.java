package dev.tailwater.drain;

import dev.tailwater.wal.Delivery;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Recognises retries: Logplex sends a batch again when our answer did not reach it, with the same
 * drain token and {@code Logplex-Frame-Id}. An id counts as seen once its delivery is on disk; a
 * retry that arrives while the first is still being written waits for it. Safe for use by many
 * threads.
 */
final class DeliveryWindow {
  private final Duration length;
  private final int maxEntries;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, First> seen = new HashMap<>();
  private final ArrayDeque<Aged> order = new ArrayDeque<>();

  record Key(long source, String drainToken, String frameId) {}

  private record Aged(Key key, First first, long receiptMicros) {}

  /**
   * The first delivery of a batch.
   *
   * @param durable completes with whether it reached the disk
   * @param l10 hash of the L10 frame it began with, 0 for none
   */
  record First(CompletableFuture<Boolean> durable, int l10) {}

  /**
   * @param length how long an id is remembered
   * @param maxEntries ids remembered at most; the oldest go first
   */
  DeliveryWindow(Duration length, int maxEntries) {
    this.length = length;
    this.maxEntries = maxEntries;
  }

  /**
   * Announces a delivery.
   *
   * @return null when it is new: the caller must {@link #settle} it. Otherwise the first of its
   *     batch
   */
  @Nullable First begin(Delivery delivery) {
    Key key = key(delivery);
    lock.lock();
    try {
      forgetOld(delivery.receiptMicros());
      First first = seen.get(key);
      if (first == null) {
        ByteBuffer l10 = LeadingL10.of(delivery.body());
        int hash = l10 == null ? 0 : l10.hashCode();
        First announced = new First(new CompletableFuture<>(), hash);
        seen.put(key, announced);
        order.add(new Aged(key, announced, delivery.receiptMicros()));
      }
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a delivery that was new is on disk now. If not, its retry will be new again. */
  void settle(Delivery delivery, boolean durable) {
    First first;
    lock.lock();
    try {
      Key key = key(delivery);
      first = durable ? seen.get(key) : seen.remove(key);
    } finally {
      lock.unlock();
    }
    if (first != null) {
      first.durable().complete(durable);
    }
  }

  /**
   * Remembers a delivery read from the log after a restart.
   *
   * @return false when the log held it before: it must not be stored twice
   */
  boolean remember(Delivery delivery) {
    if (begin(delivery) != null) {
      return false;
    }
    settle(delivery, true);
    return true;
  }

  private void forgetOld(long nowMicros) {
    long forgotten = nowMicros - length.toMillis() * 1_000;
    while (order.size() >= maxEntries
        || (!order.isEmpty() && order.getFirst().receiptMicros() < forgotten)) {
      // One that failed may have been announced anew since.
      Aged oldest = order.removeFirst();
      seen.remove(oldest.key(), oldest.first());
    }
  }

  static Key key(Delivery delivery) {
    return new Key(delivery.origin().sourceId(), delivery.origin().name(), delivery.frameId());
  }
}
