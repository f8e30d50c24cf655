package dev.tailwater.http;

/**
 * Who makes an authenticated request. Features read and write by {@link #account} and nothing else,
 * so that one account cannot reach another's objects.
 *
 * @param account the account id
 * @param principal the user id of a session, the access id of an access key; safe to log
 * @param kind how the caller proved it
 */
public record Caller(long account, String principal, Kind kind) {
  /** The ways to prove who one is. */
  public enum Kind {
    /** Access id and key in an {@code Authorization: Basic} header. */
    ACCESS_KEY,
    /** The UI's cookie. A browser sends it by itself, hence the cross-site check on writes. */
    SESSION
  }
}
