package dev.tailwater.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
  @Test
  void cellsStandBetweenCommas() throws IOException {
    assertThat(rows("a,b\nc,d\n")).containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(rows(" a , b ")).containsExactly(List.of(" a ", " b "));
  }

  @Test
  void lineEndsOfAllSystems() throws IOException {
    assertThat(rows("a\r\nb\rc\n\n\nd")).hasSize(4);
  }

  @Test
  void quotesHoldCommasLineEndsAndQuotes() throws IOException {
    assertThat(rows("\"a,b\",\"c\nd\",\"say \"\"hi\"\"\"\n"))
        .containsExactly(List.of("a,b", "c\nd", "say \"hi\""));
  }

  @Test
  void anEmptyCellIsNullAndTwoQuotesAreTheEmptyText() throws IOException {
    assertThat(rows(",\"\"\n").getFirst()).containsExactly(null, "");
  }

  @Test
  void theLineOfARowIsWhereItBegins() throws IOException {
    CsvReader csv = new CsvReader(new StringReader("a\n\n\"b\n\n\"\nc\n"));
    List<Long> lines = new ArrayList<>();
    while (csv.next() != null) {
      lines.add(csv.line());
    }
    assertThat(lines).containsExactly(1L, 3L, 6L);
  }

  private static List<List<@Nullable String>> rows(String text) throws IOException {
    CsvReader csv = new CsvReader(new StringReader(text));
    List<List<@Nullable String>> rows = new ArrayList<>();
    List<@Nullable String> row = csv.next();
    while (row != null) {
      rows.add(row);
      row = csv.next();
    }
    return rows;
  }
}
