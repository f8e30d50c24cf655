package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLinesTest {
  private static final String FIRST = frame("10:00:00.000000", "one");
  private static final String SECOND = frame("10:00:01.500000", "größer");
  private static final String THIRD = frame("10:00:02.000000", "three");

  @TempDir private Path folder = Path.of("");

  @Test
  void areOfTheDrainsThatTheTwinTells() throws IOException {
    Path file = file();
    Files.writeString(
        folder.resolve("lines.jsonl"),
        """
        {"_time":"x","drain":"d.a","_msg":"one"}
        {"_time":"x","drain":"d.b","_msg":"größer"}
        {"_time":"x","drain":"d.a","_msg":"three"}
        """);

    List<Post> posts = load(file).measured();

    assertThat(posts).extracting(Post::drainToken).containsExactly("d.a", "d.b");
    assertThat(new String(posts.getFirst().body(), UTF_8)).isEqualTo(FIRST + THIRD);
    assertThat(new String(posts.getLast().body(), UTF_8)).isEqualTo(SECOND);
  }

  @Test
  void areOfOneDrainWithoutATwin() throws IOException {
    List<Post> posts = load(file()).measured();
    assertThat(posts).hasSize(1);
    assertThat(new String(posts.getFirst().body(), UTF_8)).isEqualTo(FIRST + SECOND + THIRD);
  }

  @Test
  void giveTheRunTheirRange() throws IOException {
    Load load = load(file());
    assertThat(load.from()).isEqualTo(Instant.parse("2026-01-31T10:00:00Z"));
    assertThat(load.to()).isEqualTo(Instant.parse("2026-01-31T10:00:03Z"));
  }

  @Test
  void needATwinWithAsManyLines() throws IOException {
    Path file = file();
    Files.writeString(folder.resolve("lines.jsonl"), "{\"drain\":\"d.a\"}\n");
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lines.jsonl: expected an object with the key drain in line 2");
  }

  @Test
  void canBeSentAgainUnderOtherFrameIds() throws IOException {
    List<Post> once = load(file()).measured();
    List<Post> often = Load.repeated(once, 8, 1);
    assertThat(often).extracting(Post::lines).containsExactly(3, 3, 3);
    assertThat(often).extracting(Post::frameId).doesNotHaveDuplicates();
    assertThat(often.getLast().body()).isSameAs(once.getFirst().body());
  }

  private Path file() throws IOException {
    return Files.writeString(folder.resolve("lines.syslog"), FIRST + SECOND + THIRD);
  }

  private static Load load(Path file) throws IOException {
    return Load.of(file.toString(), 100, 0, 100, Instant.parse("2026-03-01T00:00:00Z"));
  }

  private static String frame(String time, String text) {
    String line = "<190>1 2026-01-31T" + time + "+00:00 host app web.1 - " + text + "\n";
    return line.getBytes(UTF_8).length + " " + line;
  }
}
