package dev.tailwater.backup;

import java.io.IOException;
import java.nio.file.Path;

/** A data folder of which nothing is deleted while the source is open. */
interface Source extends AutoCloseable {
  /** The metadata file of the table that is backed up. */
  Path tableMetadata();

  /** Everything of the log before this position is backed up. */
  long walEnd();

  /**
   * Makes sure that everything was held up to now.
   *
   * @throws IOException when it was not: what was copied may be incomplete
   */
  void requireHeld() throws IOException;

  @Override
  void close() throws IOException;
}
