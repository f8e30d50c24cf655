package dev.tailwater.query.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function in Java that the engine calls once for each row. What needs one of these brings it
 * along: an operator in its {@code OperatorSyntax}, a function of the language in its {@code
 * Function}.
 *
 * @param name in SQL; all of ours begin with {@code tailwater_}
 * @param parameters types of the arguments: STRING, LONG, DOUBLE or BOOLEAN
 * @param result the type of the value
 * @param body must be safe for use by many threads and depend on nothing but its arguments
 */
public record EngineFunction(String name, List<Type> parameters, Type result, Body body) {
  private static final int SETTING_LIMIT = 1_000;

  public EngineFunction {
    parameters = List.copyOf(parameters);
  }

  /** Computes the value for one row. */
  public interface Body {
    /**
     * The value, of the type of the function.
     *
     * @param arguments String, Long, Double or Boolean as the parameters say, or null
     */
    @Nullable Object apply(@Nullable Object[] arguments);
  }

  /** Computes a text from texts. */
  public interface TextBody {
    /** The text, or null. */
    @Nullable String apply(String[] arguments);
  }

  /** A function from texts to a text, which is null where an argument is null. */
  public static EngineFunction ofTexts(String name, int parameters, TextBody body) {
    return new EngineFunction(
        name,
        Collections.nCopies(parameters, Type.STRING),
        Type.STRING,
        arguments -> {
          String[] texts = new String[arguments.length];
          for (int i = 0; i < texts.length; i++) {
            if (!(arguments[i] instanceof String text)) {
              return null;
            }
            texts[i] = text;
          }
          return body.apply(texts);
        });
  }

  /** Computes a text from a text. */
  public interface TextFunction {
    /** The text, or null. */
    @Nullable String apply(String text);
  }

  /**
   * A function of a setting and a text. The setting is a constant of the query, so what is made of
   * it is made once and not for each row.
   */
  public static EngineFunction configured(String name, Function<String, TextFunction> setUp) {
    Map<String, TextFunction> ready = new ConcurrentHashMap<>();
    return ofTexts(
        name,
        2,
        texts -> {
          if (ready.size() > SETTING_LIMIT) {
            ready.clear();
          }
          return ready.computeIfAbsent(texts[0], setUp).apply(texts[1]);
        });
  }

  /** A call of it in SQL. */
  public Value call(Value... arguments) {
    StringBuilder sql = new StringBuilder(name).append('(');
    for (int i = 0; i < parameters.size(); i++) {
      sql.append(i == 0 ? "" : ", ").append(arguments[i].as(parameters.get(i)).sql());
    }
    return new Value(result, sql.append(')').toString());
  }
}
