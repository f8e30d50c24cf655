package dev.tailwater.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads behind the writer gets every entry once, in order, also over trimmed segments. */
class WalReaderTest {
  private static final WalOptions SMALL = new WalOptions(4096);
  private static final int ENTRIES = 2_000;

  @TempDir Path folder;

  @Test
  void aReaderFollowsAWriter() throws Exception {
    List<String> found = new ArrayList<>();
    AtomicLong durable = new AtomicLong();
    try (Wal wal = Wal.open(folder, SMALL, 0, (delivery, position, end) -> durable.set(end));
        WalReader reader = wal.reader(0)) {
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; i < ENTRIES; i++) {
                    wal.append(delivery("body " + i));
                  }
                } catch (WalException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (found.size() < ENTRIES) {
        WalEntry entry = reader.next(durable.get());
        if (entry != null) {
          found.add(body(entry));
          // As a flush does as soon as it may.
          if (found.size() % 50 == 0) {
            wal.trim(entry.end());
          }
        }
      }
      writer.join();
      assertThat(reader.next(wal.end())).isNull();
    }
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(found.get(i)).isEqualTo("body " + i);
    }
  }

  @Test
  void aReaderBeginsInTheMiddleAndSeesWhatEarlierRunsLeft() throws Exception {
    long from = 0;
    try (Wal wal = Wal.open(folder, SMALL, 0, (delivery, position, end) -> {})) {
      for (int i = 0; i < 100; i++) {
        long position = wal.append(delivery("body " + i));
        from = i == 40 ? position : from;
      }
    }
    List<String> found = new ArrayList<>();
    try (Wal wal = Wal.open(folder, SMALL, 0, (delivery, position, end) -> {});
        WalReader reader = wal.reader(from)) {
      wal.append(delivery("new"));
      for (WalEntry entry = reader.next(wal.end()); entry != null; entry = reader.next(wal.end())) {
        found.add(body(entry));
      }
    }
    assertThat(found).hasSize(61).startsWith("body 40").endsWith("body 99", "new");
  }

  private static String body(WalEntry entry) throws WalException {
    return UTF_8.decode(Delivery.decode(entry.payload()).body()).toString();
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
