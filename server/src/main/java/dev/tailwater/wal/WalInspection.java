package dev.tailwater.wal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the segments of a log hold, read entry by entry with every checksum. Changes nothing, so it
 * may run beside a server; then the newest segment may end in an entry that is being written.
 */
public final class WalInspection {
  private WalInspection() {}

  /** What follows the intact entries of a segment. */
  public enum Rest {
    NOTHING,
    /** The file ends in the middle of an entry. */
    TORN,
    /** Bytes that are no entry. */
    DAMAGED
  }

  /**
   * A segment.
   *
   * @param base position of its first byte
   * @param bytes its size
   * @param entries intact entries
   * @param intact offset after the last intact entry
   * @param damage bytes that are no entry, wherever they are; a torn end is not among them
   * @param undecodable why an entry is no delivery that this version can read; empty when all are
   * @param newestReceiptMicros the newest receipt time of its deliveries; 0 when it has none
   */
  public record SegmentState(
      Path file,
      long base,
      long bytes,
      long entries,
      long intact,
      Rest rest,
      List<WalDamage> damage,
      String undecodable,
      long newestReceiptMicros) {
    /** The position after its last byte. */
    public long end() {
      return base + bytes;
    }
  }

  /** Reads all segments of a folder, oldest first. */
  public static List<SegmentState> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> Segment.baseOf(file) >= 0)
              .sorted(Comparator.comparingLong(Segment::baseOf))
              .toList();
    }
    List<SegmentState> states = new ArrayList<>();
    for (Path file : files) {
      try {
        states.add(read(new Segment(file, Segment.baseOf(file))));
      } catch (NoSuchFileException e) {
        // A running server trimmed it meanwhile.
      }
    }
    return states;
  }

  /** Segments with damage that a server set aside, oldest first. */
  public static List<Path> setAside(Path folder) throws IOException {
    Path aside = DamagedSegments.folder(folder);
    if (!Files.exists(aside)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(aside)) {
      return files.sorted().toList();
    }
  }

  private static SegmentState read(Segment segment) throws IOException {
    long[] counts = {0, 0};
    String[] undecodable = {""};
    Segment.Contents end =
        segment.read(entry -> {
          counts[0]++;
          try {
            counts[1] =
                Math.max(counts[1], Delivery.decode(entry.payload().duplicate()).receiptMicros());
          } catch (WalException e) {
            undecodable[0] = e.getMessage();
          }
        });
    Rest rest =
        switch (end.rest()) {
          case NOTHING -> Rest.NOTHING;
          case TORN -> Rest.TORN;
          case DAMAGED -> Rest.DAMAGED;
        };
    return new SegmentState(
        segment.file(),
        segment.base(),
        Files.size(segment.file()),
        counts[0],
        end.intact(),
        rest,
        end.damage(),
        undecodable[0],
        counts[1]);
  }
}
