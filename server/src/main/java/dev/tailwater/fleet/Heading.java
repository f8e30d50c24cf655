package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;

/**
 * What stands before the text of a frame, except the time: priority, host, app name and process id
 * (RFC 5424, without the structured data that Logplex leaves out).
 */
final class Heading {
  static final int ROUTER = 158;
  static final int OUTPUT = 190;
  static final int PLATFORM = 45;
  static final int METRICS = 134;
  static final int API = 133;
  static final int DATABASE_ERROR = 132;
  static final int LOGPLEX = 172;

  /** How the sender prints its clock. */
  enum Time {
    /** Microseconds, trailing zeros left out. */
    MICROS,
    /** Whole seconds, as the database add-ons print them. */
    SECONDS,
    /** Whole seconds with six zeros, as build events are printed. */
    SECONDS_WITH_ZEROS
  }

  final byte[] before;
  final byte[] after;
  final Time time;

  Heading(int priority, Time time, String origin, String component) {
    this.before = ("<" + priority + ">1 ").getBytes(StandardCharsets.US_ASCII);
    this.after = (" host " + origin + " " + component + " - ").getBytes(StandardCharsets.US_ASCII);
    this.time = time;
  }

  static Heading output(String component) {
    return new Heading(OUTPUT, Time.MICROS, "app", component);
  }

  static Heading platform(String component) {
    return new Heading(PLATFORM, Time.MICROS, "heroku", component);
  }

  static Heading metrics(String component) {
    return new Heading(METRICS, Time.MICROS, "heroku", component);
  }

  static Heading addOn(String component) {
    return new Heading(METRICS, Time.SECONDS, "app", component);
  }
}
