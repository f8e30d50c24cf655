package dev.tailwater.wal;

/**
 * Settings of the write-ahead log.
 *
 * @param segmentBytes size at which the next segment begins; the unit in which space is freed
 */
public record WalOptions(long segmentBytes) {
  public WalOptions {
    if (segmentBytes < 4096) {
      throw new IllegalArgumentException(
          "a WAL segment must hold at least 4096 bytes, found " + segmentBytes);
    }
  }
}
