package dev.tailwater.benchmarks.load;

import java.io.IOException;

/** Where the lines come from. */
@FunctionalInterface
public interface LineSource {
  /**
   * Writes all its frames, in the order of their time.
   *
   * @throws IOException when they are in a file that cannot be read
   */
  void writeTo(PostWriter posts) throws IOException;
}
