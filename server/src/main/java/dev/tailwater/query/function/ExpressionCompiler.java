package dev.tailwater.query.function;

import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Schema;
import dev.tailwater.query.plan.SqlText;
import dev.tailwater.query.plan.SubqueryCondition;
import dev.tailwater.query.plan.TableMatch;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.Expression.And;
import dev.tailwater.query.syntax.Expression.Arithmetic;
import dev.tailwater.query.syntax.Expression.Arithmetic.Operation;
import dev.tailwater.query.syntax.Expression.Call;
import dev.tailwater.query.syntax.Expression.Comparison;
import dev.tailwater.query.syntax.Expression.Conditional;
import dev.tailwater.query.syntax.Expression.Contains;
import dev.tailwater.query.syntax.Expression.Decimal;
import dev.tailwater.query.syntax.Expression.FieldOf;
import dev.tailwater.query.syntax.Expression.Found;
import dev.tailwater.query.syntax.Expression.In;
import dev.tailwater.query.syntax.Expression.InTable;
import dev.tailwater.query.syntax.Expression.MatchesGlob;
import dev.tailwater.query.syntax.Expression.MatchesRegex;
import dev.tailwater.query.syntax.Expression.Negative;
import dev.tailwater.query.syntax.Expression.Not;
import dev.tailwater.query.syntax.Expression.Nothing;
import dev.tailwater.query.syntax.Expression.Or;
import dev.tailwater.query.syntax.Expression.RegexLiteral;
import dev.tailwater.query.syntax.Expression.Text;
import dev.tailwater.query.syntax.Expression.Truth;
import dev.tailwater.query.syntax.Expression.Whole;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Subquery;
import dev.tailwater.record.TextHolding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns the expression of one stage into SQL over the fields of its rows.
 *
 * <p>The language has no third truth value: a comparison with null is false, its negation true. SQL
 * has one. A filter treats null like false, so a condition at the top of a filter stays plain SQL,
 * which the engine can push into a scan; anywhere else it is closed with coalesce.
 */
public final class ExpressionCompiler {
  /** Shorter texts are in too many lines. */
  private static final int WORTH_ASKING = 3;

  /** Some SQL names an operand several times, which nesting would multiply without end. */
  private static final int SQL_LIMIT = 200_000;

  private final Schema schema;
  private final PlanContext context;
  private final List<String> required = new ArrayList<>();

  /** How many expressions around this one make it count for some rows only. */
  private int alternatives;

  /** A compiler for an expression over these fields. */
  public ExpressionCompiler(Schema schema, PlanContext context) {
    this.schema = schema;
    this.context = context;
  }

  /** The value of an expression; a condition is true or false, never null. */
  public Value value(Expression expression) {
    Value value = compiled(expression);
    if (value.sql().length() > SQL_LIMIT) {
      throw new QueryMistake(
          expression.span(),
          "this expression is too large; compute parts of it in stages of their own");
    }
    return value;
  }

  /**
   * A condition for a filter, where null and false are the same; it includes what is {@link
   * #required}.
   */
  public String filter(Expression expression) {
    List<String> conditions = new ArrayList<>();
    for (Expression operand :
        expression instanceof And and ? and.operands() : List.of(expression)) {
      conditions.add(open(operand).sql());
    }
    conditions.addAll(required);
    return conditions.size() == 1
        ? conditions.getFirst()
        : "(" + String.join(" AND ", conditions) + ")";
  }

  /** Conditions that a row must meet, else the expressions compiled so far drop it. */
  public List<String> required() {
    return List.copyOf(required);
  }

  PlanContext context() {
    return context;
  }

  void require(String condition) {
    if (alternatives == 0) {
      required.add(condition);
    }
  }

