package dev.tailwater;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.account.Metadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first start installs the app of Heroku, and reads ahead for panels that nobody has opened.
 */
class ExpectedQueriesTest {
  @TempDir private Path data = Path.of("");

  @Test
  void panelsOfAnInstalledAppAreExpected() throws Exception {
    TailwaterProcess.start(data, Map.of()).close();

    try (Metadata metadata = Metadata.open(data.resolve("metadata.db"))) {
      List<String> expected =
          metadata.read(handle ->
              handle.createQuery("SELECT query FROM asked_queries").mapTo(String.class).list());
      assertThat(expected)
          .hasSizeGreaterThan(100)
          .anyMatch(query -> query.contains("transpose row _timeslice column dyno"))
          .allMatch(query -> query.contains("\"log_drain\":[\"*\"]"));
    }
  }
}
