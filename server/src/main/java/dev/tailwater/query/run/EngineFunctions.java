package dev.tailwater.query.run;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineException;
import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.NamedTexts;
import dev.tailwater.query.plan.PackedTexts;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Type;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * The Java functions that SQL of compiled queries calls. They must be registered with an engine
 * before such SQL runs there, also when it does not run through a {@link QueryRunner}.
 */
public final class EngineFunctions {
  /** In the message of a failed statement: a regular expression used up its budget. */
  static final String BUDGET_MARK = "tailwater:regex-budget";

  private static final Set<Engine> DONE = Collections.newSetFromMap(new WeakHashMap<>());

  /** Runs that were cancelled while an expensive match may be under way. */
  private static final Set<Long> CANCELLED = ConcurrentHashMap.newKeySet();

  private static final int PATTERN_LIMIT = 1_000;
  private static final Map<String, Search> PATTERNS = new ConcurrentHashMap<>();

  private EngineFunctions() {}

  /** Registers the functions with an engine, once; calling it again does nothing. */
  public static void register(Engine engine) {
    synchronized (DONE) {
      if (!DONE.add(engine)) {
        return;
      }
      try (DuckDBConnection connection = engine.connect()) {
        register(connection, Regex.FIRST_MATCH, EngineFunctions::captures);
        register(connection, Regex.EVERY_MATCH, EngineFunctions::allCaptures);
        register(connection, Regex.PAIRS, EngineFunctions::pairs);
        for (EngineFunction ours : Pipeline.engineFunctions()) {
          register(connection, ours);
        }
      } catch (SQLException e) {
        DONE.remove(engine);
        throw new EngineException("cannot register the functions of the query language", e);
      }
    }
  }

  /** What a function of run id, pattern and text does with a text; null where nothing matches. */
  private interface Matching {
    @Nullable String captures(Search search, String text, long run);
  }

  private static void register(DuckDBConnection connection, String name, Matching matching)
      throws SQLException {
    try (var function = DuckDBFunctions.scalarFunction()) {
      function
          .withName(name)
          .withParameter(Long.class)
          .withParameter(String.class)
          .withParameter(String.class)
          .withReturnType(String.class)
          .withVectorizedFunction((in, out) -> regex(matching, in, out))
          .register(connection);
    }
  }

  private static void register(DuckDBConnection connection, EngineFunction ours)
      throws SQLException {
    try (var function = DuckDBFunctions.scalarFunction()) {
      function.withName(ours.name()).withReturnType(javaType(ours.result()));
      for (Type parameter : ours.parameters()) {
        function.withParameter(javaType(parameter));
      }
      function.withVectorizedFunction((in, out) -> rowByRow(ours, in, out)).register(connection);
    }
  }

  private static Class<?> javaType(Type type) {
    return switch (type) {
      case STRING -> String.class;
      case INT, LONG -> Long.class;
      case DOUBLE -> Double.class;
      case BOOLEAN -> Boolean.class;
    };
  }

  private static void rowByRow(
      EngineFunction ours, DuckDBDataChunkReader in, DuckDBWritableVector out) {
    List<Type> types = ours.parameters();
    long rows = in.rowCount();
    @Nullable Object[] arguments = new Object[types.size()];
    for (long row = 0; row < rows; row++) {
      for (int i = 0; i < arguments.length; i++) {
        DuckDBReadableVector vector = in.vector(i);
        arguments[i] = vector.isNull(row) ? null : read(vector, types.get(i), row);
      }
      switch (ours.body().apply(arguments)) {
        case null -> out.setNull(row);
        case String text -> out.setString(row, text);
        case Long number -> out.setLong(row, number);
        case Double number -> out.setDouble(row, number);
        case Boolean truth -> out.setBoolean(row, truth);
        case Object other ->
            throw new IllegalStateException(ours.name() + " gave a " + other.getClass());
      }
    }
  }

  private static Object read(DuckDBReadableVector vector, Type type, long row) {
    return switch (type) {
      case STRING -> vector.getString(row);
      case INT, LONG -> vector.getLong(row);
      case DOUBLE -> vector.getDouble(row);
      case BOOLEAN -> vector.getBoolean(row);
    };
  }

  /** Makes the matches of a run stop soon. */
  static void cancel(long run) {
    CANCELLED.add(run);
  }

  /** Forgets a run that has ended. */
  static void ended(long run) {
    CANCELLED.remove(run);
  }

