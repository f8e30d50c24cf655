package dev.tailwater.term;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    TermFilters.Builder builder = new TermFilters.Builder(List.of(2, 2, 2));
    List<String> rows =
        List.of(
            "at=info path=/cart",
            "at=error code=H12",
            "at=info path=/pay",
            "State changed from up to crashed",
            "at=error code=H12 path=/pay",
            "");
    // As several threads of the engine give them.
    for (int row : new int[] {2, 0, 5, 4, 3, 1}) {
      byte[] utf8 = rows.get(row).getBytes(UTF_8);
      builder.add(row, utf8, 0, utf8.length);
    }
    builder.write(org.apache.iceberg.Files.localOutput(file.toFile()), 20);
  }

  @Test
  void filtersOfAFileWithoutSomeOfItsRowsAreNotWritten() {
    TermFilters.Builder builder = new TermFilters.Builder(List.of(2, 1));
    builder.add(0, new byte[] {'a'}, 0, 1);
    builder.add(2, new byte[] {'b'}, 0, 1);
    assertThatThrownBy(
            () -> builder.write(org.apache.iceberg.Files.localOutput(folder.toFile()), 20))
        .hasMessage("expected 2 rows in block 0, found 1");
    assertThatThrownBy(() -> builder.add(2, new byte[] {'b'}, 0, 1))
        .hasMessage("row 2 is of a block that is done");
    assertThatThrownBy(() -> builder.add(3, new byte[] {'b'}, 0, 1))
        .hasMessage("the file has 3 rows, found one at 3");
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
