package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomLinesTest {
  private static final Instant FROM = Instant.parse("2026-01-30T12:00:00Z");
  private static final int LINES = 5_000;

  private final List<Post> posts = posts(LINES);
  private final List<String> messages = messages(posts);

  @Test
  void countsTheOctetsOfEveryFrame() {
    assertThat(messages).hasSize(LINES);
    assertThat(messages)
        .allSatisfy(
            message -> assertThat(message).startsWith("<").contains(">1 2026-01-3").endsWith("\n"));
  }

  @Test
  void fillsPostsByDrain() {
    assertThat(posts).hasSizeBetween(LINES / 100, LINES / 100 + 8);
    assertThat(posts.stream().map(Post::drainToken).distinct()).hasSize(8);
    assertThat(posts.stream().map(Post::frameId).distinct()).hasSize(posts.size());
    assertThat(posts.getFirst().lines()).isEqualTo(100);
  }

  @Test
  void mixesRouterMetricsAndApplication() {
    assertThat(share(" heroku router - ")).isCloseTo(0.60, within(0.03));
    assertThat(share(" - source=web.")).isCloseTo(0.12, within(0.03));
    assertThat(share(" app ")).isCloseTo(0.28, within(0.03));
    double bytes = messages.stream().mapToInt(String::length).average().orElse(0);
    assertThat(bytes).isCloseTo(260, within(15.0));
  }

  @Test
  void makesTheSameLinesAgain() {
    assertThat(messages(posts(1_000))).isEqualTo(messages(posts(1_000)));
  }

  private double share(String part) {
    return messages.stream().filter(message -> message.contains(part)).count() / (double) LINES;
  }

  private static List<Post> posts(int lines) {
    PostWriter writer = new PostWriter(100, 1);
    new RandomLines(7, FROM, FROM.plus(Duration.ofHours(24)), lines).writeTo(writer);
    return writer.finish();
  }

  /** Cut by a reader of its own: the count, one space, so many bytes. */
  private static List<String> messages(List<Post> posts) {
    List<String> messages = new ArrayList<>();
    for (Post post : posts) {
      String body = new String(post.body(), US_ASCII);
      int at = 0;
      while (at < body.length()) {
        int space = body.indexOf(' ', at);
        int end = space + 1 + Integer.parseInt(body.substring(at, space));
        messages.add(body.substring(space + 1, end));
        at = end;
      }
    }
    return messages;
  }
}
