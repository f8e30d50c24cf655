package dev.tailwater.query.extract;

import dev.tailwater.query.extract.JsonValue.Items;
import dev.tailwater.query.extract.JsonValue.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A path into a JSON value: {@code a.b}, {@code ['a b']}, {@code [0]}, {@code [-1]}, {@code [*]},
 * {@code [1,2]}, {@code [1:3]}, {@code ..a}, {@code [?(@.a > 1)]}, {@code [(@.length-1)]}, with or
 * without {@code $} at the beginning. Immutable.
 */
public record JsonPath(List<Step> steps) {
  /** Descents and wildcards one after the other multiply; more values than this are left out. */
  private static final int RESULT_LIMIT = 10_000;

  public JsonPath {
    steps = List.copyOf(steps);
  }

  /** One step of a path. */
  sealed interface Step {
    /** The member of an object. */
    record Member(String name) implements Step {}

    /** An item of an array, counted from 0, or from the end with -1. */
    record Item(int place) implements Step {}

    /** Items of an array from a place up to another; both may be missing or count from the end. */
    record Slice(Optional<Integer> from, Optional<Integer> to) implements Step {}

    /** All members or items. */
    record All() implements Step {}

    /** What each of several steps leads to. */
    record Union(List<Step> steps) implements Step {}

    /** The members or items that meet a condition. */
    record Those(JsonFilter filter) implements Step {}

    /** The value itself and all that is in it, at any depth. */
    record Descent() implements Step {}
  }

  /**
   * Reads a path.
   *
   * @throws PathMistake when it is none
   */
  public static JsonPath parse(String text) {
    PathReader reader = new PathReader(text);
    boolean root = reader.accept("$") || reader.accept("@");
    if (root && !reader.atEnd() && !reader.sees(".") && !reader.sees("[")) {
      throw reader.expected("\".\" or \"[\" after the root");
    }
    List<Step> steps = steps(reader, root);
    if (!reader.atEnd()) {
      throw reader.expected("\".\", \"[\" or the end (a name with other signs stands as ['name'])");
    }
    return new JsonPath(steps);
  }

  /** Reads as many steps as there are. */
  static List<Step> steps(PathReader reader, boolean afterRoot) {
    List<Step> steps = new ArrayList<>();
    if (!afterRoot && !reader.sees("[") && !reader.sees("..")) {
      steps.add(member(reader));
    }
    while (true) {
      if (reader.accept("..")) {
        steps.add(new Step.Descent());
        steps.add(reader.sees("[") ? bracket(reader) : member(reader));
      } else if (reader.accept(".")) {
        // A dot before a bracket means nothing.
        steps.add(reader.sees("[") ? bracket(reader) : member(reader));
      } else if (reader.sees("[")) {
        steps.add(bracket(reader));
      } else {
        return steps;
      }
    }
  }

  private static Step member(PathReader reader) {
    if (reader.accept("*")) {
      return new Step.All();
    }
    String name = reader.run(c -> c > ' ' && ".[]()'\"*,?@=<>!&|".indexOf(c) < 0);
    if (name.isEmpty()) {
      throw reader.expected("a name (one with other signs stands as ['name'])");
    }
    return new Step.Member(name);
  }

  private static Step bracket(PathReader reader) {
    reader.expect("[", "before a step");
    reader.skipBlanks();
    Step step;
    if (reader.accept("*")) {
      step = new Step.All();
    } else if (reader.accept("?")) {
      reader.skipBlanks();
      reader.expect("(", "after \"?\"");
      step = new Step.Those(JsonFilter.parse(reader));
      reader.expect(")", "to close the filter");
    } else if (reader.accept("(")) {
      step = script(reader);
    } else {
      List<Step> several = new ArrayList<>();
      do {
        reader.skipBlanks();
        several.add(single(reader));
        reader.skipBlanks();
      } while (reader.accept(","));
      step = several.size() == 1 ? several.getFirst() : new Step.Union(List.copyOf(several));
    }
    reader.skipBlanks();
    reader.expect("]", "to close the step");
    return step;
  }

