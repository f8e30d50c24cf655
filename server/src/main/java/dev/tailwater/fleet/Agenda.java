package dev.tailwater.fleet;

import java.util.PriorityQueue;

/** What will happen next in one app's simulation, in order of time, then of planning. */
final class Agenda {
  /** Something that happens at a moment, in microseconds since 1970. */
  interface Action {
    void happen(long micros);
  }

  private record Entry(long micros, long order, Action action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(micros, other.micros);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long planned;

  void at(long micros, Action action) {
    entries.add(new Entry(micros, planned++, action));
  }

  /** Lets the next thing before the moment given happen; false when there is none. */
  boolean step(long beforeMicros) {
    Entry next = entries.peek();
    if (next == null || next.micros >= beforeMicros) {
      return false;
    }
    entries.remove();
    next.action.happen(next.micros);
    return true;
  }
}
