package dev.tailwater.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A frame taken apart by the grammar of a drain's body, for tests to look at. */
record Frame(
    int priority,
    String timestamp,
    String origin,
    String component,
    String text,
    boolean endsWithNewline) {

  private static final Pattern MESSAGE =
      Pattern.compile(
          "<(\\d{1,3})>1 (\\S+) host (app|heroku) ([A-Za-z0-9_.-]+) - (.*)", Pattern.DOTALL);

  /** All frames of a body. Fails where a count does not lead exactly to the next frame. */
  static List<Frame> of(byte[] body) {
    List<Frame> frames = new ArrayList<>();
    int at = 0;
    while (at < body.length) {
      int digits = at;
      while (body[digits] != ' ') {
        assertThat((char) body[digits])
            .as("digit of a count, at byte " + digits)
            .isBetween('0', '9');
        digits++;
      }
      int count = Integer.parseInt(new String(body, at, digits - at, StandardCharsets.US_ASCII));
      int message = digits + 1;
      assertThat(message + count)
          .as("end of the frame at byte " + at)
          .isLessThanOrEqualTo(body.length);
      frames.add(parse(new String(body, message, count, StandardCharsets.UTF_8)));
      at = message + count;
    }
    return frames;
  }

  private static Frame parse(String message) {
    Matcher matcher = MESSAGE.matcher(message);
    assertThat(matcher.matches()).as("grammar of: " + message).isTrue();
    String text = matcher.group(5);
    boolean newline = text.endsWith("\n");
    return new Frame(
        Integer.parseInt(matcher.group(1)),
        matcher.group(2),
        matcher.group(3),
        matcher.group(4),
        newline ? text.substring(0, text.length() - 1) : text,
        newline);
  }

  OffsetDateTime time() {
    return OffsetDateTime.parse(timestamp);
  }

  boolean isRouter() {
    return component.equals("router");
  }
}
