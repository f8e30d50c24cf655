package dev.tailwater.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.run.TableException;
import dev.tailwater.query.syntax.TablePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a table is, apart from its rows. */
record LookupDefinition(TablePath path, String description, List<LookupColumn> columns) {
  private static final int MOST_COLUMNS = 200;
  private static final int NAME_CHARS = 255;
  private static final int DESCRIPTION_CHARS = 1_024;

  LookupDefinition {
    columns = List.copyOf(columns);
    if (columns.isEmpty() || columns.size() > MOST_COLUMNS) {
      throw new TableException(
          "expected 1 to " + MOST_COLUMNS + " columns, found " + columns.size());
    }
    Set<String> names = new HashSet<>();
    for (LookupColumn column : columns) {
      String name = column.name();
      if (name.isBlank() || name.length() > NAME_CHARS || !TablePath.isPrintable(name)) {
        throw new TableException(
            "expected names of columns of 1 to "
                + NAME_CHARS
                + " printable characters, found \""
                + name
                + "\"");
      }
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw new TableException("two columns are named " + name + "; letter case does not count");
      }
    }
  }

  /**
   * Reads the definition that a client sent.
   *
   * @throws TableException when it is none
   */
  static LookupDefinition parse(ObjectNode json) {
    String description = json.path("description").asText("");
    if (description.length() > DESCRIPTION_CHARS) {
      throw new TableException(
          "expected a description of at most "
              + DESCRIPTION_CHARS
              + " characters, found "
              + description.length());
    }
    Set<String> keys = new HashSet<>();
    json.path("primaryKeys").forEach(key -> keys.add(key.asText().toLowerCase(Locale.ROOT)));
    List<LookupColumn> columns = new ArrayList<>();
    for (JsonNode field : json.path("fields")) {
      String name = field.path("fieldName").asText("").strip();
      boolean key = keys.remove(name.toLowerCase(Locale.ROOT));
      columns.add(new LookupColumn(name, type(field.path("fieldType").asText("")), key));
    }
    LookupDefinition definition =
        new LookupDefinition(path(json.path("path").asText("")), description, columns);
    if (!keys.isEmpty()) {
      throw new TableException(
          "expected names of fields in primaryKeys, found " + String.join(", ", keys));
    }
    if (definition.columns().stream().noneMatch(LookupColumn::key)) {
      throw new TableException("expected at least one name in primaryKeys, found none");
    }
    return definition;
  }

  /** A table without primary key. */
  static LookupDefinition of(TablePath path, String description, List<StoredTable.Column> columns) {
    return new LookupDefinition(
        path,
        description,
        columns.stream()
            .map(column -> new LookupColumn(column.name(), column.type(), false))
            .toList());
  }

  /** The columns as plans know them. */
  List<StoredTable.Column> stored() {
    return columns.stream()
        .map(column -> new StoredTable.Column(column.name(), column.type()))
        .toList();
  }

  /** The names of the columns of the primary key. */
  List<String> keys() {
    return columns.stream().filter(LookupColumn::key).map(LookupColumn::name).toList();
  }

  private static TablePath path(String text) {
    try {
      return TablePath.of(text);
    } catch (IllegalArgumentException e) {
      throw new TableException(String.valueOf(e.getMessage()));
    }
  }

  private static Type type(String name) {
    return Arrays.stream(Type.values())
        .filter(type -> type.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() ->
            new TableException(
                "expected fieldType string, int, long, double or boolean, found \"" + name + "\""));
  }
}
