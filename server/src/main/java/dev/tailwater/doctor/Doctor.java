package dev.tailwater.doctor;

import dev.tailwater.DataFolderLock;
import dev.tailwater.doctor.Finding.Check;
import dev.tailwater.doctor.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Examines a data folder. */
public final class Doctor {
  private Doctor() {}

  /**
   * What an examination came to.
   *
   * @param running whether a server used the folder meanwhile
   */
  public record Report(Path data, boolean running, boolean deep, List<Finding> findings) {
    /** How many findings are of a severity. */
    public long count(Severity severity) {
      return findings.stream().filter(finding -> finding.severity() == severity).count();
    }
  }

  /**
   * Examines a folder, whether a server runs on it or not.
   *
   * @param node the number of the ingest node whose log it is
   * @param deep reads every value of every data file
   * @throws IOException when there is no data folder
   */
  public static Report examine(Path data, int node, boolean deep, Clock clock) throws IOException {
    DataFolderLock.requireMetadata(data);
    if (!Files.exists(data.resolve("metadata.db"))) {
      throw new IOException(
          "expected the data folder of a server in %s, found none: name it with --data"
              .formatted(data));
    }
    Findings findings = new Findings();
    boolean running = DataFolderLock.isHeld(data);
    FolderCheck folder = new FolderCheck(data, findings);
    folder.permissions();
    folder.space();
    try (MetadataCheck metadata = MetadataCheck.open(data, running, findings)) {
      metadata.check();
      LogCheck log = new LogCheck(data.resolve("wal"), running, findings, clock);
      Optional<Path> tableMetadata = metadata.tableMetadata();
      if (tableMetadata.isPresent() && !isInside(data, tableMetadata.get())) {
        findings.error(
            Check.TABLE,
            tableMetadata.get(),
            "a table inside of " + data,
            "one elsewhere: the folder was moved or copied by hand",
            "move it back, back it up there, and restore it here");
      } else if (tableMetadata.isPresent()) {
        TableCheck table = new TableCheck(tableMetadata.get(), running, findings, clock);
        log.check(table.walPosition(node));
        table.check(deep);
      } else {
        log.check(0);
      }
    }
    if (running) {
      findings.note(
          Check.FOLDER,
          data,
          "",
          "a server uses the folder: what it writes and deletes meanwhile may show as a torn end of"
              + " the log, or as files without owner",
          "");
    }
    return new Report(data, running, deep, findings.all());
  }

  /** Iceberg names files by absolute paths. */
  private static boolean isInside(Path data, Path file) throws IOException {
    return file.normalize().startsWith(data)
        || (Files.exists(file) && file.toRealPath().startsWith(data.toRealPath()));
  }
}
