package dev.tailwater.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.app.AppInstances;
import dev.tailwater.app.Catalog;
import dev.tailwater.content.Library;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
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
  void dashboardsOfAnOlderVersionMoveIntoTheLibrary() {
    Path file = folder.resolve("metadata.db");
    String url = "jdbc:sqlite:" + file;
    Flyway.configure()
        .dataSource(url, "", "")
        .locations("classpath:db/migration")
        .target("2")
        .load()
        .migrate();
    Jdbi.create(url)
        .useHandle(handle -> {
          handle.execute("INSERT INTO accounts VALUES (12, 'A', 30, 1)");
          handle.execute("INSERT INTO users VALUES ('00000000000000A1', 12, 'ana', 'Ana', 'x', 1)");
          handle.execute(
              "INSERT INTO access_keys VALUES ('key', 12, '00000000000000A1', '', 'x', 1, NULL)");
          for (String[] row :
              new String[][] {
                {"ID1", "C1", null, "By key", "key"},
                {"ID2", "C2", null, "By user", "00000000000000A1"},
                {"ID3", "C3", "heroku", "Heroku - Overview", "app:heroku"}
              }) {
            handle.execute(
                "INSERT INTO dashboards VALUES (?, 12, ?, ?, ?, '\"timeRange\":{}', 7, ?, 5, 6)",
                row[0],
                row[1],
                row[2],
                row[3],
                row[4]);
          }
          handle.execute("INSERT INTO app_installs VALUES (12, 'heroku', '0.9', 1)");
        });
    try (Metadata metadata = Metadata.open(file)) {
      List<String> found =
          metadata.read(handle ->
              handle
                  .createQuery(
                      "SELECT name || ' ' || parent_id || ' ' || created_by || ' ' || body"
                          + " FROM content WHERE type = 'Dashboard' ORDER BY id")
                  .mapTo(String.class)
                  .list());
      assertThat(found)
          .containsExactly(
              "By key 00000000000000A1 00000000000000A1 \"timeRange\":{}",
              "By user 00000000000000A1 00000000000000A1 \"timeRange\":{}",
              "Heroku - Overview AB00000000000012 app \"timeRange\":{}");
      // The app goes on: it follows to the version of today, in place.
      Sources sources = new Sources(metadata);
      Library library = new Library(metadata, Clock.systemUTC());
      new AppInstances(Catalog.read(), library, sources).installMissing(List.of(12L));
      long modifiedAt =
          library.read(12, content -> content.dashboard("ID3").orElseThrow().modifiedAt());
      assertThat(modifiedAt).isGreaterThan(6);
    }
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
