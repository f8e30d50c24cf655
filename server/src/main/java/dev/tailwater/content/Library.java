package dev.tailwater.content;

import dev.tailwater.account.Metadata;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The libraries of all accounts. Each is reached only as an {@link AccountLibrary}, which knows no
 * other account. Safe for use by many threads.
 */
public final class Library {
  /** Who the program itself is as author. */
  public static final String APP = "app";

  private final Metadata metadata;
  private final Clock clock;

  public Library(Metadata metadata, Clock clock) {
    this.metadata = metadata;
    this.clock = clock;
  }

  /**
   * Looks at the library of an account.
   *
   * @param work changes nothing
   */
  public <T> T read(long account, Function<AccountLibrary, T> work) {
    return metadata.read(
        handle -> work.apply(new AccountLibrary(handle, account, APP, clock.millis())));
  }

  /**
   * Changes the library of an account: all that {@code work} does happens, or, when it throws,
   * nothing.
   *
   * @param user whose change it is, or {@link #APP}
   */
  public <T> T change(long account, String user, Function<AccountLibrary, T> work) {
    return metadata.transaction(
        handle -> work.apply(new AccountLibrary(handle, account, user, clock.millis())));
  }

  /** The same for changes that have no result. */
  public void run(long account, String user, Consumer<AccountLibrary> work) {
    metadata.write(
        handle -> work.accept(new AccountLibrary(handle, account, user, clock.millis())));
  }
}
