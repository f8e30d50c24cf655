package dev.tailwater.wal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a log, for who copies them. */
public final class WalFiles {
  private WalFiles() {}

  /**
   * A part of a file.
   *
   * @param bytes how many bytes of it, from the beginning
   */
  public record Part(Path file, long bytes) {}

  /**
   * What the log holds before a position, oldest first: the last file may go on behind it.
   *
   * @param end the end of an entry
   */
  public static List<Part> before(Path folder, long end) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> Segment.baseOf(file) >= 0 && Segment.baseOf(file) < end)
              .sorted(Comparator.comparingLong(Segment::baseOf))
              .toList();
    }
    List<Part> parts = new ArrayList<>();
    for (Path file : files) {
      parts.add(new Part(file, Math.min(Files.size(file), end - Segment.baseOf(file))));
    }
    return parts;
  }
}
