package dev.tailwater.drain;

import dev.tailwater.wal.Delivery;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Recognises retries: Logplex sends a batch again when our answer did not reach it, with the same
 * drain token and {@code Logplex-Frame-Id}. An id counts as seen once its delivery is on disk; a
 * retry that arrives while the first is still being written waits for it. Safe for use by many
 * threads.
 *
 * <p>Ids are kept as 64 bits of a SHA-256 in generations of a fifth of the window, so that they are
 * forgotten a generation at a time.
 */
final class DeliveryWindow {
  private static final int GENERATIONS = 5;
  private static final long MAGIC = 0x54574944_53000001L;

  private final long lengthMicros;
  private final int maxEntries;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, First> inFlight = new HashMap<>();
  // Oldest first.
  private final ArrayDeque<SeenIds> seen = new ArrayDeque<>();

  /**
   * The first delivery of a batch.
   *
   * @param durable completes with whether it reached the disk
   * @param l10 hash of the L10 frame it began with, 0 for none
   */
  record First(CompletableFuture<Boolean> durable, int l10) {}

  /**
   * @param length how long an id is remembered at least
   * @param maxEntries ids remembered at most; the oldest go first
   */
  DeliveryWindow(Duration length, int maxEntries) {
    this.lengthMicros = length.toMillis() * 1_000;
    this.maxEntries = maxEntries;
  }

  /**
   * Announces a delivery.
   *
   * @return null when it is new: the caller must {@link #settle} it. Otherwise the first of its
   *     batch
   */
  @Nullable First begin(Delivery delivery) {
    long id = id(delivery);
    lock.lock();
    try {
      forgetOld(delivery.receiptMicros());
      First first = inFlight.get(id);
      if (first != null) {
        return first;
      }
      for (SeenIds generation : seen) {
        if (generation.contains(id)) {
          return new First(CompletableFuture.completedFuture(true), generation.l10(id));
        }
      }
      inFlight.put(id, new First(new CompletableFuture<>(), l10Of(delivery)));
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a delivery that was new is on disk now. If not, its retry will be new again. */
  void settle(Delivery delivery, boolean durable) {
    long id = id(delivery);
    First first;
    lock.lock();
    try {
      first = inFlight.remove(id);
      if (first != null && durable) {
        generation(delivery.receiptMicros()).add(id, first.l10(), delivery.receiptMicros());
      }
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
   * @return false when it was remembered before
   */
  boolean remember(Delivery delivery) {
    if (begin(delivery) != null) {
      return false;
    }
    settle(delivery, true);
    return true;
  }

  /**
   * Writes the ids of deliveries that are on disk to a file, durably and in one step: the file
   * before is there until the new one is.
   */
  void save(Path file) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      CheckedOutputStream checked =
          new CheckedOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), new CRC32C());
      DataOutputStream out = new DataOutputStream(checked);
      lock.lock();
      try {
        out.writeLong(MAGIC);
        out.writeInt(seen.size());
        for (SeenIds generation : seen) {
          generation.write(out);
        }
      } finally {
        lock.unlock();
      }
      out.writeInt((int) checked.getChecksum().getValue());
      out.flush();
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().resolveSibling("."), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /**
   * Reads a file that {@link #save} wrote. Before anything is announced.
   *
   * @throws IOException when it is no such file, or damaged: nothing of it is remembered then
   */
  void load(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, Math.max(0, bytes.length - 4));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (bytes.length < 16
        || in.readLong() != MAGIC
        || ByteBuffer.wrap(bytes).getInt(bytes.length - 4) != (int) crc.getValue()) {
      throw new IOException(
          "expected the ids of deliveries with their checksum in %s, found %d other bytes"
              .formatted(file, bytes.length));
    }
    lock.lock();
    try {
      ArrayDeque<SeenIds> read = new ArrayDeque<>();
      for (int count = in.readInt(); count > 0; count--) {
        read.add(SeenIds.read(in, this::isSeen));
      }
      while (!read.isEmpty()) {
        seen.addFirst(read.removeLast());
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isSeen(long id) {
    return seen.stream().anyMatch(generation -> generation.contains(id));
  }

  private SeenIds generation(long nowMicros) {
    SeenIds newest = seen.peekLast();
    if (newest == null
        || newest.firstMicros() < nowMicros - lengthMicros / GENERATIONS
        || newest.size() >= maxEntries / GENERATIONS) {
      newest = new SeenIds(nowMicros);
      seen.add(newest);
    }
    return newest;
  }

  private void forgetOld(long nowMicros) {
    while (!seen.isEmpty()
        && (seen.getFirst().newestMicros() < nowMicros - lengthMicros
            || seen.stream().mapToInt(SeenIds::size).sum() >= maxEntries)) {
      seen.removeFirst();
    }
  }

  /** What names a batch, hashed. Ids of others cannot be met on purpose: Logplex draws them. */
  static long id(Delivery delivery) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] drainToken = delivery.origin().name().getBytes(StandardCharsets.UTF_8);
      digest.update(
          ByteBuffer.allocate(12)
              .putLong(delivery.origin().sourceId())
              .putInt(drainToken.length)
              .flip());
      digest.update(drainToken);
      digest.update(delivery.frameId().getBytes(StandardCharsets.UTF_8));
      long id = ByteBuffer.wrap(Arrays.copyOf(digest.digest(), 8)).getLong();
      return id == 0 ? 1 : id;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static int l10Of(Delivery delivery) {
    ByteBuffer l10 = LeadingL10.of(delivery.body());
    return l10 == null ? 0 : hash(l10);
  }

  /** A hash of an L10 frame that stays the same over restarts. */
  static int hash(ByteBuffer l10) {
    CRC32C crc = new CRC32C();
    crc.update(l10.duplicate());
    return (int) crc.getValue();
  }
}
