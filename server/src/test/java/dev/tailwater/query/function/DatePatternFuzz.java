package dev.tailwater.query.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.FuzzInput;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A pattern, a zone and a text: a mistake is told before the rows, and no row fails. */
public final class DatePatternFuzz {
  private DatePatternFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    List<String> texts = FuzzInput.texts(bytes, 3);
    String pattern = texts.get(0);
    Optional<ZoneId> zone = DatePattern.zone(texts.get(1));
    if (DatePattern.mistakeIn(pattern).isPresent() || zone.isEmpty()) {
      return;
    }
    String id = zone.get().getId();
    Object millis = DatePattern.PARSE.body().apply(new Object[] {texts.get(2), pattern, id});
    Object shown =
        DatePattern.FORMAT
            .body()
            .apply(new Object[] {millis == null ? Long.valueOf(0) : millis, pattern, id});
    assertThat(shown).isInstanceOf(String.class);
  }
}
