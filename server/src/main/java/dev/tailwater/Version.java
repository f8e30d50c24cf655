package dev.tailwater;

/** The version of this build. */
public final class Version {
  private Version() {}

  /** For example {@code 0.1.0-SNAPSHOT}; "development" when run from class files. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
