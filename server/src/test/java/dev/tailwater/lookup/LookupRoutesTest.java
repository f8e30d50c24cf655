package dev.tailwater.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.FixtureLines;
import dev.tailwater.TestTailwater;
import dev.tailwater.account.FirstStart;
import dev.tailwater.account.Metadata;
import dev.tailwater.http.Json;
import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.search.QueryRoutes;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables over HTTP, and queries of two accounts that look into them. */
class LookupRoutesTest {
  private static final String PATH = "/api/v1/lookupTables";
  private static final Clock CLOCK = Clock.fixed(FixtureLines.TO, ZoneOffset.UTC);

  private static final String DYNOS =
      """
      {"path": "/Library/dynos", "description": "who looks after them", "primaryKeys": ["dyno"],
       "fields": [{"fieldName": "dyno", "fieldType": "string"},
                  {"fieldName": "owner", "fieldType": "string"},
                  {"fieldName": "size", "fieldType": "int"}]}
      """;

  @TempDir Path folder;
  private FixtureLines lines;
  private Metadata metadata;
  private QueryRunner runner;
  private TestTailwater tailwater;

  @BeforeEach
  void start() {
    lines = new FixtureLines(folder.resolve("spill"), 1);
    metadata = Metadata.open(folder.resolve("metadata.db"));
    LookupTables tables =
        new LookupTables(
            lines.engine(), metadata, folder.resolve("lookup"), 1, "lookup.megabytes", CLOCK);
    runner =
        new QueryRunner(
            lines.engine(),
            lines,
            QueryLimits.defaults(),
            account -> Set.of(),
            tables,
            Map.of(),
            Optional::empty);
    tailwater =
        TestTailwater.start(
            folder,
            CLOCK,
            (authentication, connections) ->
                List.of(
                    new LookupRoutes(tables, authentication),
                    new QueryRoutes(runner, authentication, connections, CLOCK)));
  }

  @AfterEach
  void stop() {
    tailwater.close();
    runner.close();
    metadata.close();
    lines.close();
  }

  @Test
  void aTableIsMadeFilledReadAndDeleted() throws Exception {
    String id = create(tailwater.ours, DYNOS);
    assertThat(tailwater.get(tailwater.ours, PATH + "/" + id).body())
        .isEqualTo(
            ("{'id':'%s','path':'/Library/dynos','description':'who looks after them','fields':["
                    + "{'fieldName':'dyno','fieldType':'string'},"
                    + "{'fieldName':'owner','fieldType':'string'},"
                    + "{'fieldName':'size','fieldType':'int'}],"
                    + "'primaryKeys':['dyno'],'rowCount':0,'sizeBytes':0,"
                    + "'createdAt':'2024-05-01T10:10:00Z','modifiedAt':'2024-05-01T10:10:00Z'}")
                .formatted(id)
                .replace('\'', '"'));

    HttpResponse<String> filled = upload(tailwater.ours, id, "", "Size,DYNO\n1,web.1\n2,web.2\n");
    assertThat(filled.statusCode()).as(filled.body()).isEqualTo(200);
    assertThat(Json.MAPPER.readTree(filled.body()).path("rowCount").asInt()).isEqualTo(2);
    assertThat(rows(tailwater.ours, "cat path://'/Library/dynos'"))
        .isEqualTo("[['web.1',null,1],['web.2',null,2]]");

    // Merging replaces rows by their key and keeps the others; without it all rows are new.
    upload(tailwater.ours, id, "?merge=true", "dyno,owner\nWEB.2,Bo\nweb.3,Cy\n");
    assertThat(rows(tailwater.ours, "cat path://'/Library/dynos'"))
        .isEqualTo("[['web.1',null,1],['WEB.2','Bo',null],['web.3','Cy',null]]");
    HttpResponse<String> unclear = upload(tailwater.ours, id, "?merge=yes", "dyno,owner\nx,Di\n");
    assertThat(unclear.statusCode()).isEqualTo(400);
    assertThat(unclear.body()).contains("expected true or false as merge, found \\\"yes\\\"");
    assertThat(rows(tailwater.ours, "cat path://'/Library/dynos'")).contains("web.1", "Bo", "Cy");
    refused(DYNOS.replace("owner", "\\ud83d"), "printable characters");
    refused(DYNOS.replace("/Library/dynos", "/Library/\\ud83d"), "expected a path of names");
    upload(tailwater.ours, id, "", "dyno,owner\nweb.1,Ana\nweb.1,Cy\n");
    assertThat(rows(tailwater.ours, "cat path://'/Library/dynos'"))
        .isEqualTo("[['web.1','Cy',null]]");

    assertThat(files()).isEqualTo(1);
    assertThat(delete(tailwater.ours, id).statusCode()).isEqualTo(204);
    assertThat(files()).isZero();
    assertThat(tailwater.get(tailwater.ours, PATH).body()).isEqualTo("{\"lookupTables\":[]}");
    assertThat(query(tailwater.ours, "cat path://'/Library/dynos'").statusCode()).isEqualTo(400);
  }

