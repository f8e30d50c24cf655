package dev.tailwater.content;

import com.fasterxml.jackson.core.JsonToken;
import dev.tailwater.http.ApiException;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON of a dashboard as somebody wrote it. The server owns its ids and knows where it is; all
 * else stays as it is.
 *
 * <p>One that was imported carries {@code type} and {@code name} of its sync definition: they stay
 * for the export and are left out where dashboards are given as such.
 */
public final class DashboardDefinition {
  static final String SYNC_TYPE = "DashboardV2SyncDefinition";

  private static final Set<String> OWNED = Set.of("id", "contentId", "scheduleId");
  private static final String FOLDER = "folderId";
  private static final int TITLE_CHARS = 255;

  /** Old dashboards have arrays or texts, see {@link dev.tailwater.query.TimeRangeJson}. */
  private static final Set<JsonToken> TIME_RANGES =
      Set.of(JsonToken.START_OBJECT, JsonToken.START_ARRAY, JsonToken.VALUE_STRING);

  private final String title;
  private final String folder;
  private final JsonMembers members;

  private DashboardDefinition(String title, String folder, JsonMembers members) {
    this.title = title;
    this.folder = folder;
    // A client that sends back what it got has the folder in front, where it is put anyway.
    this.members = members.startsWith(FOLDER) ? members.without(Set.of(FOLDER)) : members;
  }

  /**
   * Reads a dashboard that a client sent.
   *
   * @throws ApiException 400 when it is not JSON or lacks what every dashboard has
   */
  public static DashboardDefinition parse(String json) {
    return of(JsonMembers.parse(json));
  }

  static DashboardDefinition of(JsonMembers sent) {
    JsonMembers members = sent.without(OWNED);
    Optional<String> title = members.text("title");
    if (title.filter(t -> !t.isEmpty() && t.length() <= TITLE_CHARS).isEmpty()) {
      throw invalid(
          "expected a title of 1 to "
              + TITLE_CHARS
              + " characters, found "
              + title.map(t -> Integer.toString(t.length())).orElse("none"));
    }
    if (members.token("timeRange").filter(TIME_RANGES::contains).isEmpty()) {
      throw invalid("expected an object, an array or a text as timeRange, found none");
    }
    return new DashboardDefinition(title.get(), members.text(FOLDER).orElse(""), members);
  }

  /** Its title, 1 to 255 characters. */
  public String title() {
    return title;
  }

  /** Its description; empty when it has none. */
  String description() {
    return members.text("description").orElse("");
  }

  /** The folder that its author wants it in; empty when that is left open. */
  public Optional<String> folder() {
    return folder.isBlank() ? Optional.empty() : Optional.of(folder);
  }

  /** What is stored. */
  String body() {
    return members.toString();
  }

  /** The same with another title. */
  DashboardDefinition titled(String other) {
    return new DashboardDefinition(other, folder, members.withText("title", other));
  }

  /** The dashboard as its own API gives it: with ids, and with the folder that it is in. */
  public static String json(ContentItem item, String body) {
    String ids =
        "{\"id\":%s,\"contentId\":%s,\"scheduleId\":null,"
            .formatted(
                JsonMembers.quoted(String.valueOf(item.documentId())),
                JsonMembers.quoted(item.id()));
    String folder = String.valueOf(item.parent());
    if (!body.contains(FOLDER) && !body.contains(SYNC_TYPE)) {
      // The usual one, and lists have a hundred of them.
      return ids + "\"" + FOLDER + "\":" + JsonMembers.quoted(folder) + "," + body + "}";
    }
    JsonMembers members = JsonMembers.stored(body);
    if (isSync(members)) {
      members = members.without(Set.of("type", "name"));
    }
    return ids + members.withText(FOLDER, folder) + "}";
  }

  /** The dashboard as an export gives it: without ids. */
  static String sync(ContentItem item, String body) {
    JsonMembers members = JsonMembers.stored(body);
    if (!isSync(members)) {
      members =
          members
              .without(Set.of(FOLDER))
              .withText("name", item.name())
              .with("type", JsonMembers.quoted(SYNC_TYPE));
    }
    return "{" + members.withText("name", item.name()) + "}";
  }

  private static boolean isSync(JsonMembers members) {
    return members.text("type").equals(Optional.of(SYNC_TYPE));
  }

  private static ApiException invalid(String message) {
    return ApiException.badRequest("dashboard:invalid", message);
  }
}
