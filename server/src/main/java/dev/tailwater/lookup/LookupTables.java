package dev.tailwater.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.tailwater.account.Metadata;
import dev.tailwater.engine.Engine;
import dev.tailwater.engine.Sql;
import dev.tailwater.http.Json;
import dev.tailwater.query.plan.AccountTables;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.run.TableException;
import dev.tailwater.query.run.TableWriter;
import dev.tailwater.query.run.Tables;
import dev.tailwater.query.syntax.TablePath;
import dev.tailwater.store.LocalFileIo;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lookup tables of all accounts, each reached only through its account. Safe for use by many
 * threads.
 *
 * <p>A change writes a new file with all rows, syncs it, and then names it in the metadata: at any
 * moment, and after a crash, a table has either all of the old rows or all of the new ones.
 */
public final class LookupTables implements Tables {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MOST_TABLES = 1_000;
  private static final String COLUMNS =
      "id, path, description, fields, content, row_count, size_bytes, created_at, modified_at";
  private static final TypeReference<List<LookupColumn>> FIELDS = new TypeReference<>() {};

  private final Engine engine;
  private final Metadata metadata;
  private final ContentFiles files;
  private final SizeLimit limit;
  private final Clock clock;

  /** Held from reading a table to naming its new file: changes happen one after the other. */
  private final ReentrantLock changing = new ReentrantLock();

  /**
   * Opens the tables and deletes what a crash left of unfinished changes.
   *
   * @param folder where the rows are; made when missing
   * @param megabytes the largest size of a table
   * @param setting what sets the largest size, for messages
   */
  public LookupTables(
      Engine engine, Metadata metadata, Path folder, int megabytes, String setting, Clock clock) {
    this.engine = engine;
    this.metadata = metadata;
    this.limit = new SizeLimit(megabytes, setting);
    this.clock = clock;
    List<String> known =
        metadata.read(handle ->
            handle.createQuery("SELECT content FROM lookup_tables").mapTo(String.class).list());
    this.files = new ContentFiles(folder, new HashSet<>(known));
  }