  @Test
  void anotherAccountNeitherSeesNorChangesATable() throws Exception {
    String id = create(tailwater.ours, DYNOS);
    upload(tailwater.ours, id, "", "dyno,owner,size\nweb.1,Ana,1\n");

    assertThat(tailwater.get(tailwater.theirs, PATH).body()).isEqualTo("{\"lookupTables\":[]}");
    for (HttpResponse<String> answer :
        List.of(
            tailwater.get(tailwater.theirs, PATH + "/" + id),
            upload(tailwater.theirs, id, "", "dyno,owner,size\nweb.1,Mallory,1\n"),
            delete(tailwater.theirs, id))) {
      assertThat(answer.statusCode()).isEqualTo(404);
    }
    for (String query :
        List.of(
            "cat path://'/Library/dynos'",
            "* | lookup owner from path://'/Library/dynos' on component=dyno",
            "* | where lookupContains(path://'/Library/dynos', component=dyno)")) {
      HttpResponse<String> answer = query(tailwater.theirs, query);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .contains("there is no table /Library/dynos")
          .doesNotContain("did you mean");
    }
    // The same path in the other account is another table.
    String other = create(tailwater.theirs, DYNOS.replace("dynos", "theirs"));
    upload(tailwater.theirs, other, "", "dyno,owner,size\nweb.1,Mallory,9\n");
    assertThat(rows(tailwater.theirs, "cat path://'/Library/theirs' | save /Library/dynos"))
        .isEqualTo("[['web.1','Mallory',9]]");
    assertThat(rows(tailwater.ours, "cat path://'/Library/dynos'"))
        .isEqualTo("[['web.1','Ana',1]]");
    assertThat(tailwater.get(tailwater.ours, PATH).body()).doesNotContain("theirs");
  }

  @Test
  void whoIsNotKnownIsRefused() {
    assertThat(tailwater.send(tailwater.request(PATH).GET()).statusCode()).isEqualTo(401);
  }

  @Test
  void definitionsThatMakeNoSenseAreRefused() throws Exception {
    refused(DYNOS.replace("/Library/dynos", "a//b"), "expected a path of names");
    refused(DYNOS.replace("'size'", "'DYNO'").replace("\"size\"", "\"DYNO\""), "two columns");
    refused(DYNOS.replace("\"int\"", "\"date\""), "expected fieldType string, int, long");
    refused(DYNOS.replace("[\"dyno\"]", "[\"id\"]"), "expected names of fields in primaryKeys");
    refused(DYNOS.replace("[\"dyno\"]", "[]"), "at least one name in primaryKeys");
    refused("{\"path\": \"/x\", \"fields\": []}", "expected 1 to 200 columns, found 0");
    refused(DYNOS.replace("\"owner\"", "\" \""), "expected names of columns");
    refused(DYNOS.replace("who", "w".repeat(1100)), "a description of at most 1024");
    create(tailwater.ours, DYNOS);
    refused(DYNOS.replace("dynos", "DYNOS"), "there is a table /Library/DYNOS already");
  }

