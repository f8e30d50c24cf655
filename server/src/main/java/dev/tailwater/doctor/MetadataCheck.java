package dev.tailwater.doctor;

import dev.tailwater.account.Metadata;
import dev.tailwater.doctor.Finding.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite file. Of a folder without server a copy is read, since reading a database with a log
 * of its own writes to it; beside a server the file itself, read only.
 */
final class MetadataCheck implements AutoCloseable {
  private final Path data;
  private final Path file;
  private final Findings findings;
  private final @Nullable Path copy;
  private final @Nullable Connection connection;

  private MetadataCheck(
      Path data, Findings findings, @Nullable Path copy, @Nullable Connection connection) {
    this.data = data;
    this.file = data.resolve("metadata.db");
    this.findings = findings;
    this.copy = copy;
    this.connection = connection;
  }

  static MetadataCheck open(Path data, boolean running, Findings findings) throws IOException {
    Path file = data.resolve("metadata.db");
    Path copy = null;
    if (!running) {
      copy = Files.createTempDirectory("tailwater-doctor");
      for (String name : new String[] {"metadata.db", "metadata.db-wal"}) {
        if (Files.exists(data.resolve(name))) {
          Files.copy(data.resolve(name), copy.resolve(name));
        }
      }
      file = copy.resolve("metadata.db");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(running);
    config.setBusyTimeout(5_000);
    Connection connection = null;
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    } catch (SQLException e) {
      unreadable(findings, data.resolve("metadata.db"), e);
    }
    return new MetadataCheck(data, findings, copy, connection);
  }

  /** Integrity, version of the tables, and the files that it names. */
  void check() {
    if (connection == null) {
      return;
    }
    try {
      List<String> integrity = texts("PRAGMA integrity_check(20)");
      if (integrity.equals(List.of("ok"))) {
        findings.ok(Check.METADATA, file, "SQLite finds it intact");
      } else {
        findings.error(
            Check.METADATA,
            file,
            "a file that PRAGMA integrity_check finds ok",
            String.join("; ", integrity),
            "restore a backup");
        return;
      }
      int violations = texts("PRAGMA foreign_key_check").size();
      if (violations > 0) {
        findings.error(
            Check.METADATA,
            file,
            "rows that refer to rows that exist",
            violations + " that do not",
            "restore a backup, and report it");
      }
      checkVersion();
      checkLookupTables();
    } catch (SQLException e) {
      unreadable(findings, file, e);
    }
  }

  private void checkVersion() throws SQLException {
    List<String> last =
        texts(
            "SELECT version || ' ' || success FROM flyway_schema_history"
                + " ORDER BY installed_rank DESC LIMIT 1");
    String expected = Metadata.LATEST + " 1";
    String found = last.isEmpty() ? "none" : last.getFirst();
    if (found.equals(expected)) {
      findings.ok(Check.METADATA, file, "tables of version " + Metadata.LATEST);
    } else if (found.endsWith(" 0")) {
      findings.error(
          Check.METADATA,
          file,
          "tables of version " + Metadata.LATEST,
          "a migration that failed: " + found,
          "restore the backup made before the upgrade");
    } else {
      findings.note(
          Check.METADATA,
          file,
          "tables of version " + Metadata.LATEST,
          "version " + found.split(" ", 2)[0],
          "the next start brings older ones up to date; newer ones need a newer program");
    }
  }

  private void checkLookupTables() throws SQLException {
    Path folder = data.resolve("lookup");
    int missing = 0;
    List<String> contents = texts("SELECT content FROM lookup_tables WHERE content <> ''");
    for (String content : contents) {
      if (!Files.exists(folder.resolve(content))) {
        missing++;
        findings.error(
            Check.METADATA,
            folder.resolve(content),
            "the rows of a lookup table",
            "no such file",
            "restore a backup, or fill the table again");
      }
    }
    if (missing == 0) {
      findings.ok(Check.METADATA, folder, contents.size() + " lookup tables with their files");
    }
  }

  /** The metadata file of the table of lines that the catalog names. */
  Optional<Path> tableMetadata() {
    if (connection == null) {
      return Optional.empty();
    }
    try {
      List<String> locations =
          texts(
              "SELECT metadata_location FROM iceberg_tables"
                  + " WHERE table_namespace = 'tailwater' AND table_name = 'logs'");
      if (!locations.isEmpty()) {
        String location = locations.getFirst();
        return Optional.of(
            Path.of(location.startsWith("file:") ? location.substring(5) : location));
      }
      findings.error(
          Check.TABLE, file, "the table tailwater.logs in the catalog", "none", "restore a backup");
    } catch (SQLException e) {
      findings.error(
          Check.TABLE,
          file,
          "an Iceberg catalog",
          String.valueOf(e.getMessage()),
          "restore a backup");
    }
    return Optional.empty();
  }

  private List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    if (connection != null) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          texts.add(String.valueOf(rows.getString(1)));
        }
      }
    }
    return texts;
  }

  private static void unreadable(Findings findings, Path file, SQLException e) {
    findings.error(
        Check.METADATA,
        file,
        "a SQLite database",
        String.valueOf(e.getMessage()),
        "restore a backup");
  }

  @Override
  public void close() throws IOException {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IOException("cannot close " + file, e);
    } finally {
      if (copy != null) {
        try (Stream<Path> files = Files.walk(copy)) {
          for (Path old : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(old);
          }
        }
      }
    }
  }
}
