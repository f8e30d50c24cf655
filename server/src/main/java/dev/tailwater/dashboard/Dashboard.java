package dev.tailwater.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * A stored dashboard.
 *
 * @param id a long opaque string
 * @param contentId 16 hex digits, its id in the library
 * @param app the app that brought it and alone may change it; null for a user's own
 * @param definition the JSON as it was sent, without ids
 * @param position its place in lists
 */
record Dashboard(
    String id,
    String contentId,
    @Nullable String app,
    DashboardDefinition definition,
    long position) {
  /** The JSON with the ids that the server adds, in front; the rest byte for byte as it came. */
  String json() {
    return definition.with(
        "\"id\":\"" + id + "\",\"contentId\":\"" + contentId + "\",\"scheduleId\":null");
  }
}
