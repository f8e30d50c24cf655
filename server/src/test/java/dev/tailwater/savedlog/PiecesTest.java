package dev.tailwater.savedlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Saved logs are recognised by their content and cut between messages. */
class PiecesTest {
  private static final String ROUTER =
      "<158>1 2024-03-01T10:00:00.123456+00:00 host heroku router - at=info path=\"/\" status=200";

  @Test
  void syslogLinesBecomeFrames() throws IOException {
    String app = "<190>1 2024-03-01T10:00:01+00:00 host app web.1 - é";
    List<Piece> pieces = pieces(ROUTER + "\r\n\n" + app);
    assertThat(text(pieces)).isEqualTo(frame(ROUTER) + frame(app));
    assertThat(pieces.getFirst().lines()).isEqualTo(2);
  }

  @Test
  void furtherLinesBelongToTheMessageBeforeThem() throws IOException {
    String message = "<190>1 2024-03-01T10:00:01Z h app web.1 - boom\n  at x\n  at y";
    List<Piece> pieces = pieces(message + "\n");
    assertThat(text(pieces)).isEqualTo(frame(message));
    assertThat(pieces.getFirst().lines()).isEqualTo(1);
  }

  @Test
  void whatHerokuLogsPrintsBecomesWhatLogplexSent() throws IOException {
    String printed =
        """
        2012-10-19T20:12:03.000000+00:00 app[web.1]: It is alive
        \u001b[33m2012-10-19T20:12:04+00:00 heroku[router]:\u001b[0m at=\u001b[32minfo\u001b[0m path="/"
        2012-10-19T20:12:05+00:00 heroku[web.1]: source=web.1 sample#load_avg_1m=0.00
        2012-10-19T20:12:06+00:00 heroku[web.1]: State changed from starting to up
        """;
    assertThat(text(pieces(printed)))
        .isEqualTo(
            frame("<190>1 2012-10-19T20:12:03.000000+00:00 host app web.1 - It is alive")
                + frame("<158>1 2012-10-19T20:12:04+00:00 host heroku router - at=info path=\"/\"")
                + frame(
                    "<134>1 2012-10-19T20:12:05+00:00 host heroku web.1 - source=web.1"
                        + " sample#load_avg_1m=0.00")
                + frame(
                    "<45>1 2012-10-19T20:12:06+00:00 host heroku web.1 - State changed from starting"
                        + " to up"));
  }

  @Test
  void warningsOfTheCommandDoNotHideItsForm() throws IOException {
    String printed = " ▸    a warning\n2012-10-19T20:12:03+00:00 app[web.1]: x\n";
    assertThat(text(pieces(printed)))
        .isEqualTo(
            " ▸    a warning\n" + frame("<190>1 2012-10-19T20:12:03+00:00 host app web.1 - x"));
  }

  @Test
  void framesAndTextAreSentAsTheyAre() throws IOException {
    String frames = "8 <40>1 x\n10 <40>1 a\nb\n9 <40>1 end";
    assertThat(text(pieces(frames))).isEqualTo(frames);
    String text = "2024-01-01 10:00:00 one\n\tat more\n2024-01-01 10:00:01 two\n";
    assertThat(text(pieces(text))).isEqualTo(text);
    assertThat(pieces(text).getFirst().lines()).isEqualTo(2);
  }

  @Test
  void piecesFollowEachOtherWithoutGapAndCutNoMessage() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      // No line ends between frames, and a text that looks like the next frame.
      String message = "<190>1 2024-03-01T10:00:00Z h app web.1 - line " + i + " 83 <40>1 quoted";
      log.append(message.length()).append(' ').append(message);
    }
    List<Piece> pieces = pieces(log.toString());
    assertThat(pieces).hasSizeGreaterThan(3);
    assertThat(text(pieces)).isEqualTo(log.toString());
    assertThat(pieces.stream().mapToLong(Piece::lines).sum()).isEqualTo(40_000);
    for (Piece piece : pieces) {
      assertThat(piece.body().remaining()).isLessThan(1 << 20);
      assertThat(new String(piece.body().array(), UTF_8))
          .matches("(?s)\\d\\d <190>1 .*83 <40>1 quoted");
    }
    Piece second = pieces.get(1);
    Piece again = new Pieces(in(log.toString()), null, second.offset()).next();
    assertThat(again).usingRecursiveComparison().isEqualTo(second);
  }

  @Test
  void aLineWithoutEndIsCutBeforeItIsTooLarge() throws IOException {
    String log = "x".repeat(255 << 10) + "ü".repeat(3 << 20);
    List<Piece> pieces = pieces(log);
    assertThat(text(pieces)).isEqualTo(log);
    assertThat(pieces)
        .allSatisfy(piece -> {
          assertThat(piece.body().remaining()).isLessThan(1 << 20);
          assertThat(new String(piece.body().array(), UTF_8)).doesNotContain("\uFFFD");
        });
  }

  @Test
  void goingOnBehindTheEndIsAnError() {
    assertThatThrownBy(() -> new Pieces(in("a\nb\n"), null, 10).next())
        .hasMessageContaining("expected a log of more than 10 bytes, found 4");
  }

  private static List<Piece> pieces(String log) throws IOException {
    Pieces cursor = new Pieces(in(log), null, 0);
    List<Piece> pieces = new ArrayList<>();
    long end = 0;
    for (@Nullable Piece piece = cursor.next(); piece != null; piece = cursor.next()) {
      assertThat(piece.offset()).isEqualTo(end);
      end = piece.end();
      pieces.add(piece);
    }
    assertThat(end).isEqualTo(log.getBytes(UTF_8).length);
    return pieces;
  }

  private static String frame(String message) {
    return message.getBytes(UTF_8).length + 1 + " " + message + "\n";
  }

  private static ByteArrayInputStream in(String log) {
    return new ByteArrayInputStream(log.getBytes(UTF_8));
  }

  private static String text(List<Piece> pieces) {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(new String(piece.body().array(), UTF_8)));
    return text.toString();
  }
}
