package dev.tailwater.benchmarks.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactsTest {
  private static final String FIRST_ID = "0e7e4c27-4500-a244-3eaa-a65f37c34f7e";
  private static final String SECOND_ID = "1e7e4c27-4500-a244-3eaa-a65f37c34f7e";

  @TempDir private Path folder = Path.of("");

  @Test
  void countsWhatTheQuestionsAskFor() throws IOException {
    Facts facts = Facts.of(file(lines()), Long.MAX_VALUE, "");

    assertThat(facts.lines()).isEqualTo(8);
    assertThat(facts.linesByStatus()).isEqualTo(Map.of("200", 1L, "500", 1L, "503", 2L));
    assertThat(facts.paths()).isEqualTo(2);
    assertThat(facts.buildSucceeded()).isEqualTo(1);
    assertThat(facts.memoryLines()).isEqualTo(1);
    assertThat(facts.worstPaths()).containsExactly(2L, 1L);
    assertThat(facts.slowJobs()).isEqualTo(1);
  }

  @Test
  void anErrorIsAWordInAnyLetterCase() throws IOException {
    // One of the application, at=error of the router twice; "errors" and ERROR_CODE are others.
    assertThat(Facts.of(file(lines()), Long.MAX_VALUE, "").errors()).isEqualTo(3);
  }

  @Test
  void seeksTheIdOfTheMiddleUnlessAnotherIsNamed() throws IOException {
    Path file = file(lines());
    assertThat(Facts.of(file, Long.MAX_VALUE, "").needle()).isEqualTo(SECOND_ID);
    Facts named = Facts.of(file, Long.MAX_VALUE, FIRST_ID);
    assertThat(named.needle()).isEqualTo(FIRST_ID);
    assertThat(named.needleLines()).isEqualTo(2);
  }

  @Test
  void areReadAsTheyWereWritten() throws IOException {
    Facts facts = Facts.of(file(lines()), Long.MAX_VALUE, "");
    facts.write(folder.resolve("facts.json"));
    assertThat(Facts.read(folder.resolve("facts.json"))).isEqualTo(facts);
  }

  @Test
  void lookAtNoMoreLinesThanAreSent() throws IOException {
    assertThat(Facts.of(file(lines()), 2, FIRST_ID).lines()).isEqualTo(2);
  }

  @Test
  void saysWhereAFileIsBroken() throws IOException {
    Path file = folder.resolve("broken.syslog");
    String whole = frame("heroku router - at=info");
    Files.writeString(file, whole + "no count");
    assertThatThrownBy(() -> Facts.of(file, Long.MAX_VALUE, FIRST_ID))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected an octet-counted frame at byte " + whole.length());
  }

  private static List<String> lines() {
    return List.of(
        router("info", "/a", FIRST_ID, 200),
        router("error", "/a", "2e7e4c27-4500-a244-3eaa-a65f37c34f7e", 503),
        "app web.1 - [" + FIRST_ID + "] ERROR job took=950ms",
        "app web.1 - no errors, ERROR_CODE=0 took=95ms",
        "app api - Build succeeded",
        router("info", "/b", SECOND_ID, 500),
        router("error", "/a", "3e7e4c27-4500-a244-3eaa-a65f37c34f7e", 503),
        "heroku web.1 - source=web.1 dyno=heroku.1.x sample#memory_rss=180.05MB");
  }

  private static String router(String at, String path, String id, int status) {
    return "heroku router - at=%s method=GET path=\"%s\" request_id=%s status=%d bytes=0"
        .formatted(at, path, id, status);
  }

  private Path file(List<String> lines) throws IOException {
    Path file = folder.resolve("lines.syslog");
    StringBuilder frames = new StringBuilder();
    lines.forEach(line -> frames.append(frame(line)));
    return Files.writeString(file, frames);
  }

  private static String frame(String text) {
    String line = "<158>1 2026-01-31T12:00:00.000000+00:00 host " + text + "\n";
    return line.getBytes(StandardCharsets.UTF_8).length + " " + line;
  }
}
