package dev.tailwater.query.plan;

import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.syntax.Scope;
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

  private final StepChain chain;
  private final Schema schema;
  private final List<String> order;
  private final Kind kind;

  /** The column that tells whether an earlier parse of this run matched. */
  private final @Nullable String matchedBefore;

  /** The messages that reached the first aggregate. */
  private final @Nullable Relation aggregated;

  private Relation(
      StepChain chain,
      Schema schema,
      List<String> order,
      Kind kind,
      @Nullable String matchedBefore,
      @Nullable Relation aggregated) {
    this.chain = chain;
    this.schema = schema;
    this.order = List.copyOf(order);
    this.kind = kind;
    this.matchedBefore = matchedBefore;
    this.aggregated = aggregated;
  }

  /**
   * The lines of a scan that meet a condition, newest first.
   *
   * @param label makes the names of its steps differ from those of other scans of the plan
   * @param scope which lines
   * @param resources what the scope may ask beside the lines
   * @param customFields names to look up among the custom fields of a line
   */
  public static Relation scan(
      String label, ScanRange range, Scope scope, Resources resources, Set<String> customFields) {
    MessageColumns columns = new MessageColumns(customFields);
    LineCondition condition = ScopeCondition.of(scope, resources);
    StepChain chain = new StepChain(label);
    return new Relation(
        chain.then(new Step.Lines(chain.next(), range, columns.columns(), condition)),
        columns.schema(),
        MessageColumns.NEWEST_FIRST,
        Kind.MESSAGES,
        null,
        null);
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

  /**
   * {@code OVER (…)} for a window function: over the rows with equal values, in the current order.
   *
   * @param equal SQL of the values
   * @param frame {@code ROWS …}, or nothing
   */
  public String over(List<String> equal, String frame) {
    String partition = equal.isEmpty() ? "" : "PARTITION BY " + String.join(", ", equal);
    return "OVER (" + (partition + orderBy() + " " + frame).strip() + ")";
  }

  /** The column telling whether an earlier nodrop parse of the same run matched. */
  public Optional<String> matchedBefore() {
    return Optional.ofNullable(matchedBefore);
  }

  /** The messages that reached the first aggregate, or these where there is none yet. */
  public Relation messages() {
    return aggregated == null ? this : aggregated;
  }

  /** Whether a field of messages is their time, which {@link MessageColumns#TIME} has too. */
  public boolean isMessageTime(Field field) {
    return kind == Kind.MESSAGES
        && field.column().equals(MessageColumns.of(LogColumns.MESSAGE_TIME));
  }

  /** The steps that lead to these rows, each after those it needs. */
  public List<Step> steps() {
    return chain.steps();
  }

  /** What the next step selects from. */
  public String input() {
    return chain.last();
  }

  /** The name of the n-th column that the last step added. */
  public String added(int n) {
    return chain.lastColumn(n);
  }

  /** Rows that meet a condition; null counts as false. */
  public Relation where(String condition) {
    return step("SELECT * FROM " + input() + " WHERE " + condition);
  }

  /** Rows that meet a condition with window functions. */
  public Relation qualify(String condition) {
    return step("SELECT * FROM " + input() + " QUALIFY " + condition);
  }

  /**
   * These rows and others.
   *
   * @param select the others; its columns are named like columns of these rows, or like {@link
   *     #nextColumn}; where one side lacks a column it is null
   */
  public Relation union(String select) {
    return step("SELECT * FROM " + input() + " UNION ALL BY NAME (" + select + ")");
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

  /**
   * One row for each element of a list, {@code added(0)}; copies of a row stay in the order of the
   * list. A row without list, or with an empty one, is gone.
   */
  public Relation expand(String list) {
    Relation expanded =
        step(
            "SELECT *, unnest("
                + list
                + ") AS "
                + nextColumn(0)
                + ", generate_subscripts("
                + list
                + ", 1) AS "
                + nextColumn(1)
                + " FROM "
                + input());
    List<String> places = new ArrayList<>(order);
    places.add(expanded.added(1));
    return order.isEmpty() ? expanded : expanded.inOrder(places);
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
    return new Relation(chain, changed.after(schema), order, kind, matchedBefore, aggregated);
  }

  /** The first rows in the current order. */
  public Relation limit(long rows) {
    return step("SELECT * FROM " + input() + orderBy() + " LIMIT " + rows);
  }

  /** The same rows, sorted by these terms and then as before. */
  public Relation sorted(List<String> terms) {
    List<String> sorted = new ArrayList<>(terms);
    sorted.addAll(order);
    return inOrder(sorted);
  }

  /** The same rows, in an order that they have. */
  Relation inOrder(List<String> known) {
    return new Relation(chain, schema, known, kind, matchedBefore, aggregated);
  }

  /** The same rows, messages as they happened; records have no time and stay in their order. */
  public Relation oldestFirst() {
    return kind == Kind.RECORDS ? this : sorted(MessageColumns.OLDEST_FIRST);
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
    return recordsFrom(input() + rest, expressions, fields, open, newOrder);
  }

  /**
   * A record for each group of these rows.
   *
   * @param keys SQL of what rows of a group have in common
   * @param results SQL of what is made of their rows
   * @param rest what follows the FROM item, by places of the select
   * @param fields of the keys and then of the results, their columns being {@code nextColumn(i)}
   */
  public Relation grouped(
      List<String> keys,
      List<Aggregation> results,
      String rest,
      List<Field> fields,
      List<String> newOrder) {
    List<String> columns = fields.stream().map(Field::column).toList();
    return step(new Step.Grouped(chain.next(), input(), keys, results, columns, rest))
        .asRecords(this, new Schema(fields, List.of()), newOrder);
  }

  /**
   * Records in place of these rows and of others beside them.
   *
   * @param from what follows FROM
   * @param expressions the columns, in the order of the fields
   * @param fields the visible fields, their columns being {@code nextColumn(i)}
   */
  public Relation recordsFrom(
      String from,
      List<String> expressions,
      List<Field> fields,
      List<OpenColumns> open,
      List<String> newOrder) {
    return step("SELECT " + aliased(expressions) + " FROM " + from)
        .asRecords(this, new Schema(fields, open), newOrder);
  }

  /** The name that the n-th column of the next step will have. */
  public String nextColumn(int n) {
    return chain.nextColumn(n);
  }

  /** Remembers that some rows of a parse run have matched already. */
  public Relation matched(String column) {
    return new Relation(chain, schema, order, kind, column, aggregated);
  }

  /** Ends a run of parse stages. */
  public Relation endParseRun() {
    return matchedBefore == null
        ? this
        : new Relation(chain, schema, order, kind, null, aggregated);
  }

  /**
   * The same rows, steps that follow having names of their own.
   *
   * @param label differs from that of other forks at the same place
   */
  public Relation fork(String label) {
    return led(chain.fork(label));
  }

  /**
   * Rows that a select of its own takes from these and from rows beside them.
   *
   * @param select must keep all columns of {@link #input()}
   */
  public Relation selecting(String select) {
    return step(select);
  }

  /** The same rows; the SQL of later steps may select from the others as well. */
  public Relation beside(List<Relation> others) {
    return led(chain.beside(others.stream().map(other -> other.chain).toList()));
  }

  /**
   * Records that Java computes of these rows.
   *
   * @param operator whose rows they are, for messages
   * @param arguments what the computation reads of each row, in the order of the rows
   * @param fields what it gives, their columns being {@code nextColumn(i)}; rows stay in its order
   * @param rowLimit the most rows it reads, and the most it gives
   */
  public Relation computed(
      String operator,
      List<Value> arguments,
      List<Field> fields,
      Computation computation,
      long rowLimit) {
    return compute(operator, arguments, Step.ResultColumn.of(fields), computation, rowLimit)
        .asRecords(this, new Schema(fields, List.of()), List.of(Step.Computed.NUMBER_COLUMN));
  }

  /** The rows of a table, in its order, in place of all there was. */
  public Relation table(StoredTable table) {
    List<String> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (StoredTable.Column column : table.columns()) {
      String name = nextColumn(fields.size());
      expressions.add(StoredTable.column(fields.size()));
      fields.add(new Field(column.name(), name, column.type(), Origin.QUERY, false));
    }
    expressions.add(StoredTable.LINE);
    String select = "SELECT " + aliased(expressions) + " FROM " + table.relation();
    return new Relation(
        chain.thenAlone(new Step.Select(chain.next(), select)),
        new Schema(fields, List.of()),
        List.of(nextColumn(fields.size())),
        Kind.RECORDS,
        null,
        null);
  }

  /**
   * The same rows, stored, so that what Java computes of them can say which it means.
   *
   * @param operator which stage needs them, for messages
   * @param rowLimit the most there may be
   */
  public StoredRows stored(String operator, long rowLimit) {
    Step step = new Step.Stored(chain.next(), this, rowLimit, operator);
    return new StoredRows(led(chain.thenAlone(step)).endParseRun(), operator);
  }

  /**
   * The whole SQL. Steps that are tables by then are not part of it. Of the lines it reads what the
   * steps and the last select name: planning with all columns takes longer than many a query.
   *
   * @param scans the relation of the scan of a range, see {@link dev.tailwater.store.Scan#relation}
   * @param last the select that uses {@link #input()}; all columns are read when it begins with a
   *     star
   */
  public String sql(LineScans scans, String last) {
    return PlanSql.of(chain.steps(), scans, last);
  }

  /**
   * Rows that Java computes of these.
   *
   * @param results the columns that it gives
   */
  Relation compute(
      String operator,
      List<Value> arguments,
      List<Step.ResultColumn> results,
      Computation computation,
      long rowLimit) {
    Step step =
        new Step.Computed(chain.next(), this, arguments, results, computation, rowLimit, operator);
    return led(chain.thenAlone(step)).endParseRun();
  }

  private Relation asRecords(Relation before, Schema fields, List<String> newOrder) {
    Relation messages =
        before.aggregated == null && before.kind == Kind.MESSAGES ? before : before.aggregated;
    return new Relation(chain, fields.after(before.schema), newOrder, Kind.RECORDS, null, messages);
  }

  private String aliased(List<String> expressions) {
    List<String> columns = new ArrayList<>();
    for (String expression : expressions) {
      columns.add(expression + " AS " + nextColumn(columns.size()));
    }
    return String.join(", ", columns);
  }

  private Relation step(String select) {
    return step(new Step.Select(chain.next(), select));
  }

  private Relation step(Step next) {
    return led(chain.then(next));
  }

  /** These rows, other steps leading to them. */
  private Relation led(StepChain steps) {
    return new Relation(steps, schema, order, kind, matchedBefore, aggregated);
  }
}