  /** Run id, pattern, text to captures; null where the text has no match or is null. */
  private static void regex(Matching matching, DuckDBDataChunkReader in, DuckDBWritableVector out) {
    DuckDBReadableVector runs = in.vector(0);
    DuckDBReadableVector patterns = in.vector(1);
    DuckDBReadableVector texts = in.vector(2);
    long rows = in.rowCount();
    if (rows == 0) {
      return;
    }
    // Run and pattern are constants of the query.
    long run = runs.getLong(0);
    Search search = compiled(patterns.getString(0));
    for (long row = 0; row < rows; row++) {
      String captures =
          texts.isNull(row) ? null : matching.captures(search, texts.getString(row), run);
      if (captures == null) {
        out.setNull(row);
      } else {
        out.setString(row, captures);
      }
    }
  }

  private static Search compiled(String pattern) {
    if (PATTERNS.size() > PATTERN_LIMIT) {
      PATTERNS.clear();
    }
    return PATTERNS.computeIfAbsent(pattern, Search::of);
  }

  /**
   * A pattern, and the literal text that every match begins with. Looking for that text first is
   * much faster than trying the pattern at each character.
   *
   * @param prefix empty when there is none, or when it is not plain to see
   */
  private record Search(Pattern pattern, String prefix) {
    private static final String META = "\\^$.|?*+()[]{}";

    static Search of(String pattern) {
      int end = 0;
      while (end < pattern.length() && META.indexOf(pattern.charAt(end)) < 0) {
        end++;
      }
      // The last character may be repeated or absent; with alternatives another one may come first.
      boolean quantified = end < pattern.length() && "?*+{".indexOf(pattern.charAt(end)) >= 0;
      int length = quantified ? end - 1 : end;
      boolean plain = pattern.indexOf('|') < 0 && length > 0;
      return new Search(Pattern.compile(pattern), plain ? pattern.substring(0, length) : "");
    }

    Matcher matcher(String text, long run) {
      return pattern.matcher(new RegexBudget(text, () -> CANCELLED.contains(run)));
    }

    /** Finds the first match, as {@link Matcher#find()} does. */
    boolean find(Matcher matcher, String text) {
      if (prefix.isEmpty()) {
        return matcher.find();
      }
      matcher.useAnchoringBounds(false).useTransparentBounds(true);
      int at = text.indexOf(prefix);
      while (at >= 0) {
        if (matcher.region(at, text.length()).lookingAt()) {
          return true;
        }
        at = text.indexOf(prefix, at + 1);
      }
      return false;
    }
  }

  /** The captures of the first match. */
  private static @Nullable String captures(Search search, String text, long run) {
    Matcher matcher = search.matcher(text, run);
    return within(() -> search.find(matcher, text) ? packed(matcher) : null);
  }

  /** The captures of each match, packed, and these packed. */
  private static @Nullable String allCaptures(Search search, String text, long run) {
    if (!text.contains(search.prefix())) {
      return null;
    }
    Matcher matcher = search.matcher(text, run);
    List<String> matches = new ArrayList<>();
    return within(() -> {
      while (matcher.find()) {
        matches.add(packed(matcher));
      }
      return matches.isEmpty() ? null : PackedTexts.pack(matches);
    });
  }

  /** The texts of the second group under the names of the first, packed. */
  private static @Nullable String pairs(Search search, String text, long run) {
    Matcher matcher = search.matcher(text, run);
    return within(() -> {
      NamedTexts texts = new NamedTexts();
      while (matcher.find()) {
        if (matcher.start(1) >= 0) {
          texts.put(matcher.group(1), matcher.start(2) < 0 ? "" : matcher.group(2));
        }
      }
      return texts.pack();
    });
  }

  private static @Nullable String within(Supplier<@Nullable String> search) {
    try {
      return search.get();
    } catch (RegexBudget.Exceeded | StackOverflowError e) {
      throw new IllegalStateException(BUDGET_MARK, e);
    }
  }

  /** What the groups captured; empty where a group took no part. */
  private static String packed(Matcher matcher) {
    List<String> captures = new ArrayList<>(matcher.groupCount());
    for (int group = 1; group <= matcher.groupCount(); group++) {
      captures.add(matcher.start(group) < 0 ? "" : matcher.group(group));
    }
    return PackedTexts.pack(captures);
  }
}
