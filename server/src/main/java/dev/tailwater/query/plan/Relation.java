package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.syntax.Scope;
import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import dev.tailwater.record.TextHolding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  /** Bytes of the log whose lines have one {@code _blockid}: 2 to the power of this. */
  private static final int BLOCK_BITS = 20;

  /** Of so many parts of the text it is asked whether a line may hold them. */
  private static final int MOST_TEXTS = 8;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Messages or records. */
  public enum Kind {
    /** Lines. */
    MESSAGES,
    /** What an aggregate made of lines. */
    RECORDS
  }

  private final List<Step> steps;

  /** Makes the names of this chain of steps differ from those of others in the same plan. */
  private final String chain;

  /** How many steps of this chain there are before the next. */
  private final int length;

  private final Schema schema;
  private final List<String> order;
  private final Kind kind;

  /** The column that tells whether an earlier parse of this run matched. */
  private final @Nullable String matchedBefore;

  /** The messages that reached the first aggregate. */
  private final @Nullable Relation aggregated;

  private Relation(
      List<Step> steps,
      String chain,
      int length,
      Schema schema,
      List<String> order,
      Kind kind,
      @Nullable String matchedBefore,
      @Nullable Relation aggregated) {
    this.steps = List.copyOf(steps);
    this.chain = chain;
    this.length = length;
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
    LineCondition condition = ScopeCondition.of(scope, resources);
    List<LineColumn> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    List<OpenColumns> open = new ArrayList<>();
    Column messageTime = LogColumns.MESSAGE_TIME;
    columns.add(new LineColumn("t", Sql.identifier(messageTime.name()), messageTime));
    for (Column column : LogColumns.ALL) {
      // Whose line it is and how long it is kept are not part of the line.
      if (column.equals(LogColumns.ACCOUNT) || column.equals(LogColumns.RETENTION_DAYS)) {
        continue;
      }
      String name = "c0_" + column.id();
      String source = Sql.identifier(column.name());
      boolean time = column.type() == ColumnType.TIMESTAMP;
      columns.add(new LineColumn(name, time ? "epoch_ms(" + source + ")" : source, column));
      if (column.type() == ColumnType.MAP) {
        Set<String> taken = customFields;
        open.add(new OpenColumns(name, "", "", Type.STRING, taken, false));
        for (String custom : customFields.stream().sorted().toList()) {
          String customColumn = name + "_" + fields.size();
          String value = source + "[" + Sql.literal(custom) + "]";
          columns.add(new LineColumn(customColumn, value, column));
          fields.add(new Field(custom, customColumn, Type.STRING, Origin.CUSTOM, false));
        }
      } else {
        Origin origin = column.name().startsWith("_") ? Origin.METADATA : Origin.EXTRACTED;
        fields.add(new Field(column.name(), name, typeOf(column.type()), origin, false));
      }
    }
    // Sumo Logic's lines tell where they are stored: in a partition, of which there is one here,
    // and in a block, which is a stretch of the log, as ids are positions in it.
    Column id = LogColumns.MESSAGE_ID;
    String block = "(" + Sql.identifier(id.name()) + " >> " + BLOCK_BITS + ")";
    addImplied("_blockid", new Value(Type.LONG, block), id, columns, fields);
    addImplied("_index", Value.text("default"), id, columns, fields);
    addImplied("_view", Value.text("default"), id, columns, fields);
    Step lines = new Step.Lines("r" + label + "0", range, columns, condition);
    List<String> newestFirst = List.of("t DESC", "c0_" + LogColumns.MESSAGE_ID.id() + " DESC");
    return new Relation(
        List.of(lines), label, 1, new Schema(fields, open), newestFirst, Kind.MESSAGES, null, null);
  }

  private static void addImplied(
      String name, Value value, Column source, List<LineColumn> columns, List<Field> fields) {
    columns.add(new LineColumn("c0_" + name, value.sql(), source));
    fields.add(new Field(name, "c0_" + name, value.type(), Origin.IMPLIED, false));
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

  /** The column with the message time as the engine's timestamp, in {@link #messages()}. */
  public String timeColumn() {
    return "t";
  }

  /** Whether a field of messages is their time, which {@link #timeColumn()} has too. */
  public boolean isMessageTime(Field field) {
    return kind == Kind.MESSAGES && field.column().equals("c0_" + LogColumns.MESSAGE_TIME.id());
  }

  /** The column that a column of the lines is in, times in milliseconds, in {@link #messages()}. */
  public String column(Column ofLine) {
    return "c0_" + ofLine.id();
  }

  /** The column with the id of the message, in {@link #messages()}. */
  public String messageIdColumn() {
    return "c0_" + LogColumns.MESSAGE_ID.id();
  }

  /** The steps that lead to these rows, each after those it needs. */
  public List<Step> steps() {
    return steps;
  }

  /** What the next step selects from. */
  public String input() {
    return "r" + chain + (length - 1);
  }

  /** The name of the n-th column that the last step added. */
  public String added(int n) {
    return "c" + chain + (length - 1) + "_" + n;
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
    return order.isEmpty()
        ? expanded
        : new Relation(
            expanded.steps,
            chain,
            expanded.length,
            schema,
            places,
            kind,
            matchedBefore,
            aggregated);
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
    return new Relation(
        steps, chain, length, changed.after(schema), order, kind, matchedBefore, aggregated);
  }

  /** The first rows in the current order. */
  public Relation limit(long rows) {
    return step("SELECT * FROM " + input() + orderBy() + " LIMIT " + rows);
  }

  /** The same rows, sorted by these terms and then as before. */
  public Relation sorted(List<String> terms) {
    List<String> sorted = new ArrayList<>(terms);
    sorted.addAll(order);
    return new Relation(steps, chain, length, schema, sorted, kind, matchedBefore, aggregated);
  }

  /** The same rows, messages as they happened; records have no time and stay in their order. */
  public Relation oldestFirst() {
    return kind == Kind.RECORDS
        ? this
        : sorted(List.of("t ASC", "c0_" + LogColumns.MESSAGE_ID.id() + " ASC"));
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
    return step(new Step.Grouped("r" + chain + length, input(), keys, results, columns, rest))
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
    return "c" + chain + length + "_" + n;
  }

  /** Remembers that some rows of a parse run have matched already. */
  public Relation matched(String column) {
    return new Relation(steps, chain, length, schema, order, kind, column, aggregated);
  }

  /** Ends a run of parse stages. */
  public Relation endParseRun() {
    return matchedBefore == null
        ? this
        : new Relation(steps, chain, length, schema, order, kind, null, aggregated);
  }

  /**
   * The same rows, steps that follow having names of their own.
   *
   * @param label differs from that of other forks at the same place
   */
  public Relation fork(String label) {
    String forked = chain + (length - 1) + label;
    // The first step of a chain is the one it starts from, under a name of the chain.
    Relation start = new Relation(steps, forked, 0, schema, order, kind, matchedBefore, aggregated);
    return start.step("SELECT * FROM " + input());
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
    Map<String, Step> all = new LinkedHashMap<>();
    steps.forEach(step -> all.put(step.name(), step));
    others.forEach(other -> other.steps.forEach(step -> all.putIfAbsent(step.name(), step)));
    return new Relation(
        List.copyOf(all.values()), chain, length, schema, order, kind, matchedBefore, aggregated);
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
    return compute(operator, arguments, columns(fields), computation, rowLimit)
        .asRecords(this, new Schema(fields, List.of()), List.of(Step.Computed.NUMBER_COLUMN));
  }

  /**
   * These rows with more fields, which Java computes of all of them together, in the order of the
   * computation. A row that it does not mention is gone, one that it mentions again is there again,
   * and one without a number is new, the other fields being null.
   *
   * @param operator whose rows they are, for messages
   * @param arguments what the computation reads of each row, in the order of the rows; before them
   *     it gets the number of the row
   * @param fields what it gives after the number of a row; their columns being {@code
   *     nextColumn(i)} of {@link #stored}
   * @param rowLimit the most rows it reads, and the most it gives
   */
  public Relation annotated(
      String operator,
      List<Value> arguments,
      List<Field> fields,
      Computation computation,
      long rowLimit) {
    List<Value> numbered = new ArrayList<>();
    numbered.add(new Value(Type.LONG, Step.Computed.NUMBER_COLUMN));
    numbered.addAll(arguments);
    List<Step.ResultColumn> results = new ArrayList<>();
    results.add(new Step.ResultColumn("place", Type.LONG));
    results.addAll(columns(fields));
    Relation computed =
        orderedByNumber().compute(operator, numbered, results, computation, rowLimit);
    String number = computed.nextColumn(0);
    Relation joined =
        computed
            .beside(List.of(this))
            .step(
                "SELECT s.* EXCLUDE (n), k.n AS "
                    + number
                    + fields.stream()
                        .map(field -> ", k." + field.column())
                        .collect(Collectors.joining())
                    + " FROM "
                    + computed.input()
                    + " AS k LEFT JOIN "
                    + input()
                    + " AS s ON s.n = k.place");
    Relation result =
        new Relation(
            joined.steps,
            joined.chain,
            joined.length,
            schema,
            List.of(number),
            kind,
            null,
            aggregated);
    for (Field field : fields) {
      result = result.naming(field);
    }
    return result;
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
        List.of(new Step.Select("r" + chain + length, select)),
        chain,
        length + 1,
        new Schema(fields, List.of()),
        List.of(nextColumn(fields.size())),
        Kind.RECORDS,
        null,
        null);
  }

  /**
   * The same rows, stored for {@link #annotated}.
   *
   * @param rowLimit the most there may be
   * @param operator which stage needs them, for messages
   */
  public Relation stored(String operator, long rowLimit) {
    return new Relation(
        List.of(new Step.Stored("r" + chain + length, this, rowLimit, operator)),
        chain,
        length + 1,
        schema,
        order,
        kind,
        null,
        aggregated);
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
    Set<String> names = new HashSet<>();
    for (Step step : steps) {
      switch (step) {
        case Step.Select select -> addNames(select.sql(), names);
        case Step.Grouped groups -> addNames(groups.sql(), names);
        case Step.Lines lines -> {}
        case Step.Computed computed -> {}
        case Step.Stored stored -> {}
      }
    }
    addNames(last, names);
    List<TextHolding> texts =
        names.stream().sorted().flatMap(name -> TextHolding.named(name).stream()).toList();
    // Tables have the whole texts only, and to ask for many parts is long SQL.
    int some = steps.stream().anyMatch(Relation::isTable) ? 0 : MOST_TEXTS;
    List<TextHolding> holding = texts.subList(0, Math.min(some, texts.size()));
    List<TextHolding> whole = texts.subList(holding.size(), texts.size());
    if (!whole.isEmpty()) {
      names.add(Field.TEXT_OF_LINE);
    }
    Predicate<String> used = last.startsWith("SELECT *") ? name -> true : names::contains;
    List<String> named = new ArrayList<>();
    for (Step step : steps) {
      switch (step) {
        case Step.Lines lines ->
            named.add(lines.name() + " AS (" + lines.sql(scans, used, holding) + ")");
        case Step.Select select -> named.add(select.name() + " AS (" + select.sql() + ")");
        case Step.Grouped groups -> {
          Optional<String> parts = scans.parts(groups);
          if (parts.isPresent()) {
            // All steps before it lead to the parts, which are there already.
            named.clear();
          }
          String sql = parts.map(groups::merged).orElseGet(groups::sql);
          named.add(groups.name() + " AS (" + sql + ")");
        }
        case Step.Computed computed -> {}
        case Step.Stored stored -> {}
      }
    }
    String sql = (named.isEmpty() ? "" : "WITH " + String.join(",\n", named) + "\n") + last;
    for (TextHolding text : whole) {
      sql = replaceName(sql, text.name(), Field.TEXT_OF_LINE);
    }
    return sql;
  }

  /** Another name for a column; texts of the query that hold the name stay as they are. */
  private static String replaceName(String sql, String name, String other) {
    return Pattern.compile("'[^']*'|\\b" + name + "\\b")
        .matcher(sql)
        .replaceAll(found ->
            Matcher.quoteReplacement(found.group().startsWith("'") ? found.group() : other));
  }

  /** Whether its rows are in a table before the SQL of later steps runs. */
  private static boolean isTable(Step step) {
    return switch (step) {
      case Step.Computed computed -> true;
      case Step.Stored stored -> true;
      case Step.Lines lines -> false;
      case Step.Select select -> false;
      case Step.Grouped groups -> false;
    };
  }

  /** Adds what may be a name in SQL, words of its texts too. */
  private static void addNames(String sql, Set<String> names) {
    Matcher name = NAME.matcher(sql);
    while (name.find()) {
      names.add(name.group());
    }
  }

  private Relation orderedByNumber() {
    return new Relation(
        steps, chain, length, schema, List.of(Step.Computed.NUMBER_COLUMN), kind, null, aggregated);
  }

  private static List<Step.ResultColumn> columns(List<Field> fields) {
    return fields.stream()
        .map(field -> new Step.ResultColumn(field.column(), field.type()))
        .toList();
  }

  private Relation compute(
      String operator,
      List<Value> arguments,
      List<Step.ResultColumn> results,
      Computation computation,
      long rowLimit) {
    Step step =
        new Step.Computed(
            "r" + chain + length, this, arguments, results, computation, rowLimit, operator);
    return new Relation(List.of(step), chain, length + 1, schema, order, kind, null, aggregated);
  }

  private Relation asRecords(Relation before, Schema fields, List<String> newOrder) {
    Relation messages =
        before.aggregated == null && before.kind == Kind.MESSAGES ? before : before.aggregated;
    return new Relation(
        steps, chain, length, fields.after(before.schema), newOrder, Kind.RECORDS, null, messages);
  }

  private String aliased(List<String> expressions) {
    List<String> columns = new ArrayList<>();
    for (String expression : expressions) {
      columns.add(expression + " AS " + nextColumn(columns.size()));
    }
    return String.join(", ", columns);
  }

  private Relation step(String select) {
    return step(new Step.Select("r" + chain + length, select));
  }

  private Relation step(Step next) {
    List<Step> more = new ArrayList<>(steps);
    more.add(next);
    return new Relation(more, chain, length + 1, schema, order, kind, matchedBefore, aggregated);
  }
}
