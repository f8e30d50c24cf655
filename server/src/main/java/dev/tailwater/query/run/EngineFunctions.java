package dev.tailwater.query.run;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineException;
import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Type;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
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
  private static final Set<Engine> DONE = Collections.newSetFromMap(new WeakHashMap<>());

  /** The names of functions that are bound to something, by engine. */
  private static final Map<Engine, Set<String>> BOUND = new WeakHashMap<>();

  private EngineFunctions() {}

  /** Registers the functions with an engine, once; calling it again does nothing. */
  public static void register(Engine engine) {
    synchronized (DONE) {
      if (!DONE.add(engine)) {
        return;
      }
      try (DuckDBConnection connection = engine.connect()) {
        RegexFunctions.register(connection);
        WarningFunction.register(connection);
        for (EngineFunction ours : Pipeline.engineFunctions()) {
          register(connection, ours);
        }
      } catch (SQLException e) {
        DONE.remove(engine);
        throw new EngineException("cannot register the functions of the query language", e);
      }
    }
  }

  /**
   * Registers functions that are bound to something, such as a file. An engine that has one of the
   * same name keeps that one.
   */
  static void register(Engine engine, List<EngineFunction> bound) {
    synchronized (DONE) {
      Set<String> names = BOUND.computeIfAbsent(engine, e -> new HashSet<>());
      try (DuckDBConnection connection = engine.connect()) {
        for (EngineFunction function : bound) {
          if (names.add(function.name())) {
            register(connection, function);
          }
        }
      } catch (SQLException e) {
        throw new EngineException("cannot register functions of this server", e);
      }
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
}
