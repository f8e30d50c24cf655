package dev.tailwater.account;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database of metadata: a SQLite file in the data folder. Safe for use by many threads; readers
 * do not wait for a writer, writers wait for each other.
 */
public final class Metadata implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  /** The version of the newest file in {@code db/migration}. */
  public static final String LATEST = "4";

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Metadata(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens the file, creating it when it is missing, and brings its tables up to date.
   *
   * @throws org.flywaydb.core.api.FlywayException when the tables were made by a newer version of
   *     the program or a migration fails; the file is then as it was before
   */
  public static Metadata open(Path file) {
    createForOwnerOnly(file);
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // With a WAL a crash of the machine may lose the last commits at NORMAL: an answered write
    // stays.
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    sqlite.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    sqlite.enforceForeignKeys(true);
    // A transaction that reads first and writes later would fail with "busy" instead of waiting.
    sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + file);

    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("metadata");
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    HikariDataSource pool = new HikariDataSource(config);
    try {
      // Looking takes 2 ms, Flyway 200 ms to find out that nothing is to be done.
      if (!isUpToDate(pool)) {
        Flyway.configure()
            .dataSource(pool)
            .locations("classpath:db/migration")
            // Tables of a newer version are not ours to use: refuse them instead of ignoring it.
            .ignoreMigrationPatterns(new String[0])
            .load()
            .migrate();
      }
      return new Metadata(pool);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** Runs statements that belong together: all of them happen or none. */
  public <T extends @Nullable Object> T transaction(HandleCallback<T, RuntimeException> work) {
    return jdbi.inTransaction(work);
  }

  /** Runs statements on one connection, each on its own. */
  public <T extends @Nullable Object> T read(HandleCallback<T, RuntimeException> work) {
    return jdbi.withHandle(work);
  }

  /** Runs statements that belong together and have no result. */
  public void write(HandleConsumer<RuntimeException> work) {
    jdbi.useTransaction(work);
  }

  /** The next number for an account, collector, source or place in a list; never given again. */
  public static long nextId(Handle handle) {
    return handle
        .createQuery("UPDATE next_id SET value = value + 1 RETURNING value - 1")
        .mapTo(Long.class)
        .one();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static boolean isUpToDate(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet last =
            statement.executeQuery(
                "SELECT version, success FROM flyway_schema_history"
                    + " ORDER BY installed_rank DESC LIMIT 1")) {
      return last.next() && LATEST.equals(last.getString(1)) && last.getBoolean(2);
    } catch (SQLException e) {
      // No such table: a new file.
      return false;
    }
  }

  /** Tokens of drains stand in the file in clear: other users of the machine must not read it. */
  private static void createForOwnerOnly(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException e) {
      // The usual start: keep the permissions that somebody chose.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the metadata file " + file, e);
    }
  }
}