  @Test
  void filesThatDoNotFitChangeNothing() throws Exception {
    String id = create(tailwater.ours, DYNOS);
    upload(tailwater.ours, id, "", "dyno,owner,size\nweb.1,Ana,1\n");
    refusedUpload(id, "", "expected a row with the names of columns");
    refusedUpload(id, "dyno,speed\n", "line 1: the table has no column \\\"speed\\\"");
    refusedUpload(id, "owner\n", "line 1: expected the primary key column dyno");
    refusedUpload(id, "dyno,dyno\n", "line 1: the column dyno is named twice");
    refusedUpload(id, "dyno,size\na,1\n\nb\n", "line 4: expected 2 cells as in the first row");
    refusedUpload(
        id, "dyno,size\na,x\n", "line 2: expected a whole number (int) in the column size");
    refusedUpload(id, "dyno,size\n,1\n", "line 2: the primary key column dyno is empty");
    refusedUpload(id, "dyno\n\"a\n\nb", "line 2: expected a closing double quote");
    refusedUpload(id, "dyno\n\"a\"b\n", "line 2: expected a comma or the end of the line");
    refusedUpload(id, "dyno\n" + "x".repeat(1 << 20) + "\n", "a row has more than");
    refusedUpload(
        id, "dyno,owner\n" + bulk(5_000), "a table holds at most 1 MB (lookup.megabytes)");
    HttpResponse<String> typed =
        tailwater.send("POST", tailwater.ours, PATH + "/" + id + "/upload", "dyno\na\n");
    assertThat(typed.statusCode()).isEqualTo(415);
    assertThat(rows(tailwater.ours, "cat path://'/Library/dynos'"))
        .isEqualTo("[['web.1','Ana',1]]");
    assertThat(files()).isEqualTo(1);

    // Each of two parts fits, both together do not.
    assertThat(upload(tailwater.ours, id, "", "dyno,owner\n" + bulk(2_500)).statusCode())
        .isEqualTo(200);
    HttpResponse<String> more =
        upload(tailwater.ours, id, "?merge=true", "dyno,owner\n" + bulk(2_500).replace('k', 'j'));
    assertThat(more.statusCode()).isEqualTo(400);
    assertThat(rows(tailwater.ours, "cat path://'/Library/dynos' | count")).isEqualTo("[[2500]]");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void textThatIsNoUtf8IsRefused() throws Exception {
    String id = create(tailwater.ours, DYNOS);
    HttpResponse<String> answer =
        tailwater.send(
            tailwater
                .request(tailwater.ours, PATH + "/" + id + "/upload")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofByteArray(new byte[] {'d', 'y', 'n', 'o', '\n', -1})));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("expected UTF-8");
  }

  @Test
  void aQueryThatFailsSavesNothing() throws Exception {
    String id = create(tailwater.ours, DYNOS);
    upload(tailwater.ours, id, "", "dyno,owner,size\nweb.1,Ana,1\n");
    HttpResponse<String> refused =
        query(
            tailwater.ours,
            "* | count by _messageid | '%s' as owner | 1 as size | _messageid as dyno"
                    .formatted("o".repeat(1_500))
                + " | concat(owner, owner, owner, owner, owner, owner, owner, owner) as owner"
                + " | concat(owner, owner, owner, owner, owner, owner, owner, owner) as owner"
                + " | save path://'/Library/dynos'");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("query.table").contains("a table holds at most 1 MB");
    assertThat(rows(tailwater.ours, "cat path://'/Library/dynos'"))
        .isEqualTo("[['web.1','Ana',1]]");
    assertThat(files()).isEqualTo(1);
  }

  /** Rows of 200 characters. */
  private static String bulk(int rows) {
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      csv.append('k').append(i).append(',').append("x".repeat(250)).append('\n');
    }
    return csv.toString();
  }

  private String create(FirstStart account, String definition) throws IOException {
    HttpResponse<String> answer = tailwater.send("POST", account, PATH, definition);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body()).path("id").asText();
  }

  private void refused(String definition, String because) {
    HttpResponse<String> answer = tailwater.send("POST", tailwater.ours, PATH, definition);
    assertThat(answer.statusCode()).as(definition).isEqualTo(400);
    assertThat(answer.body()).contains("lookup.table.invalid").contains(because);
  }

  private void refusedUpload(String id, String csv, String because) {
    HttpResponse<String> answer = upload(tailwater.ours, id, "", csv);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("lookup.table.invalid").contains(because);
  }

  private HttpResponse<String> upload(FirstStart account, String id, String options, String csv) {
    return tailwater.send(
        tailwater
            .request(account, PATH + "/" + id + "/upload" + options)
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString(csv)));
  }

  private HttpResponse<String> delete(FirstStart account, String id) {
    return tailwater.send(tailwater.request(account, PATH + "/" + id).DELETE());
  }

  /** Runs a query in which single quotes stand for double ones. */
  private HttpResponse<String> query(FirstStart account, String text) {
    return tailwater.send(
        "POST",
        account,
        "/api/v1/query",
        "{\"query\":\"%s\",\"from\":\"-10m\",\"to\":\"now\"}".formatted(text.replace("'", "\\\"")));
  }

  private String rows(FirstStart account, String text) throws IOException {
    HttpResponse<String> answer = query(account, text);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode rows = Json.MAPPER.readTree(answer.body()).path("rows");
    return rows.toString().replace('"', '\'');
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("lookup"))) {
      return files.count();
    }
  }
}
