package dev.tailwater.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random secrets and ids, and the hash that random secrets are stored as. */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final HexFormat HEX = HexFormat.of();

  private Secrets() {}

  /** 256 random bits as 43 URL-safe characters. */
  static String token() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
  }

  /** 256 random bits as 64 letters and digits, like the access keys that people know. */
  static String accessKey() {
    return HEX.formatHex(bytes(32));
  }

  /** An access id of 14 characters. */
  static String accessId() {
    return "tw" + HEX.formatHex(bytes(6));
  }

  /** A password that can be typed: 20 letters and digits, about 100 bits. */
  static String password() {
    String letters = "abcdefghijkmnpqrstuvwxyz23456789";
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      if (i > 0 && i % 5 == 0) {
        password.append('-');
      }
      password.append(letters.charAt(RANDOM.nextInt(letters.length())));
    }
    return password.toString();
  }

  /** An id of 16 hex digits. */
  static String hexId() {
    return HEX.withUpperCase().formatHex(bytes(8));
  }

  /**
   * SHA-256 in hex. A slow hash protects what people choose; a secret of 256 random bits cannot be
   * guessed, and it is checked on every request.
   */
  static String hash(String secret) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HEX.formatHex(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Compares two hashes in a time that does not depend on where they differ. */
  static boolean equal(String hash, String other) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