  private Value compiled(Expression expression) {
    return switch (expression) {
      case Text text -> Value.text(text.value());
      case Whole whole -> Value.whole(whole.value());
      case Decimal decimal -> new Value(Type.DOUBLE, SqlText.number(decimal.value()));
      case Truth truth -> Value.truth(Boolean.toString(truth.value()));
      case Nothing nothing -> Value.nothing(Type.STRING);
      case RegexLiteral regex ->
          throw new QueryMistake(
              regex.span(),
              "expected a value, found a regular expression; it can stand after matches and as the"
                  + " second argument of replace");
      case FieldOf field -> schema.value(field.name());
      case Negative negative -> negative(value(negative.operand()).asNumber());
      case Arithmetic arithmetic -> arithmetic(arithmetic);
      case Conditional choice -> conditional(choice);
      case Call call -> call(call);
      case Contains contains -> contains(value(contains.operand()), compared(contains.part()));
      case Not not -> condition(not);
      case Comparison comparison -> closed(comparison);
      case MatchesGlob matches -> closed(matches);
      case MatchesRegex matches -> closed(matches);
      case In in -> closed(in);
      case Found found -> closed(found);
      case InTable in -> inTable(in);
      case And and -> Value.truth(join(and.operands(), " AND ", false));
      case Or or -> Value.truth(join(or.operands(), " OR ", false));
    };
  }

  private Value closed(Expression test) {
    return Value.truth("coalesce(" + open(test).sql() + ", false)");
  }

  /** A condition that may be null where it does not hold. */
  private Value open(Expression expression) {
    return switch (expression) {
      case Comparison comparison -> comparison(comparison);
      case MatchesGlob matches -> glob(matches);
      case MatchesRegex matches ->
          Value.truth(
              Regex.of(matches.pattern(), matches.span())
                  .matches(value(matches.operand()).asString().sql()));
      case In in -> in(in);
      case Found found -> found(found.subquery());
      case InTable in -> inTable(in);
      case And and -> Value.truth(join(and.operands(), " AND ", true));
      case Or or -> Value.truth(join(or.operands(), " OR ", true));
      case Not not -> condition(not);
      case FieldOf field -> truthOf(field);
      case Conditional choice -> truthOf(choice);
      case Call call -> truthOf(call);
      case Truth truth -> truthOf(truth);
      case RegexLiteral regex -> truthOf(regex);
      case Contains contains -> truthOf(contains);
      case Nothing nothing -> truthOf(nothing);
      case Text text -> truthOf(text);
      case Whole whole -> throw noCondition(whole);
      case Decimal decimal -> throw noCondition(decimal);
      case Negative negative -> throw noCondition(negative);
      case Arithmetic arithmetic -> throw noCondition(arithmetic);
    };
  }

  private Value truthOf(Expression expression) {
    return value(expression).asBoolean();
  }

  private static QueryMistake noCondition(Expression expression) {
    return new QueryMistake(
        expression.span(), "expected a condition such as x = 1, found a number");
  }

  private Value condition(Not not) {
    Expression operand = not.operand();
    return Value.truth(
        operand instanceof FieldOf || operand instanceof Call || operand instanceof Conditional
            ? "(NOT coalesce(" + truthOf(operand).sql() + ", false))"
            : "(NOT " + truthClosed(operand) + ")");
  }

  private String truthClosed(Expression operand) {
    return "coalesce(" + open(operand).sql() + ", false)";
  }

  private String join(List<Expression> operands, String between, boolean inFilter) {
    List<String> parts = new ArrayList<>();
    alternatives++;
    for (Expression operand : operands) {
      parts.add(inFilter ? open(operand).sql() : truthClosed(operand));
    }
    alternatives--;
    return "(" + String.join(between, parts) + ")";
  }

