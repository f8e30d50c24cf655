package dev.tailwater.content;

import dev.tailwater.account.Accounts;
import dev.tailwater.account.User;
import dev.tailwater.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Paths of items, such as {@code /Library/Users/ana@example.com/Team/Requests}. */
final class LibraryPaths {
  private final Accounts accounts;

  LibraryPaths(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The path of an item. */
  String path(AccountLibrary library, ContentItem item) {
    List<ContentItem> way = new ArrayList<>(library.ancestors(item));
    way.add(item);
    StringBuilder path = new StringBuilder(start(library.account(), way.getFirst()));
    way.stream().skip(1).forEach(step -> path.append('/').append(step.name()));
    return path.toString();
  }

  private String start(long account, ContentItem root) {
    for (Root kind : Root.values()) {
      if (kind != Root.PERSONAL && kind.id(account, "").equals(root.id())) {
        return kind.path();
      }
    }
    return Root.PERSONAL.path()
        + "/"
        + accounts.userById(account, root.id()).map(User::email).orElse(root.id());
  }

  /**
   * The item at a path.
   *
   * @throws ApiException 404 when there is none
   */
  ContentItem find(AccountLibrary library, String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (Root kind : Root.values()) {
      if (trimmed.equals(kind.path()) || trimmed.startsWith(kind.path() + "/")) {
        String rest = trimmed.substring(Math.min(trimmed.length(), kind.path().length() + 1));
        if (kind != Root.PERSONAL) {
          return below(library, library.root(kind, Library.APP), rest)
              .orElseThrow(() -> unknown(path));
        }
        int slash = rest.indexOf('/');
        String email = slash < 0 ? rest : rest.substring(0, slash);
        User user = accounts.userByEmail(library.account(), email).orElseThrow(() -> unknown(path));
        return below(
                library,
                library.root(Root.PERSONAL, user.id()),
                slash < 0 ? "" : rest.substring(slash + 1))
            .orElseThrow(() -> unknown(path));
      }
    }
    throw unknown(path);
  }

  /** Names may hold slashes: each child whose name the rest begins with is tried. */
  private static Optional<ContentItem> below(
      AccountLibrary library, ContentItem item, String rest) {
    if (rest.isEmpty()) {
      return Optional.of(item);
    }
    for (ContentItem child : library.children(item)) {
      String name = child.name();
      Optional<ContentItem> found =
          rest.equals(name)
              ? Optional.of(child)
              : rest.startsWith(name + "/")
                  ? below(library, child, rest.substring(name.length() + 1))
                  : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static ApiException unknown(String path) {
    return ApiException.notFound(
        "there is nothing at "
            + path
            + "; paths begin with /Library/Users/<email>, /Library/Admin Recommended or"
            + " /Library/Installed Apps");
  }
}
