package dev.tailwater.query;

import static java.util.stream.Collectors.joining;

import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.LineScans;
import dev.tailwater.query.plan.MessageColumns;
import dev.tailwater.query.plan.OpenColumns;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Saving;
import dev.tailwater.query.plan.ScanRange;
import dev.tailwater.query.plan.ScopeHints;
import dev.tailwater.query.plan.Step;
import dev.tailwater.query.plan.TimeSlices;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.record.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A query that can run: checked, with its result fields, as SQL over the relation of a scan.
 * Immutable. The SQL calls the functions that {@link dev.tailwater.query.run.EngineFunctions}
 * registers.
 */
public final class CompiledQuery {
  /** What the result consists of. */
  public enum Kind {
    /** Lines, newest first unless sorted. */
    MESSAGES,
    /** Records of an aggregate. */
    RECORDS
  }

  private final Pipeline pipeline;
  private final Relation rows;
  private final boolean usesResources;
  private final Optional<Saving> saving;

  CompiledQuery(Pipeline pipeline, Relation rows, boolean usesResources, Optional<Saving> saving) {
    this.pipeline = pipeline;
    this.rows = rows;
    this.usesResources = usesResources;
    this.saving = saving;
  }

  /** What a run writes besides giving its rows; whoever only compiles writes nothing. */
  public Optional<Saving> saving() {
    return saving;
  }

  /** SQL for the rows to write, in order, a column for each of the values of {@link #saving}. */
  public String savingSql(LineScans scans) {
    List<Value> values = saving.map(Saving::values).orElse(List.of());
    return rows.sql(
        scans,
        "SELECT "
            + String.join(", ", values.stream().map(Value::sql).toList())
            + " FROM "
            + rows.input()
            + " ORDER BY "
            + Step.Computed.NUMBER_COLUMN);
  }

  /** Whether there are lines behind its rows, as there are not when it begins with a table. */
  public boolean readsLines() {
    return rows.messages().kind() == Relation.Kind.MESSAGES;
  }

  /**
   * Whether subqueries or tables are part of it: then it is to be run with the runner and the
   * tables with which it was compiled.
   */
  public boolean usesResources() {
    return usesResources;
  }

  /** Fails where one of the fields does not exist. */
  void check(List<Name> names) {
    names.forEach(rows.schema()::value);
  }

  /**
   * SQL for the different values of some fields, as texts, rows with a null left out.
   *
   * @param limit the most rows to give
   */
  public String textsSql(LineScans scans, List<Name> names, long limit) {
    List<String> texts =
        names.stream().map(name -> rows.schema().value(name).asString().sql()).toList();
    List<String> columns = new ArrayList<>();
    for (String text : texts) {
      columns.add(text + " AS v" + columns.size());
    }
    String values = IntStream.range(0, texts.size()).mapToObj(i -> "v" + i).collect(joining(", "));
    // A limit takes the first rows in their order.
    return rows.sql(
        scans,
        "SELECT "
            + values
            + " FROM (SELECT "
            + String.join(", ", columns)
            + ", row_number() OVER ("
            + rows.orderBy().strip()
            + ") AS n FROM "
            + rows.input()
            + ") WHERE "
            + values.replace(",", " IS NOT NULL AND")
            + " IS NOT NULL"
            + " GROUP BY "
            + values
            + " ORDER BY min(n) LIMIT "
            + limit);
  }

  /** What its author should know when it finds nothing. */
  public List<String> hints() {
    return ScopeHints.of(pipeline.scope());
  }

  /** Messages or records. */
  public Kind kind() {
    return rows.kind() == Relation.Kind.MESSAGES ? Kind.MESSAGES : Kind.RECORDS;
  }

  /**
   * The fields that are known before the data are. A result has more where {@link #openColumns}
   * are. Messages: what is known of every line, then what was extracted at arrival, then what the
   * query made.
   */
  public List<ResultField> fields() {
    boolean chosen = kind() == Kind.RECORDS || pipeline.choosesFields();
    return shown().stream().map(field -> result(field, chosen)).toList();
  }

  private static ResultField result(Field field, boolean chosen) {
    String name = field.origin() == Field.Origin.CELL ? field.name() : field.folded();
    boolean fromQuery =
        switch (field.origin()) {
          case QUERY, CELL -> true;
          case EXTRACTED, CUSTOM -> chosen;
          case METADATA, IMPLIED -> false;
        };
    return new ResultField(name, field.name(), field.type(), field.key(), fromQuery);
  }

  /** Maps to spread out into columns; in the rows of {@link #sql} they come after the fields. */
  public List<OpenColumns> openColumns() {
    return rows.schema().open();
  }

  /** The steps of the plan, each after those it needs. Some must be tables before the SQL runs. */
  public List<Step> steps() {
    return rows.beside(List.of(rows.messages())).steps();
  }

