package dev.tailwater.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** What a backup asks of {@code metadata.db}. */
final class Database {
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  private Database() {}

  /** Writes the database as it is at one moment to a new file. */
  static void copy(Path file, Path target) throws IOException {
    try (Connection connection = open(file);
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, target.toString());
      vacuum.execute();
    } catch (SQLException e) {
      throw failed("cannot copy", file, e);
    }
  }

  /** The metadata file of the table of lines that the catalog names. */
  static Path tableMetadata(Path file) throws IOException {
    List<String> locations =
        texts(
            file,
            "SELECT metadata_location FROM iceberg_tables"
                + " WHERE table_namespace = 'tailwater' AND table_name = 'logs'");
    if (locations.size() != 1) {
      throw new IOException("expected the table tailwater.logs in %s, found none".formatted(file));
    }
    String location = locations.getFirst();
    return Path.of(location.startsWith("file:") ? location.substring(5) : location);
  }

  /** Names of the files in the folder {@code lookup}. */
  static List<String> lookupFiles(Path file) throws IOException {
    return texts(file, "SELECT content FROM lookup_tables WHERE content <> ''");
  }

  /** Makes the catalog forget its table. */
  static void forgetTable(Path file) throws IOException {
    try (Connection connection = open(file);
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM iceberg_tables");
    } catch (SQLException e) {
      throw failed("cannot change", file, e);
    }
  }

  private static List<String> texts(Path file, String sql) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = open(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw failed("cannot read", file, e);
    }
    return texts;
  }

  private static Connection open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
  }

  private static IOException failed(String what, Path file, SQLException e) {
    return new IOException(
        "%s %s: %s; see what doctor finds".formatted(what, file, e.getMessage()), e);
  }
}
