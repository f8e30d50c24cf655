package dev.tailwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.LogColumns;
import dev.tailwater.record.TextHolding;
import dev.tailwater.term.RequiredTerms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file holds what the columns of a line do not tell, and gives the line back byte for byte. */
final class StoredTextTest {
  private static final String ROUTER =
      "at=info method=GET path=\"/cart?q=1\" host=shop.herokuapp.com"
          + " request_id=05726858-c44e-4f94-9a20-37df73be9006 fwd=\"192.0.2.38\" dyno=web.1"
          + " connect=1ms service=22ms status=304 bytes=656 protocol=https";
  private static final String ROUTER_ERROR =
      ROUTER.replace("at=info", "at=error code=H12 desc=\"Request timeout\"");
  private static final String MEMORY =
      "source=web.1 dyno=heroku.2808254.d97d0ea7-cf3d-411b-b453-d2943a50b456"
          + " sample#memory_total=21.00MB sample#memory_rss=21.22MB sample#memory_cache=0.00MB"
          + " sample#memory_swap=0.00MB sample#memory_pgpgin=348836pages"
          + " sample#memory_pgpgout=343403pages sample#memory_quota=512.00MB";
  private static final String LOAD =
      "source=web.1 dyno=heroku.2808254.d97d0ea7-cf3d-411b-b453-d2943a50b456"
          + " sample#load_avg_1m=2.46 sample#load_avg_5m=1.06 sample#load_avg_15m=0.99";

  @TempDir private Path folder;
  private TestStore store;
  private long end;

