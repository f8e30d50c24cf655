package dev.tailwater.http;

import java.util.Optional;

/** Looks up what a request presents. Safe for use by many threads; every request calls it. */
public interface Credentials {
  /** The caller that holds this access key; empty when the pair is wrong or the key is disabled. */
  Optional<Caller> byAccessKey(String accessId, String accessKey);

  /** The caller of a live session; empty when the token is unknown or has expired. */
  Optional<Caller> bySession(String token);
}
