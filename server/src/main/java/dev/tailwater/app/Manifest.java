package dev.tailwater.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What the file {@code manifest.json} of an app says. Texts that are left out are empty.
 *
 * @param uuid by which the API calls the app; the same for all its versions
 * @param overview Markdown for the app's page
 * @param icon a file of the app; empty when it has none
 * @param autoInstall whether a new account gets the app by itself
 * @param folder the folder of the library that holds what the app brings
 * @param dashboards files with dashboards, in the order of lists
 * @param savedSearches files with saved searches
 */
record Manifest(
    String schemaVersion,
    String uuid,
    String name,
    String version,
    String description,
    Author author,
    Attributes attributes,
    String overview,
    String icon,
    List<Media> media,
    List<Parameter> parameters,
    boolean installable,
    boolean showOnMarketplace,
    boolean autoInstall,
    FolderText folder,
    List<String> dashboards,
    List<String> savedSearches) {
  Manifest {
    media = List.copyOf(media);
    parameters = List.copyOf(parameters);
    dashboards = List.copyOf(dashboards);
    savedSearches = List.copyOf(savedSearches);
    for (String required : List.of(uuid, name, version, folder.name())) {
      if (required.isEmpty()) {
        throw new IllegalStateException(
            "expected uuid, name, version and folder.name in a manifest, found one of them empty");
      }
    }
  }

  /** Who made it, with addresses for people. */
  record Author(String name, String homeUrl, String supportUrl, String documentationUrl) {}

  /** By what it is found in the catalogue. */
  record Attributes(List<String> category, List<String> useCase, List<String> collection) {
    Attributes {
      category = List.copyOf(category);
      useCase = List.copyOf(useCase);
      collection = List.copyOf(collection);
    }
  }

  /** A picture for the app's page; {@code image} is a file of the app. */
  record Media(String title, String description, String image) {}

  /** Name and description of the app's folder. */
  record FolderText(String name, String description) {}

  /**
   * A data source that the app's queries read, chosen at install: {@code field=value}.
   *
   * @param variable the variable of the dashboards that holds the value
   * @param field the field without another choice
   * @param value the value without another choice
   */
  record Parameter(String variable, String label, String description, String field, String value) {
    /** How parameters of the API call the choice of the field. */
    String fieldVariable() {
      return variable + "Field";
    }
  }

  static Manifest of(JsonNode json) {
    return new Manifest(
        text(json, "/schemaVersion"),
        text(json, "/uuid"),
        text(json, "/name"),
        text(json, "/version"),
        text(json, "/description"),
        new Author(
            text(json, "/author/name"),
            text(json, "/author/homeUrl"),
            text(json, "/author/supportUrl"),
            text(json, "/author/documentationUrl")),
        new Attributes(
            texts(json.at("/attributes/category")),
            texts(json.at("/attributes/useCase")),
            texts(json.at("/attributes/collection"))),
        text(json, "/overview"),
        text(json, "/icon"),
        elements(json.path("media")).stream()
            .map(m -> new Media(text(m, "/title"), text(m, "/description"), text(m, "/image")))
            .toList(),
        elements(json.path("parameters")).stream()
            .map(p ->
                new Parameter(
                    text(p, "/variable"),
                    text(p, "/label"),
                    text(p, "/description"),
                    text(p, "/key"),
                    text(p, "/value")))
            .toList(),
        json.path("installable").asBoolean(),
        json.path("showOnMarketplace").asBoolean(),
        json.path("autoInstall").asBoolean(),
        new FolderText(text(json, "/folder/name"), text(json, "/folder/description")),
        texts(json.path("dashboards")),
        texts(json.path("savedSearches")));
  }

  /** The parameter of this variable. */
  Optional<Parameter> parameter(String variable) {
    return parameters.stream().filter(p -> p.variable().equals(variable)).findFirst();
  }

  private static String text(JsonNode json, String pointer) {
    return json.at(pointer).asText("");
  }

  private static List<String> texts(JsonNode array) {
    return elements(array).stream().map(JsonNode::asText).toList();
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
