package dev.tailwater.backup;

import dev.tailwater.DataFolderLock;
import dev.tailwater.Version;
import dev.tailwater.store.TableInspection;
import dev.tailwater.store.TableInspection.LiveFile;
import dev.tailwater.wal.WalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies a data folder to a backup's folder. Data files never change, so a later backup to the same
 * folder copies only those that are new. What it replaces is deleted when the new manifest stands.
 */
public final class Backup {
  /** A lookup table may be filled while its file is copied: then the database is read again. */
  private static final int LOOKUP_TRIES = 10;

  private final Path data;
  private final Path folder;
  private final boolean link;
  private final String state;
  private final Instant begun;
  private final Map<String, Manifest.Entry> before = new HashMap<>();
  private final List<Manifest.Entry> files = new ArrayList<>();
  private long copied;

  /**
   * What a backup came to.
   *
   * @param files files of the backup
   * @param bytes their bytes
   * @param copied bytes that were not there before
   * @param running whether a server ran meanwhile
   */
  public record Result(Instant begun, int files, long bytes, long copied, boolean running) {}

  private Backup(Path data, Path folder, boolean link, Instant begun) {
    this.data = data;
    this.folder = folder;
    this.link = link;
    this.begun = begun;
    this.state = "state-" + begun.toEpochMilli();
  }

  /**
   * Makes a backup.
   *
   * @param data the data folder
   * @param folder where to: empty, or with a backup made before
   * @param link makes hard links to data files instead of copies where the file system can
   * @throws IOException when it could not be made; a backup made before stays as it was
   */
  public static Result make(Path data, Path folder, boolean link, Clock clock)
      throws IOException, InterruptedException {
    if (!Files.exists(data.resolve("metadata.db"))) {
      throw new IOException(
          "expected the data folder of a server in %s, found none: name it with --data"
              .formatted(data));
    }
    if (folder.startsWith(data)) {
      throw new IOException("expected a folder outside of %s, found %s".formatted(data, folder));
    }
    boolean running = DataFolderLock.isHeld(data);
    Backup backup = new Backup(data, folder, link, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    try (Source source = running ? new RunningServer(data) : new StoppedFolder(data)) {
      backup.copy(source);
    }
    backup.deleteOld();
    return new Result(
        backup.begun,
        backup.files.size(),
        backup.files.stream().mapToLong(Manifest.Entry::bytes).sum(),
        backup.copied,
        running);
  }

  private void copy(Source source) throws IOException {
    Path metadata = source.tableMetadata();
    if (!Files.exists(metadata) || !metadata.toRealPath().startsWith(data.toRealPath())) {
      throw new IOException(
          "expected a table inside of %s, found %s: the folder was moved or copied by hand"
              .formatted(data, metadata));
    }
    Copies.createFolder(folder);
    if (Manifest.isIn(folder)) {
      Manifest.read(folder).files().forEach(entry -> before.put(entry.path(), entry));
    } else if (!isEmpty(folder)) {
      throw new IOException(
          "expected an empty folder or one with a backup, found others' files in " + folder);
    }
    Copies.createFolder(folder.resolve(state));
    TableInspection table = new TableInspection(source.tableMetadata());
    for (Path file : table.metadataFiles()) {
      copy(file, state + "/table/" + file.getFileName(), Files.size(file));
    }
    Path dataFolder = table.folder().resolve("data");
    for (LiveFile file : table.files()) {
      copyImmutable(file.path(), "data/" + path(dataFolder.relativize(file.path())));
      Path terms = TableInspection.termFilters(file.path());
      if (Files.exists(terms)) {
        copyImmutable(terms, "data/" + path(dataFolder.relativize(terms)));
      }
    }
    for (WalFiles.Part part : WalFiles.before(data.resolve("wal"), source.walEnd())) {
      copy(part.file(), state + "/wal/" + part.file().getFileName(), part.bytes());
    }
    copyDatabase();
    source.requireHeld();
    syncFolders();
    new Manifest(
            Version.text(),
            begun,
            state,
            String.valueOf(source.tableMetadata().getFileName()),
            files)
        .write(folder);
  }

  /** The database, and the files of lookup tables that it names. */
  private void copyDatabase() throws IOException {
    Path target = folder.resolve(state).resolve("metadata.db");
    for (int tried = 1; ; tried++) {
      Files.deleteIfExists(target);
      Database.copy(data.resolve("metadata.db"), target);
      int before = files.size();
      try {
        for (String name : Database.lookupFiles(target)) {
          copyImmutable(data.resolve("lookup").resolve(name), "lookup/" + name);
        }
        Copies.sync(target);
        files.add(
            new Manifest.Entry(state + "/metadata.db", Files.size(target), Copies.hash(target)));
        copied += Files.size(target);
        return;
      } catch (NoSuchFileException e) {
        files.subList(before, files.size()).clear();
        if (tried == LOOKUP_TRIES) {
          throw e;
        }
      }
    }
  }

  private void copy(Path source, String path, long bytes) throws IOException {
    files.add(new Manifest.Entry(path, bytes, Copies.copy(source, folder.resolve(path), bytes)));
    copied += bytes;
  }

  /** Copies a file that never changes, unless the backup has it. */
  private void copyImmutable(Path source, String path) throws IOException {
    Path target = folder.resolve(path);
    Manifest.Entry entry = before.get(path);
    if (entry != null && Files.exists(target) && Files.size(target) == entry.bytes()) {
      files.add(entry);
      return;
    }
    if (link && linked(source, target)) {
      files.add(new Manifest.Entry(path, Files.size(target), Copies.hash(target)));
      return;
    }
    copy(source, path, Files.size(source));
  }

  private static boolean linked(Path source, Path target) throws IOException {
    Files.createDirectories(target.resolveSibling("."));
    Files.deleteIfExists(target);
    try {
      Files.createLink(target, source);
      return true;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // Another file system, or one without links.
      return false;
    }
  }

  private void syncFolders() throws IOException {
    Set<Path> folders = new HashSet<>();
    for (Manifest.Entry file : files) {
      for (Path at = folder.resolve(file.path()).getParent();
          at != null && at.startsWith(folder) && folders.add(at);
          at = at.getParent()) {
        Copies.sync(at);
      }
    }
  }

  /** Deletes what only the backup before needed, and what one that broke off left. */
  private void deleteOld() throws IOException {
    Set<Path> needed = new HashSet<>();
    needed.add(folder.resolve(Manifest.NAME));
    files.forEach(file -> needed.add(folder.resolve(file.path())));
    List<Path> found;
    try (Stream<Path> walk = Files.walk(folder)) {
      found = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : found) {
      if (Files.isDirectory(file) ? isEmpty(file) : !needed.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static String path(Path relative) {
    return relative.toString().replace('\\', '/');
  }
}
