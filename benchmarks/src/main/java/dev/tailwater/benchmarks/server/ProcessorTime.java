package dev.tailwater.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time of a process.
 *
 * @param total of all its threads, ended ones too
 * @param byThread of the threads that live, by their name without the number at its end; empty
 *     where there is no {@code /proc}
 */
public record ProcessorTime(Duration total, Map<String, Duration> byThread) {
  /** The kernel reports in hundredths of a second, whatever it counts in. */
  private static final long TICK_MILLIS = 10;

  static ProcessorTime of(ProcessHandle process) throws IOException {
    Duration total = process.info().totalCpuDuration().orElse(Duration.ZERO);
    Map<String, Duration> byThread = new TreeMap<>();
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    if (Files.isDirectory(tasks)) {
      try (Stream<Path> threads = Files.list(tasks)) {
        for (Path thread : threads.toList()) {
          add(byThread, thread);
        }
      }
    }
    return new ProcessorTime(total, byThread);
  }

  /** What was used since an earlier moment. */
  public ProcessorTime since(ProcessorTime before) {
    Map<String, Duration> used = new TreeMap<>();
    byThread.forEach((name, time) ->
        used.put(name, time.minus(before.byThread.getOrDefault(name, Duration.ZERO))));
    return new ProcessorTime(total.minus(before.total), used);
  }

  private static void add(Map<String, Duration> byThread, Path thread) throws IOException {
    String stat;
    try {
      stat = Files.readString(thread.resolve("stat"));
    } catch (NoSuchFileException e) {
      // Ended since it was listed.
      return;
    }
    // "pid (name) state …": the name may hold spaces and parentheses.
    int nameEnd = stat.lastIndexOf(')');
    String name = stat.substring(stat.indexOf('(') + 1, nameEnd).replaceAll("[-#\\d ]+$", "");
    List<String> rest = List.of(stat.substring(nameEnd + 2).split(" ", -1));
    // Fields 14 and 15 of the whole line: in user code and in the kernel.
    long ticks = Long.parseLong(rest.get(11)) + Long.parseLong(rest.get(12));
    byThread.merge(name, Duration.ofMillis(ticks * TICK_MILLIS), Duration::plus);
  }
}
