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
import dev.tailwater.config.SettingException;
import dev.tailwater.config.Settings;
import dev.tailwater.drain.CompressedBodies;
import dev.tailwater.drain.DrainRoutes;
import dev.tailwater.drain.Intake;
import dev.tailwater.drain.MemoryBudget;
import dev.tailwater.engine.Engine;
import dev.tailwater.geo.AddressDatabases;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.ClientConnections;
import dev.tailwater.http.Errors;
import dev.tailwater.http.Observability;
import dev.tailwater.http.PublicAddress;
import dev.tailwater.http.SecurityHeaders;
import dev.tailwater.http.StaticUi;
import dev.tailwater.lookup.LookupRoutes;
import dev.tailwater.lookup.LookupTables;
import dev.tailwater.parse.DeliveryParser;
import dev.tailwater.parse.ParseStage;
import dev.tailwater.parse.TimeWindow;
import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.report.ReportRoutes;
import dev.tailwater.search.LanguageRoutes;
import dev.tailwater.search.PublicQueries;
import dev.tailwater.search.QueryRoutes;
import dev.tailwater.search.SearchJobRoutes;
import dev.tailwater.store.LogStore;
import dev.tailwater.upkeep.UpkeepRoutes;
import dev.tailwater.wal.Delivery;
import dev.tailwater.wal.Wal;
import dev.tailwater.wal.WalOptions;
import io.helidon.common.mapper.MapperManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

  /** Logplex keeps a connection idle for up to 159 s: closing it first would cost it a try. */
  private static final Duration IDLE_CONNECTION = Duration.ofMinutes(5);

  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(5);

  /** A log that is read in about a second: queries see all lines as soon as there are any. */
  private static final long SHORT_LOG_BYTES = 32L * MEGABYTE;

  private static final Duration CATCH_UP_WAIT = Duration.ofSeconds(1);
  private static final Duration CATCH_UP_DELAY = Duration.ofSeconds(1);

  static {
    keepMappers();
  }

  /**
   * Helidon 4.4.0 asks for its mappers whenever it reads a header as a number, at least twice a
   * request, and makes them anew each time unless they are set. There is no other way to set them.
   */
  @SuppressWarnings({"deprecation", "removal"})
  private static void keepMappers() {
    MapperManager.global(MapperManager.create());
  }

  // Closed from the last to the first.
  private final Deque<AutoCloseable> stages = new ArrayDeque<>();
  private final Settings settings;
  private final Clock clock;
  private final Optional<FirstStart> firstStart;
  private final WebServer web;

  private Server(Settings settings, Map<String, String> environment, Clock clock)
      throws IOException, InterruptedException {
    this.settings = settings;
    this.clock = clock;
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
      MemoryBudget budget = memoryBudget();
      ParseStage parse =
          opened(
              new ParseStage(
                  new DeliveryParser(settings.number(Setting.NODE, 0, 2_047), timeWindow()),
                  store,
                  allocator,
                  budget::release));
      long tableHasAllBefore = store.walPosition();
      CatchUp catchUp = new CatchUp(parse, budget);
      Wal wal = opened(Wal.open(data.resolve("wal"), walOptions(), tableHasAllBefore, catchUp));
      Intake intake = new Intake(wal);
      Path seenIds = data.resolve("wal").resolve("seen-ids");
      long began = System.nanoTime();
      wal.replay(entry -> intake.remember(Delivery.decode(entry.payload()), entry.position()));
      intake.loadSeen(seenIds);
      LOG.info(
          "read the ids of {} MB of the write-ahead log in {} ms",
          wal.bytes() / MEGABYTE,
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      catchUp.prepare(wal, tableHasAllBefore, intake);
      stages.push(catchUp);
      Holds holds = opened(new Holds(store, wal));
      store.onFlushed(position -> trim(holds, position, intake, seenIds));

      AddressDatabases addresses = opened(AddressDatabases.open(addressFiles()));
      LookupTables lookups = lookupTables(engine, metadata, data);
      QueryRunner queries =
          opened(
              new QueryRunner(
                  engine,
                  store,
                  queryLimits(),
                  account -> Set.of(),
                  lookups,
                  addresses.functions(),
                  catchUp::missing));
      PublicAddress address = publicAddress();
      Authentication authentication = new Authentication(accounts, address);
      ClientConnections connections = new ClientConnections();
      SearchJobRoutes searchJobs =
          opened(new SearchJobRoutes(queries, authentication, address, clock));
      ReportRoutes reports = opened(library.reports(queries, authentication));
      DrainRoutes drain =
          new DrainRoutes(sources::byToken, intake, budget, bodyMegabytes() * MEGABYTE, clock);

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
      requireFreePort();
      firstStart = accounts.firstStart(environment);
      library.apps().installMissing(accounts.ids());
      boolean isShort = catchUp.lagBytes() <= SHORT_LOG_BYTES;
      if (isShort) {
        catchUp.start(Duration.ZERO);
        catchUp.await(CATCH_UP_WAIT);
      }
      web = listen(routing, connections, wal);
      stages.push(web::stop);
      new OperatorFile(operatorAddress(), operatorToken).write(data);
      stages.push(() -> OperatorFile.delete(data));
      store.upkeep().start();
      Gauges.register(wal, intake, drain, budget, parse, catchUp, store);
      if (!isShort) {
        // Parsing takes all processors: senders that waited for the start are answered first.
        catchUp.start(CATCH_UP_DELAY);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private WebServer listen(HttpRouting.Builder routing, ClientConnections connections, Wal wal) {
    return WebServer.builder()
        .host(settings.text(Setting.SERVER_HOST))
        .port(settings.number(Setting.SERVER_PORT, 0, 65_535))
        // Helidon 4.4.0 loses what a channel does not take at once: answers over a megabyte or so
        // never came to their end.
        .useNio(false)
        .shutdownHook(false)
        .shutdownGracePeriod(SHUTDOWN_GRACE)
        .idleConnectionTimeout(IDLE_CONNECTION)
        // An answer is written in pieces; else the last waits 40 ms for the client's word of the
        // one before.
        .connectionOptions(options -> options.tcpNoDelay(true))
        .contentEncoding(CompressedBodies.untouched())
        .addConnectionSelector(connections)
        .addFeature(
            Observability.feature(
                () -> Optional.of(wal.failure()).filter(failure -> !failure.isEmpty())))
        .routing(routing)
        .build()
        .start();
  }

  /** Where commands on this machine find the server. */
  private URI operatorAddress() {
    String host = settings.text(Setting.SERVER_HOST);
    boolean any = host.equals("0.0.0.0") || host.equals("::");
    String name = any ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + web.port());
  }

  private void requireFreePort() throws IOException {
    int port = settings.number(Setting.SERVER_PORT, 0, 65_535);
    String host = settings.text(Setting.SERVER_HOST);
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s port %d (%s): stop what listens there, or choose another with --port"
              .formatted(host, port, e.getMessage()),
          e);
    }
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
   * @throws IOException when the data folder cannot be used
   */
  public static Server start(Settings settings, Map<String, String> environment, Clock clock)
      throws IOException, InterruptedException {
    return new Server(settings, environment, clock);
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
    return stage;
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

  private TimeWindow timeWindow() {
    return new TimeWindow(
        Duration.ofDays(settings.number(Setting.PARSE_PAST_DAYS, 1, 36_500)),
        Duration.ofDays(settings.number(Setting.PARSE_FUTURE_DAYS, 0, 36_500)));
  }

  private WalOptions walOptions() {
    return new WalOptions(
        (long) settings.number(Setting.WAL_SEGMENT_MEGABYTES, 1, 65_536) * MEGABYTE);
  }

  private LookupTables lookupTables(Engine engine, Metadata metadata, Path data) {
    Setting size = Setting.LOOKUP_MEGABYTES;
    return new LookupTables(
        engine,
        metadata,
        data.resolve("lookup"),
        settings.number(size, 1, 10_000),
        size.path(),
        clock);
  }

  private Map<AddressData, Path> addressFiles() {
    Map<AddressData, Path> files = new EnumMap<>(AddressData.class);
    for (AddressData data : AddressData.values()) {
      Setting setting =
          switch (data) {
            case LOCATION -> Setting.GEO_CITY_FILE;
            case NETWORK -> Setting.GEO_ASN_FILE;
          };
      if (!settings.text(setting).isEmpty()) {
        files.put(data, settings.path(setting));
      }
    }
    return files;
  }

  private QueryLimits queryLimits() {
    QueryLimits standard = QueryLimits.defaults();
    return new QueryLimits(
        settings.number(Setting.QUERY_CONCURRENT, 1, 1_024),
        standard.waiting(),
        Duration.ofSeconds(settings.number(Setting.QUERY_SECONDS, 1, 86_400)),
        standard.rows(),
        standard.groups());
  }

  private MemoryBudget memoryBudget() {
    int megabytes = settings.number(Setting.DRAIN_MEMORY_MEGABYTES, 1, 65_536);
    if (megabytes < bodyMegabytes()) {
      throw new SettingException(
          "expected %s (%d) to be at least %s (%d): a body of the largest size would never fit"
              .formatted(
                  Setting.DRAIN_MEMORY_MEGABYTES.path(),
                  megabytes,
                  Setting.DRAIN_BODY_MEGABYTES.path(),
                  bodyMegabytes()));
    }
    return new MemoryBudget((long) megabytes * MEGABYTE);
  }

  private int bodyMegabytes() {
    return settings.number(Setting.DRAIN_BODY_MEGABYTES, 1, 64);
  }

  private PublicAddress publicAddress() {
    String url = settings.text(Setting.SERVER_PUBLIC_URL);
    try {
      return new PublicAddress(url.isEmpty() ? null : URI.create(url));
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          "expected an address like https://logs.example.com for %s, found \"%s\""
              .formatted(Setting.SERVER_PUBLIC_URL.path(), url));
    }
  }
}
