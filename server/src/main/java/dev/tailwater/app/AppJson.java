package dev.tailwater.app;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailwater.app.Manifest.Parameter;
import dev.tailwater.content.ContentItem;
import dev.tailwater.content.ContentJson;
import dev.tailwater.content.ItemType;
import dev.tailwater.content.SyncDefinition;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes apps and their instances as the API gives them. */
final class AppJson {
  private AppJson() {}

  static void write(JsonGenerator out, AppPackage app, Optional<AppInstance> instance)
      throws IOException {
    Manifest manifest = app.manifest();
    out.writeStringField("uuid", manifest.uuid());
    out.writeStringField("name", manifest.name());
    out.writeStringField("description", manifest.description());
    out.writeStringField("latestVersion", manifest.version());
    out.writeStringField("icon", address(manifest, manifest.icon()));
    out.writeStringField("author", manifest.author().name());
    out.writeObjectField("accountTypes", List.of());
    out.writeBooleanField("beta", false);
    out.writeNumberField("installs", instance.isPresent() ? 1 : 0);
    out.writeStringField("appType", "Prepackaged");
    out.writeObjectFieldStart("attributes");
    out.writeObjectField("category", manifest.attributes().category());
    out.writeObjectField("useCase", manifest.attributes().useCase());
    out.writeObjectField("collection", manifest.attributes().collection());
    out.writeEndObject();
    out.writeStringField("family", "");
    out.writeBooleanField("installable", manifest.installable());
    out.writeBooleanField("showOnMarketplace", manifest.showOnMarketplace());
    out.writeStringField("installedVersion", instance.map(AppInstance::version).orElse(null));
    out.writeStringField("instanceId", instance.map(AppInstance::id).orElse(null));
    out.writeBooleanField(
        "upgradeAvailable",
        instance.filter(installed -> AppInstances.isOutdated(app, installed)).isPresent());
  }

  /** Where a file of the app is found on this server. */
  static String address(Manifest manifest, String file) {
    return file.isEmpty() ? "" : AppRoutes.PATH + "/" + manifest.uuid() + "/files/" + file;
  }

  static void writeParameter(JsonGenerator out, Parameter parameter, String value)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("parameterId", parameter.variable());
    out.writeStringField("label", parameter.label());
    out.writeStringField("description", parameter.description());
    out.writeStringField("dataSourceType", "LOG");
    out.writeObjectField(
        "keyVariable",
        Map.of("name", parameter.fieldVariable(), "defaultValue", parameter.field()));
    out.writeObjectField(
        "valueVariable", Map.of("name", parameter.variable(), "defaultValue", value));
    out.writeEndObject();
  }

  /** What installing the app brings. */
  static void writeResources(JsonGenerator out, AppPackage app) throws IOException {
    SyncDefinition.Folder content = app.content(AppParameters.defaults(app.manifest()));
    out.writeObjectFieldStart("resources");
    out.writeObjectField(
        "folder", Map.of("name", content.name(), "description", content.description()));
    out.writeArrayFieldStart("dashboards");
    writeDocuments(out, content, true);
    out.writeEndArray();
    out.writeArrayFieldStart("savedSearches");
    writeDocuments(out, content, false);
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeDocuments(
      JsonGenerator out, SyncDefinition.Folder content, boolean dashboards) throws IOException {
    for (SyncDefinition child : content.children()) {
      if (child instanceof SyncDefinition.Document document
          && (document.type() == ItemType.DASHBOARD) == dashboards) {
        out.writeObject(Map.of("name", document.name(), "description", document.description()));
      }
    }
  }

  /** Where in the library an app is. */
  static String path(AppPackage app) {
    return "/Library/Installed Apps/" + app.manifest().folder().name();
  }

  static void writeInstance(
      JsonGenerator out, AppInstance instance, AppPackage app, List<ContentItem> contents)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("id", instance.id());
    out.writeStringField("uuid", app.manifest().uuid());
    out.writeStringField("version", instance.version());
    out.writeStringField("name", app.manifest().name());
    out.writeStringField("description", app.manifest().description());
    out.writeStringField("configurationBlob", instance.configuration());
    out.writeStringField("previousVersion", instance.previousVersion().orElse(null));
    out.writeStringField("latestVersion", app.manifest().version());
    out.writeStringField("path", path(app));
    out.writeStringField("folderId", instance.folder());
    out.writeArrayFieldStart("managedObjects");
    for (ContentItem item : contents) {
      out.writeStartObject();
      out.writeStringField("id", item.id());
      out.writeStringField("name", item.name());
      out.writeStringField("type", item.type().text());
      out.writeStringField("description", item.description());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("createdAt", ContentJson.time(instance.createdAt()));
    out.writeStringField("createdBy", instance.createdBy());
    out.writeStringField("modifiedAt", ContentJson.time(instance.modifiedAt()));
    out.writeStringField("modifiedBy", instance.modifiedBy());
    out.writeEndObject();
  }
}
