package dev.tailwater.query.run;

import dev.tailwater.query.plan.Computation;
import dev.tailwater.query.plan.LineScans;
import dev.tailwater.query.plan.Refusal;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Step;
import dev.tailwater.query.plan.Step.Computed;
import dev.tailwater.query.plan.Step.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Makes temporary tables of those steps of a plan that are computed in Java or stored. The tables
 * belong to the connection and go with it.
 */
final class StepTables {
  /** On average; many computations hold all the rows they read. */
  private static final int CHARACTERS_PER_ROW = 640;

  private final DuckDBConnection connection;
  private final Statement statement;
  private final Runnable checkCancelled;
  private final Consumer<String> warnings;
  private final Set<String> made = new HashSet<>();

  /**
   * No tables yet.
   *
   * @param warnings takes what computations tell
   */
  StepTables(
      DuckDBConnection connection,
      Statement statement,
      Runnable checkCancelled,
      Consumer<String> warnings) {
    this.connection = connection;
    this.statement = statement;
    this.checkCancelled = checkCancelled;
    this.warnings = warnings;
  }

  /**
   * Makes the tables of these steps and of those they are made of.
   *
   * @param scans what they read
   */
  void make(List<Step> steps, LineScans scans) throws SQLException {
    for (Step step : steps) {
      switch (step) {
        case Step.Lines lines -> {}
        case Step.Select select -> {}
        case Step.Grouped groups -> {}
        case Stored stored -> {
          if (made.add(stored.name())) {
            make(stored.input().steps(), scans);
            store(stored, scans);
          }
        }
        case Computed computed -> {
          if (made.add(computed.name())) {
            make(computed.input().steps(), scans);
            compute(computed, scans);
          }
        }
      }
    }
  }

  private void store(Stored stored, LineScans scans) throws SQLException {
    Relation input = stored.input();
    String number = "row_number() OVER (" + input.orderBy().strip() + ") - 1";
    String select =
        input.sql(
            scans,
            "SELECT *, "
                + number
                + " AS "
                + Computed.NUMBER_COLUMN
                + " FROM "
                + input.input()
                + " LIMIT "
                + (stored.rowLimit() + 1));
    long rows =
        statement.executeLargeUpdate("CREATE TEMP TABLE " + stored.name() + " AS " + select);
    if (rows < 0) {
      try (ResultSet counted = statement.executeQuery("SELECT count(*) FROM " + stored.name())) {
        counted.next();
        rows = counted.getLong(1);
      }
    }
    if (rows > stored.rowLimit()) {
      throw Refusal.tooManyRows(stored.operator(), "takes", stored.rowLimit());
    }
  }

  private void compute(Computed computed, LineScans scans) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (Step.ResultColumn column : computed.results()) {
      columns.add(column.name() + " " + column.type().sql());
    }
    columns.add(Computed.NUMBER_COLUMN + " BIGINT");
    statement.execute(
        "CREATE TEMP TABLE " + computed.name() + " (" + String.join(", ", columns) + ")");
    Relation input = computed.input();
    String read =
        input.sql(
            scans,
            "SELECT "
                + String.join(", ", computed.arguments().stream().map(v -> v.sql()).toList())
                + " FROM "
                + input.input()
                + input.orderBy());
    try (ResultSet found = statement.executeQuery(read);
        RowAppender appender =
            new RowAppender(
                connection,
                computed.name(),
                computed.results().stream().map(Step.ResultColumn::type).toList())) {
      Output output = new Output(computed, appender);
      computed.computation().compute(() -> new Input(computed, found), output);
    } catch (FailedAccess e) {
      throw e.cause;
    }
  }

  /** Carries a failure of the engine through code that knows nothing of SQL. */
  private static final class FailedAccess extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException cause;

    FailedAccess(SQLException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  /** The rows that a computation reads. */
  private final class Input implements Iterator<@Nullable Object[]> {
    private final Computed computed;
    private final ResultSet found;
    private boolean ready;
    private boolean ended;
    private long rows;
    private long characters;

    Input(Computed computed, ResultSet found) {
      this.computed = computed;
      this.found = found;
    }

    @Override
    public boolean hasNext() {
      checkCancelled.run();
      if (!ready && !ended) {
        try {
          ready = found.next();
        } catch (SQLException e) {
          throw new FailedAccess(e);
        }
        ended = !ready;
        if (ready && ++rows > computed.rowLimit()) {
          throw Refusal.tooManyRows(computed.operator(), "takes", computed.rowLimit());
        }
      }
      return ready;
    }

    @Override
    public @Nullable Object[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ready = false;
      @Nullable Object[] row = new Object[computed.arguments().size()];
      try {
        for (int i = 0; i < row.length; i++) {
          row[i] = Rows.value(found, i + 1, computed.arguments().get(i).type());
          characters += row[i] instanceof String text ? text.length() : 0;
        }
      } catch (SQLException e) {
        throw new FailedAccess(e);
      }
      if (characters > computed.rowLimit() * CHARACTERS_PER_ROW) {
        throw Refusal.tooMuchText(computed.operator(), computed.rowLimit() * CHARACTERS_PER_ROW);
      }
      return row;
    }
  }

  /** Where a computation puts its rows. */
  private final class Output implements Computation.Output {
    private final Computed computed;
    private final RowAppender appender;

    Output(Computed computed, RowAppender appender) {
      this.computed = computed;
      this.appender = appender;
    }

    @Override
    public void accept(@Nullable Object[] row) {
      checkCancelled.run();
      if (appender.rows() == computed.rowLimit()) {
        throw Refusal.tooManyRows(computed.operator(), "makes", computed.rowLimit());
      }
      try {
        appender.append(row);
      } catch (SQLException e) {
        throw new FailedAccess(e);
      }
    }

    @Override
    public void warn(String text) {
      warnings.accept(text);
    }
  }
}
