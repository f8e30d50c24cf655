package dev.tailwater.account;

import dev.tailwater.http.Caller;
import dev.tailwater.http.Credentials;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Accounts, their users, sessions and access keys. Safe for use by many threads.
 *
 * <p>Passwords are stored as bcrypt hashes, session tokens and access keys as SHA-256 hashes: none
 * of them can be read back.
 */
public final class Accounts implements Credentials {
  /** How long a login lasts. */
  static final Duration SESSION = Duration.ofDays(14);

  private static final int RETENTION_DAYS = 30;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~=-]{1,255}");

  private final Metadata metadata;
  private final Sources sources;
  private final Clock clock;

  public Accounts(Metadata metadata, Sources sources, Clock clock) {
    this.metadata = metadata;
    this.sources = sources;
    this.clock = clock;
  }

  /**
   * Creates the first account when there is none: an owner, a hosted collector {@code heroku} with
   * the HTTP source {@code logplex} of category {@code heroku}, and an access key. All of it or
   * nothing is stored.
   *
   * @param environment names a credential where it should not be random: {@code
   *     TAILWATER_OWNER_EMAIL}, {@code TAILWATER_OWNER_PASSWORD}, {@code TAILWATER_ACCESS_ID},
   *     {@code TAILWATER_ACCESS_KEY}, {@code TAILWATER_SOURCE_TOKEN}; not looked at on later starts
   * @return the credentials in clear, for printing once; empty when an account exists already
   * @throws IllegalArgumentException when the environment holds something unusable
   */
  public Optional<FirstStart> firstStart(Map<String, String> environment) {
    if (!ids().isEmpty()) {
      return Optional.empty();
    }
    String email =
        chosen(environment, "TAILWATER_OWNER_EMAIL")
            .orElse("owner@localhost")
            .toLowerCase(Locale.ROOT);
    String password = chosen(environment, "TAILWATER_OWNER_PASSWORD").orElseGet(Secrets::password);
    String accessId = chosen(environment, "TAILWATER_ACCESS_ID").orElseGet(Secrets::accessId);
    String accessKey = chosen(environment, "TAILWATER_ACCESS_KEY").orElseGet(Secrets::accessKey);
    String token = chosen(environment, "TAILWATER_SOURCE_TOKEN").orElseGet(Secrets::token);
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "TAILWATER_SOURCE_TOKEN becomes part of a URL: expected at most 255 letters, digits and"
              + " . _ ~ = -, found something else");
    }
    if (accessId.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "TAILWATER_ACCESS_ID is the user name of HTTP Basic: expected no colon, found one");
    }
    return Optional.of(create("Tailwater", email, password, accessId, accessKey, token));
  }

  /**
   * Creates an account with an owner, a hosted collector {@code heroku} with the HTTP source {@code
   * logplex}, and an access key: all of it or nothing.
   *
   * @throws org.jdbi.v3.core.JdbiException when the email, the access id or the token is taken
   */
  public FirstStart create(
      String name,
      String ownerEmail,
      String ownerPassword,
      String accessId,
      String accessKey,
      String sourceToken) {
    String passwordHash = Passwords.hash(ownerPassword);
    long now = clock.millis();
    long account =
        metadata.transaction(handle -> {
          long id = Metadata.nextId(handle);
          handle.execute(
              "INSERT INTO accounts (id, name, retention_days, created_at) VALUES (?, ?, ?, ?)",
              id,
              name,
              RETENTION_DAYS,
              now);
          String owner = Secrets.hexId();
          handle.execute(
              "INSERT INTO users (id, account_id, email, name, password_hash, created_at)"
                  + " VALUES (?, ?, ?, ?, ?, ?)",
              owner,
              id,
              ownerEmail.toLowerCase(Locale.ROOT),
              "Owner",
              passwordHash,
              now);
          handle.execute(
              "INSERT INTO access_keys (id, account_id, user_id, label, key_hash, created_at)"
                  + " VALUES (?, ?, ?, ?, ?, ?)",
              accessId,
              id,
              owner,
              "First key",
              Secrets.hash(accessKey),
              now);
          Sources.create(handle, id, "heroku", "logplex", "heroku", sourceToken, now);
          return id;
        });
    sources.refresh();
    return new FirstStart(account, ownerEmail, ownerPassword, accessId, accessKey, sourceToken);
  }

  /** The ids of all accounts, in the order of their creation. */
  public List<Long> ids() {
    return metadata.read(handle ->
        handle.createQuery("SELECT id FROM accounts ORDER BY id").mapTo(Long.class).list());
  }

  @Override
  public Optional<Caller> byAccessKey(String accessId, String accessKey) {
    String presented = Secrets.hash(accessKey);
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT account_id, key_hash FROM access_keys"
                    + " WHERE id = :id AND disabled_at IS NULL")
            .bind("id", accessId)
            .map((row, context) ->
                Secrets.equal(row.getString("key_hash"), presented)
                    ? Optional.of(
                        new Caller(row.getLong("account_id"), accessId, Caller.Kind.ACCESS_KEY))
                    : Optional.<Caller>empty())
            .findOne()
            .flatMap(found -> found));
  }

  @Override
  public Optional<Caller> bySession(String token) {
    return userOfSession(token)
        .map(user -> new Caller(user.account(), user.id(), Caller.Kind.SESSION));
  }

  /** The user who logged in with this session; empty when it is unknown or over. */
  Optional<User> userOfSession(String token) {
    return metadata.read(handle ->
        handle
            .createQuery(
                """
                SELECT u.id, u.email, u.name, u.account_id, a.name AS account
                FROM sessions s
                JOIN users u ON u.id = s.user_id
                JOIN accounts a ON a.id = u.account_id
                WHERE s.token_hash = :hash AND s.expires_at > :now
                """)
            .bind("hash", Secrets.hash(token))
            .bind("now", clock.millis())
            .map((row, context) -> user(row))
            .findOne());
  }

  /** The user behind a caller: who logged in, or who an access key is of. */
  public User user(Caller caller) {
    String byCaller =
        switch (caller.kind()) {
          case SESSION -> "u.id = :principal";
          case ACCESS_KEY -> "u.id = (SELECT k.user_id FROM access_keys k WHERE k.id = :principal)";
        };
    return users(caller.account(), byCaller, caller.principal()).getFirst();
  }

  /** A user of the account by id. */
  public Optional<User> userById(long account, String id) {
    return users(account, "u.id = :principal", id).stream().findFirst();
  }

  /** A user of the account by email, in any letter case. */
  public Optional<User> userByEmail(long account, String email) {
    return users(account, "u.email = :principal", email.toLowerCase(Locale.ROOT)).stream()
        .findFirst();
  }

  private List<User> users(long account, String condition, String principal) {
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT u.id, u.email, u.name, u.account_id, a.name AS account FROM users u"
                    + " JOIN accounts a ON a.id = u.account_id WHERE u.account_id = :account AND "
                    + condition)
            .bind("account", account)
            .bind("principal", principal)
            .map((row, context) -> user(row))
            .list());
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        row.getString("id"),
        row.getString("email"),
        row.getString("name"),
        row.getLong("account_id"),
        row.getString("account"));
  }

  /**
   * Checks a password; takes as long for a user that does not exist.
   *
   * @return the user's id
   */
  Optional<String> checkPassword(String email, String password) {
    record Stored(String user, String hash) {}
    Optional<Stored> stored =
        metadata.read(handle ->
            handle
                .createQuery("SELECT id, password_hash FROM users WHERE email = :email")
                .bind("email", email.toLowerCase(Locale.ROOT))
                .map((row, context) ->
                    new Stored(row.getString("id"), row.getString("password_hash")))
                .findOne());
    if (stored.isEmpty()) {
      Passwords.matchNobody(password);
      return Optional.empty();
    }
    return stored.filter(s -> Passwords.matches(password, s.hash())).map(Stored::user);
  }

  /**
   * Begins a session and forgets those that are over.
   *
   * @return the token for the cookie
   */
  String beginSession(String user) {
    String token = Secrets.token();
    long now = clock.millis();
    metadata.write(handle -> {
      handle.execute("DELETE FROM sessions WHERE expires_at <= ?", now);
      handle.execute(
          "INSERT INTO sessions (token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
          Secrets.hash(token),
          user,
          now,
          now + SESSION.toMillis());
    });
    return token;
  }

  /** Ends a session; one that does not exist is ended already. */
  void endSession(String token) {
    metadata.write(
        handle -> handle.execute("DELETE FROM sessions WHERE token_hash = ?", Secrets.hash(token)));
  }

  private static Optional<String> chosen(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
