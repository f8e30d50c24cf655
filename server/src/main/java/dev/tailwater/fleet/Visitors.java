package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;

/**
 * Where requests come from: the X-Forwarded-For values the router prints. Addresses are those set
 * aside for documentation (RFC 5737, RFC 3849); private ones appear only as earlier hops. Where
 * they are is in {@link VisitorPlaces}.
 */
final class Visitors {
  static final String[] NETWORKS = {"192.0.2.", "198.51.100.", "203.0.113."};

  private final byte[][] direct;
  private final byte[][] forwarded;
  private final double chained;

  /**
   * Visitors of one app.
   *
   * @param chained share of requests that come through a proxy before Heroku's router
   */
  Visitors(Dice dice, int count, double chained) {
    this.direct = new byte[count][];
    this.forwarded = new byte[count][];
    this.chained = chained;
    for (int i = 0; i < count; i++) {
      String address = address(dice, i);
      String inner =
          switch (i % 3) {
            case 0 -> "10." + dice.below(256) + "." + dice.below(256) + "." + dice.between(1, 254);
            case 1 -> "192.168." + dice.below(8) + "." + dice.between(2, 254);
            default -> address(dice, i + 1);
          };
      direct[i] = ascii(address);
      String chain = inner + ", " + address;
      forwarded[i] = ascii(i % 11 == 0 ? "172.16.4." + dice.between(2, 90) + ", " + chain : chain);
    }
  }

  byte[] next(Dice dice) {
    int who = dice.favouring(direct.length);
    return chained > 0 && dice.chance(chained) ? forwarded[who] : direct[who];
  }

  private static String address(Dice dice, int i) {
    return i % 23 == 22
        ? "2001:db8:" + Integer.toHexString(dice.between(16, 4095)) + "::" + dice.between(1, 99)
        : NETWORKS[i % NETWORKS.length] + dice.between(1, 254);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
