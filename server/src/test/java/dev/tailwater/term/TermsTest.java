package dev.tailwater.term;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TermsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "at=error code=H12 desc='Request timeout' | at error code H12 desc Request timeout",
        "sample#memory_total=180.43MB             | sample memory_total 180 43MB",
        "größe=12,Straße                          | größe 12 Straße",
        "path=/cart?id=7                          | path cart id 7",
      })
  void termsAreRunsOfLettersDigitsAndUnderscores(String line, String terms) {
    assertThat(Terms.of(line)).isEqualTo(Terms.of(terms)).hasSize(terms.split(" ", -1).length);
  }

  @Test
  void letterCaseDoesNotMatter() {
    assertThat(Terms.of("ROUTER Größe")).isEqualTo(Terms.of("router gröSSe".replace("SS", "ß")));
    assertThat(Terms.of("H12")).isEqualTo(Terms.of("h12")).isNotEqualTo(Terms.of("h13"));
  }

  @Test
  void aLetterWhoseLowerCaseIsAsciiCountsAsThatOne() {
    assertThat(Terms.of("270 \u212a")).isEqualTo(Terms.of("270 k"));
  }

  @Test
  void charactersBeyondTheFirstPlaneAreOneCharacter() {
    // A letter of the Deseret alphabet, capital and small, and a sign.
    assertThat(Terms.of("\ud801\udc00")).isEqualTo(Terms.of("\ud801\udc28"));
    assertThat(Terms.of("a\ud83d\ude80b")).isEqualTo(Terms.of("a b"));
  }

  @Test
  void aTextWithoutTermsHasNone() {
    assertThat(Terms.of("")).isEmpty();
    assertThat(Terms.of(" -=\"\u00bb ")).isEmpty();
  }
}
