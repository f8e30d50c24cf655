package dev.tailwater;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.backup.Backup;
import dev.tailwater.backup.Restore;
import dev.tailwater.doctor.Doctor;
import dev.tailwater.doctor.Finding;
import dev.tailwater.doctor.Finding.Check;
import dev.tailwater.doctor.Finding.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tailwater doctor} finds each kind of damage, and nothing where there is none. */
class DoctorTest {
  private static final int LINES = 40;

  @TempDir static Path common;
  @TempDir Path folder;
  private Path data = Path.of("");

  /**
   * A folder with flushed lines, and lines that are only in the log: of a server that was killed.
   */
  @BeforeAll
  static void deliver() throws Exception {
    Path original = Files.createDirectory(common.resolve("data"));
    try (TailwaterProcess server = TailwaterProcess.start(original, Map.of())) {
      deliver(server, "F");
    }
    TailwaterProcess server = TailwaterProcess.start(original, Map.of());
    deliver(server, "G");
    Doctor.Report report = Doctor.examine(original, 0, false, Clock.systemUTC());
    assertThat(report.running()).isTrue();
    assertThat(report.count(Severity.ERROR)).as("errors beside a server").isZero();
    server.kill();
    Backup.make(original, common.resolve("backup"), false, Clock.systemUTC());
  }

  /** Each test damages a folder of its own. */
  @BeforeEach
  void restore() throws IOException {
    data = folder.resolve("data");
    Restore.restore(common.resolve("backup"), data);
  }

  private static void deliver(TailwaterProcess server, String id) throws Exception {
    for (int i = 0; i < LINES; i++) {
      String line = "<190>1 %s host app web.1 - line %d\n".formatted(Instant.now(), i);
      assertThat(server.deliver("d.shop", id + i, TailwaterProcess.frame(line))).isEqualTo(200);
    }
  }

  @Test
  void findsNothingInAnIntactFolder() throws IOException {
    Doctor.Report report = examine(true, Clock.systemUTC());
    assertThat(report.findings())
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.OK));
    assertThat(report.findings()).extracting(Finding::check).contains(Check.LOG, Check.FILES);
    assertThat(report.running()).isFalse();
  }

  @Test
  void changesNothing() throws IOException {
    List<String> before = listing();
    examine(true, Clock.systemUTC());
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void findsADamagedEntryOfTheLog() throws IOException {
    Path segment = newest(".log");
    flip(segment, Files.size(segment) / 2);
    Finding finding = onlyError(false);
    assertThat(finding.check()).isEqualTo(Check.LOG);
    assertThat(finding.where()).matches(".*wal-[0-9a-f]{16}\\.log, offset \\d+");
  }

  @Test
  void aTornEndOfTheLogIsNoLoss() throws IOException {
    Path segment = newest(".log");
    try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      file.truncate(Files.size(segment) - 3);
    }
    assertThat(errors(false)).isEmpty();
    assertThat(examine(false, Clock.systemUTC()).count(Severity.NOTE)).isEqualTo(1);
  }

  @Test
  void findsThatTheLogDoesNotGoOnWhereTheTableEnds() throws IOException {
    Path newest = newest(".log");
    long base = Long.parseLong(newest.getFileName().toString().substring(4, 20), 16);
    Files.move(newest, newest.resolveSibling("wal-%016x.log".formatted(base + (1 << 20))));
    assertThat(errors(false))
        .anySatisfy(error -> assertThat(error.found()).contains("a segment is missing"));
    try (Stream<Path> segments = Files.list(data.resolve("wal"))) {
      Files.delete(segments.sorted().findFirst().orElseThrow());
    }
    assertThat(errors(false))
        .anySatisfy(error -> assertThat(error.found()).contains("what was between is lost"));
  }

  @Test
  void findsMissingAndChangedFiles() throws IOException {
    Path file = newest(".parquet");
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    assertThat(onlyError(false).found()).isEqualTo("no such file");
    Files.write(file, Arrays.copyOf(content, content.length - 10));
    assertThat(onlyError(false).expected()).isEqualTo(content.length + " bytes");
    Files.write(file, content);
    flip(file, content.length - 1);
    assertThat(onlyError(false).check()).isEqualTo(Check.FILES);
  }

  @Test
  void readsEveryValueWhenItIsDeep() throws IOException {
    Path file = newest(".parquet");
    for (int i = 200; i < 1_000; i++) {
      flip(file, i);
    }
    assertThat(errors(false)).isEmpty();
    assertThat(onlyError(true).expected()).isEqualTo("a Parquet file whose values can be read");
  }

  @Test
  void findsDamagedMetadata() throws IOException {
    Path metadata = newest(".metadata.json");
    Files.writeString(metadata, "{");
    assertThat(errors(false)).extracting(Finding::check).contains(Check.TABLE);
    Files.write(data.resolve("metadata.db-wal"), new byte[0]);
    Path database = data.resolve("metadata.db");
    for (long at = 4096; at < Files.size(database); at += 512) {
      flip(database, at);
    }
    Files.write(database, new byte[] {1, 2, 3}, StandardOpenOption.WRITE);
    assertThat(errors(false)).extracting(Finding::check).contains(Check.METADATA);
  }

  @Test
  void findsThatAFolderWasMovedByHand() throws IOException {
    Path moved = folder.resolve("moved");
    Files.move(data, moved);
    data = moved;
    assertThat(errors(false))
        .anySatisfy(error -> assertThat(error.found()).contains("moved or copied by hand"));
  }

  @Test
  void tellsOfWhatIsNoLoss() throws IOException {
    Files.delete(newest(".terms.puffin"));
    Files.writeString(newest(".parquet").resolveSibling("left.parquet"), "x");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Clock past = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
    Doctor.Report report = examine(false, past);
    assertThat(report.count(Severity.ERROR)).isZero();
    assertThat(report.findings())
        .filteredOn(finding -> finding.severity() != Severity.OK)
        .extracting(Finding::check)
        .contains(Check.TERMS, Check.ORPHANS, Check.FOLDER, Check.CLOCK);
  }

  private Doctor.Report examine(boolean deep, Clock clock) throws IOException {
    return Doctor.examine(data, 0, deep, clock);
  }

  private List<Finding> errors(boolean deep) throws IOException {
    return examine(deep, Clock.systemUTC()).findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .toList();
  }

  private Finding onlyError(boolean deep) throws IOException {
    List<Finding> errors = errors(deep);
    assertThat(errors).hasSize(1);
    return errors.getFirst();
  }

  private List<String> listing() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> file + " " + file.toFile().length() + " " + file.toFile().lastModified())
          .toList();
    }
  }

  private Path newest(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .orElseThrow();
    }
  }

  private static void flip(Path path, long offset) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 0x55)).rewind();
      file.write(one, offset);
    }
  }
}
