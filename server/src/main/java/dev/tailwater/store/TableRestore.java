package dev.tailwater.store;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Makes a table of data files that were copied elsewhere. Iceberg's metadata names files by
 * absolute paths, so it is not copied but written anew: one snapshot with all files, what was known
 * of them, and the WAL positions.
 */
public final class TableRestore {
  private TableRestore() {}

  /**
   * Creates the table. Its catalog must not hold one.
   *
   * @param savedMetadata the metadata file of the saved table; manifest list and manifests are
   *     beside it
   * @param catalogUrl JDBC address of the catalog
   * @param warehouse folder of the table's files; the data files are in it already, at the same
   *     place below the table's folder
   * @throws IOException when the saved metadata cannot be read
   */
  public static void restore(Path savedMetadata, String catalogUrl, Path warehouse)
      throws IOException {
    TableInspection saved = new TableInspection(savedMetadata, new Beside(savedMetadata));
    try (LogTable table = LogTable.open(catalogUrl, warehouse, TableInspection.readOnly())) {
      table.adopt(
          saved.dataFiles(),
          file -> table.folder().resolve(saved.folder().relativize(file)),
          saved.walPositions());
    }
  }

  /** Finds metadata files by their names, wherever the metadata says that they are. */
  private static final class Beside implements FileIO {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final transient LocalFileIo io = TableInspection.readOnly();

    Beside(Path file) {
      this.file = file;
    }

    @Override
    public InputFile newInputFile(String path) {
      return io.newInputFile(file.resolveSibling(LocalFileIo.local(path).getFileName()).toString());
    }

    @Override
    public OutputFile newOutputFile(String path) {
      throw new UnsupportedOperationException("a backup is not written to: " + path);
    }

    @Override
    public void deleteFile(String path) {
      throw new UnsupportedOperationException("a backup is not deleted from: " + path);
    }
  }
}
