package dev.tailwater.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {
  @TempDir Path folder;

  @Test
  void knowsItsNewestMigration() throws Exception {
    Path migrations =
        Path.of(Objects.requireNonNull(Metadata.class.getResource("/db/migration")).toURI());
    try (Stream<Path> files = Files.list(migrations)) {
      int newest =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
              .max()
              .orElseThrow();
      assertThat(Metadata.LATEST).isEqualTo(Integer.toString(newest));
    }
  }

  @Test
  void refusesTablesOfANewerVersion() {
    Path file = folder.resolve("metadata.db");
    try (Metadata metadata = Metadata.open(file)) {
      metadata.write(handle ->
          handle.execute(
              "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                  + " script, checksum, installed_by, execution_time, success)"
                  + " VALUES (99, '999', 'from the future', 'SQL', 'V999__x.sql', 1, '', 1, 1)"));
    }
    assertThatThrownBy(() -> Metadata.open(file))
        .isInstanceOf(FlywayException.class)
        .hasMessageContaining("999");
  }

  @Test
  void whatFailsHalfWayLeavesNothingBehind() {
    try (Metadata metadata = Metadata.open(folder.resolve("metadata.db"))) {
      assertThatThrownBy(() ->
              metadata.write(handle -> {
                handle.execute(
                    "INSERT INTO accounts (id, name, retention_days, created_at)"
                        + " VALUES (1, 'A', 30, 0)");
                throw new IllegalStateException("crash");
              }))
          .hasMessage("crash");
      Sources sources = new Sources(metadata);
      assertThat(new Accounts(metadata, sources, Clock.systemUTC()).ids()).isEmpty();
    }
  }
}