  private static Step single(PathReader reader) {
    if (reader.seesQuoted()) {
      return new Step.Member(reader.quoted("a name in quotes"));
    }
    if (!reader.seesWhole() && !reader.sees(":")) {
      throw reader.expected("a number, a name in quotes, \"*\" or a filter ?()");
    }
    Optional<Integer> from = place(reader);
    reader.skipBlanks();
    if (!reader.accept(":")) {
      return new Step.Item(from.orElseThrow());
    }
    reader.skipBlanks();
    return new Step.Slice(from, place(reader));
  }

  private static Optional<Integer> place(PathReader reader) {
    return reader.seesWhole() ? Optional.of(reader.whole("a place")) : Optional.empty();
  }

  /** {@code (@.length-1)}, which is all that scripts are used for. */
  private static Step script(PathReader reader) {
    reader.skipBlanks();
    reader.expect("@.length", "as in [(@.length-1)]");
    reader.skipBlanks();
    if (!reader.sees("-")) {
      throw reader.expected("\"-\" and a number as in [(@.length-1)]");
    }
    reader.accept("-");
    reader.skipBlanks();
    int fromEnd = reader.whole("a number as in [(@.length-1)]");
    reader.skipBlanks();
    reader.expect(")", "to close the script");
    return new Step.Item(-fromEnd);
  }

  /**
   * What the path leads to in a value, several results as an array; null where it leads nowhere. A
   * path to all or some items of an array leads somewhere as soon as there is the array.
   */
  public @Nullable JsonValue find(JsonValue root) {
    JsonValue value = root;
    int plain = 0;
    while (plain < steps.size() && isPlain(steps.get(plain))) {
      value = child(value, steps.get(plain++));
      if (value == null) {
        return null;
      }
    }
    if (plain == steps.size()) {
      return value;
    }
    List<JsonValue> found = List.of(value);
    boolean descends = false;
    for (Step step : steps.subList(plain, steps.size())) {
      descends |= step instanceof Step.Descent;
      List<JsonValue> next = new ArrayList<>();
      for (JsonValue each : found) {
        if (next.size() < RESULT_LIMIT) {
          select(step, each, next::add);
        }
      }
      found = next;
    }
    return found.isEmpty() && (descends || !(value instanceof Items)) ? null : new Items(found);
  }

  /** The names of the members that the path goes through before it can lead to several places. */
  public List<String> names() {
    return steps.stream()
        .takeWhile(JsonPath::isPlain)
        .filter(Step.Member.class::isInstance)
        .map(step -> ((Step.Member) step).name())
        .toList();
  }

  private static boolean isPlain(Step step) {
    return step instanceof Step.Member || step instanceof Step.Item;
  }

  private static @Nullable JsonValue child(JsonValue value, Step step) {
    List<JsonValue> found = new ArrayList<>(1);
    select(step, value, found::add);
    return found.isEmpty() ? null : found.getFirst();
  }

  private static void select(Step step, JsonValue value, Consumer<JsonValue> out) {
    switch (step) {
      case Step.Member member -> {
        JsonValue found =
            value instanceof Members object ? object.members().get(member.name()) : null;
        if (found != null) {
          out.accept(found);
        }
      }
      case Step.Item item -> {
        List<JsonValue> items = items(value);
        int place = item.place() < 0 ? items.size() + item.place() : item.place();
        if (place >= 0 && place < items.size()) {
          out.accept(items.get(place));
        }
      }
      case Step.Slice slice -> {
        List<JsonValue> items = items(value);
        int from = bound(slice.from().orElse(0), items.size());
        int to = bound(slice.to().orElse(items.size()), items.size());
        items.subList(Math.min(from, to), to).forEach(out);
      }
      case Step.All all -> children(value).forEach(out);
      case Step.Union union -> union.steps().forEach(each -> select(each, value, out));
      case Step.Those those -> children(value).stream().filter(those.filter()::test).forEach(out);
      case Step.Descent descent -> {
        out.accept(value);
        children(value).forEach(each -> select(descent, each, out));
      }
    }
  }

  private static int bound(int place, int size) {
    return Math.clamp(place < 0 ? (long) size + place : place, 0, size);
  }

  private static List<JsonValue> items(JsonValue value) {
    return value instanceof Items array ? array.items() : List.of();
  }

  private static List<JsonValue> children(JsonValue value) {
    return value instanceof Members object ? List.copyOf(object.members().values()) : items(value);
  }
}
