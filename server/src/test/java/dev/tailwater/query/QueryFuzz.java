package dev.tailwater.query;

/** Any text is refused with a place, or compiles and prints as an equal query. */
public final class QueryFuzz {
  private QueryFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    String query = FuzzInput.text(bytes);
    boolean _ = CompileCheck.compiles(query, query);
  }
}
