package dev.tailwater.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What bodies hold of the memory for all of them while they are read. */
class BodiesTest {
  private static final int MEGABYTE = 1 << 20;

  private final MemoryBudget budget = new MemoryBudget(20 * MEGABYTE);
  private final Bodies bodies = new Bodies(budget, 16 * MEGABYTE);

  /** Four that announced 16 MB and sent nothing kept out everybody else. */
  @Test
  void whoAnnouncesMuchAndSendsNothingHoldsLittle() {
    AtomicLong held = new AtomicLong();
    InputStream silent =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            held.set(budget.used());
            return -1;
          }
        };
    assertThatThrownBy(() -> bodies.read(silent, 16 * MEGABYTE, ""))
        .isInstanceOf(Bodies.Refused.class)
        .hasMessage("expected a body of 16777216 bytes, found 0");
    assertThat(held.get()).isPositive().isLessThan(MEGABYTE / 8);
    assertThat(budget.used()).isZero();
  }

  @Test
  void whoStopsOnTheWayHoldsNoMoreThanTwiceWhatCame() {
    int sent = 300_000;
    AtomicLong held = new AtomicLong();
    InputStream stopping =
        new InputStream() {
          private int left = sent;

          @Override
          public int read() {
            return left-- > 0 ? 1 : -1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            held.set(budget.used());
            int count = Math.min(left, length);
            left -= count;
            return count == 0 ? -1 : count;
          }
        };
    assertThatThrownBy(() -> bodies.read(stopping, 16 * MEGABYTE, ""))
        .hasMessage("expected a body of 16777216 bytes, found " + sent);
    assertThat(held.get()).isBetween((long) sent, 2L * sent);
    assertThat(budget.used()).isZero();
  }

  @Test
  void whatComesIsHeldWholeAndAsItWasSent() throws Exception {
    for (int length : new int[] {0, 1, 65_536, 65_537, 200_000, 3 * MEGABYTE}) {
      byte[] sent = new byte[length];
      for (int i = 0; i < length; i++) {
        sent[i] = (byte) (i * 31 + i / 65_536);
      }
      Bodies.Body body = bodies.read(new ByteArrayInputStream(sent), length, "");
      assertThat(body.bytes().array()).isEqualTo(sent);
      assertThat(budget.used()).isEqualTo(length);
      budget.release(length);
      assertThatThrownBy(() -> bodies.read(new ByteArrayInputStream(sent), length + 1, ""))
          .hasMessage("expected a body of " + (length + 1) + " bytes, found " + length);
      assertThat(budget.used()).isZero();
    }
  }
}
