package dev.tailwater.command;

import java.util.concurrent.CountDownLatch;

/**
 * The word of the operating system that the program shall end: SIGTERM, or Ctrl-C. It may come at
 * any moment; from then on the process waits until what runs has closed. Safe for use by many
 * threads.
 */
final class StopSignal {
  private final CountDownLatch given = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private StopSignal() {}

  /** What runs until it is told to stop. */
  @FunctionalInterface
  interface Service {
    /** Starts, waits for the signal, and closes what it opened. */
    void run(StopSignal stop) throws Exception;
  }

  /**
   * Runs a service to its end.
   *
   * @throws Exception why it could not run; nothing where it was told to stop meanwhile
   */
  static void runUntilGiven(Service service) throws Exception {
    StopSignal stop = new StopSignal();
    stop.listen();
    try {
      service.run(stop);
    } catch (Exception | ExceptionInInitializerError e) {
      // A start that is given up fails, and some libraries cannot start in a process that ends.
      if (!stop.isGiven()) {
        throw e;
      }
    } finally {
      stop.closed.countDown();
    }
  }

  private void listen() {
    Thread hook =
        Thread.ofPlatform()
            .name("stop")
            .unstarted(() -> {
              given.countDown();
              awaitClosed();
            });
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already.
      given.countDown();
    }
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it was given. */
  boolean isGiven() {
    return given.getCount() == 0;
  }

  /** Waits until it is given. */
  void await() throws InterruptedException {
    given.await();
  }
}
