package dev.tailwater;

import dev.tailwater.account.Accounts;
import dev.tailwater.account.CollectorRoutes;
import dev.tailwater.account.FirstStart;
import dev.tailwater.account.Metadata;
import dev.tailwater.account.SessionRoutes;
import dev.tailwater.account.Sources;
import dev.tailwater.app.Catalog;
import dev.tailwater.backup.HoldRoutes;
import dev.tailwater.backup.Holds;
import dev.tailwater.backup.OperatorFile;
import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import dev.tailwater.dashboard.DashboardDocument;
import dev.tailwater.drain.DrainRoutes;
import dev.tailwater.drain.Intake;
import dev.tailwater.drain.MemoryBudget;
import dev.tailwater.engine.Engine;
import dev.tailwater.geo.AddressDatabases;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.ClientConnections;
import dev.tailwater.http.Errors;
import dev.tailwater.http.PublicAddress;
import dev.tailwater.http.SecurityHeaders;
import dev.tailwater.http.StaticUi;
import dev.tailwater.lookup.LookupRoutes;
import dev.tailwater.lookup.LookupTables;
import dev.tailwater.parse.DeliveryParser;
import dev.tailwater.parse.ParseStage;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.report.ReportRoutes;
import dev.tailwater.search.AskedQueries;
import dev.tailwater.search.LanguageRoutes;
import dev.tailwater.search.PublicQueries;
import dev.tailwater.search.QueryRoutes;
import dev.tailwater.search.ReadAhead;
import dev.tailwater.search.SearchJobRoutes;
import dev.tailwater.store.LogStore;
import dev.tailwater.upkeep.UpkeepRoutes;
import dev.tailwater.wal.Delivery;
import dev.tailwater.wal.Wal;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.ObjLongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Tailwater. Starting opens the stages from the store to the drain, so that a stage finds
 * all that come after it ready; closing goes the other way, so that what was accepted arrives.
 */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final int MEGABYTE = 1 << 20;

  /** A log that is read in about a second: queries see all lines as soon as there are any. */
  private static final long SHORT_LOG_BYTES = 32L * MEGABYTE;

  private static final Duration CATCH_UP_WAIT = Duration.ofSeconds(1);
  private static final Duration CATCH_UP_DELAY = Duration.ofSeconds(1);

  // Closed from the last to the first.
  private final Deque<AutoCloseable> stages = new ArrayDeque<>();
  private final Settings settings;
  private final BooleanSupplier stopped;
  private final Optional<FirstStart> firstStart;
  private final WebServer web;

  private Server(
      Settings settings, Map<String, String> environment, Clock clock, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    this.settings = settings;
    this.stopped = stopped;
    StageSettings stageSettings = new StageSettings(settings);
    HttpListener listener = new HttpListener(settings);
    boolean running = false;
    try {
      Path data = dataFolder();
      // Loading the engine's native library takes about as long as all of the metadata.
      CompletableFuture<Engine> opening =
          CompletableFuture.supplyAsync(
              () -> Engine.open(StoreSettings.engine(settings, data)), Thread.ofPlatform()::start);
      stages.push(() -> opening.join().close());
      Metadata metadata = opened(Metadata.open(data.resolve("metadata.db")));
      Sources sources = new Sources(metadata);
      Accounts accounts = new Accounts(metadata, sources, clock);
      LibraryFeatures library = new LibraryFeatures(metadata, sources, Catalog.read(), clock);

      Engine engine = opening.join();
      BufferAllocator allocator = opened(new RootAllocator());
      LogStore store =
          opened(
              LogStore.open(
                  engine, allocator, StoreSettings.store(settings, data), Set::of, clock));
      MemoryBudget budget = stageSettings.memoryBudget();
      ParseStage parse =
          opened(
              new ParseStage(
                  new DeliveryParser(
                      settings.number(Setting.NODE, 0, 2_047), stageSettings.timeWindow()),
                  store,
                  allocator,
                  budget::release));
      long tableHasAllBefore = store.walPosition();
      CatchUp catchUp = new CatchUp(parse, budget);
      Wal wal =
          opened(
              Wal.open(
                  data.resolve("wal"), stageSettings.walOptions(), tableHasAllBefore, catchUp));
      Intake intake = new Intake(wal);
      Path seenIds = data.resolve("wal").resolve("seen-ids");
      long began = System.nanoTime();
      wal.replay(entry -> {
        requireNotStopped();
        intake.remember(Delivery.decode(entry.payload()), entry.position());
      });
      intake.loadSeen(seenIds);
      LOG.info(
          "read the ids of {} MB of the write-ahead log in {} ms",
          wal.bytes() / MEGABYTE,
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      catchUp.prepare(wal, tableHasAllBefore, intake);
      stages.push(catchUp);
      Holds holds = opened(new Holds(store, wal));
      store.onFlushed(position -> trim(holds, position, intake, seenIds));

      AddressDatabases addresses = opened(AddressDatabases.open(stageSettings.addressFiles()));
      LookupTables lookups = stageSettings.lookupTables(engine, metadata, data, clock);
      QueryRunner queries =
          opened(
              new QueryRunner(
                  engine,
                  store,
                  stageSettings.queryLimits(),
                  account -> Set.of(),
                  lookups,
                  addresses.functions(),
                  catchUp::missing));
      ReadAhead readAhead =
          opened(new ReadAhead(new AskedQueries(metadata, clock), queries, store::changesOfFiles));
      library.apps().onDashboard(expecting(readAhead, clock));
      PublicAddress address = stageSettings.publicAddress();
      Authentication authentication = new Authentication(accounts, address);
      ClientConnections connections = new ClientConnections();
      SearchJobRoutes searchJobs =
          opened(new SearchJobRoutes(queries, authentication, address, clock));
      ReportRoutes reports = opened(library.reports(queries, authentication));
      DrainRoutes drain =
          new DrainRoutes(sources::byToken, intake, budget, stageSettings.maxBodyBytes(), clock);

      HttpRouting.Builder routing = HttpRouting.builder().addFilter(new SecurityHeaders());
      Errors.register(routing);
      routing.register(drain);
      routing.register(new SessionRoutes(accounts, authentication, address, clock, Version.text()));
      routing.register(new CollectorRoutes(sources, authentication, address, clock));
      library.services(accounts, authentication, address).forEach(routing::register);
      routing.register(reports);
      routing.register(library.publicService(new PublicQueries(queries, connections)));
      routing.register(new LookupRoutes(lookups, authentication));
      routing.register(new QueryRoutes(queries, authentication, connections, clock));
      routing.register(new LanguageRoutes(authentication));
      String operatorToken = OperatorFile.newToken();
      routing.register(new HoldRoutes(holds, operatorToken));
      routing.register(searchJobs);
      routing.register(
          new UpkeepRoutes(
              store.upkeep(),
              authentication,
              // The first account is of who runs the server.
              caller -> accounts.ids().getFirst() == caller.account()));
      routing.register(new StaticUi(authentication));

      // Whoever finds the server ready finds its drain: the account is made before it listens. What
      // is printed once must not be lost to a start that fails: it is made when all else is well.
      listener.requireFreePort();
      requireNotStopped();
      firstStart = accounts.firstStart(environment);
      library.apps().installMissing(accounts.ids());
      boolean isShort = catchUp.lagBytes() <= SHORT_LOG_BYTES;
      if (isShort) {
        catchUp.start(Duration.ZERO);
        catchUp.await(CATCH_UP_WAIT);
      }
      web = listener.listen(routing, connections, wal::failure);
      stages.push(web::stop);
      new OperatorFile(listener.operatorAddress(web.port()), operatorToken).write(data);
      stages.push(() -> OperatorFile.delete(data));
      store.upkeep().start();
      readAhead.start();
      Gauges.register(wal, intake, drain, budget, parse, catchUp, store);
      if (!isShort) {
        // Parsing takes all processors: senders that waited for the start are answered first.
        catchUp.start(CATCH_UP_DELAY);
      }
      running = true;
    } finally {
      if (!running) {
        close();
      }
    }
  }

  /** Has panels of new dashboards counted before somebody opens them. */
  private static ObjLongConsumer<String> expecting(ReadAhead readAhead, Clock clock) {
    return (dashboard, account) -> {
      DashboardDocument document = DashboardDocument.parse(dashboard);
      try {
        readAhead.expect(document.requests(account, ZoneOffset.UTC, clock.instant()));
      } catch (QueryException e) {
        // Who opens it is told of the range that makes no sense; the app is installed all the same.
        LOG.debug("a dashboard of an app cannot be read ahead", e);
      }
    };
  }

  /** The data folder, made when missing: for its owner only, since customers' lines are in it. */
  private Path dataFolder() throws IOException {
    Path data = settings.path(Setting.DATA).toAbsolutePath();
    if (!Files.exists(data)) {
      Files.createDirectories(data);
      if (Files.getFileStore(data).supportsFileAttributeView(PosixFileAttributeView.class)) {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
      }
    }
    stages.push(new DataFolderLock(data));
    return data;
  }

  /**
   * Opens the data folder and begins to accept. What is only in the write-ahead log is replayed
   * beside it, unless that is a moment's work.
   *
   * @param environment names credentials that the first start should not make up
   * @param stopped whether to give up; asked between the steps of the start, as long as nothing is
   *     made that must be told
   * @throws IOException when the data folder cannot be used
   * @throws CancellationException when it was given up
   */
  public static Server start(
      Settings settings, Map<String, String> environment, Clock clock, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    return new Server(settings, environment, clock, stopped);
  }

  /** What the first start made; empty on later starts. */
  public Optional<FirstStart> firstStart() {
    return firstStart;
  }

  /** The port that it listens on. */
  public int port() {
    return web.port();
  }

  /** The address that browsers and Heroku use. */
  public String address() {
    String configured = settings.text(Setting.SERVER_PUBLIC_URL);
    return configured.isEmpty() ? "http://localhost:" + port() : configured;
  }

  /** Stops accepting, lets everything that was accepted reach the table, and closes it. */
  @Override
  public void close() {
    while (!stages.isEmpty()) {
      try {
        stages.pop().close();
      } catch (Exception e) {
        // The others must be closed all the same; what is lost here is replayed at the next start.
        LOG.error("a stage could not be closed", e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T stage) {
    stages.push(stage);
    requireNotStopped();
    return stage;
  }

  private void requireNotStopped() {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("told to stop before it was running");
    }
  }

  /** Deletes what the table has from the log, but not what retries are recognised by. */
  private static void trim(Holds holds, long position, Intake intake, Path seenIds) {
    try {
      intake.saveSeen(seenIds);
    } catch (IOException e) {
      // Room on a full disk is worth more: without it nothing is accepted.
      LOG.warn(
          "cannot write {}: if the server restarts within minutes, retries of what it accepted"
              + " before may be stored twice",
          seenIds,
          e);
    }
    try {
      holds.trim(position);
    } catch (IOException e) {
      LOG.warn("cannot delete a segment of the write-ahead log that is no longer needed", e);
    }
  }
}
