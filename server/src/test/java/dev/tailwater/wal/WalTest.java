package dev.tailwater.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was appended is there again after a restart, in order, once; what a crash tore is not. */
class WalTest {
  private static final WalOptions SMALL = new WalOptions(4096);

  @TempDir Path folder;

  @Test
  void entriesComeBackInOrderAfterARestart() throws Exception {
    List<Long> positions = new ArrayList<>();
    try (Wal wal = open(SMALL)) {
      for (int i = 0; i < 200; i++) {
        positions.add(wal.append(delivery("body " + i)));
      }
    }
    assertThat(segments()).hasSizeGreaterThan(3);
    try (Wal wal = open(SMALL)) {
      List<String> bodies = new ArrayList<>();
      List<Long> replayed = new ArrayList<>();
      wal.replay(entry -> {
        replayed.add(entry.position());
        bodies.add(body(Delivery.decode(entry.payload())));
      });
      assertThat(replayed).isEqualTo(positions).isSorted().doesNotHaveDuplicates();
      assertThat(bodies).startsWith("body 0", "body 1").endsWith("body 199").hasSize(200);
      assertThat(wal.append(delivery("after"))).isGreaterThan(positions.getLast());
    }
  }

  @Test
  void manyThreadsShareTheLogAndTheListenerHearsOfAllInOrder() throws Exception {
    List<Future<Long>> appended = new ArrayList<>();
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    try (Wal wal = Wal.open(folder, SMALL, 0, (delivery, position, end) -> heard.add(position));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        String body = "body " + i;
        appended.add(threads.submit(() -> wal.append(delivery(body))));
      }
    }
    for (Future<Long> position : appended) {
      assertThat(heard).contains(position.get());
    }
    assertThat(heard).hasSize(500).isSorted();
    assertThat(bodies()).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void aTornTailIsCutAndAppendingGoesOn() throws Exception {
    for (int cut = 1; cut < 60; cut++) {
      Path file;
      try (Wal wal = open(new WalOptions(1 << 20))) {
        wal.append(delivery("whole"));
        wal.append(delivery("torn"));
        file = segments().getLast();
      }
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.setLength(bytes.length() - cut);
      }
      assertThat(bodies()).as("cut by %d", cut).containsExactly("whole");
      try (Wal wal = open(new WalOptions(1 << 20))) {
        wal.append(delivery("next"));
      }
      assertThat(bodies()).as("cut by %d", cut).containsExactly("whole", "next");
      deleteAll();
    }
  }

  @Test
  void aFlippedBitInAClosedSegmentCostsNoOtherSegment() throws Exception {
    try (Wal wal = open(SMALL)) {
      for (int i = 0; i < 100; i++) {
        wal.append(delivery("body " + i));
      }
    }
    Path first = segments().getFirst();
    try (RandomAccessFile bytes = new RandomAccessFile(first.toFile(), "rw")) {
      bytes.seek(bytes.length() - 5);
      int old = bytes.read();
      bytes.seek(bytes.length() - 5);
      bytes.write(old ^ 1);
    }
    List<String> bodies = bodies();
    assertThat(bodies).hasSize(99).contains("body 0", "body 99");
    assertThat(first).exists();
  }

  @Test
  void damageInTheNewestSegmentDestroysNothingThatFollows() throws Exception {
    try (Wal wal = open(new WalOptions(1 << 20))) {
      for (int i = 0; i < 10; i++) {
        wal.append(delivery("body " + i));
      }
    }
    Path file = segments().getLast();
    long size = Files.size(file);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(size / 2);
      bytes.write(bytes.read() ^ 1);
    }
    assertThat(bodies()).contains("body 0", "body 9").hasSize(9);
    assertThat(file).hasSize(size);
    try (Wal wal = open(SMALL)) {
      assertThat(wal.append(delivery("next"))).isGreaterThan(size);
    }
    assertThat(bodies()).contains("body 0", "next");
  }

  @Test
  void positionsNeverFallBehindWhatTheTableHolds() throws Exception {
    try (Wal wal = Wal.open(folder, SMALL, 5_000_000, (delivery, position, end) -> {})) {
      assertThat(wal.append(delivery("first"))).isGreaterThan(5_000_000);
    }
  }

  @Test
  void trimmingFreesWholeSegmentsThatAreNotNeeded() throws Exception {
    try (Wal wal = open(SMALL)) {
      long middle = 0;
      for (int i = 0; i < 100; i++) {
        long position = wal.append(delivery("body " + i));
        middle = i == 50 ? position : middle;
      }
      int before = segments().size();
      assertThat(wal.trim(middle)).isPositive();
      assertThat(segments()).hasSizeLessThan(before);
    }
    assertThat(bodies()).contains("body 50", "body 99").doesNotContain("body 0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeliveryIsTheSameAfterEncoding(boolean savedLog) throws Exception {
    Delivery delivery =
        new Delivery(
            1_767_225_600_000_001L,
            Long.MAX_VALUE,
            7,
            new Delivery.Origin(1, "c\u00f6llector", 2, "s", "cat/egory", "10.0.0.1", "d.\u20ac"),
            Delivery.Framing.TEXT,
            "09C557EAFCFB6CF2740EE62F62971098",
            Map.of("team", "web", "empty", ""),
            ByteBuffer.wrap("83 <40>1".getBytes(UTF_8)),
            savedLog);
    assertThat(Delivery.decode(delivery.encode())).isEqualTo(delivery);
  }

  private Wal open(WalOptions options) throws IOException {
    return Wal.open(folder, options, 0, (delivery, position, end) -> {});
  }

  private List<String> bodies() throws IOException {
    List<String> bodies = new ArrayList<>();
    try (Wal wal = open(SMALL)) {
      wal.replay(entry -> bodies.add(body(Delivery.decode(entry.payload()))));
    }
    return bodies;
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void deleteAll() throws IOException {
    for (Path file : segments()) {
      Files.delete(file);
    }
  }

  private static String body(Delivery delivery) {
    return UTF_8.decode(delivery.body().duplicate()).toString();
  }

  private static Delivery delivery(String body) {
    return new Delivery(
        0,
        1,
        30,
        new Delivery.Origin(1, "heroku", 2, "logplex", "heroku", "h", "d.shop"),
        Delivery.Framing.LOGPLEX,
        "",
        Map.of(),
        ByteBuffer.wrap(body.getBytes(UTF_8)));
  }
}