  /** The tables of an account, by path. */
  List<LookupTable> list(long account) {
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM lookup_tables WHERE account_id = :account ORDER BY folded_path")
            .bind("account", account)
            .map((row, context) -> table(row))
            .list());
  }

  /** One table; empty when the account has none with this id. */
  Optional<LookupTable> find(long account, String id) {
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM lookup_tables WHERE account_id = :account AND id = :id")
            .bind("account", account)
            .bind("id", id)
            .map((row, context) -> table(row))
            .findOne());
  }

  /** One table; empty when the account has none of this path. */
  Optional<LookupTable> find(long account, TablePath path) {
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM lookup_tables WHERE account_id = :account AND folded_path = :path")
            .bind("account", account)
            .bind("path", path.folded())
            .map((row, context) -> table(row))
            .findOne());
  }

  /**
   * Makes a table without rows.
   *
   * @throws TableException when the account has one of this path, or too many
   */
  LookupTable create(long account, LookupDefinition definition) {
    if (find(account, definition.path()).isPresent()) {
      throw new TableException("there is a table " + definition.path().text() + " already");
    }
    try (TableWriter empty = write(account, Optional.empty(), definition, false)) {
      empty.commit();
    }
    return find(account, definition.path()).orElseThrow(() -> changed(definition));
  }

  /**
   * Begins to replace the rows of a table.
   *
   * @param append whether the rows it has stay; one with the primary key of a new row is replaced
   */
  TableWriter write(long account, LookupTable table, boolean append) {
    return write(account, Optional.of(table), table.definition(), append);
  }

  /** Deletes a table; runs that read it go on. */
  void delete(long account, String id) {
    changing.lock();
    try {
      Optional<LookupTable> table = find(account, id);
      metadata.write(handle ->
          handle.execute("DELETE FROM lookup_tables WHERE account_id = ? AND id = ?", account, id));
      table.map(LookupTable::content).ifPresent(files::retire);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public View open(long account) {
    return new OpenTables(account);
  }

  /**
   * Begins to write a table.
   *
   * @param before the table as its writer knows it; when it is another at the end, nothing is done
   */
  private TableWriter write(
      long account, Optional<LookupTable> before, LookupDefinition after, boolean append) {
    return StagedRows.open(
        engine, after.columns(), limit, staged -> commit(account, before, after, append, staged));
  }

  private void commit(
      long account,
      Optional<LookupTable> before,
      LookupDefinition after,
      boolean append,
      Statement staged)
      throws SQLException {
    changing.lock();
    String content = files.newName();
    boolean named = false;
    try {
      Optional<LookupTable> old = find(account, after.path());
      if (!isSame(before, old)) {
        throw changed(after);
      }
      if (old.isEmpty() && list(account).size() >= MOST_TABLES) {
        throw new TableException("an account has at most " + MOST_TABLES + " tables");
      }
      Optional<String> kept = append ? old.map(LookupTable::content) : Optional.empty();
      staged.execute(
          "COPY ("
              + rows(after, kept)
              + ") TO "
              + Sql.literal(files.path(content).toString())
              + " (FORMAT parquet, COMPRESSION zstd)");
      name(account, old, after, content, staged);
      named = true;
      old.map(LookupTable::content).ifPresent(files::retire);
    } finally {
      if (!named) {
        files.retire(content);
      }
      changing.unlock();
    }
  }

  /** SQL for the rows of the file: those that stay, then the new ones, one for each key. */
  private String rows(LookupDefinition definition, Optional<String> kept) {
    List<String> columns = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (LookupColumn column : definition.columns()) {
      String name = StoredTable.column(columns.size());
      columns.add(name);
      if (column.key()) {
        keys.add(column.type() == Type.STRING ? "lower(" + name + ")" : name);
      }
    }
    String values = String.join(", ", columns);
    String old =
        kept.map(content ->
                "SELECT 0 AS part, "
                    + StoredTable.LINE
                    + " AS place, "
                    + values
                    + " FROM "
                    + relation(content)
                    + " UNION ALL ")
            .orElse("");
    return "SELECT row_number() OVER (ORDER BY part, place) AS "
        + StoredTable.LINE
        + ", "
        + values
        + " FROM ("
        + old
        + "SELECT 1 AS part, n AS place, "
        + values
        + " FROM "
        + StagedRows.TABLE
        + ")"
        + (keys.isEmpty()
            ? ""
            : " QUALIFY row_number() OVER (PARTITION BY "
                + String.join(", ", keys)
                + " ORDER BY part DESC, place DESC) = 1");
  }

  /** Makes a written file the content of the table. */
  private void name(
      long account,
      Optional<LookupTable> old,
      LookupDefinition after,
      String content,
      Statement statement)
      throws SQLException {
    long rows;
    long bytes;
    try (ResultSet size =
        statement.executeQuery(
            "SELECT count(*), "
                + StagedRows.bytes(after.columns())
                + " FROM "
                + relation(content))) {
      size.next();
      rows = size.getLong(1);
      bytes = size.getLong(2);
    }
    limit.check(bytes);
    try {
      LocalFileIo.sync(files.path(content));
    } catch (IOException e) {
      throw new SQLException("cannot sync " + files.path(content), e);
    }
    long now = clock.millis();
    metadata.write(handle -> {
      String fields = json(after.columns());
      if (old.isPresent()) {
        handle.execute(
            "UPDATE lookup_tables SET fields = ?, content = ?, row_count = ?, size_bytes = ?,"
                + " modified_at = ? WHERE account_id = ? AND id = ?",
            fields,
            content,
            rows,
            bytes,
            now,
            account,
            old.get().id());
      } else {
        handle.execute(
            "INSERT INTO lookup_tables (id, account_id, path, folded_path, description, fields,"
                + " content, row_count, size_bytes, created_at, modified_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            newId(),
            account,
            after.path().text(),
            after.path().folded(),
            after.description(),
            fields,
            content,
            rows,
            bytes,
            now,
            now);
      }
    });
  }

  private String relation(String content) {
    return "read_parquet(" + Sql.literal(files.path(content).toString()) + ")";
  }

  /** Whether a table has kept its identity and its columns; its rows may have changed. */
  private static boolean isSame(Optional<LookupTable> before, Optional<LookupTable> now) {
    return before.map(LookupTable::id).equals(now.map(LookupTable::id))
        && before
            .map(table -> table.definition().columns())
            .equals(now.map(table -> table.definition().columns()));
  }

  private static TableException changed(LookupDefinition definition) {
    return new TableException(
        "the table "
            + definition.path().text()
            + " was made, changed or deleted by somebody else meanwhile; try again");
  }

  private static String newId() {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random).toUpperCase(Locale.ROOT);
  }

  private static LookupTable table(ResultSet row) throws SQLException {
    return new LookupTable(
        row.getString("id"),
        new LookupDefinition(
            new TablePath(row.getString("path")),
            row.getString("description"),
            columns(row.getString("fields"))),
        row.getString("content"),
        row.getLong("row_count"),
        row.getLong("size_bytes"),
        row.getLong("created_at"),
        row.getLong("modified_at"));
  }

  private static String json(List<LookupColumn> columns) {
    try {
      return Json.MAPPER.writeValueAsString(columns);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write columns as JSON", e);
    }
  }

  private static List<LookupColumn> columns(String json) {
    try {
      return Json.MAPPER.readValue(json, FIELDS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read the columns of a table: " + json, e);
    }
  }

  /** The tables of one account for one run: what it found stays until it closes. */
  private final class OpenTables implements View, AccountTables {
    private final long account;
    private final Map<String, Optional<LookupTable>> found = new HashMap<>();

    OpenTables(long account) {
      this.account = account;
    }

    @Override
    public AccountTables read() {
      return this;
    }

    @Override
    public Optional<StoredTable> find(TablePath path) {
      return found
          .computeIfAbsent(path.folded(), folded -> pin(path))
          .map(table ->
              new StoredTable(
                  table.definition().path(),
                  table.definition().stored(),
                  table.definition().keys(),
                  relation(table.content())));
    }

    @Override
    public List<String> paths() {
      return list(account).stream().map(table -> table.definition().path().text()).toList();
    }

    @Override
    public TableWriter write(TablePath path, List<StoredTable.Column> columns, boolean append) {
      Optional<LookupTable> before = LookupTables.this.find(account, path);
      LookupDefinition known =
          before
              .map(LookupTable::definition)
              .orElseGet(() -> LookupDefinition.of(path, "", columns));
      LookupDefinition after =
          append || !known.keys().isEmpty()
              ? known
              : LookupDefinition.of(known.path(), known.description(), columns);
      if (!after.stored().equals(columns)) {
        throw changed(known);
      }
      return LookupTables.this.write(account, before, after, append);
    }

    @Override
    public void close() {
      found.values().forEach(table -> table.map(LookupTable::content).ifPresent(files::release));
      found.clear();
    }

    private Optional<LookupTable> pin(TablePath path) {
      String gone = "";
      while (true) {
        Optional<LookupTable> now = LookupTables.this.find(account, path);
        String content = now.map(LookupTable::content).orElse("");
        if (content.isEmpty() || files.pin(content)) {
          return now;
        }
        if (content.equals(gone)) {
          throw new IllegalStateException(
              "the rows of the lookup table "
                  + path.text()
                  + " are missing: expected the file "
                  + files.path(content));
        }
        // Replaced between the look and the pin: there is another one now.
        gone = content;
      }
    }
  }
}
