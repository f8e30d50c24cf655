package dev.tailwater.query.function;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A function of the language.
 *
 * @param entry its names and documentation
 * @param least the fewest arguments it takes
 * @param most the most arguments it takes
 * @param alone what a stage without {@code as} means that consists of a call
 * @param engineFunctions what its SQL calls
 * @param body makes the value of a call
 */
public record Function(
    Entry entry,
    int least,
    int most,
    Alone alone,
    List<EngineFunction> engineFunctions,
    Body body) {
  public Function {
    engineFunctions = List.copyOf(engineFunctions);
  }

  /** What becomes of the value of a call that is a stage without {@code as}. */
  public enum Alone {
    /** It is written back into the field that is the only argument; else as NAMED. */
    REPLACES_FIELD,
    /** It becomes a field {@code _<function>}. */
    NAMED,
    /** There must be a name. */
    NEEDS_NAME
  }

  /** Makes the value of a call. */
  public interface Body {
    /** The value; the number of arguments has been checked. */
    Value value(Arguments arguments);
  }

  /**
   * A function with the name that its usage begins with.
   *
   * @param example a call, with its arguments
   */
  static Function of(String usage, int least, int most, String summary, String example, Body body) {
    String name = usage.substring(0, usage.indexOf('('));
    Entry entry = Entry.of(List.of(name), usage, summary).examples(example);
    return new Function(entry, least, most, Alone.NAMED, List.of(), body);
  }

  /** The same function under more names. */
  Function alias(String... more) {
    List<String> all = new ArrayList<>(entry.names());
    all.addAll(List.of(more));
    return with(new Entry(all, entry.usage(), entry.summary(), entry.details(), entry.examples()));
  }

  /** The same function with more to say. */
  Function details(String text) {
    return with(entry.details(text));
  }

  /** The same function, alone in a stage meaning something else. */
  Function alone(Alone meaning) {
    return new Function(entry, least, most, meaning, engineFunctions, body);
  }

  /** The same function, its SQL calling these. */
  Function calling(EngineFunction... functions) {
    return new Function(entry, least, most, alone, List.of(functions), body);
  }

  private Function with(Entry changed) {
    return new Function(changed, least, most, alone, engineFunctions, body);
  }
}
