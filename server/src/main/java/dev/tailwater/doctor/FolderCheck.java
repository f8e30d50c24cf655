package dev.tailwater.doctor;

import dev.tailwater.doctor.Finding.Check;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may read the folder, and whether there is room. */
final class FolderCheck {
  private static final long MEGABYTE = 1 << 20;

  /** Below this flushes and the log will soon fail. */
  private static final long LITTLE_BYTES = 64 * MEGABYTE;

  /** Two flushes of the standard size. */
  private static final long ENOUGH_BYTES = 512 * MEGABYTE;

  private final Path data;
  private final Findings findings;

  FolderCheck(Path data, Findings findings) {
    this.data = data;
    this.findings = findings;
  }

  /** Drain tokens stand in the metadata in clear, and lines in log and table. */
  void permissions() throws IOException {
    if (!Files.getFileStore(data).supportsFileAttributeView(PosixFileAttributeView.class)) {
      findings.note(Check.FOLDER, data, "permissions of POSIX", "a file system without them", "");
      return;
    }
    boolean closed = onlyOwner(data);
    for (String name : new String[] {"metadata.db", "metadata.db-wal", "metadata.db-shm"}) {
      Path file = data.resolve(name);
      if (Files.exists(file) && !onlyOwner(file) && !closed) {
        findings.warning(
            Check.FOLDER,
            file,
            "readable by its owner only: drain tokens stand in it",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
            "chmod 600 " + file);
      }
    }
    if (closed) {
      findings.ok(Check.FOLDER, data, "only its owner may enter");
    } else {
      findings.warning(
          Check.FOLDER,
          data,
          "a folder that only its owner may enter: lines are in it",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(data)),
          "chmod 700 " + data);
    }
  }

  private static boolean onlyOwner(Path path) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    return permissions.stream().allMatch(permission -> permission.name().startsWith("OWNER_"));
  }

  void space() throws IOException {
    FileStore store = Files.getFileStore(data);
    long usable = store.getUsableSpace();
    String found =
        "%,d MB free of %,d MB".formatted(usable / MEGABYTE, store.getTotalSpace() / MEGABYTE);
    if (usable < LITTLE_BYTES) {
      findings.error(
          Check.SPACE,
          data,
          "room for the log and a flush",
          found,
          "make room now: deliveries are refused when there is none");
    } else if (usable < ENOUGH_BYTES) {
      findings.warning(
          Check.SPACE,
          data,
          "at least %d MB, twice the size of a flush".formatted(ENOUGH_BYTES / MEGABYTE),
          found,
          "make room");
    } else {
      findings.ok(Check.SPACE, data, found);
    }
  }
}
