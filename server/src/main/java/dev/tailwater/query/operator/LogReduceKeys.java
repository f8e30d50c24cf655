package dev.tailwater.query.operator;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.pattern.KeySchema;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.record.LogColumns;
import java.util.List;
import java.util.Optional;

/**
 * Sums up structured messages by the keys that they have.
 *
 * <p>[R] The object may stand anywhere in the text, after a syslog header for one. Keys that the
 * query has parsed already count like others. More stages may follow with or without {@code
 * noaggregate}.
 */
record LogReduceKeys(
    boolean pairs, int maxDepth, Optional<Name> field, boolean aggregates, Span span)
    implements Operator {
  private static final EngineFunction OF_JSON =
      new EngineFunction(
          "tailwater_keys_json",
          List.of(Type.STRING, Type.LONG),
          Type.STRING,
          arguments ->
              arguments[0] instanceof String text && arguments[1] instanceof Long depth
                  ? KeySchema.ofJson(text, depth.intValue())
                  : KeySchema.UNKNOWN);
  private static final EngineFunction OF_PAIRS =
      new EngineFunction(
          "tailwater_keys_pairs",
          List.of(Type.STRING),
          Type.STRING,
          arguments ->
              arguments[0] instanceof String text ? KeySchema.ofPairs(text) : KeySchema.UNKNOWN);

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
              Entry.of(
                      List.of("logreduce keys"),
                      "logreduce keys [parser=json|keyvalue] [maxdepth=5] [field=f] [noaggregate]",
                      "sums up structured messages by the keys that they have")
                  .details(
                      "Each record is a `_schema`, the keys in lower case and sorted, with its"
                          + " `_signature_id` and the number of messages in `_count`. Messages"
                          + " without keys have the schema `unknown`. Keys of inner objects are"
                          + " written `a.b`, down to `maxdepth`; arrays count as values; at most"
                          + " 100 keys. The parser `keyvalue` reads `key=value`, `key:value`,"
                          + " `key=>value` and `key->value`. With `noaggregate` messages stay"
                          + " messages and get `_signature_id` and `_schema`.")
                  .examples(
                      "* | logreduce keys",
                      "* | logreduce keys parser=keyvalue noaggregate"
                          + " | count by _schema, component"),
              LogReduceKeys::parse)
          .calling(OF_JSON, OF_PAIRS);

  private static final int DEPTH = 5;
  private static final int MOST_DEPTH = 100;

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    cursor.next();
    boolean pairs = false;
    int maxDepth = DEPTH;
    Optional<Name> field = Optional.empty();
    boolean aggregates = true;
    while (!cursor.peek().endsStage() && !cursor.peek().isSymbol(")")) {
      if (cursor.acceptWord("parser")) {
        cursor.acceptSymbol("=");
        pairs = cursor.acceptWord("keyvalue");
        if (!pairs) {
          cursor.expectWord("json", "or \"keyvalue\" after \"parser=\"");
        }
      } else if (cursor.acceptWord("maxdepth")) {
        cursor.acceptSymbol("=");
        maxDepth = depth(cursor);
      } else if (cursor.acceptWord("field")) {
        cursor.acceptSymbol("=");
        field = Optional.of(cursor.expectName("a field name after \"field=\""));
      } else if (cursor.acceptWord("noaggregate")) {
        aggregates = false;
      } else {
        throw cursor.expected("parser=, maxdepth=, field= or noaggregate");
      }
      cursor.acceptSymbol(",");
    }
    return new LogReduceKeys(pairs, maxDepth, field, aggregates, span);
  }

  private static int depth(Cursor cursor) {
    Token token = cursor.peek();
    long depth = cursor.expectWhole("a depth after \"maxdepth=\"");
    if (depth < 1 || depth > MOST_DEPTH) {
      throw new QueryMistake(
          token.span(), "expected a depth of 1 to " + MOST_DEPTH + ", found " + depth);
    }
    return Math.toIntExact(depth);
  }

  @Override
  public String print() {
    return "logreduce keys"
        + (pairs ? " parser=keyvalue" : "")
        + (maxDepth == DEPTH ? "" : " maxdepth=" + maxDepth)
        + field.map(name -> " field=" + name.print()).orElse("")
        + (aggregates ? "" : " noaggregate");
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() != Relation.Kind.MESSAGES) {
      throw new QueryMistake(
          span, "logreduce keys needs messages; put it before the first aggregate");
    }
    Name about = field.orElse(new Name(LogColumns.RAW.name(), span));
    Value text = rows.schema().value(about).asString();
    Value schema = pairs ? OF_PAIRS.call(text) : OF_JSON.call(text, Value.whole(maxDepth));
    Relation described = rows.extendOnce(schema.sql());
    String keys = described.added(0);
    Relation identified =
        described.extend(
            List.of(
                "CASE WHEN "
                    + keys
                    + " = "
                    + Sql.literal(KeySchema.UNKNOWN)
                    + " THEN '0000000000000000' ELSE upper(left(md5("
                    + keys
                    + "), 16)) END"));
    Field id = new Field("_signature_id", identified.added(0), Type.STRING, Origin.QUERY, false);
    if (!aggregates) {
      return identified
          .naming(id)
          .naming(new Field("_schema", keys, Type.STRING, Origin.QUERY, false));
    }
    RecordColumns columns = new RecordColumns();
    columns.key("_signature_id", id.value(), span);
    columns.key("_schema", new Value(Type.STRING, keys), span);
    columns.result("_count", new Value(Type.LONG, "count(*)"), span);
    Relation counted = columns.grouped(identified);
    List<Field> fields = counted.schema().fields();
    return counted.sorted(
        List.of(fields.get(2).column() + " DESC", fields.get(1).column() + " ASC"));
  }
}
