package dev.tailwater.fleet;

/**
 * A command that runs once in a dyno of its own: {@code heroku run}, Scheduler, release phase.
 *
 * @param name e.g. {@code run.4711}
 * @param millis from up to its exit
 * @param started what it prints when it is up
 * @param ending what it prints shortly before it ends
 * @param ended what happens afterwards
 */
record OneOff(
    String name,
    ProcessType type,
    long millis,
    int status,
    Printing started,
    Printing ending,
    Agenda.Action ended) {

  /** Output of a dyno at a moment. */
  interface Printing {
    void happen(Dyno dyno, long micros);
  }

  static final Printing SILENT = (dyno, micros) -> {};

  static ProcessType command(String kind, String command) {
    return new ProcessType(kind, 1, DynoSize.STANDARD_1X, command, 140, .3);
  }
}