  private Value arithmetic(Arithmetic arithmetic) {
    Value left = value(arithmetic.left()).asNumber();
    Value right = value(arithmetic.right()).asNumber();
    String symbol = " " + arithmetic.operation().symbol() + " ";
    if (arithmetic.operation() == Operation.DIVIDED
        || !left.type().isIntegral()
        || !right.type().isIntegral()) {
      return new Value(
          Type.DOUBLE, "(" + left.asDouble().sql() + symbol + right.asDouble().sql() + ")");
    }
    String divisor = wide(right);
    return narrowed(
        wide(left)
            + symbol
            // Of whole numbers the engine refuses to divide by zero.
            + (arithmetic.operation() == Operation.REMAINDER
                ? "nullif(" + divisor + ", 0)"
                : divisor));
  }

  private static Value negative(Value number) {
    return number.type().isIntegral()
        ? narrowed("-" + wide(number))
        : new Value(Type.DOUBLE, "(-" + number.sql() + ")");
  }

  /** A whole number in a type that no sum or product of two of them can leave. */
  static String wide(Value number) {
    return "CAST(" + number.sql() + " AS HUGEINT)";
  }

  /** Such a number as a long; one beyond its range, which would stop the query, is null. */
  static Value narrowed(String sql) {
    return new Value(Type.LONG, "TRY_CAST((" + sql + ") AS BIGINT)");
  }

  private static Type widened(Type type) {
    return type == Type.INT ? Type.LONG : type;
  }

  private Value conditional(Conditional choice) {
    String condition = open(choice.condition()).sql();
    alternatives++;
    Value yes = value(choice.yes());
    Value no = value(choice.no());
    alternatives--;
    Type type = common(choice, yes.type(), no.type());
    return new Value(
        type,
        "CASE WHEN "
            + condition
            + " THEN "
            + yes.as(type).sql()
            + " ELSE "
            + no.as(type).sql()
            + " END");
  }

  /** The type of both branches; where they differ it is text, except that numbers stay numbers. */
  private static Type common(Conditional choice, Type yes, Type no) {
    if (choice.yes() instanceof Nothing) {
      return widened(no);
    }
    if (choice.no() instanceof Nothing || yes == no) {
      return widened(yes);
    }
    if (yes.isNumeric() && no.isNumeric()) {
      return yes.isIntegral() && no.isIntegral() ? Type.LONG : Type.DOUBLE;
    }
    return Type.STRING;
  }

  private Value call(Call call) {
    Function function = function(call.function());
    int given = call.arguments().size();
    if (given < function.least() || given > function.most()) {
      throw new QueryMistake(
          call.span(),
          "expected "
              + function.entry().usage()
              + ", found "
              + given
              + (given == 1 ? " argument" : " arguments"));
    }
    return function.body().value(new Arguments(call, this));
  }

  /** What another value is compared with, often a text. */
  private Value compared(Expression expression) {
    return expression instanceof FieldOf field
        ? schema.valueOrText(field.name())
        : value(expression);
  }

  private Function function(Name name) {
    if (Functions.find(name.text()).isEmpty()
        && Aggregates.find(name.text()).isEmpty()
        && schema.find(name.folded()).isPresent()) {
      throw new QueryMistake(
          name.span(),
          "expected a function before \"(\", found the field "
              + name.text()
              + "; write an operator between them");
    }
    return Functions.require(name);
  }

  private Value comparison(Comparison comparison) {
    boolean equal = comparison.relation() == Comparison.Relation.EQUAL;
    boolean different = comparison.relation() == Comparison.Relation.NOT_EQUAL;
    if (equal || different) {
      boolean rightNull = comparison.right() instanceof Nothing;
      if (rightNull || comparison.left() instanceof Nothing) {
        Value tested = value(rightNull ? comparison.left() : comparison.right());
        return Value.truth("(" + tested.sql() + (equal ? " IS NULL)" : " IS NOT NULL)"));
      }
    }
    Value left = value(comparison.left());
    Value right = compared(comparison.right());
    Type type = left.type();
    if (left.type() != right.type()) {
      boolean number = left.type().isNumeric() || right.type().isNumeric();
      type = number ? Type.DOUBLE : Type.STRING;
      if (number) {
        left = number(comparison.left(), left);
        right = number(comparison.right(), right);
      }
    }
    String a = type == Type.STRING ? left.asString().sql() : left.sql();
    String b = type == Type.STRING ? right.asString().sql() : right.sql();
    String symbol = different ? "IS DISTINCT FROM" : comparison.relation().symbol();
    return Value.truth("(" + a + " " + symbol + " " + b + ")");
  }

