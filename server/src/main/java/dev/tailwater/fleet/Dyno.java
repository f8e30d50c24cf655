package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;

/** One dyno: its place in the formation, and the process that runs in it at the moment. */
final class Dyno {
  /** States as "State changed from … to …" names them. */
  enum State {
    STARTING,
    UP,
    DOWN,
    CRASHED,
    COMPLETE;

    String text() {
      return switch (this) {
        case STARTING -> "starting";
        case UP -> "up";
        case DOWN -> "down";
        case CRASHED -> "crashed";
        case COMPLETE -> "complete";
      };
    }
  }

  final String name;
  final byte[] nameBytes;
  final ProcessType type;
  final Heading output;
  final Heading platform;
  final Heading metrics;

  State state = State.DOWN;

  /** Counts the processes that ran here. What was planned for an earlier one no longer happens. */
  int process;

  /** The process's own id, new after every restart (Dev Center, "Log Runtime Metrics"). */
  long idHigh;

  long idLow;
  long startedMicros;

  /** When it will accept requests, while starting. */
  long upMicros = Long.MAX_VALUE;

  /** Crashes in a row without having come up; the wait before the next try depends on it. */
  int crashes;

  /** Whether it ignores SIGTERM. */
  boolean deaf;

  /** How often it was killed for its memory. */
  int quotaKills;

  double warmMegabytes;
  double leakMegabytesPerMinute;
  long leakingSince;
  double load1;
  double load5;
  double load15;
  long busyMillis;
  long pagesIn;
  long pagesOut;

  Dyno(String name, ProcessType type) {
    this.name = name;
    this.nameBytes = name.getBytes(StandardCharsets.US_ASCII);
    this.type = type;
    this.output = Heading.output(name);
    this.platform = Heading.platform(name);
    this.metrics = Heading.metrics(name);
  }

  void newProcess(Dice dice, long micros) {
    process++;
    idHigh = dice.uuidHigh();
    idLow = dice.uuidLow();
    startedMicros = micros;
    warmMegabytes = type.restMegabytes() * dice.between(.94, 1.07);
    leakMegabytesPerMinute = 0;
    load1 = 0;
    load5 = 0;
    load15 = 0;
    busyMillis = 0;
    pagesIn = dice.between(900, 2400);
    pagesOut = dice.between(80, 300);
  }

  void leak(double megabytesPerMinute, long micros) {
    leakMegabytesPerMinute = megabytesPerMinute;
    leakingSince = micros;
  }
}
