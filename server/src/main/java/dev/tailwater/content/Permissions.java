package dev.tailwater.content;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.account.Accounts;
import dev.tailwater.http.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Who may do what with an item, as its users said it. Until there are roles every user of an
 * account may do everything with all of its library but what apps brought; what is granted decides
 * what counts as shared.
 */
final class Permissions {
  /** What can be granted; each is also what it takes to be told in an item. */
  static final List<String> ALL =
      List.of("View", "GrantView", "Edit", "GrantEdit", "Manage", "GrantManage");

  /** What is left of it for what an app brought. */
  static final List<String> READ_ONLY = List.of("View", "GrantView");

  private static final int MOST_AT_ONCE = 1_000;

  private final Accounts accounts;

  Permissions(Accounts accounts) {
    this.accounts = accounts;
  }

  /**
   * One grant.
   *
   * @param sourceType user or org
   * @param sourceId the id of the user or of the organisation, 16 hex digits
   */
  record Assignment(String permission, String sourceType, String sourceId, String content) {
    void write(JsonGenerator out) throws IOException {
      out.writeStartObject();
      out.writeStringField("permissionName", permission);
      out.writeStringField("sourceType", sourceType);
      out.writeStringField("sourceId", sourceId);
      out.writeStringField("contentId", content);
      out.writeEndObject();
    }
  }

  /** The id under which an account is an organisation here. */
  static String organisation(long account) {
    return "%016X".formatted(account);
  }

  /** What was granted for an item itself. */
  static List<Assignment> explicit(AccountLibrary library, ContentItem item) {
    return library
        .handle()
        .createQuery(
            "SELECT permission, source_type, source_id FROM content_permissions"
                + " WHERE account_id = :account AND content_id = :content"
                + " ORDER BY source_type, source_id, permission")
        .bind("account", library.account())
        .bind("content", item.id())
        .map((row, context) ->
            new Assignment(
                row.getString("permission"),
                row.getString("source_type"),
                row.getString("source_id"),
                item.id()))
        .list();
  }

  /** What holds for an item because of who made it, where it is, or that an app brought it. */
  static List<Assignment> implicit(AccountLibrary library, ContentItem item) {
    List<Assignment> found = new ArrayList<>();
    if (item.app() != null || item.createdBy().equals(Library.APP)) {
      String organisation = organisation(library.account());
      READ_ONLY.forEach(p -> found.add(new Assignment(p, "org", organisation, item.id())));
    } else {
      ALL.forEach(p -> found.add(new Assignment(p, "user", item.createdBy(), item.id())));
    }
    for (ContentItem folder : library.ancestors(item)) {
      found.addAll(explicit(library, folder));
    }
    return found;
  }

  /**
   * The grants that a client sent for an item.
   *
   * @throws ApiException 400 for what cannot be granted, or to nobody who is there
   */
  List<Assignment> read(long account, ContentItem item, JsonNode body) {
    JsonNode sent = body.path("contentPermissionAssignments");
    if (!sent.isArray() || sent.isEmpty() || sent.size() > MOST_AT_ONCE) {
      throw invalid(
          "expected 1 to " + MOST_AT_ONCE + " contentPermissionAssignments, found " + sent.size());
    }
    List<Assignment> assignments = new ArrayList<>();
    for (JsonNode one : sent) {
      Assignment assignment =
          new Assignment(
              one.path("permissionName").asText(),
              one.path("sourceType").asText(),
              one.path("sourceId").asText(),
              one.path("contentId").asText(item.id()));
      if (!ALL.contains(assignment.permission())) {
        throw invalid("expected a permissionName of " + ALL + ", found " + one);
      }
      if (!assignment.content().equalsIgnoreCase(item.id())) {
        throw invalid("expected the contentId of the address, " + item.id() + ", found " + one);
      }
      boolean exists =
          switch (assignment.sourceType()) {
            case "user" -> accounts.userById(account, assignment.sourceId()).isPresent();
            case "org" -> assignment.sourceId().equals(organisation(account));
            default -> false;
          };
      if (!exists) {
        throw invalid(
            "expected the sourceType user with a user's id, or org with "
                + organisation(account)
                + " (there are no roles), found "
                + one);
      }
      assignments.add(assignment);
    }
    return assignments;
  }

  static void add(AccountLibrary library, List<Assignment> assignments) {
    Handle handle = library.handle();
    for (Assignment one : Set.copyOf(assignments)) {
      handle.execute(
          "INSERT INTO content_permissions (account_id, content_id, permission, source_type,"
              + " source_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
          library.account(),
          one.content(),
          one.permission(),
          one.sourceType(),
          one.sourceId());
    }
  }

  static void remove(AccountLibrary library, List<Assignment> assignments) {
    for (Assignment one : assignments) {
      library
          .handle()
          .execute(
              "DELETE FROM content_permissions WHERE account_id = ? AND content_id = ?"
                  + " AND permission = ? AND source_type = ? AND source_id = ?",
              library.account(),
              one.content(),
              one.permission(),
              one.sourceType(),
              one.sourceId());
    }
  }

  /** What is shared with everybody in the account: granted, or brought by an app. */
  static List<ContentItem> shared(AccountLibrary library) {
    List<ContentItem> shared =
        new ArrayList<>(library.children(library.root(Root.INSTALLED_APPS, Library.APP)));
    library
        .handle()
        .createQuery(
            "SELECT DISTINCT content_id FROM content_permissions WHERE account_id = :account"
                + " ORDER BY content_id")
        .bind("account", library.account())
        .mapTo(String.class)
        .forEach(id -> shared.add(library.get(id)));
    return shared;
  }

  private static ApiException invalid(String message) {
    return ApiException.badRequest("content:invalid_permissions", message);
  }
}
