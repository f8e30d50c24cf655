package dev.tailwater.fleet;

import java.util.List;

/**
 * What happens to an app and when. Everything recurs after less than a day, so that any 24 hours
 * show it, and the times wander over the clock from day to day.
 */
record Calendar(List<Entry> entries) {
  /**
   * One recurring incident.
   *
   * @param firstHours hours after the start of the simulation
   * @param everyHours hours until it happens again, give or take {@link #JITTER}; 0 for never
   */
  record Entry(double firstHours, double everyHours, Incident incident) {}

  /** Share of the interval by which an incident comes earlier or later. */
  private static final double JITTER = .06;

  private static final double HOUR = 3600.0 * AppSimulation.SECOND;

  Calendar {
    entries = List.copyOf(entries);
  }

  static Calendar of(Entry... entries) {
    return new Calendar(List.of(entries));
  }

  static Entry once(double hours, Incident incident) {
    return new Entry(hours, 0, incident);
  }

  static Entry every(double everyHours, double firstHours, Incident incident) {
    return new Entry(firstHours, everyHours, incident);
  }

  void begin(AppSimulation app, long micros) {
    for (Entry entry : entries) {
      long first = micros + (long) (entry.firstHours * HOUR) + app.dice.below(90_000_000);
      app.agenda.at(first, at -> play(app, entry, at));
    }
  }

  private void play(AppSimulation app, Entry entry, long micros) {
    if (entry.everyHours > 0) {
      double hours = entry.everyHours * app.dice.between(1 - JITTER, 1 + JITTER);
      app.agenda.at(micros + (long) (hours * HOUR), at -> play(app, entry, at));
    }
    entry.incident.play(app, micros);
  }
}
