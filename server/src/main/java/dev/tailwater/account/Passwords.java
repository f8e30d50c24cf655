package dev.tailwater.account;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.security.SecureRandom;

/** Passwords of people, as bcrypt hashes. Safe for use by many threads. */
final class Passwords {
  /** About 0.1 s of one core: a nuisance for a guesser, not for somebody who logs in. */
  private static final int COST = 11;

  private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2A;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Made when first needed: a hash more would slow down every start. */
  private static final class Nobody {
    static final String HASH = hash(Secrets.password());
  }

  private Passwords() {}

  static String hash(String password) {
    return BCrypt.with(VERSION, RANDOM, LongPasswordStrategies.hashSha512(VERSION))
        .hashToString(COST, password.toCharArray());
  }

  static boolean matches(String password, String hash) {
    return BCrypt.verifyer(VERSION, LongPasswordStrategies.hashSha512(VERSION))
        .verify(password.toCharArray(), hash)
        .verified;
  }

  /** Takes as long as a real check, so that the time does not tell whether a user exists. */
  static void matchNobody(String password) {
    boolean ignored = matches(password, Nobody.HASH);
  }
}
