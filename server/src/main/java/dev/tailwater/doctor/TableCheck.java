package dev.tailwater.doctor;

import dev.tailwater.doctor.Finding.Check;
import dev.tailwater.engine.Sql;
import dev.tailwater.store.TableInspection;
import dev.tailwater.store.TableInspection.LiveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of lines: its metadata, its files, their term filters, and files without owner. */
final class TableCheck {
  private static final String RESTORE = "restore a backup: the lines of this file are in it only";

  private final Path metadata;
  private final boolean running;
  private final Findings findings;
  private final Clock clock;
  private final @Nullable TableInspection table;

  TableCheck(Path metadata, boolean running, Findings findings, Clock clock) {
    this.metadata = metadata;
    this.running = running;
    this.findings = findings;
    this.clock = clock;
    TableInspection opened = null;
    try {
      opened = new TableInspection(metadata);
    } catch (IOException e) {
      unreadable(e);
    }
    this.table = opened;
  }

  /** The WAL position of a node before which everything is in the table; 0 when it is unknown. */
  long walPosition(int node) {
    return table == null ? 0 : table.walPositions().getOrDefault(node, 0L);
  }

  /** Checks everything; deep reads every value. */
  void check(boolean deep) throws IOException {
    if (table == null) {
      return;
    }
    List<LiveFile> files;
    try {
      files = table.files();
    } catch (IOException e) {
      unreadable(e);
      return;
    }
    List<String> unreadable = new ArrayList<>();
    Set<Path> named = table.namedFiles(unreadable);
    unreadable.forEach(what ->
        findings.warning(
            Check.TABLE,
            metadata,
            "older snapshots whose metadata can be read",
            what,
            "queries do not need them; restore a backup if another engine reads them"));
    findings.ok(
        Check.TABLE,
        metadata,
        "%d snapshots, %d files, %,d lines"
            .formatted(
                table.snapshots(), files.size(), files.stream().mapToLong(LiveFile::rows).sum()));
    checkFiles(files, deep);
    checkTerms(files);
    checkOrphans(table.folder(), named);
    Instant newest =
        files.stream()
            .map(LiveFile::newestReceipt)
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    LogCheck.checkClock(newest, table.folder(), findings, clock);
  }

  private void unreadable(IOException e) {
    findings.error(
        Check.TABLE,
        metadata,
        "metadata of the table that can be read",
        String.valueOf(e.getMessage()),
        "restore a backup");
  }

  private void checkFiles(List<LiveFile> files, boolean deep) throws IOException {
    int before = findings.size();
    Properties settings = new Properties();
    settings.setProperty("memory_limit", "512MB");
    settings.setProperty("threads", "1");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try (Connection engine = DriverManager.getConnection("jdbc:duckdb:", settings)) {
      for (LiveFile file : files) {
        // One of its own for each: the driver closes a statement that fails.
        try (Statement statement = engine.createStatement()) {
          checkFile(file, statement, deep);
        }
      }
    } catch (SQLException e) {
      throw new IOException("cannot open the engine that reads Parquet: " + e.getMessage(), e);
    }
    if (findings.size() == before) {
      findings.ok(
          Check.FILES,
          metadata,
          "%d files, %s".formatted(files.size(), deep ? "every value read" : "every footer read"));
    }
  }

  private void checkFile(LiveFile file, Statement engine, boolean deep) throws IOException {
    long size;
    try {
      size = Files.size(file.path());
    } catch (NoSuchFileException e) {
      if (running) {
        findings.note(
            Check.FILES,
            file.path(),
            "a file with %,d lines".formatted(file.rows()),
            "no such file",
            "look again: the server may have merged or removed it meanwhile");
      } else {
        findings.error(
            Check.FILES,
            file.path(),
            "a file with %,d lines".formatted(file.rows()),
            "no such file",
            RESTORE);
      }
      return;
    }
    if (size != file.bytes()) {
      findings.error(Check.FILES, file.path(), file.bytes() + " bytes", size + " bytes", RESTORE);
      return;
    }
    try {
      long rows = number(engine, "SELECT num_rows FROM parquet_file_metadata(%s)", file.path());
      if (rows != file.rows()) {
        findings.error(
            Check.FILES,
            file.path(),
            "%,d lines, as the manifest says".formatted(file.rows()),
            "%,d lines, as its footer says".formatted(rows),
            RESTORE);
      } else if (deep) {
        readAll(file, engine);
      }
    } catch (SQLException e) {
      findings.error(
          Check.FILES,
          file.path(),
          "a Parquet file whose %s can be read".formatted(deep ? "values" : "footer"),
          firstLine(e),
          RESTORE);
    }
  }

  private void readAll(LiveFile file, Statement engine) throws SQLException {
    long rows =
        number(
            engine,
            "SELECT count(*), bit_xor(hash(COLUMNS(*))) FROM read_parquet(%s)",
            file.path());
    if (rows != file.rows()) {
      findings.error(
          Check.FILES,
          file.path(),
          "%,d lines".formatted(file.rows()),
          "%,d that can be read".formatted(rows),
          RESTORE);
    }
  }

  private static long number(Statement engine, String sql, Path file) throws SQLException {
    try (ResultSet result = engine.executeQuery(sql.formatted(Sql.literal(file.toString())))) {
      result.next();
      return result.getLong(1);
    }
  }

  private void checkTerms(List<LiveFile> files) {
    int before = findings.size();
    for (LiveFile file : files) {
      Path filters = TableInspection.termFilters(file.path());
      if (!Files.exists(filters)) {
        findings.note(
            Check.TERMS,
            filters,
            "the term filters of a data file",
            "no such file",
            "nothing: the server builds them; until then searches read the file whole");
        continue;
      }
      try {
        OptionalLong rows = TableInspection.termFilterRows(filters);
        if (rows.isEmpty() || rows.getAsLong() != file.rows()) {
          findings.warning(
              Check.TERMS,
              filters,
              "term filters of %,d lines".formatted(file.rows()),
              rows.isEmpty() ? "none of this version" : "%,d lines".formatted(rows.getAsLong()),
              "delete the file and start the server: it builds them again");
        }
      } catch (IOException e) {
        findings.warning(
            Check.TERMS,
            filters,
            "term filters that can be read",
            String.valueOf(e.getMessage()),
            "delete the file and start the server: it builds them again");
      }
    }
    if (findings.size() == before) {
      findings.ok(Check.TERMS, metadata, files.size() + " files of term filters");
    }
  }

  private void checkOrphans(Path folder, Set<Path> named) throws IOException {
    long count = 0;
    long bytes = 0;
    Path first = folder;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        if (!named.contains(file)) {
          first = count == 0 ? file : first;
          count++;
          bytes += Files.exists(file) ? Files.size(file) : 0;
        }
      }
    }
    if (count == 0) {
      findings.ok(Check.ORPHANS, folder, "no file without owner");
    } else {
      findings.note(
          Check.ORPHANS,
          first,
          "no file that no snapshot names",
          "%d such files, %,d bytes%s"
              .formatted(count, bytes, running ? "; some may be of a flush that is under way" : ""),
          "nothing: they only take room, and the server removes old ones");
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
