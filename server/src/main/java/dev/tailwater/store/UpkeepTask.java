package dev.tailwater.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Consumer;

/** A kind of work of the upkeep. For the thread of the upkeep. */
interface UpkeepTask {
  /** Which it is. */
  UpkeepStep.Task task();

  /** Tells what {@link #run} would do. */
  void plan(Consumer<UpkeepStep> progress) throws SQLException, IOException;

  /**
   * Does what there is to do. It is left undone where it fails, and found again by the next run.
   */
  void run(Consumer<UpkeepStep> progress) throws SQLException, IOException;
}
