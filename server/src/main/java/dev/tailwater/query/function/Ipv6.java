package dev.tailwater.query.function;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of IP version 6 as text. */
final class Ipv6 {
  /** No brackets and no name of an interface, of which this machine may have others. */
  private static final Pattern CHARACTERS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private Ipv6() {}

  static Boolean isAddress(@Nullable Object value) {
    if (!(value instanceof String text)
        || text.indexOf(':') < 0
        || !CHARACTERS.matcher(text).matches()) {
      return false;
    }
    try {
      // A literal is never looked up by name.
      var _ = InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
