package dev.tailwater.lookup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.account.Metadata;
import dev.tailwater.engine.Engine;
import dev.tailwater.http.Json;
import dev.tailwater.query.run.TableWriter;
import dev.tailwater.query.run.Tables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Tables of account 1 that queries over the sample lines can look things up in. */
public final class SampleTables implements AutoCloseable {
  /** Who looks after a dyno; one row for each dyno. */
  private static final String DYNOS =
      """
      {"path": "/Library/dynos", "primaryKeys": ["Dyno"], "fields": [
        {"fieldName": "Dyno", "fieldType": "string"}, {"fieldName": "Owner", "fieldType": "string"},
        {"fieldName": "size", "fieldType": "long"}, {"fieldName": "spare", "fieldType": "boolean"}]}
      """;

  private static final String DYNO_ROWS =
      """
      dyno,owner,size,spare
      WEB.1,Ana,1,false
      web.9,Cy,,true
      """;

  /** What a status means to a method; {@code _source} is also a field of every line. */
  private static final String STATUSES =
      """
      {"path": "/shared/statuses", "primaryKeys": ["status", "verb"], "fields": [
        {"fieldName": "status", "fieldType": "long"}, {"fieldName": "verb", "fieldType": "string"},
        {"fieldName": "meaning", "fieldType": "string"},
        {"fieldName": "_source", "fieldType": "string"}]}
      """;

  private static final String STATUS_ROWS =
      """
      status,verb,meaning,_source
      200,get,fine,spec
      200,post,stored,spec
      304,get,"unchanged, use yours",spec
      503,post,"",spec
      """;

  private final Path folder;
  private final Metadata metadata;
  private final LookupTables tables;

  public SampleTables(Engine engine) {
    try {
      folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "tables");
      metadata = Metadata.open(folder.resolve("metadata.db"));
      metadata.write(handle ->
          handle.execute(
              "INSERT INTO accounts (id, name, retention_days, created_at) VALUES (1, 'A', 30,"
                  + " 0)"));
      tables =
          new LookupTables(
              engine, metadata, folder.resolve("lookup"), 1, "lookup.megabytes", Clock.systemUTC());
      fill(DYNOS, DYNO_ROWS);
      fill(STATUSES, STATUS_ROWS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As queries see them. */
  public Tables tables() {
    return tables;
  }

  private void fill(String definition, String csv) throws IOException {
    LookupTable table =
        tables.create(
            1, LookupDefinition.parse(Json.MAPPER.readValue(definition, ObjectNode.class)));
    try (TableWriter rows = tables.write(1, table, false)) {
      new CsvUpload(table.definition().columns(), rows)
          .read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
      rows.commit();
    }
  }

  @Override
  public void close() {
    metadata.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
