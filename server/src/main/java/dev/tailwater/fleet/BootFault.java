package dev.tailwater.fleet;

/** Why the current release does not boot. */
enum BootFault {
  /** The program ends with an exception before it listens. */
  EXCEPTION,
  /** Gunicorn listens, then finds that no worker can import the application: exit status 3. */
  WORKERS_FAIL,
  /** The program never binds to {@code $PORT}: R10 after a minute. */
  NEVER_BINDS
}
