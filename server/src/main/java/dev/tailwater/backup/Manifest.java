package dev.tailwater.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a backup consists of. A folder with a manifest holds a whole backup: it is written last.
 *
 * @param program the version that wrote it
 * @param begun everything that was answered with 200 before is in the backup
 * @param state the folder, in the backup's, of what is not shared with later backups
 * @param tableMetadata name of the table's metadata file in {@code <state>/table}
 * @param files all files, by their path in the backup's folder
 */
record Manifest(
    String program, Instant begun, String state, String tableMetadata, List<Entry> files) {
  static final String NAME = "manifest.json";
  private static final int FORMAT = 1;

  /**
   * A file.
   *
   * @param path in the backup's folder, with slashes
   * @param sha256 of its bytes, in hexadecimal
   */
  record Entry(String path, long bytes, String sha256) {}

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(NAME));
  }

  /** Reads the manifest of a backup. */
  static Manifest read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      throw new IOException(
          "expected a backup in %s, found no %s: a backup that broke off has none"
              .formatted(folder, NAME));
    }
    JsonNode json = json(file);
    JsonNode format = json.path("format");
    if (format.asInt() != FORMAT) {
      throw new IOException(
          "expected a backup of format %d in %s, found %s: use the version that wrote it"
              .formatted(FORMAT, file, format.isMissingNode() ? "none" : format));
    }
    Instant begun;
    try {
      begun = Instant.parse(json.path("begun").asText());
    } catch (DateTimeParseException e) {
      throw new IOException(
          "expected a time as begun in %s, found \"%s\": the backup is damaged, take another"
              .formatted(file, json.path("begun").asText()),
          e);
    }
    List<Entry> files = new ArrayList<>();
    for (JsonNode entry : json.path("files")) {
      files.add(
          new Entry(
              entry.path("path").asText(),
              entry.path("bytes").asLong(),
              entry.path("sha256").asText()));
    }
    return new Manifest(
        json.path("program").asText(),
        begun,
        json.path("state").asText(),
        json.path("tableMetadata").asText(),
        files);
  }

  private static JsonNode json(Path file) throws IOException {
    try {
      return Json.MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "expected JSON in %s, found something else after line %d: the backup is damaged, take another"
              .formatted(file, e.getLocation().getLineNr()),
          e);
    }
  }

  /** Puts the manifest in the place of the one before, in one step. */
  void write(Path folder) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("format", FORMAT);
    json.put("program", program);
    json.put("begun", begun.toString());
    json.put("state", state);
    json.put("tableMetadata", tableMetadata);
    var entries = json.putArray("files");
    for (Entry file : files) {
      entries
          .addObject()
          .put("path", file.path())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256());
    }
    Path unfinished = folder.resolve(NAME + ".new");
    Files.writeString(unfinished, json.toPrettyString());
    Copies.sync(unfinished);
    Files.move(unfinished, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    Copies.sync(folder);
  }
}
