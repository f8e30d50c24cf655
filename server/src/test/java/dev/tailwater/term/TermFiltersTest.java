package dev.tailwater.term;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TermFiltersTest {
  @TempDir private Path folder;
  private Path file;

  /** Three blocks of two rows. */
  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("a.puffin");
    TermFilters.Builder builder = new TermFilters.Builder();
    block(builder, "at=info path=/cart", "at=error code=H12");
    block(builder, "at=info path=/pay", "State changed from up to crashed");
    block(builder, "at=error code=H12 path=/pay", "");
    builder.write(org.apache.iceberg.Files.localOutput(file.toFile()), 20);
  }

  private static void block(TermFilters.Builder builder, String... rows) {
    for (String row : rows) {
      byte[] utf8 = row.getBytes(UTF_8);
      builder.add(utf8, 0, utf8.length);
    }
    builder.endBlock(rows.length);
  }

  @Test
  void rowsAreThoseOfTheBlocksThatMayHoldTheTerms() throws IOException {
    TermFilters filters = open().orElseThrow();
    assertThat(filters.rowCount()).isEqualTo(6);
    assertThat(filters.rows(RequiredTerms.of("h12")))
        .containsExactly(new RowRange(0, 2), new RowRange(4, 6));
    assertThat(filters.rows(RequiredTerms.of("pay"))).containsExactly(new RowRange(2, 6));
    assertThat(filters.rows(RequiredTerms.of("code=H12 path=/pay")))
        .containsExactly(new RowRange(4, 6));
    assertThat(
            filters.rows(
                RequiredTerms.oneOf(
                    List.of(RequiredTerms.of("cart"), RequiredTerms.of("crashed")))))
        .containsExactly(new RowRange(0, 4));
    assertThat(filters.rows(RequiredTerms.any())).containsExactly(new RowRange(0, 6));
    assertThat(filters.rows(RequiredTerms.of("zebrafish"))).isEmpty();
  }

  @Test
  void aFlippedBitIsRecognisedOrChangesNothing() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<RowRange> whole = open().orElseThrow().rows(RequiredTerms.of("h12"));
    int recognised = 0;
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      if (tells("h12", whole)) {
        recognised++;
      }
    }
    assertThat(recognised).isGreaterThan(bytes.length / 2);
  }

  /** Whether damage is told; if not, the rows of the term must be the same. */
  private boolean tells(String term, List<RowRange> rows) {
    try {
      Optional<TermFilters> opened = open();
      opened.ifPresent(filters -> assertThat(filters.rows(RequiredTerms.of(term))).isEqualTo(rows));
      return opened.isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aFileThatEndsEarlyIsRecognised() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 3, 20, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThat(open()).as("the first " + length + " bytes").isEmpty();
    }
  }

  private Optional<TermFilters> open() throws IOException {
    return TermFilters.open(file, org.apache.iceberg.Files.localInput(file.toFile()));
  }
}
