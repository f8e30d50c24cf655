package dev.tailwater.engine;

import java.nio.file.Path;

/**
 * Limits of the embedded engine. They bound native memory, which the Java heap limit does not.
 *
 * @param memoryMegabytes native memory that DuckDB may use for tables and queries
 * @param threads threads that queries share
 * @param spill folder for intermediate results that do not fit in memory; created when missing
 */
public record EngineOptions(int memoryMegabytes, int threads, Path spill) {
  public EngineOptions {
    if (memoryMegabytes < 64) {
      throw new IllegalArgumentException(
          "engine memory must be at least 64 MB, found " + memoryMegabytes + " MB");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("engine threads must be at least 1, found " + threads);
    }
  }
}
