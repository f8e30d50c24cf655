package dev.tailwater.store;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Files that left the table stay on the disk until nobody who may read them is left. A {@link
 * Reading} may read all files that had not been removed when it began. Safe for use by many
 * threads.
 */
final class HeldFiles {
  private final Consumer<Path> delete;

  // Guarded by this. One count numbers the readings and the removals in the order of their
  // beginning: a removed file is free when every open reading has a larger number.
  private long count;
  private final TreeSet<Long> readings = new TreeSet<>();
  private final ArrayDeque<Removed> removed = new ArrayDeque<>();

  private record Removed(long number, Path file) {}

  /** Somebody reads files. */
  final class Reading implements AutoCloseable {
    private final long number;

    private Reading(long number) {
      this.number = number;
    }

    /** Ends it; once more does nothing. */
    @Override
    public void close() {
      end(number);
    }
  }

  /**
   * @param delete deletes a file from the disk; it must not throw
   */
  HeldFiles(Consumer<Path> delete) {
    this.delete = delete;
  }

  /** Begins to read: what is removed from now on stays until the reading is closed. */
  synchronized Reading read() {
    Reading reading = new Reading(++count);
    readings.add(reading.number);
    return reading;
  }

  /** Deletes a file as soon as no reading that is open now reads it any more. */
  void remove(Path file) {
    synchronized (this) {
      removed.add(new Removed(++count, file));
    }
    deleteFree();
  }

  /** The files that wait for their readers. */
  synchronized Set<Path> all() {
    return removed.stream().map(Removed::file).collect(Collectors.toUnmodifiableSet());
  }

  /** How many they are. */
  synchronized int count() {
    return removed.size();
  }

  private void end(long reading) {
    synchronized (this) {
      readings.remove(reading);
    }
    deleteFree();
  }

  private void deleteFree() {
    List<Path> free = new ArrayList<>();
    synchronized (this) {
      long oldest = readings.isEmpty() ? Long.MAX_VALUE : readings.first();
      while (!removed.isEmpty() && removed.getFirst().number() < oldest) {
        free.add(removed.removeFirst().file());
      }
    }
    free.forEach(delete);
  }
}
