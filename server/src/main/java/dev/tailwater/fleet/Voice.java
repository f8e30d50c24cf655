package dev.tailwater.fleet;

import java.util.List;

/**
 * How an app's own lines look: what its framework prints about requests, jobs, start, stop and
 * exceptions. Every line of output is a frame of its own, also the lines of a stack trace.
 */
sealed interface Voice permits RailsVoice, NodeVoice, PythonVoice {
  /** Lines about an ordinary request, on average, without the router's. */
  double linesPerRequest();

  /** From the start of the process until it listens. */
  int bootMillis(Dice dice);

  void received(AppSimulation app, Request request, long micros);

  void answered(AppSimulation app, Request request, int millis, long micros);

  /** The request ended in an exception. */
  void raised(AppSimulation app, Request request, long micros);

  void booting(AppSimulation app, Dyno dyno, long micros);

  void terminating(AppSimulation app, Dyno dyno, long micros);

  /** The last words of a process that could not start. */
  void bootFails(AppSimulation app, Dyno dyno, long micros);

  void jobStarted(AppSimulation app, Dyno dyno, Job job, long micros);

  void jobDone(AppSimulation app, Dyno dyno, Job job, long micros);

  void jobFailed(AppSimulation app, Dyno dyno, Job job, long micros);

  /** Prints lines some microseconds apart, as one flush of output arrives. */
  static void lines(AppSimulation app, Dyno dyno, long micros, List<String> lines) {
    long at = micros;
    for (String line : lines) {
      app.output(dyno, at, line);
      at += 23;
    }
  }
}
