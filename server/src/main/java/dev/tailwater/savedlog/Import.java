package dev.tailwater.savedlog;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings saved logs into a running server through its drain URL. For one thread; {@link #progress}
 * and {@link #place} may be asked by others.
 */
public final class Import implements AutoCloseable {
  private final DrainClient client;
  private final @Nullable Format forced;
  private final List<String> refused = new ArrayList<>();
  private volatile Progress progress;
  private volatile Place place = new Place("", 0);

  /**
   * How far an import is.
   *
   * @param files files that are finished
   * @param lines lines that are stored
   * @param bytes bytes of lines that are stored, after decompression
   * @param read bytes read from files, before decompression
   * @param total bytes of all files; -1 when standard input is one of them
   */
  public record Progress(int files, long lines, long bytes, long read, long total) {}

  /**
   * What is stored of the file that is read now.
   *
   * @param offset everything before it was answered, in bytes after decompression
   */
  public record Place(String file, long offset) {}

  /**
   * @param drain the drain URL
   * @param forced the form of all files; null to tell it by their content
   * @param patience how long the server may refuse one piece before the import breaks off
   */
  public Import(URI drain, Labels labels, @Nullable Format forced, Duration patience) {
    this.client = new DrainClient(drain, labels, patience);
    this.forced = forced;
    this.progress = new Progress(0, 0, 0, 0, 0);
  }

  /**
   * Imports files, in their order.
   *
   * @param start where to begin in the first one: the {@link Place#offset} of an import that broke
   *     off
   * @throws IOException when a file cannot be read or the server does not answer; {@link #place}
   *     tells what is stored
   */
  public void run(List<String> files, long start) throws IOException, InterruptedException {
    long total = 0;
    for (String file : files) {
      long size = Content.size(file);
      total = size < 0 || total < 0 ? -1 : total + size;
    }
    progress = new Progress(0, 0, 0, 0, total);
    long from = start;
    for (String file : files) {
      run(file, from);
      from = 0;
    }
  }

  private void run(String file, long start) throws IOException, InterruptedException {
    place = new Place(file, start);
    long readBefore = progress.read();
    try (Content content = Content.open(file)) {
      Pieces pieces = new Pieces(content.bytes(), forced, start);
      for (Piece piece = pieces.next(); piece != null; piece = pieces.next()) {
        Optional<String> refusal =
            piece.lines() == 0 ? Optional.empty() : client.deliver(piece, pieces.format());
        if (refusal.isPresent()) {
          refused.add(refusal(file, piece, refusal.get()));
        }
        boolean stored = refusal.isEmpty();
        Progress before = progress;
        progress =
            new Progress(
                before.files(),
                before.lines() + (stored ? piece.lines() : 0),
                before.bytes() + (stored ? piece.end() - piece.offset() : 0),
                readBefore + content.read(),
                before.total());
        place = new Place(file, piece.end());
      }
    }
    Progress before = progress;
    progress =
        new Progress(
            before.files() + 1, before.lines(), before.bytes(), before.read(), before.total());
  }

  private static String refusal(String file, Piece piece, String why) {
    return "%s, bytes %d to %d: %s".formatted(file, piece.offset(), piece.end(), why);
  }

  /** Pieces that the server refused for good: where they are, and why. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  public Progress progress() {
    return progress;
  }

  public Place place() {
    return place;
  }

  @Override
  public void close() {
    client.close();
  }
}