  /** An operand beside a number; digits in quotes become a constant, so that a scan can use it. */
  private static Value number(Expression expression, Value value) {
    if (expression instanceof Text text && text.value().matches("-?[0-9]{1,18}")) {
      return Value.whole(new BigDecimal(text.value()).longValueExact());
    }
    return value.asNumber();
  }

  private Value glob(MatchesGlob matches) {
    String operand = value(matches.operand()).asString().sql();
    if (!(matches.pattern() instanceof Text glob)) {
      return Value.truth(SqlText.glob(operand, compared(matches.pattern()).asString().sql()));
    }
    return Value.truth(
        ofLine(matches.operand(), glob.value())
            .map(text -> "coalesce(" + SqlText.glob(text, glob.value(), false) + ", false)")
            .orElseGet(() -> SqlText.glob(operand, glob.value(), false)));
  }

  /**
   * An operand that is the text of a line, in lower case too, of those lines that may hold what a
   * glob needs: putting all texts together takes longer. Not in upper case: a dotless i becomes an
   * I there and stays what it is in lower case, in which parts are looked for.
   */
  private Optional<String> ofLine(Expression operand, String glob) {
    String longest =
        Stream.of(glob.split("\\*")).max(Comparator.comparingInt(String::length)).orElse("");
    if (longest.length() < WORTH_ASKING) {
      return Optional.empty();
    }
    if (isTextOfLine(operand)) {
      return Optional.of(new TextHolding(longest, false).name());
    }
    return operand instanceof Call call
            && call.function().folded().equals("tolowercase")
            && call.arguments().size() == 1
            && isTextOfLine(call.arguments().getFirst())
        ? Optional.of("lower(" + new TextHolding(longest, true).name() + ")")
        : Optional.empty();
  }

  private boolean isTextOfLine(Expression operand) {
    return operand instanceof FieldOf field
        && schema.find(field.name().folded()).filter(Field::isTextOfLine).isPresent();
  }

  private Value found(Subquery subquery) {
    if (subquery.keywords()) {
      throw new QueryMistake(
          subquery.span(),
          "keywords of a subquery can be searched for in the scope only; leave \"keywords\" out to"
              + " compare fields");
    }
    List<String> columns =
        subquery.fields().stream().map(name -> schema.value(name).asString().sql()).toList();
    return Value.truth(SubqueryCondition.of(columns, context.resources().rows(subquery)));
  }

  private Value inTable(InTable in) {
    return Value.truth(
        TableMatch.of(context.resources().require(in.table()), in.pairs(), schema).exists());
  }

  /** Members of another kind than the operand are never equal to it. */
  private Value in(In in) {
    Value operand = value(in.operand());
    List<String> members = new ArrayList<>();
    for (Expression member : in.values()) {
      Value value = value(member);
      boolean sameKind =
          value.type() == operand.type()
              || (value.type().isNumeric() && operand.type().isNumeric());
      if (sameKind && !(member instanceof Nothing)) {
        members.add(value.sql());
      }
    }
    return Value.truth(
        members.isEmpty()
            ? "false"
            : "(" + operand.sql() + " IN (" + String.join(", ", members) + "))");
  }

  /** Whether a text holds another; two empty ones do, an empty and a full one do not. */
  static Value contains(Value text, Value part) {
    String whole = "coalesce(" + text.asString().sql() + ", '')";
    String piece = "coalesce(" + part.asString().sql() + ", '')";
    return Value.truth(
        "((" + piece + " <> '' OR " + whole + " = '') AND contains(" + whole + ", " + piece + "))");
  }
}
