package dev.tailwater.doctor;

import dev.tailwater.doctor.Finding.Check;
import dev.tailwater.wal.WalDamage;
import dev.tailwater.wal.WalInspection;
import dev.tailwater.wal.WalInspection.Rest;
import dev.tailwater.wal.WalInspection.SegmentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The write-ahead log: its segments, and whether it goes on where the table ends. */
final class LogCheck {
  /** Clocks of a server and of who looks differ by less. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

  private final Path folder;
  private final boolean running;
  private final Findings findings;
  private final Clock clock;

  LogCheck(Path folder, boolean running, Findings findings, Clock clock) {
    this.folder = folder;
    this.running = running;
    this.findings = findings;
    this.clock = clock;
  }

  /**
   * Reads all of it.
   *
   * @param tablePosition everything before is in the table
   */
  void check(long tablePosition) throws IOException {
    List<SegmentState> segments = Files.exists(folder) ? WalInspection.read(folder) : List.of();
    int before = findings.size();
    if (segments.isEmpty()) {
      if (tablePosition > 0) {
        findings.warning(
            Check.LOG,
            folder,
            "segments from position %d on".formatted(tablePosition),
            "none",
            "if they were deleted by hand, the lines since the last flush are lost: restore a"
                + " backup; the server starts all the same");
        return;
      }
      findings.ok(Check.LOG, folder, "no segments yet");
      return;
    }
    if (segments.getFirst().base() > tablePosition) {
      findings.error(
          Check.LOG,
          segments.getFirst().file(),
          "a segment that begins at or before position %d, which the table ends at"
              .formatted(tablePosition),
          "the oldest begins at %d: what was between is lost".formatted(segments.getFirst().base()),
          "put the missing segments back, or restore a backup");
    }
    for (int i = 0; i < segments.size(); i++) {
      SegmentState segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      checkEnd(segment, last, tablePosition);
      if (!last) {
        checkNeighbours(segment, segments.get(i + 1), tablePosition);
      }
      if (!segment.undecodable().isEmpty()) {
        findings.error(
            Check.LOG,
            segment.file(),
            "deliveries that this version can read",
            segment.undecodable(),
            "start the version that wrote them, and stop it: it flushes them");
      }
    }
    checkClock(segments);
    checkSetAside();
    if (findings.size() == before) {
      findings.ok(
          Check.LOG,
          folder,
          "%d segments, %,d deliveries, positions %d to %d, the table has all before %d"
              .formatted(
                  segments.size(),
                  segments.stream().mapToLong(SegmentState::entries).sum(),
                  segments.getFirst().base(),
                  segments.getLast().end(),
                  tablePosition));
    }
  }

  private void checkEnd(SegmentState segment, boolean last, long tablePosition) {
    if (segment.rest() == Rest.TORN) {
      findings.note(
          Check.LOG,
          segment.file() + ", offset " + segment.intact(),
          "a whole entry",
          (segment.bytes() - segment.intact()) + " bytes that end in the middle of one",
          last && running
              ? "look again: the server may be writing it"
              : "nothing: it was never answered with 200");
    }
    for (WalDamage damage : segment.damage()) {
      checkDamage(segment, damage, last, tablePosition);
    }
  }

  private void checkDamage(
      SegmentState segment, WalDamage damage, boolean last, long tablePosition) {
    String where = segment.file() + ", offset " + damage.offset();
    String found = damage.bytes() + " bytes that are none";
    boolean atEnd = damage.offset() + damage.bytes() == segment.bytes();
    if (last && running && atEnd) {
      findings.note(
          Check.LOG, where, "an entry", found, "look again: the server may be writing it");
    } else if (segment.base() + damage.offset() + damage.bytes() <= tablePosition) {
      findings.note(
          Check.LOG,
          where,
          "an entry",
          found + "; the table has the lines",
          "nothing: a flush deletes the file");
    } else {
      findings.error(
          Check.LOG,
          where,
          "an entry with the right checksum",
          found + "; a start leaves them out and reads what follows",
          "unless the disk was full or a write failed there, accepted lines are in them: look for"
              + " a failing disk, restore a backup if the lines matter; a start keeps the file in "
              + folder.resolve("damaged"));
    }
  }

  private void checkSetAside() throws IOException {
    for (Path file : WalInspection.setAside(folder)) {
      findings.note(
          Check.LOG,
          file,
          "no damaged segments",
          "one that a start found and set aside",
          "look for a failing disk; delete the file when nobody wants to look at it");
    }
  }

  private void checkNeighbours(SegmentState segment, SegmentState next, long tablePosition) {
    if (next.base() < segment.end()) {
      findings.error(
          Check.LOG,
          next.file(),
          "a segment that begins at %d, where the one before ends".formatted(segment.end()),
          "it begins at " + next.base(),
          "two logs were put into one folder: restore a backup");
    } else if (next.base() > segment.end() && next.base() > tablePosition) {
      findings.error(
          Check.LOG,
          next.file(),
          "a segment that begins at %d, where the one before ends".formatted(segment.end()),
          "it begins at %d: a segment is missing".formatted(next.base()),
          "put it back, or restore a backup");
    }
  }

  /** Receipt times come from the clock of this machine: none is ahead of it. */
  private void checkClock(List<SegmentState> segments) {
    long newest = segments.stream().mapToLong(SegmentState::newestReceiptMicros).max().orElse(0);
    checkClock(Instant.EPOCH.plus(newest, ChronoUnit.MICROS), folder, findings, clock);
  }

  static void checkClock(Instant newest, Path where, Findings findings, Clock clock) {
    Instant now = clock.instant();
    if (newest.isAfter(now.plus(CLOCK_TOLERANCE))) {
      findings.warning(
          Check.CLOCK,
          where,
          "no line that was received after now, " + now,
          "one of " + newest,
          "set the clock of this machine right: lines are filed under its time");
    }
  }
}
