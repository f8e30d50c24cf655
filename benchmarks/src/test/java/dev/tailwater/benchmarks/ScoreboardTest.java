package dev.tailwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
  private final Scoreboard scoreboard = new Scoreboard(true);

  @Test
  void tellsWhetherATargetWasMet() {
    scoreboard.put(Goal.Q1, 49.6);
    scoreboard.put(Goal.Q3, 7.01);
    scoreboard.put(Goal.LINES_PER_PROCESSOR_SECOND, 124_000);
    scoreboard.put(Goal.BYTES_PER_LINE, 60);

    assertThat(scoreboard.markdown())
        .contains(
            "| Q1 lines by status per 5 min | ≤ 50 ms | 49.6 ms | met |",
            "| Q3 count of \"Build succeeded\" | ≤ 7 ms | 7.01 ms | missed |",
            "| lines per processor second, in files | ≥ 125,000 lines | 124,000 lines | missed |",
            "| bytes on disk a line, filters included | ≤ 60 bytes | 60 bytes | met |");
  }

  @Test
  void leavesEmptyWhatWasNotMeasured() {
    assertThat(scoreboard.markdown())
        .hasSize(2 + Goal.values().length)
        .contains("| ready after kill -9 with a log of 1 GB | ≤ 3,000 ms | not measured |  |");
  }

  @Test
  void callsNothingMetThatIsNotComparable() {
    Scoreboard quick = new Scoreboard(false);
    quick.put(Goal.Q1, 1);
    assertThat(quick.markdown()).contains("| Q1 lines by status per 5 min | ≤ 50 ms | 1 ms |  |");
  }

  @Test
  void hasAColumnForThePeerWhereThereIsOne() {
    scoreboard.put(Goal.Q1, 50);
    scoreboard.putPeer(Map.of(Goal.Q1, 100.0));

    assertThat(scoreboard.markdown())
        .startsWith("| | target | measured | | VictoriaLogs | ratio |", "|---|---|---|---|---|---|")
        .contains("| Q1 lines by status per 5 min | ≤ 50 ms | 50 ms | met | 100 ms | 0.50 |");
  }
}
