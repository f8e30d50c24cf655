package dev.tailwater.content;

import org.jspecify.annotations.Nullable;

/**
 * An item of the library, without its document.
 *
 * @param id 16 hex digits
 * @param parent the id of its folder; null for a {@link Root}
 * @param description for people
 * @param documentId the id by which the dashboards' API calls it; null for all other types
 * @param app the app that brought it and alone may change it; null for a user's own
 * @param position its place in lists
 * @param createdBy a user's id, or {@code app}
 * @param createdAt milliseconds since 1970, as {@code modifiedAt}
 */
public record ContentItem(
    String id,
    @Nullable String parent,
    ItemType type,
    String name,
    String description,
    @Nullable String documentId,
    @Nullable String app,
    long position,
    String createdBy,
    long createdAt,
    String modifiedBy,
    long modifiedAt) {
  /** Whether it is one of the folders that are always there. */
  public boolean isRoot() {
    return parent == null;
  }

  boolean isFolder() {
    return type == ItemType.FOLDER;
  }
}