  /**
   * SQL for the result rows, in order: one column a field, then two for each of the open columns,
   * their map and the list of all its keys (null when only the keys of these rows count).
   *
   * @param scans see {@link Relation#sql}
   * @param limit the most rows to give
   */
  public String sql(LineScans scans, long limit) {
    List<String> columns = new ArrayList<>(shown().stream().map(Field::column).toList());
    for (OpenColumns open : rows.schema().open()) {
      columns.add(open.column());
      columns.add(open.names().isEmpty() ? "NULL" : open.names());
    }
    return rows.sql(
        scans,
        "SELECT "
            + String.join(", ", columns)
            + " FROM "
            + rows.input()
            + rows.orderBy()
            + " LIMIT "
            + limit);
  }

  /**
   * SQL for the messages over time: start of each bucket that is not empty in milliseconds, and how
   * many messages in it reached the first aggregate. Only for a query that {@link #readsLines}.
   *
   * @param fromMillis a bucket starts here
   */
  public String histogramSql(LineScans scans, long fromMillis, long widthMillis) {
    Relation messages = rows.messages();
    String bucket = new TimeSlices(-fromMillis, widthMillis).startOfTimestamp(MessageColumns.TIME);
    return messages.sql(
        scans,
        "SELECT "
            + bucket
            + " AS bucket, count(*) AS messages FROM "
            + messages.input()
            + " GROUP BY bucket ORDER BY bucket DESC");
  }

  /**
   * Whether its rows are lines, newest first, each looked at alone: then the rows of the newest
   * part of the range are the first ones of the whole.
   */
  public boolean isNewestFirst() {
    return pipeline.isRowWise() && kind() == Kind.MESSAGES;
  }

  /**
   * The groups it makes of its lines, where parts of them can be made of parts of the lines: it
   * reads one range, looks at each line alone until then, and nothing but lines decides what it
   * finds.
   */
  public Optional<Step.Grouped> mergeable() {
    if (usesResources || !pipeline.aggregatesLines() || ranges().count() != 1) {
      return Optional.empty();
    }
    return allSteps(rows)
        .flatMap(step -> step instanceof Step.Grouped groups ? Stream.of(groups) : Stream.of())
        .findFirst()
        .filter(Step.Grouped::isMergeable);
  }

  /**
   * SQL for the parts of groups, with the columns of {@link Step.Grouped#partNames}.
   *
   * @param groups what {@link #mergeable} gave
   */
  public String partsSql(LineScans scans, Step.Grouped groups) {
    return partsSql(scans, groups, List.of());
  }

  /**
   * The same for each slice of time and each value of what the scans have {@linkplain
   * LineScans#more more} of lines. These stand in front, then {@code slice}, the time in
   * milliseconds divided by the width.
   *
   * @param time which time of the lines
   * @param width of a slice, in milliseconds
   */
  public String partsSql(LineScans scans, Step.Grouped groups, Column time, long width) {
    String slice = MessageColumns.of(time) + " // " + width + " AS slice";
    List<String> keys = new ArrayList<>(scans.more());
    keys.add(slice);
    return partsSql(scans, groups, keys);
  }

  private String partsSql(LineScans scans, Step.Grouped groups, List<String> keys) {
    List<String> columns = new ArrayList<>(keys);
    columns.addAll(groups.parts());
    String places =
        IntStream.rangeClosed(1, keys.size() + groups.partKeys())
            .mapToObj(Integer::toString)
            .collect(joining(", "));
    return rows.messages()
        .sql(
            scans,
            "SELECT "
                + String.join(", ", columns)
                + " FROM "
                + groups.input()
                + (places.isEmpty() ? " HAVING count(*) > 0" : " GROUP BY " + places));
  }

  private static Stream<Step> allSteps(Relation relation) {
    return relation.steps().stream()
        .flatMap(step ->
            switch (step) {
              case Step.Computed computed -> allSteps(computed.input());
              case Step.Stored stored -> allSteps(stored.input());
              case Step.Lines lines -> Stream.of(step);
              case Step.Select select -> Stream.of(step);
              case Step.Grouped groups -> Stream.of(step);
            });
  }

  /** The ranges whose lines it reads. */
  public Stream<ScanRange> ranges() {
    return allSteps(rows)
        .flatMap(step -> step instanceof Step.Lines lines ? Stream.of(lines.range()) : Stream.of());
  }

  /** SQL for the number of result rows. */
  public String countSql(LineScans scans) {
    return rows.sql(scans, "SELECT count(*) FROM " + rows.input());
  }

  /** The query as text, in one way of writing; it compiles to an equal query. */
  public String print() {
    return pipeline.print();
  }

  private List<Field> shown() {
    List<Field> fields = rows.schema().fields();
    if (kind() == Kind.RECORDS) {
      return fields;
    }
    List<Field> shown = new ArrayList<>();
    for (Field.Origin origin : Field.Origin.values()) {
      if (origin == Field.Origin.IMPLIED) {
        continue;
      }
      fields.stream().filter(field -> field.origin() == origin).forEach(shown::add);
    }
    return shown;
  }
}
