package dev.tailwater.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of a process, as Linux counts it; zeros elsewhere.
 *
 * @param residentBytes in memory now
 * @param mappedBytes of these, pages of files, which Linux takes back when it needs the room: they
 *     grow with what is stored
 * @param peakBytes the most that was in memory at once
 */
public record Memory(long residentBytes, long mappedBytes, long peakBytes) {
  private static final int KILOBYTE = 1 << 10;

  static Memory of(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return new Memory(0, 0, 0);
    }
    long resident = 0;
    long mapped = 0;
    long peak = 0;
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        resident = kilobytes(line);
      } else if (line.startsWith("RssFile:")) {
        mapped = kilobytes(line);
      } else if (line.startsWith("VmHWM:")) {
        peak = kilobytes(line);
      }
    }
    return new Memory(resident * KILOBYTE, mapped * KILOBYTE, peak * KILOBYTE);
  }

  private static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
