package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The octet-counted frames of a file. Frames do not tell their drain: where a file of the same name
 * with the ending {@code .jsonl} stands beside, the key {@code drain} of its n-th line is that of
 * the n-th frame; without it all are one drain's.
 */
public final class FileLines implements LineSource {
  private static final String DRAIN = "d.00000000-0000-4000-8000-000000000001";
  private static final String DRAIN_KEY = "\"drain\":\"";

  private final Path file;
  private final long lines;

  /** Gets each frame in the order of the file. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes one.
     *
     * @param frame octet count included
     */
    void frame(String drain, byte[] frame);
  }

  /**
   * @param lines frames to take at most
   */
  public FileLines(Path file, long lines) {
    this.file = file;
    this.lines = lines;
  }

  /** The same lines as JSON, one object a line; they may be absent. */
  public static Path twin(Path file) {
    String name = String.valueOf(file.getFileName());
    int ending = name.lastIndexOf('.');
    return file.resolveSibling((ending < 0 ? name : name.substring(0, ending)) + ".jsonl");
  }

  @Override
  public void writeTo(PostWriter posts) throws IOException {
    each((drain, frame) -> posts.add(drain, frame, 0, frame.length));
  }

  /** Reads all frames without asking whose they are. */
  public void eachFrame(Consumer<byte[]> visitor) throws IOException {
    try (FrameReader frames = new FrameReader(file)) {
      byte[] frame = frames.next();
      for (long i = 0; i < lines && frame != null; i++, frame = frames.next()) {
        visitor.accept(frame);
      }
    }
  }

  /** Reads all frames. */
  public void each(Visitor visitor) throws IOException {
    Path twin = twin(file);
    try (FrameReader frames = new FrameReader(file);
        BufferedReader json =
            Files.exists(twin) && !twin.equals(file)
                ? Files.newBufferedReader(twin, ISO_8859_1)
                : null) {
      Map<String, String> drains = new HashMap<>();
      byte[] frame = frames.next();
      for (long i = 0; i < lines && frame != null; i++, frame = frames.next()) {
        String drain = json == null ? DRAIN : drain(twin, i, json.readLine());
        visitor.frame(drains.computeIfAbsent(drain, name -> name), frame);
      }
    }
  }

  private static String drain(Path twin, long index, @Nullable String line) throws IOException {
    int key = line == null ? -1 : line.indexOf(DRAIN_KEY);
    if (line == null || key < 0) {
      throw new IOException(
          "%s: expected an object with the key drain in line %,d, found %s"
              .formatted(twin, index + 1, line));
    }
    int from = key + DRAIN_KEY.length();
    return line.substring(from, line.indexOf('"', from));
  }
}
