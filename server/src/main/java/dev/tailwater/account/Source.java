package dev.tailwater.account;

/**
 * An HTTP source: one drain URL and the metadata of what comes in by it.
 *
 * @param version grows with every change; the ETag is made of it
 */
record Source(
    long id,
    String name,
    String description,
    String token,
    String category,
    String host,
    String timeZone,
    long version) {
  /** Without the token, which is a secret. */
  @Override
  public String toString() {
    return "Source[id=" + id + ", name=" + name + "]";
  }
}
