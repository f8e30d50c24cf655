package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Field extraction rules over the sample lines M1 to M9. */
final class RuleCompilerTest {
  private static final Lines LINES = new Lines(Lines.resource("sample.lines"));

  private static final String RENAMING =
      """
      if (_sourceName="d.shop", "Shop", _sourceName) as _sourceName
      | if (_sourceName="d.blog", "Blog", _sourceName) as _sourceName\
      """;

  @AfterAll
  static void close() {
    LINES.close();
  }

  @Test
  void drainsGetNames() throws SQLException {
    assertThat(fields("_sourceCategory=heroku", RENAMING)).containsExactly("_sourcename");
    assertThat(run("_sourceCategory=heroku", RENAMING))
        .hasSize(9)
        .startsWith("1 Shop", "2 Shop")
        .endsWith("8 Shop", "9 Blog");
  }

  @Test
  void comparesWithLetterCase() throws SQLException {
    String rule = "if (_sourceName=\"D.SHOP\", \"Shop\", _sourceName) as _sourceName";
    assertThat(run("H12", rule)).containsExactly("3 d.shop");
  }

  @Test
  void aLineThatDoesNotMatchGetsNoFieldAtAll() throws SQLException {
    String rule = "parse \"dyno=* \" as dyno | parse \"code=* \" as code";
    assertThat(fields("router", rule)).containsExactly("dyno", "code");
    assertThat(run("router", rule)).containsExactly("3 web.2 H12");
  }

  @Test
  void aConditionThatFailsIsNoMatchEither() throws SQLException {
    assertThat(run("router", "parse \"status=* \" as st | where st >= 300"))
        .containsExactly("3 503", "4 304");
  }

  @Test
  void withNodropTheOtherFieldsStay() throws SQLException {
    String rule = "parse \"dyno=* \" as dyno | parse \"code=* \" as code nodrop";
    assertThat(run("router", rule))
        .containsExactly("1 web.1 ", "2 web.2 ", "3 web.2 H12", "4 web.1 ");
  }

  @Test
  void severalPatternsForOneFieldAreAlternatives() throws SQLException {
    String rule =
        "parse \"dyno=* \" as who nodrop | parse \"State changed from * to\" as who nodrop"
            + " | where !isEmpty(who)";
    assertThat(run("*", rule))
        .containsExactly(
            "1 web.1",
            "2 web.2",
            "3 web.2",
            "4 web.1",
            "5 heroku.111.aaa",
            "6 heroku.111.aaa",
            "8 up");
  }

  @Test
  void fieldsChoosesWhatIsStored() {
    assertThat(fields("router", "parse \"dyno=* connect=*ms\" as d, c | fields d"))
        .containsExactly("d");
  }

  @Test
  void constantsRenamesAndNumbers() throws SQLException {
    String rule = "\"heroku/router\" as namespace | service as took | num(took)/1000 as seconds";
    assertThat(run("H12", rule)).containsExactly("3 heroku/router 30000 30");
  }

  @Test
  void aLineOfTheRuleSeesWhatTheOneBeforeWrote() throws SQLException {
    String rule =
        """
        if (_sourceName="d.shop", "d.blog", _sourceName) as _sourceName
        | if (_sourceName="d.blog", "Blog", _sourceName) as _sourceName\
        """;
    assertThat(run("H12", rule)).containsExactly("3 Blog");
  }

  @Test
  void everyStageThatLooksAtOneLineIsAllowed() {
    assertThat(
            fields(
                "status=503 or \"card declined\" or !_sourceName=d.*",
                """
                parse field=_sourceHost "*." as host nodrop
                | parse regex "code=(?<code>\\w+)" nodrop
                | json "level" as level nodrop
                | kv "dyno" as dyno nodrop
                | csv _raw extract 1 as first
                | split _raw delim=' ' extract 2 as second
                | parse xml "/a" as xml nodrop
                | toLowerCase(level) as level
                | format("%s/%s", host, dyno) as place
                | parseDate(second, "yyyy") as year
                | if (isBlank(code) or code in ("H12") or code matches "R*", 1, 0) as bad
                | where !isEmpty(_raw)
                | fields host, code, level, dyno, place, year, bad\
                """))
        .containsExactly("host", "code", "level", "dyno", "place", "year", "bad");
  }

  @Test
  void whatLooksAtManyLinesIsRefused() {
    for (String stage :
        List.of(
            "count by dyno",
            "sort by dyno",
            "limit 3",
            "timeslice 1m",
            "join (fields dyno) as a, (fields dyno) as b on a.dyno = b.dyno",
            "compare timeshift 1d",
            "lookup a from path://\"/t\" on dyno",
            "save path://\"/t\"",
            "parse regex \"(?<k>[a-z]+)=\" multi",
            "json auto",
            "kv auto")) {
      assertThatThrownBy(() -> new RuleCompiler().compile("*", "\"x\" as y | " + stage))
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("line 1, column 12: this stage cannot stand in a rule");
    }
    assertThatThrownBy(
            () -> new RuleCompiler().compile("*", "where [subquery: H12 | compose dyno]"))
        .hasMessageContaining("a subquery cannot stand here");
    assertThatThrownBy(
            () -> new RuleCompiler().compile("*", "lookupContains(path://\"/t\", dyno) as x"))
        .hasMessageContaining("line 1, column 16: a rule cannot look into a table");
    assertThatThrownBy(() -> new RuleCompiler().compile("cat path://\"/t\"", "\"x\" as y"))
        .hasMessageContaining("line 1, column 1: expected a scope");
  }

  @Test
  void mistakesHaveTheirPlace() {
    assertThatThrownBy(() -> new RuleCompiler().compile("*", "parse \"dyno=*\" as"))
        .hasMessageContaining("line 1, column 18");
    assertThatThrownBy(() -> new RuleCompiler().compile("* | count", "1 as x"))
        .hasMessageContaining("stages go into the rule");
    assertThatThrownBy(() -> new RuleCompiler().compile("router", "where status = 503"))
        .hasMessageContaining("the rule gives no field");
    assertThatThrownBy(() -> new RuleCompiler().compile("*", "1 as " + "x".repeat(256)))
        .hasMessageContaining("256 characters, expected at most 255");
    assertThatThrownBy(() -> new RuleCompiler().compile("*", " ".repeat(16_384) + "1 as x"))
        .hasMessageContaining("expected at most 16384");
  }

  private static List<String> fields(String scope, String expression) {
    return new RuleCompiler()
        .compile(scope, expression).fields().stream().map(ResultField::name).toList();
  }

  /** Message id and fields of each line that gets some, by message id. */
  private static List<String> run(String scope, String expression) throws SQLException {
    String sql = new RuleCompiler().compile(scope, expression).sql("logs");
    List<String> rows = new ArrayList<>();
    try (DuckDBConnection connection = LINES.engine().connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql + " ORDER BY _messageid")) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(found.getString(i));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }
}
