package dev.tailwater.store;

import java.util.Collection;

/**
 * How much some data files are, all together.
 *
 * @param files how many
 * @param rows lines in them
 * @param bytes their sizes, without their term filters
 */
public record FileSizes(long files, long rows, long bytes) {
  /** No files. */
  public static final FileSizes NONE = new FileSizes(0, 0, 0);

  static FileSizes of(Collection<DataFileInfo> files) {
    long rows = 0;
    long bytes = 0;
    for (DataFileInfo file : files) {
      rows += file.rows();
      bytes += file.bytes();
    }
    return new FileSizes(files.size(), rows, bytes);
  }

  /** The sums of both. */
  public FileSizes plus(FileSizes other) {
    return new FileSizes(files + other.files, rows + other.rows, bytes + other.bytes);
  }
}
