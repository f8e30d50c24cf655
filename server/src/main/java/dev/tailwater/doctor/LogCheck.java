package dev.tailwater.doctor;

import dev.tailwater.doctor.Finding.Check;
import dev.tailwater.wal.WalInspection;
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
    String where = segment.file() + ", offset " + segment.intact();
    String rest = (segment.bytes() - segment.intact()) + " bytes";
    switch (segment.rest()) {
      case NOTHING -> {}
      case TORN ->
          findings.note(
              Check.LOG,
              where,
              "a whole entry",
              rest + " that end in the middle of one",
              last && running
                  ? "look again: the server may be writing it"
                  : "nothing: it was never answered with 200");
      case DAMAGED -> {
        if (last && running) {
          findings.note(
              Check.LOG,
              where,
              "an entry",
              rest + " that are none",
              "look again: the server may be writing it");
        } else if (segment.end() <= tablePosition) {
          findings.note(
              Check.LOG,
              where,
              "an entry",
              rest + " that are none; the table has the lines",
              "nothing: the next flush deletes the file");
        } else {
          findings.error(
              Check.LOG,
              where,
              "an entry with the right checksum",
              rest + " that are none; a start leaves them out",
              "unless the disk was full or a write failed there, accepted lines are in it: keep a"
                  + " copy of the file, look for a failing disk, restore a backup");
        }
      }
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
