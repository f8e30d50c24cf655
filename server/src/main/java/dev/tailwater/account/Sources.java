package dev.tailwater.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Collectors and their sources. Safe for use by many threads.
 *
 * <p>{@link #byToken} is asked for every delivery and answers from memory; every change made
 * through this class is visible to it when the change returns.
 */
public final class Sources {
  private static final String SOURCE_COLUMNS =
      "id, collector_id, name, description, token, category, host, time_zone, version, created_at";

  private final Metadata metadata;
  private volatile Map<String, SourceFacts> byToken = Map.of();

  /** Reads all tokens into memory. */
  public Sources(Metadata metadata) {
    this.metadata = metadata;
    refresh();
  }

  /** The source that a drain URL's token belongs to; empty when there is none. */
  public Optional<SourceFacts> byToken(String token) {
    return Optional.ofNullable(byToken.get(token));
  }

  /** All tokens and what they belong to: for whoever runs the server. */
  public Map<String, SourceFacts> tokens() {
    return byToken;
  }

  /** Reads all tokens again; needed only after the database was changed past this class. */
  public synchronized void refresh() {
    Map<String, SourceFacts> facts = new HashMap<>();
    metadata.read(handle -> {
      handle
          .createQuery(
              """
              SELECT s.token, s.account_id, c.id AS collector_id, c.name AS collector,
                     s.id AS source_id, s.name AS source, s.category, s.host, a.retention_days
              FROM sources s
              JOIN collectors c ON c.id = s.collector_id
              JOIN accounts a ON a.id = s.account_id
              """)
          .map((row, context) -> facts.put(row.getString("token"), facts(row)))
          .list();
      return null;
    });
    byToken = Map.copyOf(facts);
  }

  /** The account's collectors, in the order of their ids. */
  List<Collector> collectors(long account) {
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT id, name, description, category, time_zone, version, created_at"
                    + " FROM collectors WHERE account_id = :account ORDER BY id")
            .bind("account", account)
            .map((row, context) -> collector(row))
            .list());
  }

  /** One collector of the account. */
  Optional<Collector> collector(long account, long id) {
    return collectors(account).stream().filter(c -> c.id() == id).findFirst();
  }

  /** The sources of one collector of the account, in the order of their ids. */
  List<Source> sources(long account, long collector) {
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT "
                    + SOURCE_COLUMNS
                    + " FROM sources WHERE account_id = :account AND collector_id = :collector"
                    + " ORDER BY id")
            .bind("account", account)
            .bind("collector", collector)
            .map((row, context) -> source(row))
            .list());
  }

  /** The category of the account's first source that has one. */
  public Optional<String> firstCategory(long account) {
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT category FROM sources WHERE account_id = :account AND category <> ''"
                    + " ORDER BY id LIMIT 1")
            .bind("account", account)
            .mapTo(String.class)
            .findOne());
  }

  /** Part of creating an account; {@link #refresh} makes the source known to the drain. */
  static void create(
      Handle handle,
      long account,
      String collector,
      String source,
      String category,
      String token,
      long now) {
    long collectorId = Metadata.nextId(handle);
    handle.execute(
        "INSERT INTO collectors (id, account_id, name, description, category, time_zone, version, created_at)"
            + " VALUES (?, ?, ?, '', ?, 'Etc/UTC', 1, ?)",
        collectorId,
        account,
        collector,
        category,
        now);
    handle.execute(
        "INSERT INTO sources (id, account_id, collector_id, name, description, token, category, host,"
            + " time_zone, version, created_at) VALUES (?, ?, ?, ?, '', ?, ?, '', 'Etc/UTC', 1, ?)",
        Metadata.nextId(handle),
        account,
        collectorId,
        source,
        token,
        category,
        now);
  }

  private static SourceFacts facts(ResultSet row) throws SQLException {
    return new SourceFacts(
        row.getLong("account_id"),
        row.getLong("collector_id"),
        row.getString("collector"),
        row.getLong("source_id"),
        row.getString("source"),
        row.getString("category"),
        row.getString("host"),
        row.getInt("retention_days"));
  }

  private static Collector collector(ResultSet row) throws SQLException {
    return new Collector(
        row.getLong("id"),
        row.getString("name"),
        row.getString("description"),
        row.getString("category"),
        row.getString("time_zone"),
        row.getLong("version"));
  }

  private static Source source(ResultSet row) throws SQLException {
    return new Source(
        row.getLong("id"),
        row.getString("name"),
        row.getString("description"),
        row.getString("token"),
        row.getString("category"),
        row.getString("host"),
        row.getString("time_zone"),
        row.getLong("version"));
  }
}
