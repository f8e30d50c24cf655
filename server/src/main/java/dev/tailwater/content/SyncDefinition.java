package dev.tailwater.content;

import com.fasterxml.jackson.core.JsonToken;
import dev.tailwater.http.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an export writes and an import reads: an item of the library with all that is in it. */
public sealed interface SyncDefinition {
  /** The most folders below a root, one in the other. */
  int FOLDER_DEPTH = 6;

  /** The most items of one definition. */
  int ITEMS = 1_000;

  /** The most characters of a folder's name. */
  int FOLDER_NAME_CHARS = 128;

  /** The most characters of a folder's description. */
  int FOLDER_DESCRIPTION_CHARS = 255;

  /** The name of the item, which is what it is found by in its folder. */
  String name();

  /** What it is. */
  ItemType type();

  /** The same under another name. */
  SyncDefinition named(String other);

  /**
   * A folder.
   *
   * @param rest members that nobody knows, as they were written
   */
  record Folder(String name, String description, String rest, List<SyncDefinition> children)
      implements SyncDefinition {
    public Folder {
      children = List.copyOf(children);
      check("name", name, 1, FOLDER_NAME_CHARS);
      check("description", description, 0, FOLDER_DESCRIPTION_CHARS);
    }

    @Override
    public ItemType type() {
      return ItemType.FOLDER;
    }

    @Override
    public Folder named(String other) {
      return new Folder(other, description, rest, children);
    }

    private static void check(String what, String text, int min, int max) {
      if (text.length() < min || text.length() > max) {
        throw invalid(
            "expected a folder's %s of %d to %d characters, found %d"
                .formatted(what, min, max, text.length()));
      }
    }
  }

  /**
   * Anything but a folder.
   *
   * @param body the members of its JSON that are stored
   */
  record Document(ItemType type, String name, String description, String body)
      implements SyncDefinition {
    private static final int NAME_CHARS = 255;

    public Document {
      if (name.isEmpty() || name.length() > NAME_CHARS) {
        throw invalid(
            "expected a name of 1 to %d characters, found %d".formatted(NAME_CHARS, name.length()));
      }
    }

    @Override
    public Document named(String other) {
      // A dashboard is called by its title; the name in its sync definition follows at the export.
      String renamed =
          type == ItemType.DASHBOARD
              ? DashboardDefinition.of(JsonMembers.stored(body)).titled(other).body()
              : JsonMembers.stored(body).withText("name", other).toString();
      return new Document(type, other, description, renamed);
    }
  }

  /** A dashboard, under its title. */
  static Document of(DashboardDefinition dashboard) {
    return new Document(
        ItemType.DASHBOARD, dashboard.title(), dashboard.description(), dashboard.body());
  }

  /**
   * Reads a definition that a client sent: of a folder, a dashboard or a saved search, or a
   * dashboard as its own API gives it.
   *
   * @throws ApiException 400 when it is not JSON, of another type, or larger or deeper than a
   *     library may be
   */
  static SyncDefinition parse(String json) {
    SyncDefinition definition = parse(json, FOLDER_DEPTH);
    int items = count(definition);
    if (items > ITEMS) {
      throw invalid("expected at most %d items, found %d".formatted(ITEMS, items));
    }
    return definition;
  }

  private static SyncDefinition parse(String json, int deeper) {
    JsonMembers members = JsonMembers.parse(json);
    String type = members.text("type").orElse("");
    return switch (type) {
      case "FolderSyncDefinition" -> folder(members, deeper);
      case DashboardDefinition.SYNC_TYPE -> {
        Document dashboard = of(DashboardDefinition.of(members));
        yield new Document(
            dashboard.type(),
            members.text("name").orElse(dashboard.name()),
            dashboard.description(),
            dashboard.body());
      }
      case "SavedSearchWithScheduleSyncDefinition" -> search(members);
      case "DashboardSyncDefinition", "MewboardSyncDefinition" ->
          document(ItemType.REPORT, members);
      default -> {
        if (members.token("panels").equals(Optional.of(JsonToken.START_ARRAY))) {
          yield of(DashboardDefinition.of(members));
        }
        throw invalid(
            "expected the type DashboardV2SyncDefinition, FolderSyncDefinition,"
                + " SavedSearchWithScheduleSyncDefinition, DashboardSyncDefinition or"
                + " MewboardSyncDefinition, or a dashboard with panels, found "
                + (type.isEmpty() ? "neither" : "the type " + type));
      }
    };
  }

  private static Folder folder(JsonMembers members, int deeper) {
    if (deeper == 0) {
      throw invalid("expected at most %d folders one in the other".formatted(FOLDER_DEPTH));
    }
    List<SyncDefinition> children = new ArrayList<>();
    Optional<String> array = members.value("children").filter(value -> !value.equals("null"));
    if (array.isPresent() && !array.get().startsWith("[")) {
      throw invalid("expected an array as children of a folder, found something else");
    }
    Set<String> folders = new HashSet<>();
    for (String text : array.map(JsonMembers::elements).orElse(List.of())) {
      SyncDefinition child = parse(text, deeper - 1);
      // They would become one, with what is in the second.
      if (child instanceof Folder && !folders.add(child.name())) {
        throw invalid(
            "expected folders of different names in a folder, found two with the name "
                + child.name());
      }
      children.add(child);
    }
    return new Folder(
        members.text("name").orElse(""),
        members.text("description").orElse(""),
        members.without(Set.of("type", "name", "description", "children")).toString(),
        children);
  }

  private static Document search(JsonMembers members) {
    boolean hasQuery =
        members
            .value("search")
            .filter(search -> search.startsWith("{"))
            .flatMap(search -> JsonMembers.parse(search).text("queryText"))
            .isPresent();
    if (!hasQuery) {
      throw invalid("expected a search with a queryText in the saved search, found none");
    }
    return document(ItemType.SEARCH, members);
  }

  private static Document document(ItemType type, JsonMembers members) {
    return new Document(
        type,
        members.text("name").orElse(""),
        members.text("description").orElse(""),
        members.toString());
  }

  /** What {@link #parse} reads. */
  static String folderJson(Folder folder, List<String> children) {
    return "{\"type\":\"FolderSyncDefinition\",\"name\":%s,\"description\":%s,%s\"children\":[%s]}"
        .formatted(
            JsonMembers.quoted(folder.name()),
            JsonMembers.quoted(folder.description()),
            folder.rest().isEmpty() ? "" : folder.rest() + ",",
            String.join(",", children));
  }

  /** How many items it makes. */
  private static int count(SyncDefinition definition) {
    return switch (definition) {
      case Folder folder -> 1 + folder.children().stream().mapToInt(SyncDefinition::count).sum();
      case Document document -> 1;
    };
  }

  /** How many folders are one in the other. */
  static int depth(SyncDefinition definition) {
    return switch (definition) {
      case Folder folder ->
          1 + folder.children().stream().mapToInt(SyncDefinition::depth).max().orElse(0);
      case Document document -> 0;
    };
  }

  private static ApiException invalid(String message) {
    return ApiException.badRequest("content:invalid", message);
  }
}
