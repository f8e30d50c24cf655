package dev.tailwater.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine's own messages, told apart: a new version of it may word them in another way. */
class EngineFailureTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    statement.close();
    connection.close();
  }

  private EngineFailure failure(String sql) {
    return EngineFailure.of(catchThrowable(() -> statement.execute(sql)));
  }

  @Test
  void tooLittleMemory() throws SQLException {
    statement.execute("SET temp_directory = ''");
    statement.execute("SET memory_limit = '10MB'");
    assertThat(failure("CREATE TABLE t AS SELECT hash(i)::VARCHAR AS h FROM range(10000000) r(i)"))
        .isEqualTo(EngineFailure.OUT_OF_MEMORY);
    assertThat(EngineFailure.of(new OutOfMemoryError("Java heap space")))
        .isEqualTo(EngineFailure.OUT_OF_MEMORY);
  }

  @Test
  void stoppedInTheMiddle() throws SQLException {
    statement.setQueryTimeout(1);
    assertThat(failure("SELECT count(*) FROM range(1000000000000) r(i) WHERE hash(i) = 1"))
        .isEqualTo(EngineFailure.STOPPED);
  }

  @Test
  void closedBefore() throws SQLException {
    statement.close();
    assertThat(failure("SELECT 1")).isEqualTo(EngineFailure.STOPPED);
  }

  @Test
  void aFileThatCannotBeRead() {
    assertThat(failure("SELECT * FROM read_parquet('/nowhere.parquet')"))
        .isEqualTo(EngineFailure.OTHER);
  }
}
