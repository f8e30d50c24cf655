package dev.tailwater.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * How the commands of a machine speak to the server that runs there: its address, and a secret that
 * only who may read the data folder knows. It is new with each start.
 *
 * @param address where the server listens
 * @param token the secret
 */
public record OperatorFile(URI address, String token) {
  private static final String NAME = "operator.json";
  private static final int TOKEN_BYTES = 32;

  /** A secret that nobody knows yet. */
  public static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Writes the file, for the owner of the folder only. */
  public void write(Path data) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("address", address.toString()).put("token", token);
    Path unfinished = data.resolve(NAME + ".new");
    Files.deleteIfExists(unfinished);
    boolean posix = data.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createFile(
        unfinished,
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0]);
    Files.writeString(unfinished, json.toString());
    Files.move(unfinished, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes the file when the server stops. */
  public static void delete(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(NAME));
  }

  /**
   * Reads the file of a running server.
   *
   * @throws IOException when there is none
   */
  static OperatorFile read(Path data) throws IOException {
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(data.resolve(NAME)));
      return new OperatorFile(
          URI.create(json.path("address").asText()), json.path("token").asText());
    } catch (NoSuchFileException e) {
      throw new IOException(
          "expected the file %s of the server that uses %s, found none: wait until it has started, or start it with this version"
              .formatted(NAME, data),
          e);
    }
  }
}
