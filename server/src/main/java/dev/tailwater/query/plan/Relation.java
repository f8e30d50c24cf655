package dev.tailwater.query.plan;

import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows between two stages: their fields, their order, and the SQL that makes them. Immutable; a
 * stage takes one and gives the next.
 *
 * <p>The SQL is a chain of named selects, one or two a stage. A step keeps all columns of the step
 * before and adds its own under generated names, so nothing can be shadowed and nothing a later
 * step needs gets lost; the engine reads only the columns that the last step leads back to.
 */
public final class Relation {
  /** Messages or records. */
  public enum Kind {
    /** Lines. */
    MESSAGES,
    /** What an aggregate made of lines. */
    RECORDS
  }

  private final Base base;
  private final List<String> steps;
  private final Schema schema;
  private final List<String> order;
  private final Kind kind;

  /** The column that tells whether an earlier parse of this run matched. */
  private final @Nullable String matchedBefore;

  /** The messages that reached the first aggregate. */
  private final @Nullable Relation aggregated;

  /** The first step around the relation of the scan, and what it calls the message time. */
  private record Base(String head, String tail, String timeColumn) {}

  private Relation(
      Base base,
      List<String> steps,
      Schema schema,
      List<String> order,
      Kind kind,
      @Nullable String matchedBefore,
      @Nullable Relation aggregated) {
    this.base = base;
    this.steps = List.copyOf(steps);
    this.schema = schema;
    this.order = List.copyOf(order);
    this.kind = kind;
    this.matchedBefore = matchedBefore;
    this.aggregated = aggregated;
  }

  /**
   * The lines of a scan that meet a condition, newest first.
   *
   * @param condition SQL over the columns of {@link LogColumns}
   * @param customFields names to look up among the custom fields of a line
   */
  public static Relation scan(String condition, Set<String> customFields) {
    List<String> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    List<OpenColumns> open = new ArrayList<>();
    String messageTime = SqlText.column(LogColumns.MESSAGE_TIME.name());
    columns.add(messageTime + " AS t");
    for (Column column : LogColumns.ALL) {
      // Whose line it is and how long it is kept are not part of the line.
      if (column.equals(LogColumns.ACCOUNT) || column.equals(LogColumns.RETENTION_DAYS)) {
        continue;
      }
      String name = "c0_" + column.id();
      String source = SqlText.column(column.name());
      boolean time = column.type() == ColumnType.TIMESTAMP;
      columns.add((time ? "epoch_ms(" + source + ")" : source) + " AS " + name);
      if (column.type() == ColumnType.MAP) {
        Set<String> taken = customFields;
        open.add(new OpenColumns(name, "", "", Type.STRING, taken, false));
        for (String custom : customFields.stream().sorted().toList()) {
          String customColumn = name + "_" + fields.size();
          columns.add(source + "[" + SqlText.literal(custom) + "] AS " + customColumn);
          fields.add(new Field(custom, customColumn, Type.STRING, Origin.CUSTOM, false));
        }
      } else {
        Origin origin = column.name().startsWith("_") ? Origin.METADATA : Origin.EXTRACTED;
        fields.add(new Field(column.name(), name, typeOf(column.type()), origin, false));
      }
    }
    Base base =
        new Base(
            "SELECT " + String.join(", ", columns) + " FROM ", " AS l WHERE " + condition, "t");
    List<String> newestFirst = List.of("t DESC", "c0_" + LogColumns.MESSAGE_ID.id() + " DESC");
    return new Relation(
        base, List.of(), new Schema(fields, open), newestFirst, Kind.MESSAGES, null, null);
  }

  private static Type typeOf(ColumnType type) {
    return switch (type) {
      case STRING, MAP -> Type.STRING;
      case INT -> Type.INT;
      case LONG, TIMESTAMP -> Type.LONG;
      case DOUBLE -> Type.DOUBLE;
    };
  }

  /** The fields of its rows. */
  public Schema schema() {
    return schema;
  }

  /** Whether its rows are messages or records. */
  public Kind kind() {
    return kind;
  }

  /** The order of its rows, as terms of ORDER BY; complete for messages. */
  public List<String> order() {
    return order;
  }

  /** {@code ORDER BY …}, or nothing where no order is known. */
  public String orderBy() {
    return order.isEmpty() ? "" : " ORDER BY " + String.join(", ", order);
  }

  /** The column telling whether an earlier nodrop parse of the same run matched. */
  public Optional<String> matchedBefore() {
    return Optional.ofNullable(matchedBefore);
  }

