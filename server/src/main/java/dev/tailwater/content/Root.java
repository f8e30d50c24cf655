package dev.tailwater.content;

/**
 * The folders that every account has and nobody can move or delete. Their ids follow from what they
 * are of, so that they can be made when somebody first looks.
 */
public enum Root {
  /** One for each user. */
  PERSONAL("Personal", "/Library/Users"),
  ADMIN_RECOMMENDED("Admin Recommended", "/Library/Admin Recommended"),
  /** What apps bring; only they write here. */
  INSTALLED_APPS("Installed Apps", "/Library/Installed Apps");

  private final String label;
  private final String path;

  Root(String label, String path) {
    this.label = label;
    this.path = path;
  }

  String label() {
    return label;
  }

  /** Its path in the library; of the personal folders, what stands before the user's email. */
  String path() {
    return path;
  }

  String id(long account, String user) {
    return switch (this) {
      case PERSONAL -> user;
      case ADMIN_RECOMMENDED -> "AC%014d".formatted(account);
      case INSTALLED_APPS -> "AA%014d".formatted(account);
    };
  }
}
