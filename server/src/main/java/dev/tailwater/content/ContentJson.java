package dev.tailwater.content;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes items of the library as the content API gives them. */
public final class ContentJson {
  private static final String NO_PARENT = "0000000000000000";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ContentJson() {}

  /** A moment in UTC with milliseconds. */
  public static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  static void write(JsonGenerator out, ContentItem item) throws IOException {
    out.writeStartObject();
    writeMembers(out, item);
    out.writeEndObject();
  }

  static void writeFolder(JsonGenerator out, ContentItem folder, List<ContentItem> children)
      throws IOException {
    out.writeStartObject();
    writeMembers(out, folder);
    out.writeArrayFieldStart("children");
    for (ContentItem child : children) {
      write(out, child);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  static void writeMembers(JsonGenerator out, ContentItem item) throws IOException {
    boolean readOnly =
        item.app() != null || (item.isRoot() && item.name().equals(Root.INSTALLED_APPS.label()));
    out.writeStringField("id", item.id());
    out.writeStringField("name", item.name());
    out.writeStringField("itemType", item.type().text());
    out.writeStringField("parentId", item.parent() == null ? NO_PARENT : item.parent());
    out.writeArrayFieldStart("permissions");
    for (String permission : readOnly ? Permissions.READ_ONLY : Permissions.ALL) {
      out.writeString(permission);
    }
    out.writeEndArray();
    out.writeStringField("description", item.description());
    out.writeStringField("createdAt", time(item.createdAt()));
    out.writeStringField("createdBy", item.createdBy());
    out.writeStringField("modifiedAt", time(item.modifiedAt()));
    out.writeStringField("modifiedBy", item.modifiedBy());
    if (item.documentId() != null) {
      out.writeStringField("dashboardId", item.documentId());
    }
  }
}
