package dev.tailwater.query.function;

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
import dev.tailwater.query.syntax.Expression.Text;
import dev.tailwater.query.syntax.Expression.Truth;
import dev.tailwater.query.syntax.Expression.Whole;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Subquery;
import dev.tailwater.query.syntax.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns expressions over the fields of a stage into SQL.
 *
 * <p>The language has no third truth value: a comparison with null is false, its negation true. SQL
 * has one. A filter treats null like false, so a condition at the top of a filter stays plain SQL,
 * which the engine can push into a scan; anywhere else it is closed with coalesce.
 */
public final class ExpressionCompiler {
  private final Schema schema;
  private final PlanContext context;

  /** A compiler for expressions over these fields. */
  public ExpressionCompiler(Schema schema, PlanContext context) {
    this.schema = schema;
    this.context = context;
  }

  /** The value of an expression; a condition is true or false, never null. */
  public Value value(Expression expression) {
    return switch (expression) {
      case Text text -> Value.text(text.value());
      case Whole whole -> Value.whole(whole.value());
      case Decimal decimal -> new Value(Type.DOUBLE, SqlText.number(decimal.value()));
      case Truth truth -> Value.truth(Boolean.toString(truth.value()));
      case Nothing nothing -> Value.nothing(Type.STRING);
      case FieldOf field -> schema.value(field.name());
      case Negative negative -> {
        Value operand = value(negative.operand()).asNumber();
        yield new Value(widened(operand.type()), "(-" + operand.sql() + ")");
      }
      case Arithmetic arithmetic -> arithmetic(arithmetic);
      case Conditional choice -> conditional(choice);
      case Call call -> call(call);
      case Contains contains -> contains(value(contains.operand()), value(contains.part()));
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

  /** A condition for a filter, where null and false are the same. */
  public String filter(Expression expression) {
    return open(expression).sql();
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
            ? "NOT coalesce(" + truthOf(operand).sql() + ", false)"
            : "NOT " + truthClosed(operand));
  }

  private String truthClosed(Expression operand) {
    return "coalesce(" + open(operand).sql() + ", false)";
  }

  private String join(List<Expression> operands, String between, boolean inFilter) {
    List<String> parts = new ArrayList<>();
    for (Expression operand : operands) {
      parts.add(inFilter ? open(operand).sql() : truthClosed(operand));
    }
    return "(" + String.join(between, parts) + ")";
  }

  private Value arithmetic(Arithmetic arithmetic) {
    Value left = value(arithmetic.left()).asNumber();
    Value right = value(arithmetic.right()).asNumber();
    boolean integral = left.type().isIntegral() && right.type().isIntegral();
    return switch (arithmetic.operation()) {
      case DIVIDED ->
          new Value(
              Type.DOUBLE, "(" + left.asDouble().sql() + " / " + right.asDouble().sql() + ")");
      case PLUS, MINUS, TIMES, REMAINDER -> {
        String symbol = " " + arithmetic.operation().symbol() + " ";
        yield integral
            // Sums of whole numbers that leave the range of a long would stop the query.
            ? new Value(
                Type.LONG,
                "TRY_CAST((CAST("
                    + left.sql()
                    + " AS HUGEINT)"
                    + symbol
                    + "CAST("
                    + right.sql()
                    + " AS HUGEINT)) AS BIGINT)")
            : new Value(
                Type.DOUBLE, "(" + left.asDouble().sql() + symbol + right.asDouble().sql() + ")");
      }
    };
  }

  private static Type widened(Type type) {
    return type == Type.INT ? Type.LONG : type;
  }

  private Value conditional(Conditional choice) {
    String condition = filter(choice.condition());
    Value yes = value(choice.yes());
    Value no = value(choice.no());
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
    String name = call.function().text();
    Function function =
        Functions.find(name)
            .orElseThrow(() ->
                new QueryMistake(
                    call.function().span(),
                    Aggregates.find(name).isPresent()
                        ? name
                            + " is an aggregate and cannot stand in an expression; make it a stage: | "
                            + name
                            + "(field) as x"
                        : "unknown function \""
                            + name
                            + "\""
                            + Suggestion.clause(name, Functions.names())));
    int given = call.arguments().size();
    if (given < function.least() || given > function.most()) {
      throw new QueryMistake(
          call.span(),
          "expected "
              + function.usage()
              + ", found "
              + given
              + (given == 1 ? " argument" : " arguments"));
    }
    return function.body().value(call.arguments().stream().map(this::value).toList(), context);
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
    Value right = value(comparison.right());
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
    return matches.pattern() instanceof Text glob
        ? Value.truth(SqlText.glob(operand, glob.value(), false))
        : Value.truth(SqlText.glob(operand, value(matches.pattern()).asString().sql()));
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
