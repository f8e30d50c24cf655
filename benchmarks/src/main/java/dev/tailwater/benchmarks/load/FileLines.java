package dev.tailwater.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The octet-counted frames of a file, up to 2 GB, as one drain's. */
public final class FileLines implements LineSource {
  private static final String DRAIN = "d.00000000-0000-4000-8000-000000000001";

  private final Path file;
  private final long lines;

  /**
   * @param lines frames to take at most
   */
  public FileLines(Path file, long lines) {
    this.file = file;
    this.lines = lines;
  }

  @Override
  public void writeTo(PostWriter posts) throws IOException {
    try {
      posts.addAll(DRAIN, Files.readAllBytes(file), lines);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
