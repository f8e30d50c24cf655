package dev.tailwater.wal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments in which damage was found. Each gets a second name in the folder {@code damaged}, so
 * that trimming the log does not take away what an operator may want to look at. Safe for use by
 * many threads.
 */
final class DamagedSegments {
  private static final Logger LOG = LoggerFactory.getLogger(DamagedSegments.class);

  private final Path folder;
  private final long tableEnd;
  private final Set<Long> reported = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param tableEnd everything before it is in the table: damage there costs nothing
   */
  DamagedSegments(Path walFolder, long tableEnd) {
    this.folder = folder(walFolder);
    this.tableEnd = tableEnd;
  }

  /** Where the damaged segments of a log are kept. */
  static Path folder(Path walFolder) {
    return walFolder.resolve("damaged");
  }

  /** Bytes of damage that were reported. */
  long bytes() {
    return bytes.get();
  }

  /** Tells of what a segment holds beside its entries: of damage once, and sets it aside. */
  void report(Segment segment, Segment.Contents contents) {
    if (contents.rest() == Segment.Rest.TORN) {
      LOG.warn(
          "{} ends in the middle of an entry (offset {}), which was never acknowledged",
          segment.file(),
          contents.intact());
    }
    add(segment, contents.damage());
  }

  private void add(Segment segment, List<WalDamage> found) {
    List<WalDamage> damage =
        found.stream()
            .filter(part -> segment.base() + part.offset() + part.bytes() > tableEnd)
            .filter(part -> reported.add(segment.base() + part.offset()))
            .toList();
    if (damage.isEmpty()) {
      return;
    }
    String kept = setAside(segment);
    for (WalDamage part : damage) {
      bytes.addAndGet(part.bytes());
      LOG.error(
          "{} is damaged: expected an entry at offset {}, found {} bytes that are none. They are"
              + " left out, all that is intact before and behind them is read. Unless a write"
              + " failed there, accepted lines are in them: look for a failing disk. {}",
          segment.file(),
          part.offset(),
          part.bytes(),
          kept);
    }
  }

  /** Gives the file a second name; tells where. */
  private String setAside(Segment segment) {
    Path target = folder.resolve(segment.file().getFileName());
    try {
      Files.createDirectories(folder);
      try {
        Files.createLink(target, segment.file());
      } catch (UnsupportedOperationException e) {
        Files.copy(segment.file(), target);
      }
    } catch (FileAlreadyExistsException e) {
      // Found at an earlier start.
    } catch (IOException e) {
      LOG.warn("cannot keep {} as {}", segment.file(), target, e);
      return "Copy the file before the next flush deletes it.";
    }
    return "The file stays as " + target + ".";
  }
}
