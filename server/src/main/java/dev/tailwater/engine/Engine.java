package dev.tailwater.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/**
 * The process's one DuckDB database. It lives in memory: the hot tables are in it, Parquet files
 * are read through it. Safe for use by many threads; a connection it hands out is for one thread at
 * a time.
 */
public final class Engine implements AutoCloseable {
  private final DuckDBConnection root;
  private final EngineOptions options;

  private Engine(DuckDBConnection root, EngineOptions options) {
    this.root = root;
    this.options = options;
  }

  /**
   * Opens the database. Its spill folder must be used by no other.
   *
   * @throws EngineException when the native library cannot be loaded or a limit is refused
   */
  public static Engine open(EngineOptions options) {
    try {
      Files.createDirectories(options.spill());
      deleteLeftOvers(options.spill());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the spill folder " + options.spill(), e);
    }
    Properties settings = new Properties();
    settings.setProperty("memory_limit", options.memoryMegabytes() + "MB");
    settings.setProperty("threads", Integer.toString(options.threads()));
    settings.setProperty("temp_directory", options.spill().toString());
    // Nothing is fetched at run time, and a query cannot reach outside what we hand to it.
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("allow_community_extensions", "false");
    try {
      DuckDBConnection root =
          DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
      try (Statement statement = root.createStatement()) {
        statement.execute("SET GLOBAL TimeZone = 'UTC'");
        statement.execute("SET GLOBAL preserve_insertion_order = false");
        // A checkpoint of a database in memory keeps nothing; it only rewrites the hot tables, in
        // 0.4 s for each 16 MB that came in.
        statement.execute("SET GLOBAL checkpoint_threshold = '1TB'");
        // For the rows of a small limit it puts the expressions of all stages into one: a field
        // that each of them names twice became 2^n of it, in minutes that no cancelling ends and
        // gigabytes that no limit counts.
        statement.execute("SET GLOBAL disabled_optimizers = 'late_materialization'");
        // Files never change, and reading a footer anew takes 2 ms for each 400,000 rows. But what
        // is kept of it takes 2 MB, counts as a seventh of that, and stays when the file is gone.
        statement.execute("SET GLOBAL parquet_metadata_cache = false");
      }
      return new Engine(root, options);
    } catch (SQLException e) {
      throw new EngineException("cannot open the embedded DuckDB with " + options, e);
    }
  }

  /** What an engine that was killed had spilled there, which nobody can read any more. */
  private static void deleteLeftOvers(Path spill) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(spill, "duckdb_temp_*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /** How much memory it may use; beyond that it writes to disk, or fails. */
  public long memoryBytes() {
    return (long) options.memoryMegabytes() << 20;
  }

  /** How many threads work on queries, those of all connections together. */
  public int threads() {
    return options.threads();
  }

  /** A new connection to the database; the caller closes it. */
  public DuckDBConnection connect() {
    try {
      return root.duplicate();
    } catch (SQLException e) {
      throw new EngineException("cannot connect to the embedded DuckDB", e);
    }
  }

  @Override
  public void close() {
    try {
      root.close();
    } catch (SQLException e) {
      throw new EngineException("cannot close the embedded DuckDB", e);
    }
  }
}
