package dev.tailwater.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.app.Manifest.Parameter;
import dev.tailwater.content.DashboardDefinition;
import dev.tailwater.content.JsonMembers;
import dev.tailwater.content.SyncDefinition;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An app of the catalogue: a folder of the class path with {@code manifest.json} and the files that
 * it names. Immutable; read whole at the start, so that a mistake in it shows there.
 */
final class AppPackage {
  private final String name;
  private final Manifest manifest;
  private final List<String> dashboards = new ArrayList<>();
  private final List<String> savedSearches = new ArrayList<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /**
   * Reads an app.
   *
   * @param root the class path folder of all apps
   * @param name the folder's name, by which accounts remember the app
   */
  AppPackage(String root, String name) {
    this.name = name;
    String folder = root + "/" + name + "/";
    manifest = Manifest.of(json(folder + "manifest.json"));
    manifest.dashboards().forEach(file -> dashboards.add(text(folder + file)));
    manifest.savedSearches().forEach(file -> savedSearches.add(text(folder + file)));
    Stream.concat(Stream.of(manifest.icon()), manifest.media().stream().map(Manifest.Media::image))
        .filter(file -> !file.isEmpty())
        .forEach(file -> files.put(file, bytes(folder + file)));
    try {
      content(AppParameters.defaults(manifest));
    } catch (ApiException e) {
      throw new IllegalStateException("the app " + name + " cannot be installed", e);
    }
  }

  /** The folder's name. */
  String name() {
    return name;
  }

  Manifest manifest() {
    return manifest;
  }

  /** A file that the manifest names as icon or picture. */
  Optional<byte[]> file(String file) {
    return Optional.ofNullable(files.get(file));
  }

  /** What the app brings, with parameters in it. */
  SyncDefinition.Folder content(AppParameters parameters) {
    List<SyncDefinition> children = new ArrayList<>();
    for (String dashboard : dashboards) {
      children.add(SyncDefinition.of(dashboard(dashboard, parameters)));
    }
    for (String search : savedSearches) {
      children.add(search(search, parameters));
    }
    return new SyncDefinition.Folder(
        manifest.folder().name(), manifest.folder().description(), "", children);
  }

  /** A dashboard that reads the chosen field, with the chosen value in its first variable. */
  private DashboardDefinition dashboard(String json, AppParameters parameters) {
    String text = json;
    for (Parameter parameter : manifest.parameters()) {
      // A field's name needs no escapes in JSON, see AppParameters.
      text =
          text.replace(
              parameter.field() + "={{" + parameter.variable() + "}}",
              parameters.chosen(parameter).field() + "={{" + parameter.variable() + "}}");
    }
    JsonMembers members = JsonMembers.parse(text);
    JsonNode before = tree(members.value("variables").orElse("[]"));
    ArrayNode variables = Json.MAPPER.createArrayNode();
    for (Parameter parameter : manifest.parameters()) {
      variables.add(variable(before, parameter, parameters.chosen(parameter).value()));
    }
    for (JsonNode variable : before) {
      if (manifest.parameter(variable.path("name").asText()).isEmpty()) {
        variables.add(variable);
      }
    }
    return DashboardDefinition.parse(
        "{"
            + (variables.equals(before) ? members : members.with("variables", variables.toString()))
            + "}");
  }

  /** A fixed list of one value, out of the way of viewers. */
  private static ObjectNode variable(JsonNode variables, Parameter parameter, String value) {
    ObjectNode variable =
        Json.MAPPER
            .createObjectNode()
            .putNull("id")
            .put("name", parameter.variable())
            .put("displayName", parameter.variable())
            .put("defaultValue", value)
            .putNull("sourceDefinition")
            .put("allowMultiSelect", false)
            .put("includeAllOption", true)
            .put("hideFromUI", true)
            .put("valueType", "Any");
    for (JsonNode old : variables) {
      if (old.path("name").asText().equals(parameter.variable()) && old.isObject()) {
        variable = old.deepCopy();
      }
    }
    variable.put("defaultValue", value).put("hideFromUI", true);
    variable
        .putObject("sourceDefinition")
        .put("variableSourceType", "CsvVariableSourceDefinition")
        .put("values", value);
    return variable;
  }

  /** A saved search has no variables: the value is written into its query. */
  private SyncDefinition search(String json, AppParameters parameters) {
    ObjectNode search = (ObjectNode) tree(json);
    ObjectNode inner = (ObjectNode) search.path("search");
    String query = inner.path("queryText").asText();
    for (Parameter parameter : manifest.parameters()) {
      AppParameters.Chosen chosen = parameters.chosen(parameter);
      String value = chosen.value().replace("\\", "\\\\").replace("\"", "\\\"");
      query =
          query.replace(
              parameter.field() + "={{" + parameter.variable() + "}}",
              chosen.field() + "=\"" + value + "\"");
    }
    inner.put("queryText", query);
    return SyncDefinition.parse(search.toString());
  }

  private static JsonNode tree(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw Json.invalid(e);
    }
  }

  static JsonNode json(String path) {
    try {
      return Json.MAPPER.readTree(text(path));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected JSON in " + path + " of the jar", e);
    }
  }

  private static String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String path) {
    try (InputStream in = AppPackage.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("expected the file " + path + " in the jar, found none");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " from the jar", e);
    }
  }
}
