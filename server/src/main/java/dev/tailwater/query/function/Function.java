package dev.tailwater.query.function;

import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A function of the language.
 *
 * @param names the name it is documented under, then others; matched in any letter case
 * @param least the fewest arguments it takes
 * @param most the most arguments it takes
 * @param usage how it is called, for messages and documentation
 * @param summary one line of documentation
 * @param replacesField whether {@code f(x)} alone in a stage writes back into the field x
 * @param body makes the value of a call
 */
public record Function(
    List<String> names,
    int least,
    int most,
    String usage,
    String summary,
    boolean replacesField,
    Body body) {
  public Function {
    names = List.copyOf(names);
  }

  /** Makes the value of a call from the values of its arguments. */
  public interface Body {
    /** The value; the number of arguments has been checked. */
    Value value(List<Value> arguments, PlanContext context);
  }

  /** A function that always takes the same number of arguments. */
  static Function of(String name, int arguments, String usage, String summary, Body body) {
    return new Function(List.of(name), arguments, arguments, usage, summary, false, body);
  }

  /** The same function under more names. */
  Function alias(String... more) {
    List<String> all = new ArrayList<>(names);
    all.addAll(List.of(more));
    return new Function(all, least, most, usage, summary, replacesField, body);
  }

  /** The same function, which alone in a stage writes back into its field. */
  Function replacingField() {
    return new Function(names, least, most, usage, summary, true, body);
  }
}
