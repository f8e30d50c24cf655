package dev.tailwater.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A data file that a scan reads.
 *
 * @param path which no other file ever has
 * @param lines in it
 * @param rows how many of them are read, those of other accounts and times among them
 * @param first the earliest time in it, of the scan's axis
 * @param last the latest time in it
 * @param origins the files that it took the place of, where it has the same lines as they had, all
 *     of them; empty when that is not known
 */
public record ScannedFile(
    Path path, long lines, long rows, Instant first, Instant last, List<Path> origins) {
  public ScannedFile {
    origins = List.copyOf(origins);
  }

  /** The column of relations of files with the number of the file that a line is in. */
  public static final String NUMBER = "file";
}
