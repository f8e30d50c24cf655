package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkedLinesTest {
  private static final Instant FROM = Instant.parse("2026-01-30T12:00:00Z");

  @Test
  void holdTenKnownLinesBetweenTheOthers() {
    List<Post> posts = new ArrayList<>();
    PostWriter writer = new PostWriter(100, 1, posts::add);
    new MarkedLines(7, FROM, FROM.plus(Duration.ofDays(1)), 5_003).writeTo(writer);

    assertThat(writer.finish()).isEmpty();
    assertThat(posts.stream().mapToInt(Post::lines).sum()).isEqualTo(5_013);
    List<String> marked =
        posts.stream()
            .flatMap(post -> new String(post.body(), US_ASCII).lines())
            .filter(line -> line.contains(Marker.WORD))
            .toList();
    assertThat(marked).hasSize(MarkedLines.MARKERS);
    assertThat(marked.get(5)).contains("request_id=" + Marker.requestId(5) + " ");
    assertThat(marked.get(5)).contains("2026-01-31T01:1");
  }
}
