package dev.tailwater.fleet;

import java.util.List;

/**
 * Chance, in a form that never changes: SplitMix64 by Steele, Lea and Flood. The JDK's generators
 * may be replaced by better ones; a fleet of the same seed must stay the same fleet.
 */
final class Dice {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  Dice(long seed) {
    this.state = mix(seed);
  }

  /** Dice of their own for a named purpose, so that one app's luck does not change another's. */
  static Dice of(long seed, String purpose) {
    long mixed = mix(seed);
    for (int i = 0; i < purpose.length(); i++) {
      mixed = mix(mixed ^ purpose.charAt(i));
    }
    return new Dice(mixed);
  }

  static long mix(long value) {
    long z = value + GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long bits() {
    state += GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** From 0 inclusive to 1 exclusive. */
  double unit() {
    return (bits() >>> 11) * 0x1.0p-53;
  }

  /** From 0 inclusive to the bound exclusive. */
  int below(int bound) {
    return (int) (((bits() >>> 33) * bound) >>> 31);
  }

  /** From low to high, both inclusive. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  double between(double low, double high) {
    return low + (high - low) * unit();
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  /** A number below the bound, small ones far more often: how visitors choose products. */
  int favouring(int bound) {
    double u = unit();
    return (int) (bound * u * u);
  }

  /** Waiting time to the next of events that come independently, with the mean given. */
  double waiting(double mean) {
    return -mean * StrictMath.log(1.0 - unit());
  }

  /** Normally distributed, mean 0, deviation 1. */
  double bell() {
    return StrictMath.sqrt(-2 * StrictMath.log(1.0 - unit()))
        * StrictMath.cos(2 * StrictMath.PI * unit());
  }

  /** The first half of a random UUID (RFC 9562, version 4). */
  long uuidHigh() {
    return asUuidHigh(bits());
  }

  /** The second half of a random UUID. */
  long uuidLow() {
    return asUuidLow(bits());
  }

  static long asUuidHigh(long bits) {
    return (bits & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
  }

  static long asUuidLow(long bits) {
    return (bits & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }
}
