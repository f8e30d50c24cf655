package dev.tailwater.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.account.Metadata;
import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineOptions;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.run.TableException;
import dev.tailwater.query.run.TableWriter;
import dev.tailwater.query.run.Tables.View;
import dev.tailwater.query.syntax.TablePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers see of a table while it changes, and what a crash leaves. */
class LookupTablesTest {
  private static final TablePath HOSTS = TablePath.of("/Library/hosts");
  private static final List<StoredTable.Column> COLUMNS =
      List.of(new StoredTable.Column("host", Type.STRING));

  @TempDir Path folder;
  private Engine engine;
  private Metadata metadata;
  private LookupTables tables;

  @BeforeEach
  void open() {
    engine = Engine.open(new EngineOptions(256, 2, folder.resolve("spill")));
    metadata = Metadata.open(folder.resolve("metadata.db"));
    metadata.write(handle -> {
      for (int id = 1; id <= 2; id++) {
        handle.execute(
            "INSERT INTO accounts (id, name, retention_days, created_at) VALUES (?, 'A', 30, 0)",
            id);
      }
    });
    tables = start();
  }

  @AfterEach
  void close() {
    metadata.close();
    engine.close();
  }

  @Test
  void aReaderKeepsTheRowsThatItFound() throws Exception {
    save(1, false, "a", "b");
    try (View old = tables.open(1)) {
      StoredTable found = old.read().find(HOSTS).orElseThrow();
      save(1, false, "c");
      // Twice: the file in between has no reader.
      save(1, true, "d");
      assertThat(hosts(found)).containsExactly("a", "b");
      assertThat(hosts(old.read().find(HOSTS).orElseThrow())).containsExactly("a", "b");
      assertThat(files()).isEqualTo(2);
      tables.delete(1, tables.list(1).getFirst().id());
      assertThat(hosts(found)).containsExactly("a", "b");
      assertThat(tables.list(1)).isEmpty();
    }
    assertThat(files()).isZero();
  }

  @Test
  void rowsAreThereWhenAllOfThemAre() throws Exception {
    save(1, false, "a");
    try (View view = tables.open(1);
        TableWriter writer = view.write(HOSTS, COLUMNS, false)) {
      writer.add(new Object[] {"b"});
      assertThat(hosts(1)).containsExactly("a");
    }
    // It went away without a commit.
    assertThat(hosts(1)).containsExactly("a");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void appendedRowsComeAfterWhatOthersAppendedMeanwhile() throws Exception {
    save(1, false, "a");
    try (View view = tables.open(1);
        TableWriter writer = view.write(HOSTS, COLUMNS, true)) {
      writer.add(new Object[] {"c"});
      save(1, true, "b");
      writer.commit();
    }
    assertThat(hosts(1)).containsExactly("a", "b", "c");
  }

  @Test
  void aTableThatChangedMeanwhileIsLeftAlone() throws Exception {
    save(1, false, "a");
    try (View view = tables.open(1);
        TableWriter writer = view.write(HOSTS, COLUMNS, true)) {
      writer.add(new Object[] {"b"});
      tables.delete(1, tables.list(1).getFirst().id());
      assertThatThrownBy(writer::commit)
          .isInstanceOf(TableException.class)
          .hasMessageContaining("/Library/hosts was made, changed or deleted");
    }
    assertThat(tables.list(1)).isEmpty();
    assertThat(files()).isZero();
  }

  @Test
  void accountsHaveTablesOfTheirOwn() throws Exception {
    save(1, false, "a");
    save(2, false, "b");
    assertThat(hosts(1)).containsExactly("a");
    assertThat(hosts(2)).containsExactly("b");
    String id = tables.list(1).getFirst().id();
    tables.delete(2, id);
    assertThat(tables.find(2, id)).isEmpty();
    assertThat(hosts(1)).containsExactly("a");
    tables.delete(1, id);
    try (View view = tables.open(1)) {
      assertThat(view.read().find(HOSTS)).isEmpty();
      assertThat(view.read().paths()).isEmpty();
    }
    assertThat(hosts(2)).containsExactly("b");
  }

  @Test
  void aStartKeepsRowsAndDeletesWhatACrashLeft() throws Exception {
    save(1, false, "a");
    Files.writeString(folder.resolve("lookup/0123456789abcdef.parquet"), "half of a file");
    tables = start();
    assertThat(files()).isEqualTo(1);
    assertThat(hosts(1)).containsExactly("a");
  }

  @Test
  void rowsThatSomebodyDeletedAreReported() throws Exception {
    save(1, false, "a");
    try (Stream<Path> files = Files.list(folder.resolve("lookup"))) {
      Files.delete(files.findFirst().orElseThrow());
    }
    assertThatThrownBy(() -> hosts(1)).hasMessageContaining("/Library/hosts are missing");
  }

  private LookupTables start() {
    return new LookupTables(
        engine, metadata, folder.resolve("lookup"), 1, "lookup.megabytes", Clock.systemUTC());
  }

  private void save(long account, boolean append, String... hosts) {
    try (View view = tables.open(account);
        TableWriter writer = view.write(HOSTS, COLUMNS, append)) {
      for (String host : hosts) {
        writer.add(new Object[] {host});
      }
      writer.commit();
    }
  }

  private List<String> hosts(long account) throws SQLException {
    try (View view = tables.open(account)) {
      return hosts(view.read().find(HOSTS).orElseThrow());
    }
  }

  private List<String> hosts(StoredTable table) throws SQLException {
    List<String> hosts = new ArrayList<>();
    try (var connection = engine.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT v0 FROM " + table.relation() + " ORDER BY line")) {
      while (rows.next()) {
        hosts.add(rows.getString(1));
      }
    }
    return hosts;
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("lookup"))) {
      return files.count();
    }
  }
}
