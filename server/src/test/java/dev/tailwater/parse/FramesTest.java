package dev.tailwater.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Logplex bodies, good ones and what people and broken senders post. */
class FramesTest {
  private static final String UP =
      "<40>1 2012-11-30T06:45:29+00:00 host app web.3 - State changed from starting to up\n";
  private static final String L10 =
      "<172>1 2017-08-31T14:47:14+00:00 host heroku logplex - Error L10 (output buffer overflow): 2"
          + " messages dropped since 2017-08-31T14:44:12+00:00.";

  @Test
  void framesFollowEachOtherWithoutSeparator() {
    assertThat(messages(frame(UP) + frame("<45>1 second\n"))).containsExactly(UP, "<45>1 second\n");
    assertThat(bad(frame(UP) + frame(UP))).isZero();
  }

  @Test
  void anL10FrameHasNoLineEndAndIsGluedToTheNext() {
    assertThat(messages(frame(L10) + frame(UP))).containsExactly(L10, UP);
    assertThat(bad(frame(L10) + frame(UP))).isZero();
  }

  @Test
  void aMessageMayHoldLineEndsAndThingsThatLookLikeFrames() {
    String script =
        "<45>1 t host app api - Starting `/bin/sh\n12 <34>1 not a frame\nfi` by user u\n";
    assertThat(messages(frame(script) + frame(UP))).containsExactly(script, UP);
  }

  @Test
  void countsAreBytesNotCharacters() {
    String micro = "<190>1 t host app web.1 - 12 \u00b5s\n";
    assertThat(messages(frame(micro) + frame(UP))).containsExactly(micro, UP);
  }

  @Test
  void theSampleOfTheDescriptionHasAWrongCountAndLosesNothing() {
    String second =
        "<40>1 2012-11-30T06:45:26+00:00 host app web.3 - Starting process with command `bundle"
            + " exec rackup config.ru -p 24405\n";
    assertThat(messages("83 " + UP + "119 " + second)).containsExactly(UP, second);
    assertThat(bad("83 " + UP + "119 " + second)).isEqualTo(1);
  }

  @Test
  void aCountThatReachesIntoTheNextCountIsSeenThrough() {
    // As in the description's sample with a line end after each frame: 119 for 118 bytes.
    String second = "<40>1 2012-11-30T06:45:26+00:00 host app web.3 - Starting `x`\n";
    String tooLarge = (second.length() + 1) + " " + second;
    assertThat(messages(tooLarge + frame(UP))).containsExactly(second, UP);
    String byTwo = (second.length() + 2) + " " + second;
    assertThat(messages(byTwo + frame(L10))).containsExactly(second, L10);
    // curl -d takes the line ends away, which makes every count one too large.
    String stripped = (frame(second) + frame(UP) + frame(second)).replace("\n", "");
    assertThat(messages(stripped)).containsExactly(second.strip(), UP.strip(), second.strip());
    // A message may end in digits all the same.
    assertThat(messages(frame("<40>1 took 5") + frame(UP))).containsExactly("<40>1 took 5", UP);
  }

  @Test
  void aCountThatIsTooSmallEndsAtTheNextFrame() {
    assertThat(messages("20 " + UP + frame(UP))).containsExactly(UP, UP);
  }

  @Test
  void aCountThatIsTooLargeEndsAtTheNextFrame() {
    assertThat(messages("120 " + UP + frame(UP))).containsExactly(UP, UP);
    assertThat(messages("300 " + UP + "300 " + UP)).containsExactly(UP, UP);
  }

  @Test
  void linesWithoutCountsAreAMessageEach() {
    assertThat(messages("<40>1 one\n<40>1 two\n")).containsExactly("<40>1 one", "<40>1 two");
    assertThat(messages("just text\nmore text")).containsExactly("just text", "more text");
  }

  @Test
  void oneLineWithoutCountDoesNotCostItsNeighbours() {
    assertThat(messages(frame(UP) + "<40>1 no count\n" + frame(UP)))
        .containsExactly(UP, "<40>1 no count", UP);
  }

  @Test
  void whiteSpaceAndAByteOrderMarkBeforeACountAreSkipped() {
    assertThat(messages("\ufeff \r\n" + frame(UP) + "\n\n" + frame(UP))).containsExactly(UP, UP);
  }

  @Test
  void oddCountsAllocateNothingAndLoseNothing() {
    assertThat(messages("0 " + frame(UP))).containsExactly(UP);
    assertThat(messages("007 <40>1 x" + frame(UP))).containsExactly("<40>1 x", UP);
    assertThat(messages("99999999999 " + UP)).containsExactly("99999999999 " + UP.strip());
    assertThat(messages("-5 " + UP)).containsExactly("-", UP);
    assertThat(messages("")).isEmpty();
    assertThat(messages("\n")).isEmpty();
  }

  @Test
  void everyByteOfAnyBodyIsInAMessageOrIsFraming() {
    Random random = new Random(42);
    String[] pieces = {
      frame(UP), frame(L10), "83 ", "12 <", "\n", "<40>1 x ", "7", " ", "text", "<"
    };
    for (int round = 0; round < 20_000; round++) {
      StringBuilder body = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        body.append(pieces[random.nextInt(pieces.length)]);
      }
      String kept = String.join("", messages(body.toString()));
      assertThat(withoutFraming(kept)).isEqualTo(withoutFraming(body.toString()));
    }
  }

  /** Letters only: counts and white space may go with the framing, letters may not. */
  private static String withoutFraming(String text) {
    return text.replaceAll("[^A-Za-z]", "");
  }

  private static String frame(String message) {
    return message.getBytes(UTF_8).length + " " + message;
  }

  private static List<String> messages(String body) {
    byte[] bytes = ("xx" + body + "yy").getBytes(UTF_8);
    Frames frames = new Frames(bytes, 2, bytes.length - 4);
    List<String> messages = new ArrayList<>();
    while (frames.next()) {
      messages.add(new String(bytes, frames.start(), frames.end() - frames.start(), UTF_8));
    }
    return messages;
  }

  private static int bad(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    Frames frames = new Frames(bytes, 0, bytes.length);
    while (frames.next()) {}
    return frames.bad();
  }
}
