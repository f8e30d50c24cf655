package dev.tailwater;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A disk of a few megabytes that gets full: a tmpfs, mounted over a folder in a mount namespace of
 * its own, so that nobody else sees it. It lives as long as this object, over restarts of the
 * programs that use it. Needs Linux, and root or user namespaces.
 */
final class SmallDisk implements AutoCloseable {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  /** Sleeps in the namespace and keeps it. */
  private final Process holder;

  private final Path folder;

  private SmallDisk(Process holder, Path folder) {
    this.holder = holder;
    this.folder = folder;
  }

  /**
   * Mounts one over an empty folder.
   *
   * @return empty when this machine does not allow it
   */
  static Optional<SmallDisk> over(Path folder, int megabytes) throws IOException {
    List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
    if (!ROOT) {
      command.add("--map-root-user");
    }
    command.addAll(
        List.of(
            "sh",
            "-c",
            "mount -t tmpfs -o size=\"$1\"m tailwater \"$0\" && echo mounted && exec sleep 3600",
            folder.toString(),
            String.valueOf(megabytes)));
    Process holder;
    try {
      holder = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      System.out.println("no small disk: " + e.getMessage());
      return Optional.empty();
    }
    String said = holder.inputReader(UTF_8).readLine();
    if (!"mounted".equals(said)) {
      System.out.println("no small disk: " + said);
      holder.destroyForcibly();
      return Optional.empty();
    }
    return Optional.of(new SmallDisk(holder, folder));
  }

  /** What a command is started through to see the disk. */
  List<String> entrance() {
    List<String> command = new ArrayList<>(List.of("nsenter", "--mount"));
    if (!ROOT) {
      command.addAll(List.of("--user", "--preserve-credentials"));
    }
    command.addAll(List.of("--target", String.valueOf(holder.pid())));
    return command;
  }

  /** The folder on the disk, as this process can reach it. */
  Path folder() {
    return Path.of("/proc/" + holder.pid() + "/root" + folder);
  }

  /** Takes all room that is left. */
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream file =
        Files.newOutputStream(
            folder().resolve("ballast"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        file.write(block);
      }
    } catch (IOException e) {
      if (folder().toFile().getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  /** Gives back what {@link #fill} took. */
  void free() throws IOException {
    Files.deleteIfExists(folder().resolve("ballast"));
  }

  /** Makes the disk larger. */
  void grow(int megabytes) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(entrance());
    command.addAll(List.of("mount", "-o", "remount,size=" + megabytes + "m", folder.toString()));
    Process mount = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(mount.getInputStream().readAllBytes(), UTF_8);
    if (mount.waitFor() != 0) {
      throw new IOException("cannot make the disk larger: " + said);
    }
  }

  @Override
  public void close() {
    holder.destroyForcibly().onExit().completeOnTimeout(holder, 10, TimeUnit.SECONDS).join();
  }
}
