package dev.tailwater.query.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SignatureTreeTest {
  @Test
  void aHundredThousandLines() {
    List<String> lines = lines(100_000);
    SignatureTree tree = new SignatureTree();
    long start = System.nanoTime();
    lines.forEach(tree::add);
    List<String> signatures = tree.texts();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(signatures)
        .containsExactlyInAnyOrder(
            "Others",
            "<158>1 $DATE host heroku router - at=info method=* path=\"/*\" host=shop.herokuapp.com"
                + " request_id=* fwd=\"*.0.113.9\" dyno=web.* connect=*ms service=*ms status=* bytes=*",
            "<190>1 $DATE host app web.* - Completed * OK in *ms (Views: *.1ms | ActiveRecord: *.4ms)",
            "<190>1 $DATE host app worker.* - {\"level\":\"info\",\"msg\":\"job done\",\"job\":{\"id\":*,\"queue\":\"*\"}}",
            "<45>1 $DATE host heroku web.* - Process running mem=*M(*.5%)");
  }

  @Test
  void whatItDoesDependsOnTheLinesAlone() {
    List<String> lines = lines(2_000);
    assertThat(signatures(lines)).isEqualTo(signatures(lines));
  }

  @Test
  void atLeastHalfOfASignatureStays() {
    assertThat(signatures(List.of("a b c d", "a b x y", "a z x y", "a q r s")))
        .containsExactly("Others", "a b * *", "a z x y", "a q r s");
  }

  @Test
  void whatHasNoRoomIsOthers() {
    SignatureTree tree = new SignatureTree();
    int others = 0;
    for (int i = 0; i < 20_000; i++) {
      // Of three words only the first is found in other lines too.
      String line = word(i % 150) + " " + word(i) + " " + word(i + 100_000) + " ";
      others += tree.add(line.repeat(1 + i % 120)) == 0 ? 1 : 0;
    }
    assertThat(tree.texts().size()).isLessThanOrEqualTo(10_001);
    assertThat(others).isPositive();
  }

  @Test
  void aLongLineIsReadInPart() {
    String signature = signatures(List.of("word ".repeat(10_000))).getLast();
    assertThat(signature).hasSize(256 * 5 + 1).endsWith("word *");
  }

  @Test
  void emptyLinesAreOneSignature() {
    assertThat(signatures(List.of("", "  ", "\t\n"))).containsExactly("Others", "");
  }

  /** A word without digits. */
  private static String word(int number) {
    StringBuilder word = new StringBuilder("w");
    for (int rest = number; rest > 0; rest /= 20) {
      word.append((char) ('a' + rest % 20));
    }
    return word.toString();
  }

  private static List<String> signatures(List<String> lines) {
    SignatureTree tree = new SignatureTree();
    lines.forEach(tree::add);
    return tree.texts();
  }

  /** Lines of four forms, as an app at Heroku writes them. */
  private static List<String> lines(int count) {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String time = "2024-05-01T10:%02d:%02d.%06d+00:00".formatted(i / 60 % 60, i % 60, i);
      int dyno = 1 + random.nextInt(9);
      lines.add(
          switch (i % 4) {
            case 0 ->
                "<158>1 %s host heroku router - at=info method=%s path=\"/%s/%d\" host=shop.herokuapp.com request_id=%08x-%04x fwd=\"%d.0.113.9\" dyno=web.%d connect=%dms service=%dms status=%d bytes=%d"
                    .formatted(
                        time,
                        random.nextInt(5) == 0 ? "POST" : "GET",
                        random.nextInt(2) == 0 ? "cart" : "pay",
                        random.nextInt(1000),
                        random.nextInt(),
                        random.nextInt(65536),
                        random.nextInt(255),
                        dyno,
                        random.nextInt(9),
                        random.nextInt(900),
                        200 + random.nextInt(5),
                        random.nextInt(99999));
            case 1 ->
                "<190>1 %s host app web.%d - Completed %d OK in %dms (Views: %d.1ms | ActiveRecord: %d.4ms)"
                    .formatted(
                        time,
                        dyno,
                        200 + random.nextInt(2),
                        random.nextInt(900),
                        random.nextInt(500),
                        random.nextInt(400));
            case 2 ->
                "<190>1 %s host app worker.%d - {\"level\":\"info\",\"msg\":\"job done\",\"job\":{\"id\":%d,\"queue\":\"%s\"}}"
                    .formatted(
                        time, dyno, random.nextInt(), random.nextInt(2) == 0 ? "mail" : "export");
            default ->
                "<45>1 %s host heroku web.%d - Process running mem=%dM(%d.5%%)"
                    .formatted(time, dyno, random.nextInt(900), random.nextInt(200));
          });
    }
    return lines;
  }
}