  @BeforeEach
  void open() {
    store = new TestStore(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatHerokuWritesIsCut() throws Exception {
    String time = "2026-03-01T11:59:00.123456+00:00";
    assertStored("<190>1 " + time + " host app web.1 - hello", 1, "hello");
    assertStored("<158>1 " + time + " host heroku router - " + ROUTER, 2, "");
    assertStored(
        "<158>1 " + time + " host heroku router - " + ROUTER + " tls=true tls_version=tls1.3",
        2,
        " tls=true tls_version=tls1.3");
    assertStored("<158>1 " + time + " host heroku router - " + ROUTER_ERROR, 3, "");
    assertStored("<45>1 " + time + " host heroku web.1 - " + MEMORY, 4, "");
    assertStored("<45>1 " + time + " host heroku web.1 - " + LOAD, 5, "");
  }

  @Test
  void aTimeIsKnownWithAllItsZerosOrWithNone() throws Exception {
    assertStored("<190>1 2026-03-01T11:59:00.120000+00:00 host app web.1 - a", 1, "a");
    assertStored("<190>1 2026-03-01T11:59:00.000000+00:00 host app web.1 - b", 1, "b");
    assertStored("<190>1 2026-03-01T11:59:00.12+00:00 host app web.1 - c", 9, "c");
    assertStored("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - d", 9, "d");
    assertStored("<158>1 2026-03-01T11:59:00.5+00:00 host heroku router - " + ROUTER, 10, "");
  }

  @Test
  void aLineOfAnotherOrderKeepsItsMessage() throws Exception {
    String time = "2026-03-01T11:59:00.1+00:00";
    String message = "sock=backend " + ROUTER;
    assertStored("<158>1 " + time + " host heroku router - " + message, 9, message);
    String noDyno = ROUTER_ERROR.replace("dyno=web.1 connect=1ms", "dyno= connect=");
    assertStored("<158>1 " + time + " host heroku router - " + noDyno, 9, noDyno);
    String odd = MEMORY.replace("21.22MB", "21.2MB");
    assertStored("<45>1 " + time + " host heroku web.1 - " + odd, 9, odd);
  }

  @Test
  void aLineWhoseBeginningTheColumnsDoNotTellIsWhole() throws Exception {
    for (String line :
        List.of(
            "no header",
            "<190>1 2026-03-01T11:59:00Z host app web.1 - other time",
            "<190>1 2026-03-01T12:59:00+01:00 host app web.1 - other zone",
            "<190>1 2001-03-01T11:59:00+00:00 host app web.1 - a time that is not believed",
            "<190>1 2026-03-01T11:59:00+00:00 other app web.1 - other host",
            "<190>1 2026-03-01T11:59:00+00:00 host app web.1 ID1 message id",
            "<007>1 2026-03-01T11:59:00+00:00 host app web.1 - priority with zeros",
            "<190>1 2026-03-01T11:59:00.1200+00:00 host app web.1 - some of its zeros")) {
      assertStored(line, 0, line);
    }
  }

  @Test
  void aFileOfTheTimeBeforeThereWereFormsIsRead() throws Exception {
    String line = "<190>1 2026-03-01T11:59:00+00:00 host app web.1 - old";
    append(line);
    store.store.flush();
    Path file = TestStore.files(folder, ".parquet").getFirst();
    String old = Sql.literal(folder.resolve("old.parquet").toString());
    try (var connection = store.engine.connect();
        Statement statement = connection.createStatement()) {
      String ids =
          query(
                  "SELECT string_agg('\"' || name || '\": ' || field_id, ', ') FROM parquet_schema("
                      + Sql.literal(file.toString())
                      + ") WHERE field_id IS NOT NULL AND name NOT IN ('fields', 'key', 'value',"
                      + " '_rawform')")
              .getFirst();
      statement.execute(
          "COPY (SELECT * EXCLUDE (fields, _rawform) REPLACE ("
              + Sql.literal(line)
              + " AS _raw) FROM read_parquet("
              + Sql.literal(file.toString())
              + ", hive_partitioning = false)) TO "
              + old
              + " (FORMAT parquet, FIELD_IDS {"
              + ids
              + "})");
    }
    Files.copy(folder.resolve("old.parquet"), file, StandardCopyOption.REPLACE_EXISTING);
    close();
    open();
    assertThat(raws()).containsExactly(line);
  }

  /**
   * What stands in files is read for years: a form that changes its code would change old lines.
   */
  @Test
  void thePageForOtherReadersTellsEveryForm() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "table.md"));
    for (TextForm form : TextForm.values()) {
      String text =
          (form == TextForm.HEADER ? TextForm.HEAD : form.body())
              .stream()
                  .map(piece ->
                      switch (piece) {
                        case TextForm.Constant constant -> constant.text();
                        case TextForm.Cell cell -> "{" + cell.column().name() + "}";
                      })
                  .collect(Collectors.joining());
      String before = form == TextForm.HEADER ? "" : "the same, then ";
      assertThat(page).contains("| %d | %s`%s` |".formatted(form.code(), before, text));
    }
  }

  @Test
  void whateverTheLineItComesBackByteForByte() throws Exception {
    List<String> lines = lines(new Random(20260301), 4_000);
    append(lines.toArray(String[]::new));
    // What was broken in the middle of a character is no longer the text that went in.
    List<String> hot = raws();
    store.store.flush();
    assertThat(raws()).containsExactlyInAnyOrderElementsOf(hot);
    assertThat(hot).hasSize(lines.size());
    assertThat(stored("_rawform IN (2, 3, 4, 5, 10, 11, 12, 13)").size())
        .as("lines that were cut after their message")
        .isGreaterThan(lines.size() / 20);
  }

  /**
   * The parser decides what is cut and the engine writes it again: of numbers and times as well.
   */
  @Test
  void numbersAndTimesComeBackByteForByte() throws Exception {
    Random random = new Random(20260303);
    List<String> lines = new ArrayList<>();
    for (String time :
        List.of(
            "2026-02-28T23:59:59.999999+00:00",
            "2026-02-29T00:00:00.5+00:00",
            "2026-02-30T00:00:00+00:00",
            "2026-02-31T10:00:00.000001+00:00",
            "2026-03-01T11:59:60+00:00",
            "2026-03-01T11:59:59.1234567+00:00",
            "2026-03-01T11:59:59.+00:00",
            "2026-03-01T11:59:59,5+00:00",
            "2026-03-01 11:59:59.5+00:00",
            "2026-03-01T11:59:59.5-00:00",
            "2026-03-01T11:59:59.5+0000",
            "2026-03-01T11:59:59.100000+00:00x",
            "2026-03-01T11:59:59")) {
      lines.add("<158>1 " + time + " host heroku router - " + ROUTER);
    }
    for (int i = 0; i < 4_000; i++) {
      String digits = Long.toString(random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63));
      String number =
          random.nextBoolean() ? digits : digits + ".%02d".formatted(random.nextInt(100));
      String zeros = random.nextInt(8) == 0 ? "0" : random.nextInt(8) == 0 ? "-" : "";
      String written = zeros + number;
      String time = "2026-03-01T11:58:%02d+00:00".formatted(random.nextInt(60));
      String message =
          switch (random.nextInt(5)) {
            case 0 -> MEMORY.replace("21.22MB", written + "MB");
            case 1 -> MEMORY.replace("348836pages", written + "pages");
            case 2 -> LOAD.replace("2.46", written);
            case 3 -> ROUTER.replace("bytes=656", "bytes=" + written);
            default -> ROUTER.replace("service=22ms", "service=" + written + "ms");
          };
      lines.add("<158>1 " + time + " host heroku router - " + message);
      lines.add("<158>1 " + time + " host heroku web.1 - " + message);
    }
    append(lines.toArray(String[]::new));
    List<String> hot = raws();
    store.store.flush();
    assertThat(raws()).containsExactlyInAnyOrderElementsOf(hot);
    assertThat(stored("_rawform IN (10, 12, 13) AND _raw = ''").size())
        .as("lines of which nothing is stored twice")
        .isGreaterThan(lines.size() / 10);
  }

  /** The parser tells it for a flush, the engine for a merge. */
  @Test
  void aLineIsOfOneKindWhoeverTellsIt() throws Exception {
    append(lines(new Random(20260304), 4_000).toArray(String[]::new));
    List<String> hot = query("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'hot%'");
    assertThat(hot).hasSize(1);
    List<String> kinds =
        query("SELECT DISTINCT _kind || ' and ' || " + LineKind.OF_ROW + " FROM " + hot.getFirst());
    assertThat(kinds)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(LineKind.values())
                .map(kind -> kind.place() + " and " + kind.place())
                .toList());
  }

  /** A search may let through too much, never too little, wherever in a line the text stands. */
  @Test
  void aSearchForATextReadsEveryLineThatHoldsIt() throws Exception {
    Random random = new Random(20260302);
    List<String> lines = lines(random, 1_000);
    append(lines.toArray(String[]::new));
    List<String> all = raws();
    store.store.flush();
    int less = 0;
    for (int i = 0; i < 200; i++) {
      String line = all.get(random.nextInt(all.size()));
      int[] characters = line.codePoints().toArray();
      int from = random.nextInt(characters.length);
      int length = Math.min(characters.length - from, 1 + random.nextInt(24));
      String text = new String(characters, from, length);
      boolean anyCase = random.nextBoolean();
      String wanted = anyCase && random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : text;
      List<String> holding =
          all.stream().filter(other -> holds(other, wanted, anyCase)).distinct().toList();
      List<String> read = raws(RequiredTerms.part(wanted, anyCase));
      assertThat(read).as("lines with \"" + wanted + "\"").containsAll(holding);
      less += read.size() < all.size() ? 1 : 0;
    }
    assertThat(less).as("searches that did not read everything").isGreaterThan(100);
  }

  /** Where a part is held, the text comes back; elsewhere it mostly needs not be put together. */
  @Test
  void theTextsThatHoldAPartAreThoseOfTheLinesThatHoldIt() throws Exception {
    Random random = new Random(20260303);
    append(lines(random, 1_000).toArray(String[]::new));
    List<String> all = raws();
    store.store.flush();
    int less = 0;
    for (int i = 0; i < 100; i++) {
      int[] characters = all.get(random.nextInt(all.size())).codePoints().toArray();
      int from = random.nextInt(characters.length);
      int length = Math.min(characters.length - from, 3 + random.nextInt(8));
      TextHolding part =
          new TextHolding(new String(characters, from, length), random.nextBoolean());
      try (Scan scan = store.open(TestStore.ACCOUNT, RequiredTerms.any())) {
        String lines = scan.relation(Set.of(LogColumns.RAW, part.column()));
        List<String> found =
            query(
                "SELECT %s FROM %s WHERE %s IS NOT NULL"
                    .formatted(part.name(), lines, part.name()));
        assertThat(found)
            .as("texts that may hold " + part)
            .containsAll(
                all.stream().filter(line -> holds(line, part.part(), part.anyCase())).toList());
        assertThat(all).as("texts that may hold " + part).containsAll(found);
        less += found.size() < all.size() ? 1 : 0;
      }
    }
    assertThat(less).as("parts that not every text may hold").isGreaterThan(70);
  }

  @Test
  void aSearchForATextBuildsNoLineWithoutIt() throws Exception {
    String start = "<158>1 2026-03-01T11:59:00.123456+00:00 host heroku router - ";
    String other = ROUTER.replace("/cart?q=1", "/pay").replace("192.0.2.38", "192.0.2.99");
    String mine = start + ROUTER;
    append(mine, start + other, "<190>1 2026-03-01T11:59:00+00:00 host app web.1 - 1 2 3");
    store.store.flush();
    for (String text :
        List.of(
            "cart?q",
            "path=\"/cart?q=1\" host",
            "\"/cart",
            "q=1\" ",
            "fwd=\"192.0.2.38\" dyno",
            ".38\"",
            "GET path=\"/c")) {
      assertThat(raws(RequiredTerms.part(text, false))).as(text).containsExactly(mine);
      assertThat(raws(RequiredTerms.part(text.toUpperCase(Locale.ROOT), true)))
          .as(text)
          .containsExactly(mine);
    }
    assertThat(raws(RequiredTerms.part("ms status=304 bytes=656 protocol=h", false))).hasSize(2);
    assertThat(raws(RequiredTerms.part("nowhere", true))).isEmpty();
    assertThat(
            raws(
                RequiredTerms.oneOf(
                    List.of(RequiredTerms.part("/cart", true), RequiredTerms.part("2 3", true)))))
        .hasSize(2);
  }

  private static boolean holds(String line, String text, boolean anyCase) {
    return anyCase
        ? Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
            .matcher(line)
            .find()
        : line.contains(text);
  }

  /** Lines of Heroku, some with something changed at random places. */
  private static List<String> lines(Random random, int count) {
    String[] messages = {
      ROUTER, ROUTER_ERROR, MEMORY, LOAD, "State changed from up to down", "é €"
    };
    String[] senders = {"heroku router", "heroku web.1", "app web.1", "app worker.2"};
    String[] bits = {
      "",
      " ",
      "  ",
      "\"",
      "=",
      "0",
      "00",
      "-",
      ".",
      "ms",
      "MB",
      "é",
      "\u0301",
      "\t",
      "+00:00",
      "99999999999999999999",
      "1e5",
      "host",
      "%",
      "'",
      "\\",
      "😀",
      ",",
      "null",
      "\u017f",
      "\u212a"
    };
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String fraction = ".%06d".formatted(random.nextInt(1_000_000));
      String time =
          "2026-03-01T11:%02d:%02d%s+00:00"
              .formatted(
                  random.nextInt(60),
                  random.nextInt(60),
                  random.nextBoolean() ? "" : fraction.substring(0, 2 + random.nextInt(6)));
      StringBuilder line =
          new StringBuilder()
              .append('<')
              .append(random.nextInt(192))
              .append(">1 ")
              .append(time)
              .append(" host ")
              .append(senders[random.nextInt(senders.length)])
              .append(" - ")
              .append(messages[random.nextInt(messages.length)]);
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        int from = random.nextInt(line.length());
        int to = Math.min(line.length(), from + random.nextInt(4));
        line.replace(from, to, bits[random.nextInt(bits.length)]);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** Asserts the form and the text that the newest file holds of a line, and that it is whole. */
  private void assertStored(String line, int form, String rest) throws Exception {
    append(line);
    store.store.flush();
    assertThat(raws()).as(line).contains(line);
    assertThat(stored("TRUE")).as(line).contains(form + ":" + rest);
  }

  private List<String> stored(String condition) throws Exception {
    return query(
        "SELECT coalesce(_rawform, 0) || ':' || _raw FROM read_parquet("
            + Sql.literal(folder.resolve("warehouse") + "/**/*.parquet")
            + ", hive_partitioning = false) WHERE "
            + condition);
  }

  private List<String> raws() throws Exception {
    return raws(RequiredTerms.any());
  }

  private List<String> raws(RequiredTerms required) throws Exception {
    try (Scan scan = store.open(TestStore.ACCOUNT, required)) {
      return store.raws(scan);
    }
  }

  private List<String> query(String sql) throws Exception {
    List<String> found = new ArrayList<>();
    try (var connection = store.engine.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private void append(String... lines) throws Exception {
    store.appendEach(List.of(lines), end);
    end += 1_000_000_000;
  }
}
