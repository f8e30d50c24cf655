package dev.tailwater.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage costs the entries that it touched and no others, whatever it is and wherever it is.
 *
 * <p>{@code -Ddamage.rounds=20000} makes it long.
 */
class DamageTest {
  private static final int ROUNDS = Integer.getInteger("damage.rounds", 300);
  private static final WalOptions ONE_SEGMENT = new WalOptions(1L << 30);

  @TempDir Path folder;
  private final TreeMap<Long, Entry> written = new TreeMap<>();
  private Path segment = Path.of("");
  private byte[] intact = new byte[0];

  private record Entry(long end, String body) {
    /** Whether bytes of the entry are not what was written. */
    boolean touched(long position, byte[] before, byte[] now) {
      return !Arrays.equals(before, (int) position, (int) end, now, (int) position, (int) end);
    }
  }

  @BeforeEach
  void writeEntries() throws Exception {
    Random random = new Random(7);
    List<Long> ends = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    try (Wal wal = Wal.open(folder, ONE_SEGMENT, 0, (delivery, position, end) -> ends.add(end))) {
      for (int i = 0; i < 60; i++) {
        // Some are larger than what is read at once.
        int size = i % 20 == 19 ? 1_500_000 : random.nextInt(3_000);
        String body = "body " + i + " " + "x".repeat(size);
        bodies.add(body);
        positions.add(wal.append(delivery(body)));
      }
    }
    for (int i = 0; i < positions.size(); i++) {
      written.put(positions.get(i), new Entry(ends.get(i), bodies.get(i)));
    }
    try (Stream<Path> files = Files.list(folder)) {
      segment = files.findFirst().orElseThrow();
    }
    intact = Files.readAllBytes(segment);
  }

  @Test
  void whatDamageDidNotTouchComesBackInOrder() throws Exception {
    long seed = System.nanoTime();
    System.out.println("damage test: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = intact.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        damage(bytes, random);
      }
      assertOnlyTouchedAreMissing(bytes, "seed " + seed + ", round " + round);
    }
  }

  @Test
  void aLengthThatIsWrongCostsOneEntry() throws Exception {
    for (int length : new int[] {0, 1, 70, 5_000, 2_000_000, 80 << 20, -1, Integer.MIN_VALUE}) {
      byte[] bytes = intact.clone();
      long position = written.navigableKeySet().stream().skip(20).findFirst().orElseThrow();
      ByteBuffer.wrap(bytes).putInt((int) position, length);
      assertOnlyTouchedAreMissing(bytes, "length " + length);
    }
  }

  @Test
  void aDamagedHeaderCostsNoEntry() throws Exception {
    byte[] bytes = intact.clone();
    Arrays.fill(bytes, 0, Segment.HEADER_BYTES, (byte) 0);
    assertOnlyTouchedAreMissing(bytes, "header");
  }

  @Test
  void anEntryOfAnotherPlaceIsNone() throws Exception {
    byte[] bytes = intact.clone();
    Map.Entry<Long, Entry> first = written.firstEntry();
    int length = (int) (first.getValue().end() - first.getKey());
    Map.Entry<Long, Entry> large =
        written.entrySet().stream()
            .filter(entry -> entry.getValue().body().length() > 1_000_000)
            .findFirst()
            .orElseThrow();
    int at = (int) (large.getKey() + 500_000);
    System.arraycopy(bytes, first.getKey().intValue(), bytes, at, length);
    ByteBuffer.wrap(bytes).putInt(large.getKey().intValue(), -1);
    assertOnlyTouchedAreMissing(bytes, "copied entry");
  }

  @Test
  void theDamagedFileIsStillThereWhenItIsTrimmed() throws Exception {
    byte[] bytes = intact.clone();
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    try (Wal wal = Wal.open(folder, ONE_SEGMENT, 0, (delivery, position, end) -> {})) {
      wal.replay(entry -> {});
      assertThat(wal.damagedBytes()).isPositive();
      wal.append(delivery("next"));
      wal.trim(wal.end());
    }
    assertThat(segment).doesNotExist();
    Path kept = folder.resolve("damaged").resolve(segment.getFileName());
    assertThat(kept).hasBinaryContent(bytes);
    assertThat(WalInspection.setAside(folder)).containsExactly(kept);
  }

  @Test
  void aSegmentOfNoiseIsReadInAMoment() throws Exception {
    byte[] noise = new byte[64 << 20];
    new Random(3).nextBytes(noise);
    System.arraycopy(intact, 0, noise, 0, Segment.HEADER_BYTES);
    Files.write(segment, noise);
    long began = System.nanoTime();
    assertThat(read()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  private void assertOnlyTouchedAreMissing(byte[] bytes, String what) throws IOException {
    Files.write(segment, bytes);
    Map<Long, String> expected = new TreeMap<>();
    written.forEach((position, entry) -> {
      if (!entry.touched(position, intact, bytes)) {
        expected.put(position, entry.body());
      }
    });
    Map<Long, String> found = read();
    assertThat(found.keySet()).as(what).containsExactlyElementsOf(expected.keySet());
    assertThat(found).as(what).isEqualTo(expected);
  }

  /** The bodies of the entries by position, in the order in which they were read. */
  private Map<Long, String> read() throws IOException {
    TreeMap<Long, String> found = new TreeMap<>();
    new Segment(segment, Segment.baseOf(segment))
        .read(entry -> {
          assertThat(found.isEmpty() || found.lastKey() < entry.position()).isTrue();
          String body = UTF_8.decode(Delivery.decode(entry.payload()).body()).toString();
          found.put(entry.position(), body);
        });
    return found;
  }

  private static void damage(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(random.nextInt(1, 20_000), bytes.length - at);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0);
      case 2 -> {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, at, length);
      }
      // A block of another place of the file.
      default -> System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, length);
    }
  }

  private static Delivery delivery(String body) {
    return new Delivery(
        0,
        1,
        30,
        new Delivery.Origin(1, "heroku", 2, "logplex", "heroku", "h", "d.shop"),
        Delivery.Framing.LOGPLEX,
        "F",
        Map.of("team", "web"),
        ByteBuffer.wrap(body.getBytes(UTF_8)));
  }
}
