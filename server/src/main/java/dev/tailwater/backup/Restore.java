package dev.tailwater.backup;

import dev.tailwater.DataFolderLock;
import dev.tailwater.store.TableRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;

/** Makes a data folder of a backup. */
public final class Restore {
  private static final Path TABLE_DATA = Path.of("warehouse", "tailwater", "logs", "data");

  private Restore() {}

  /** What was restored. */
  public record Result(Instant begun, int files, long bytes) {}

  /**
   * Compares every file of a backup with its checksum.
   *
   * @throws IOException when one is missing or another
   */
  public static Result check(Path folder) throws IOException {
    Manifest manifest = Manifest.read(folder);
    long bytes = 0;
    for (Manifest.Entry entry : manifest.files()) {
      Path file = source(folder, entry);
      compare(entry, file, Copies.hash(file));
      bytes += entry.bytes();
    }
    return new Result(manifest.begun(), manifest.files().size(), bytes);
  }

  /**
   * Restores a backup.
   *
   * @param folder the backup's folder
   * @param data where to: missing or empty
   * @throws IOException when a file does not have its checksum, or cannot be copied; the data
   *     folder is not usable then
   */
  public static Result restore(Path folder, Path data) throws IOException {
    Manifest manifest = Manifest.read(folder);
    if (Files.exists(data) && !Files.isDirectory(data)) {
      throw new IOException(
          "expected an empty or missing folder, found a file at %s: name another with --data"
              .formatted(data));
    }
    if (Files.exists(data)) {
      try (Stream<Path> files = Files.list(data)) {
        if (files.findAny().isPresent()) {
          throw new IOException(
              "expected an empty or missing folder, found files in %s: name another with --data"
                  .formatted(data));
        }
      }
    }
    Copies.createFolder(data);
    Path unfinished = Files.createFile(data.resolve(DataFolderLock.UNFINISHED_RESTORE));
    Copies.sync(data);
    long bytes = 0;
    for (Manifest.Entry entry : manifest.files()) {
      Path file = source(folder, entry);
      Path target = target(data, manifest, entry);
      String hash =
          target.equals(data) ? Copies.hash(file) : Copies.copy(file, target, Files.size(file));
      compare(entry, file, hash);
      bytes += entry.bytes();
    }
    Path database = data.resolve("metadata.db");
    if (database.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-------"));
    }
    Database.forgetTable(database);
    TableRestore.restore(
        folder.resolve(manifest.state()).resolve("table").resolve(manifest.tableMetadata()),
        "jdbc:sqlite:" + database,
        data.resolve("warehouse"));
    try (Stream<Path> all = Files.walk(data)) {
      for (Path made : all.filter(Files::isDirectory).toList()) {
        Copies.sync(made);
      }
    }
    Files.delete(unfinished);
    Copies.sync(data);
    return new Result(manifest.begun(), manifest.files().size(), bytes);
  }

  /** Where a file goes; the data folder itself for one that is only read. */
  private static Path target(Path data, Manifest manifest, Manifest.Entry entry)
      throws IOException {
    String path = entry.path();
    if (path.startsWith("data/")) {
      return inside(data.resolve(TABLE_DATA), path.substring("data/".length()));
    }
    if (path.startsWith(manifest.state() + "/table/")) {
      return data;
    }
    String prefix = manifest.state() + "/";
    return inside(data, path.startsWith(prefix) ? path.substring(prefix.length()) : path);
  }

  /** A file of the backup. */
  private static Path source(Path folder, Manifest.Entry entry) throws IOException {
    Path file = inside(folder, entry.path());
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "expected the file %s, found none: the backup is damaged, take another".formatted(file));
    }
    return file;
  }

  private static Path inside(Path folder, String path) throws IOException {
    Path file = folder.resolve(path).normalize();
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new IOException("expected a path inside of the backup in its manifest, found " + path);
    }
    return file;
  }

  private static void compare(Manifest.Entry entry, Path file, String hash) throws IOException {
    if (!hash.equals(entry.sha256())) {
      throw new IOException(
          "expected the SHA-256 %s of %s, found %s: the backup is damaged, take another"
              .formatted(entry.sha256(), file, hash));
    }
  }
}