  /** The messages that reached the first aggregate, or these where there is none yet. */
  public Relation messages() {
    return aggregated == null ? this : aggregated;
  }

  /** The column with the message time as the engine's timestamp, in {@link #messages()}. */
  public String timeColumn() {
    return base.timeColumn();
  }

  /** What the next step selects from. */
  public String input() {
    return "r" + steps.size();
  }

  /** The name of the n-th column that the last step added. */
  public String added(int n) {
    return "c" + steps.size() + "_" + n;
  }

  /** Rows that meet a condition; null counts as false. */
  public Relation where(String condition) {
    return step("SELECT * FROM " + input() + " WHERE " + condition);
  }

  /** The same rows with more columns, see {@link #added}. */
  public Relation extend(List<String> expressions) {
    return step("SELECT *, " + aliased(expressions) + " FROM " + input());
  }

  /**
   * The same rows with one more column, {@code added(0)}, that is computed once however often later
   * steps use it. The engine copies the expression of a plain column into every filter and column
   * above it; it does not do so through an unnest.
   */
  public Relation extendOnce(String expression) {
    return step("SELECT *, unnest([" + expression + "]) AS " + nextColumn(0) + " FROM " + input());
  }

  /** The same rows with one more field, or a field replaced. */
  public Relation with(String name, Value value) {
    Relation extended = extend(List.of(value.sql()));
    return extended.naming(new Field(name, extended.added(0), value.type(), Origin.QUERY, false));
  }

  /** The same rows, a column of them being a field. */
  public Relation naming(Field field) {
    return withSchema(schema.with(field));
  }

  /** The same rows, other fields of them being visible. */
  public Relation withSchema(Schema changed) {
    return new Relation(base, steps, changed, order, kind, matchedBefore, aggregated);
  }

  /** The first rows in the current order. */
  public Relation limit(long rows) {
    return step("SELECT * FROM " + input() + orderBy() + " LIMIT " + rows);
  }

  /** The same rows, sorted by these terms and then as before. */
  public Relation sorted(List<String> terms) {
    List<String> sorted = new ArrayList<>(terms);
    sorted.addAll(order);
    return new Relation(base, steps, schema, sorted, kind, matchedBefore, aggregated);
  }

  /**
   * Records in place of these rows.
   *
   * @param expressions the columns, in the order of the fields
   * @param rest what follows the FROM item: GROUP BY and the like
   * @param fields the visible fields, their columns being {@code nextColumn(i)}
   */
  public Relation records(
      List<String> expressions,
      String rest,
      List<Field> fields,
      List<OpenColumns> open,
      List<String> newOrder) {
    Relation next = step("SELECT " + aliased(expressions) + " FROM " + input() + rest);
    return new Relation(
        base,
        next.steps,
        new Schema(fields, open),
        newOrder,
        Kind.RECORDS,
        null,
        aggregated == null && kind == Kind.MESSAGES ? this : aggregated);
  }

  /** The name that the n-th column of the next step will have. */
  public String nextColumn(int n) {
    return "c" + (steps.size() + 1) + "_" + n;
  }

  /** Remembers that some rows of a parse run have matched already. */
  public Relation matched(String column) {
    return new Relation(base, steps, schema, order, kind, column, aggregated);
  }

  /** Ends a run of parse stages. */
  public Relation endParseRun() {
    return matchedBefore == null
        ? this
        : new Relation(base, steps, schema, order, kind, null, aggregated);
  }

  /**
   * The whole SQL.
   *
   * @param scan the relation of the scan, see {@link dev.tailwater.store.Scan#relation()}
   * @param last the select that uses {@link #input()}
   */
  public String sql(String scan, String last) {
    StringBuilder sql = new StringBuilder("WITH r0 AS (");
    sql.append(base.head()).append(scan).append(base.tail()).append(')');
    for (int i = 0; i < steps.size(); i++) {
      sql.append(",\nr").append(i + 1).append(" AS (").append(steps.get(i)).append(')');
    }
    return sql.append('\n').append(last).toString();
  }

  private String aliased(List<String> expressions) {
    List<String> columns = new ArrayList<>();
    for (String expression : expressions) {
      columns.add(expression + " AS " + nextColumn(columns.size()));
    }
    return String.join(", ", columns);
  }

  private Relation step(String select) {
    List<String> more = new ArrayList<>(steps);
    more.add(select);
    return new Relation(base, more, schema, order, kind, matchedBefore, aggregated);
  }
}
