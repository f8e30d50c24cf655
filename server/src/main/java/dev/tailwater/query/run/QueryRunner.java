package dev.tailwater.query.run;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineFailure;
import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.CompiledQuery.Kind;
import dev.tailwater.query.QueryCompiler;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.plan.BucketWidth;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.LineScans;
import dev.tailwater.query.plan.Refusal;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.run.QueryResult.Bucket;
import dev.tailwater.store.Scans;
import dev.tailwater.store.TimeAxis;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs queries within limits. Safe for use by many threads.
 *
 * <p>{@link #run} blocks until the result is there. To cancel a query interrupt the thread that
 * called it: within a second the engine stops, the scan is closed, and {@code run} throws with code
 * {@code query.cancelled}; the thread stays interrupted.
 */
public final class QueryRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryRunner.class);

  /** In the engine's message. */
  private static final Pattern MEMORY_LIMIT = Pattern.compile("/([0-9.]+ [KMGT]iB) used\\)");

  private static final int HISTOGRAM_BUCKETS = 100;

  /** While the result of one is read, or its plan made, another can use the engine. */
  private static final int LEAST_TOGETHER = 2;

  /** So long a query has just begun. */
  private static final int BEGINNING_SECONDS = 1;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration STOP_PAUSE = Duration.ofMillis(20);

  /**
   * The engine recurses on it over all that a query nests. Pages that are not used cost nothing.
   */
  private static final long STACK_BYTES = 16 << 20;

  private static final AtomicLong RUNS = new AtomicLong();

  private final Engine engine;
  private final Scans scans;
  private final QueryLimits limits;
  private final LongFunction<Set<String>> customFields;
  private final Tables accountTables;
  private final Set<AddressData> addressData;
  private final Supplier<Optional<String>> missing;
  private final ThreadPoolExecutor threads;
  private final PartialAggregates partials;
  private final EngineTurns turns;
  private volatile Consumer<QueryRequest> onAsked = request -> {};

  /**
   * A runner that knows lines only: no custom fields but those that a scope names, no tables,
   * nothing about addresses.
   */
  public QueryRunner(Engine engine, Scans scans, QueryLimits limits) {
    this(engine, scans, limits, account -> Set.of(), Tables.NONE, Map.of(), Optional::empty);
  }

  /**
   * A runner.
   *
   * @param customFields the names, in lower case, of custom fields that an account's lines may
   *     carry
   * @param accountTables what queries look things up in and save rows to
   * @param addressData what is known of addresses; it must stay open as long as the engine
   * @param missing tells which accepted lines queries do not see yet; empty when they see all
   */
  public QueryRunner(
      Engine engine,
      Scans scans,
      QueryLimits limits,
      LongFunction<Set<String>> customFields,
      Tables accountTables,
      Map<AddressData, EngineFunction.TextBody> addressData,
      Supplier<Optional<String>> missing) {
    EngineFunctions.register(engine);
    EngineFunctions.register(
        engine,
        addressData.entrySet().stream()
            .map(known -> known.getKey().function(known.getValue()))
            .toList());
    this.engine = engine;
    this.partials = new PartialAggregates(engine.memoryBytes());
    this.scans = scans;
    this.limits = limits;
    int together = Math.min(limits.running(), Math.max(LEAST_TOGETHER, engine.threads()));
    Executor afterBeginning =
        CompletableFuture.delayedExecutor(BEGINNING_SECONDS, TimeUnit.SECONDS);
    this.turns = new EngineTurns(limits.running(), together, afterBeginning);
    this.missing = missing;
    this.customFields = customFields;
    this.accountTables = accountTables;
    this.addressData = Set.copyOf(addressData.keySet());
    BlockingQueue<Runnable> waiting =
        limits.waiting() == 0
            ? new SynchronousQueue<>()
            : new ArrayBlockingQueue<>(limits.waiting());
    this.threads =
        new ThreadPoolExecutor(
            limits.running(),
            limits.running(),
            1,
            TimeUnit.MINUTES,
            waiting,
            Thread.ofPlatform().name("query-", 0).daemon().stackSize(STACK_BYTES).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Sets who is told of queries that were answered and that {@link #readAhead} can make faster when
   * they are asked again.
   */
  public void onAsked(Consumer<QueryRequest> listener) {
    onAsked = listener;
  }

  /**
   * Runs a query.
   *
   * @throws QueryException when the query makes no sense, reached a limit or was cancelled
   */
  public QueryResult run(QueryRequest request) {
    return run(request, true);
  }

  /**
   * Runs a query that may only read: one that saves rows is refused before it writes anything.
   *
   * @throws QueryException also with code query.readonly
   */
  public QueryResult runReadOnly(QueryRequest request) {
    return run(request, false);
  }

  private QueryResult run(QueryRequest request, boolean mayWrite) {
    Run run = new Run(request, check(request), mayWrite);
    QueryResult result = wait(run, run::execute);
    if (run.checked.mergeable().isPresent()) {
      onAsked.accept(request);
    }
    return result;
  }

  /**
   * Reads those lines of files for a query that it would read once and keep an aggregate of, so
   * that it finds that kept when it is asked. Does nothing for a query of which nothing is kept.
   *
   * @return false when there is no room for more, and nothing was done
   * @throws QueryException as {@link #run} does
   */
  public boolean readAhead(QueryRequest request) {
    if (partials.isNearlyFull()) {
      return false;
    }
    Run run = new Run(request, check(request), false);
    return wait(run, run::readAhead);
  }

  /** Whether any query is running or waits. */
  public boolean isBusy() {
    return threads.getActiveCount() > 0 || waiting() > 0;
  }

  private <T> T wait(Run run, Callable<T> work) {
    Future<T> result;
    try {
      result = threads.submit(work);
    } catch (RejectedExecutionException e) {
      throw new QueryException(
          "rate.limit.exceeded",
          limits.running()
              + " queries are running and "
              + limits.waiting()
              + " are waiting; try again when some have ended",
          e);
    }
    try {
      return result.get(limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      run.cancel(result);
      Thread.currentThread().interrupt();
      throw new QueryException("query.cancelled", "the query was cancelled", e);
    } catch (TimeoutException e) {
      boolean began = run.began();
      run.cancel(result);
      String longer = "the query took longer than " + seconds(limits.deadline()) + " s";
      throw new QueryException(
          "query.timeout",
          began
              ? longer + "; choose a shorter time range or a narrower scope"
              : longer
                  + ", all of them waiting for the "
                  + limits.running()
                  + " queries that run at once; try again when some have ended",
          e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /** How many queries wait for their turn. */
  int waiting() {
    return threads.getQueue().size();
  }

  /** Whether a query that found too little memory waits for others to end. */
  boolean waitsForMemory() {
    return turns.someoneWaits();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private CompiledQuery check(QueryRequest request) {
    try (Tables.View seen = accountTables.open(request.account())) {
      return compiler(request, seen).compile(request.text(), request.context());
    }
  }

  private QueryCompiler compiler(QueryRequest request, Tables.View seen) {
    return new QueryCompiler(customFields.apply(request.account()), seen.read(), addressData);
  }

  private QueryException failure(@Nullable Throwable cause) {
    return known(cause)
        .orElseGet(() -> {
          LOG.error("a query could not be run", cause);
          return new QueryException(
              "query.failed", "the query could not be run; the server's log has the reason", cause);
        });
  }

  /** What the author of the query can be told; empty for what should not happen. */
  private Optional<QueryException> known(@Nullable Throwable cause) {
    if (cause instanceof QueryException told) {
      return Optional.of(told);
    }
    if (cause instanceof TableException refused) {
      return Optional.of(
          new QueryException("query.table", String.valueOf(refused.getMessage()), refused));
    }
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    Optional<Refusal> refusal =
        cause instanceof Refusal thrown ? Optional.of(thrown) : Refusal.in(message);
    if (refusal.isPresent()) {
      return Optional.of(new QueryException(refusal.get().code(), refusal.get().text(), cause));
    }
    if (message.contains(RegexFunctions.BUDGET_MARK)) {
      return Optional.of(
          new QueryException(
              "query.regex",
              "a regular expression took too long on one line, more than "
                  + RegexBudget.STEPS
                  + " steps; replace .* by something narrower such as [^ ]* and avoid repeats inside"
                  + " repeats",
              cause));
    }
    if (message.contains("tailwater_groups")) {
      return Optional.of(
          new QueryException(
              "query.groups",
              "an aggregate made more than "
                  + limits.groups()
                  + " groups; group by a field with fewer values, or narrow the scope or the time range",
              cause));
    }
    if (EngineFailure.of(cause) == EngineFailure.OUT_OF_MEMORY) {
      Matcher limit = MEMORY_LIMIT.matcher(message);
      return Optional.of(
          new QueryException(
              "query.memory",
              "the query needs more memory than "
                  + (limit.find() ? "the " + limit.group(1) + " that the engine" : "the server")
                  + " may use; choose a shorter time range, a narrower scope or fewer groups, or raise"
                  + " the memory limit",
              cause));
    }
    return Optional.empty();
  }

  /** What a run does with a statement that can be cancelled. */
  private interface InEngine<T> {
    T run(OpenScans open, DuckDBConnection connection, Statement statement) throws SQLException;
  }

  /** One query on its way. */
  private final class Run {
    private final long id = RUNS.incrementAndGet();
    private final QueryRequest request;
    private final CompiledQuery checked;
    private final boolean mayWrite;
    private final Object lock = new Object();
    private boolean begun;
    private boolean cancelled;
    private @Nullable Statement running;

    Run(QueryRequest request, CompiledQuery checked, boolean mayWrite) {
      this.request = request;
      this.checked = checked;
      this.mayWrite = mayWrite;
    }

    /** Whether its turn came. */
    boolean began() {
      synchronized (lock) {
        return begun;
      }
    }

    /** Stops the engine, and waits a moment for it to stop. */
    void cancel(Future<?> result) {
      result.cancel(false);
      // What waits for its turn would keep its place among the waiting.
      threads.purge();
      long giveUp = System.nanoTime() + STOP_LIMIT.toNanos();
      boolean interrupted = false;
      synchronized (lock) {
        cancelled = true;
        if (running != null) {
          RegexFunctions.cancel(id);
        }
        // A cancel that arrives just before a statement starts is lost, so it is repeated.
        while (running != null && System.nanoTime() < giveUp) {
          try {
            running.cancel();
            lock.wait(STOP_PAUSE.toMillis());
          } catch (SQLException e) {
            break;
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /**
     * Runs it, a second time where others or what is kept left it too little memory and it has
     * written nothing.
     */
    QueryResult execute() throws SQLException {
      synchronized (lock) {
        begun = true;
      }
      boolean writes = mayWrite && checked.saving().isPresent();
      return turns.take(
          this::attempt,
          e -> EngineFailure.of(e) == EngineFailure.OUT_OF_MEMORY && !writes,
          () -> partials.giveWay(engine),
          this::checkCancelled);
    }

    private QueryResult attempt() throws SQLException {
      // Asked before the scans are opened: what arrives between is told of once too often.
      Optional<String> notSeen = missing.get();
      return inEngine((open, connection, statement) -> {
        try (Tables.View seen = accountTables.open(request.account())) {
          return answer(open, seen, connection, statement, notSeen);
        }
      });
    }

    /** Reads and keeps what {@link #execute} would; true. Nothing that is kept gives way to it. */
    boolean readAhead() throws SQLException {
      return turns.take(
          () ->
              inEngine((open, connection, statement) -> {
                partials.of(checked, request, open, statement, this::checkCancelled).close();
                return true;
              }),
          e -> false,
          () -> false,
          this::checkCancelled);
    }

    private <T> T inEngine(InEngine<T> work) throws SQLException {
      try (OpenScans open = new OpenScans(scans, request.account(), request.axis());
          DuckDBConnection connection = engine.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("SET VARIABLE " + Regex.RUN_VARIABLE + " = " + id);
        statement.execute("SET VARIABLE tailwater_groups = " + limits.groups());
        begin(statement);
        try {
          return work.run(open, connection, statement);
        } catch (SQLException e) {
          throw damage(e, open, connection);
        }
      } finally {
        synchronized (lock) {
          running = null;
          lock.notifyAll();
          RegexFunctions.ended(id);
          WarningFunction.ended(id, warning -> {});
        }
      }
    }

    /** Blames a data file for a failure that has no other explanation, when there is a bad one. */
    private SQLException damage(SQLException failure, OpenScans open, DuckDBConnection connection)
        throws SQLException {
      if (known(failure).isPresent()) {
        return failure;
      }
      // The driver closed the statement that failed.
      try (Statement statement = connection.createStatement()) {
        begin(statement);
        Optional<Path> damaged = open.damagedFile(statement);
        if (damaged.isPresent()) {
          throw new QueryException(
              "query.damaged",
              "a file with lines of this time range is damaged: "
                  + damaged.get().getFileName()
                  + "; other time ranges can be queried. Who runs the server finds more in its log",
              failure);
        }
      }
      return failure;
    }

    private QueryResult answer(
        OpenScans open,
        Tables.View seen,
        DuckDBConnection connection,
        Statement statement,
        Optional<String> notSeen)
        throws SQLException {
      long start = System.nanoTime();
      TimeRange range = request.context().range();
      Saves saves = new Saves(statement, seen, mayWrite, this::checkCancelled);
      List<String> warnings = new ArrayList<>(notSeen.stream().toList());
      WarningFunction.began(id);
      StepTables tables =
          new StepTables(connection, statement, this::checkCancelled, warnings::add);
      CompiledQuery query =
          checked.usesResources()
              ? compiler(request, seen)
                  .compile(
                      request.text(),
                      request.context(),
                      new Subqueries(
                          statement, open, tables, saves, this::checkCancelled, warnings::add))
              : checked;
      Rows rows = new Rows(query, Math.min(request.rowLimit(), limits.rows()));
      try (PartialScans scans =
          partials.of(query, request, open, statement, this::checkCancelled)) {
        tables.make(query.steps(), scans);
        saves.write(query, scans);
        long wanted = rows.limit() + 1L;
        LineScans lines =
            query.isNewestFirst() && request.axis() == TimeAxis.MESSAGE
                ? NewestPart.of(query, range, open, wanted, statement)
                : scans;
        try (ResultSet found = statement.executeQuery(query.sql(lines, wanted))) {
          rows.read(found, this::checkCancelled);
        }
      }
      warnings.addAll(rows.warnings());
      if (rows.rows().isEmpty()) {
        warnings.addAll(checked.hints());
      }
      WarningFunction.ended(id, warnings::add);
      boolean counted = request.histogram() && query.readsLines();
      List<Bucket> histogram = counted ? histogram(query, statement, open, range) : List.of();
      long messages = query.kind() == Kind.MESSAGES ? rows.rows().size() : 0;
      if (counted) {
        messages = histogram.stream().mapToLong(Bucket::count).sum();
      }
      return new QueryResult(
          query.kind(),
          rows.fields(),
          rows.rows(),
          range,
          histogram,
          messages,
          rows.truncated(),
          warnings,
          Duration.ofNanos(System.nanoTime() - start));
    }

    private void checkCancelled() {
      synchronized (lock) {
        if (cancelled) {
          throw new QueryException("query.cancelled", "the query was cancelled");
        }
      }
    }

    private void begin(Statement statement) {
      synchronized (lock) {
        if (cancelled) {
          throw new QueryException("query.cancelled", "the query was cancelled");
        }
        running = statement;
      }
    }

    private List<Bucket> histogram(
        CompiledQuery query, Statement statement, OpenScans open, TimeRange range)
        throws SQLException {
      long from = range.from().toEpochMilli();
      long width = BucketWidth.forAtMost(HISTOGRAM_BUCKETS, range.length().toMillis());
      // Buckets begin on round times, so the first one may begin before the range.
      long first = Math.floorDiv(from, width) * width;
      List<Bucket> buckets = new ArrayList<>();
      try (ResultSet found = statement.executeQuery(query.histogramSql(open, first, width))) {
        while (found.next()) {
          buckets.add(new Bucket(found.getLong(1), width, found.getLong(2)));
        }
      }
      return buckets;
    }
  }
}
