package dev.tailwater.backup;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies files, durable and with their SHA-256. */
final class Copies {
  private static final int CHUNK_BYTES = 1 << 20;

  private Copies() {}

  /**
   * Copies the first bytes of a file to a new one, which appears under its name once it is whole.
   *
   * @return SHA-256 of the bytes, in hexadecimal
   * @throws EOFException when the file is shorter
   */
  static String copy(Path source, Path target, long bytes) throws IOException {
    Path folder = target.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path unfinished = target.resolveSibling(target.getFileName() + ".part");
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(source);
        FileChannel channel =
            FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      // Not closed: the channel is, after its sync.
      OutputStream out = Channels.newOutputStream(channel);
      byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, Math.max(bytes, 1))];
      long left = bytes;
      while (left > 0) {
        int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (read < 0) {
          throw new EOFException(
              "expected %d bytes in %s, found %d".formatted(bytes, source, bytes - left));
        }
        digest.update(chunk, 0, read);
        out.write(chunk, 0, read);
        left -= read;
      }
      channel.force(true);
    }
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of a file, in hexadecimal. */
  static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Makes a file, or the names in a folder, durable. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes a folder that only its owner may enter, when it is missing. */
  static void createFolder(Path folder) throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    FileStore store = Files.getFileStore(parent == null ? folder.toAbsolutePath() : parent);
    if (store.supportsFileAttributeView(PosixFileAttributeView.class)) {
      FileAttribute<?> owner =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Files.createDirectory(folder, owner);
    } else {
      Files.createDirectory(folder);
    }
  }
}
