package dev.tailwater.fleet;

import static dev.tailwater.fleet.Calendar.every;

import dev.tailwater.fleet.Incident.AttachFailure;
import dev.tailwater.fleet.Incident.BrokenDeploy;
import dev.tailwater.fleet.Incident.ConfigChange;
import dev.tailwater.fleet.Incident.Console;
import dev.tailwater.fleet.Incident.Creation;
import dev.tailwater.fleet.Incident.Cycling;
import dev.tailwater.fleet.Incident.Deploy;
import dev.tailwater.fleet.Incident.DrainOverflow;
import dev.tailwater.fleet.Incident.Exceptions;
import dev.tailwater.fleet.Incident.FailedBuild;
import dev.tailwater.fleet.Incident.FailedRelease;
import dev.tailwater.fleet.Incident.MemoryLeak;
import dev.tailwater.fleet.Incident.OversizeLine;
import dev.tailwater.fleet.Incident.Relocation;
import dev.tailwater.fleet.Incident.Scaling;
import dev.tailwater.fleet.Incident.ScheduledRun;
import dev.tailwater.fleet.Incident.SlowExit;
import dev.tailwater.fleet.Incident.StrayErrors;
import dev.tailwater.fleet.Incident.TimeoutBurst;
import dev.tailwater.fleet.Incident.WebOff;
import java.time.ZoneId;
import java.util.List;

/** The apps of the fleet: a small company with a shop, and what it needs around it. */
final class AppCatalog {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final String ANA = "ana@example.com";
  private static final String BO = "bo@example.com";
  private static final String CHIDI = "chidi@example.com";
  private static final String DARA = "dara@example.com";
  private static final String EMIL = "emil@example.com";

  private AppCatalog() {}

  static List<AppProfile> all() {
    return List.of(shop(), api(), blog(), jobs(), admin(), preview());
  }

  /** Rails, with custom domain, release phase, database and the evening's shoppers. */
  private static AppProfile shop() {
    return new AppProfile(
        "riverbank-shop",
        "riverbank-shop.herokuapp.com",
        List.of("www.riverbank.example", "shop.riverbank.example"),
        BERLIN,
        Rhythm.EVENINGS,
        new RailsVoice(),
        Formation.of(
            new ProcessType(
                "web",
                3,
                DynoSize.STANDARD_1X,
                "bin/rails server -p ${PORT:-5000} -e production",
                318,
                .08),
            new ProcessType(
                "worker", 1, DynoSize.STANDARD_1X, "bundle exec sidekiq -c 5", 286, .12)),
        List.of(
            Route.of("GET", "/", 1, "HomeController#show", 14, 38, .4, 31_000, 200, 200, 200, 304),
            Route.of(
                "GET",
                "/products/*",
                60,
                "ProductsController#show",
                30,
                62,
                .5,
                24_000,
                200,
                200,
                200,
                200,
                200,
                200,
                200,
                304),
            Route.of("GET", "/products/7001*", 9, "ProductsController#show", 1, 9, .3, 1_700, 404),
            Route.of(
                "GET",
                "/search?q=caf%C3%A9+mug&page=*",
                9,
                "SearchController#index",
                11,
                184,
                .7,
                18_000,
                200),
            Route.of("GET", "/cart", 1, "CartsController#show", 12, 44, .4, 12_400, 200),
            Route.of("POST", "/cart/items", 1, "ItemsController#create", 7, 71, .4, 640, 302),
            Route.of("PATCH", "/cart/items/*", 20, "ItemsController#update", 2, 58, .4, 610, 302),
            Route.of("DELETE", "/cart/items/*", 20, "ItemsController#destroy", 1, 49, .4, 540, 302),
            Route.of("GET", "/checkout", 1, "CheckoutsController#new", 4, 127, .4, 15_800, 200),
            Route.of(
                "POST",
                "/checkout",
                1,
                "CheckoutsController#create",
                3,
                611,
                .5,
                720,
                302,
                302,
                302,
                302,
                302,
                302,
                302,
                302,
                302,
                302,
                302,
                422),
            Route.of(
                "GET",
                "/account/orders",
                1,
                "OrdersController#index",
                3,
                93,
                .5,
                17_200,
                200,
                200,
                200,
                302),
            Route.of("POST", "/session", 1, "SessionsController#create", 1, 288, .2, 700, 302),
            Route.of("GET", "/old-catalogue/*", 8, "RedirectsController#show", 1, 4, .3, 330, 301),
            Route.of("GET", "/wp-login.php", 1, "ErrorsController#not_found", 1, 3, .3, 1_720, 404),
            Route.of(
                "GET",
                "/assets/application-8c1f.css",
                1,
                "AssetsController#show",
                8,
                2,
                .4,
                61_000,
                200,
                304,
                304)),
        List.of("OrderMailer", "StockSync", "ThumbnailJob", "SearchIndexJob"),
        List.of(ANA, BO, CHIDI),
        false,
        .06,
        true,
        false,
        .28,
        .02,
        .0004,
        "postgresql-curly-20361",
        "redis-shaped-48112",
        412,
        Calendar.of(
            every(6.1, 2.2, new Deploy()),
            every(18.5, 9.4, new FailedRelease()),
            every(17.5, 20.4, new TimeoutBurst(9, .55)),
            every(19, 12.6, new MemoryLeak("worker", 55, false)),
            every(18, 17.3, new Scaling("web", 2, 170)),
            every(16, 6.5, new ConfigChange("FEATURE_GIFT_CARDS")),
            every(17, 15.7, new DrainOverflow(75)),
            every(13, 4.7, new Exceptions(14, .05)),
            every(11, 10.9, new Console("bin/rails console", 12)),
            every(20, 22.1, new Cycling()),
            every(
                1,
                .6,
                new ScheduledRun(
                    "bin/rails stock:reconcile", 24, "Reconciled 1184 stock items in 21.7s"))));
  }

  /** Node behind Router 2.0, called by programs. */
  private static AppProfile api() {
    return new AppProfile(
        "headwater-api",
        "headwater-api-3f9b0c74a1de.herokuapp.com",
        List.of("api.riverbank.example"),
        BERLIN,
        Rhythm.ALL_DAY,
        new NodeVoice(),
        Formation.of(new ProcessType("web", 2, DynoSize.STANDARD_2X, "npm start", 402, .15)),
        List.of(
            Route.of(
                "GET",
                "/v1/stock/*",
                80,
                "",
                34,
                14,
                .4,
                812,
                200,
                200,
                200,
                200,
                200,
                200,
                200,
                200,
                200,
                200,
                200,
                304),
            Route.of("GET", "/v1/quotes?region=eu-*", 4, "", 20, 41, .6, 2_340, 200),
            Route.of("POST", "/v1/quotes", 1, "", 12, 77, .5, 1_150, 201),
            Route.of(
                "PUT",
                "/v1/shipments/*",
                40,
                "",
                6,
                96,
                .5,
                690,
                200,
                200,
                200,
                200,
                200,
                200,
                200,
                409),
            Route.of("GET", "/v1/shipments/*/label file.pdf", 40, "", 3, 233, .4, 88_000, 200),
            Route.of("GET", "/v1/catalogue?page=*", 12, "", 8, 160, .4, 140_000, 200),
            Route.of("POST", "/v1/events", 1, "", 14, 5, .3, 210, 202),
            Route.of("GET", "/v1/me", 1, "", 3, 6, .3, 420, 200, 200, 200, 200, 200, 200, 401)),
        List.of("none"),
        List.of(CHIDI, DARA),
        true,
        .35,
        false,
        false,
        .42,
        0,
        .0003,
        "",
        "redis-amorphous-73310",
        187,
        Calendar.of(
            every(5.2, 3.3, new Deploy()),
            // One in the first minutes after a history of 24 hours, so that live is lively.
            Calendar.once(24.05, new Deploy()),
            every(12, 7.7, new FailedBuild()),
            every(19, 18.2, new BrokenDeploy(BootFault.EXCEPTION, 27)),
            every(15, 13.4, new Scaling("web", 2, 95)),
            every(
                9,
                1.4,
                new StrayErrors(
                    List.of(
                        RouterError.H18,
                        RouterError.H27,
                        RouterError.H13,
                        RouterError.H21,
                        RouterError.H18,
                        RouterError.H26,
                        RouterError.H19),
                    9)),
            every(13, 16.9, new Exceptions(11, .06)),
            every(11, 5.5, new OversizeLine(25_000)),
            every(14, 8.6, new ConfigChange("QUOTE_CACHE_SECONDS, RATE_LIMIT")),
            every(19, 11.5, new MemoryLeak("web", 80, false)),
            every(21, 20.9, new Cycling())));
  }

  /** Django under gunicorn. */
  private static AppProfile blog() {
    return new AppProfile(
        "millrace-blog",
        "millrace-blog.herokuapp.com",
        List.of("blog.riverbank.example"),
        LONDON,
        Rhythm.EVENINGS,
        new PythonVoice(),
        Formation.of(
            new ProcessType(
                "web", 2, DynoSize.STANDARD_1X, "gunicorn blog.wsgi --log-file -", 174, .05)),
        List.of(
            Route.of("GET", "/", 1, "", 22, 21, .4, 19_300, 200, 200, 200, 304),
            Route.of("GET", "/posts/*", 45, "", 46, 33, .5, 27_100, 200, 200, 200, 200, 200, 304),
            Route.of("GET", "/topics/*", 9, "", 9, 54, .5, 14_000, 200),
            Route.of("GET", "/feed.xml", 1, "", 15, 12, .3, 41_000, 200, 304, 304, 304),
            Route.of("POST", "/posts/*/comments", 12, "", 2, 118, .5, 380, 302, 302, 302, 403),
            Route.of("GET", "/posts/* draft", 3, "", 1, 8, .3, 2_100, 404),
            Route.of("GET", "/.env", 1, "", 1, 3, .3, 2_100, 404),
            Route.of("GET", "/favicon.ico", 1, "", 4, 2, .3, 467, 404)),
        List.of("none"),
        List.of(BO, EMIL),
        false,
        .15,
        false,
        false,
        .22,
        0,
        .0003,
        "postgresql-metric-66410",
        "",
        64,
        Calendar.of(
            every(7.6, 4.1, new Deploy()),
            every(19, 14.3, new BrokenDeploy(BootFault.WORKERS_FAIL, 16)),
            every(
                8,
                2.9,
                new StrayErrors(
                    List.of(
                        RouterError.H13,
                        RouterError.H28,
                        RouterError.H15,
                        RouterError.H27,
                        RouterError.H17,
                        RouterError.H28),
                    11)),
            every(15, 10.2, new ConfigChange("COMMENTS_OPEN_DAYS")),
            every(16, 19.1, new Exceptions(16, .04)),
            every(20, 6.8, new Cycling()),
            every(21, 12.1, new Relocation())));
  }

  /** Celery workers with a small web front: documents, mails, imports. */
  private static AppProfile jobs() {
    return new AppProfile(
        "sluice-jobs",
        "sluice-jobs-b81d2f6e9a40.herokuapp.com",
        List.of(),
        BERLIN,
        Rhythm.ALL_DAY,
        new PythonVoice(),
        Formation.of(
            new ProcessType(
                "web", 1, DynoSize.STANDARD_1X, "gunicorn jobs.wsgi --log-file -", 148, .04),
            new ProcessType(
                "worker",
                2,
                DynoSize.STANDARD_1X,
                "celery -A jobs worker --loglevel INFO",
                242,
                .45)),
        List.of(
            Route.of("POST", "/jobs", 1, "", 12, 18, .4, 190, 202),
            Route.of("GET", "/jobs/*", 30, "", 20, 9, .4, 480, 200, 200, 200, 200, 200, 404),
            Route.of("POST", "/hooks/payments", 1, "", 6, 34, .4, 150, 204),
            Route.of("GET", "/healthz", 1, "", 9, 2, .2, 140, 200)),
        List.of("documents.render", "imports.pull", "mails.deliver", "reports.refresh"),
        List.of(DARA, EMIL),
        true,
        0,
        false,
        false,
        .04,
        .14,
        .0002,
        "postgresql-octagonal-31877",
        "redis-cubed-19004",
        229,
        Calendar.of(
            every(11, 9.1, new Deploy()),
            every(16, 5.9, new FailedBuild()),
            every(18, 8.1, new MemoryLeak("worker", 42, true)),
            every(17, 16.2, new SlowExit("worker")),
            every(18, 4.4, new WebOff(8)),
            every(19, 17.8, new Scaling("worker", 2, 130)),
            every(14, 11.8, new ConfigChange("IMPORT_BATCH_SIZE")),
            every(20, 15.2, new AttachFailure("python manage.py shell")),
            every(21, 2.5, new Cycling()),
            every(
                .5,
                .2,
                new ScheduledRun("python manage.py pull_rates", 16, "Pulled 31 exchange rates")),
            every(
                12,
                3.6,
                new ScheduledRun(
                    "python manage.py nightly_report", 150, "Report sent to 14 readers"))));
  }

  /** A tool for the people at work; its visitors come through the company's proxy. */
  private static AppProfile admin() {
    return new AppProfile(
        "lockkeeper-admin",
        "lockkeeper-admin.herokuapp.com",
        List.of(),
        BERLIN,
        Rhythm.OFFICE,
        new RailsVoice(),
        Formation.of(
            new ProcessType(
                "web", 1, DynoSize.BASIC, "bin/rails server -p ${PORT:-5000}", 291, .03)),
        List.of(
            Route.of(
                "GET",
                "/orders?state=open&page=*",
                15,
                "OrdersController#index",
                12,
                141,
                .5,
                38_000,
                200),
            Route.of(
                "GET",
                "/orders/*",
                70,
                "OrdersController#show",
                16,
                83,
                .4,
                21_000,
                200,
                200,
                200,
                200,
                304),
            Route.of("PATCH", "/orders/*", 70, "OrdersController#update", 5, 166, .4, 900, 302),
            Route.of(
                "GET",
                "/reports/sales?days=*",
                31,
                "ReportsController#show",
                2,
                2_350,
                .5,
                64_000,
                200),
            Route.of(
                "POST",
                "/login",
                1,
                "SessionsController#create",
                1,
                301,
                .2,
                640,
                302,
                302,
                302,
                401)),
        List.of("none"),
        List.of(ANA, DARA),
        false,
        1,
        false,
        false,
        .04,
        0,
        .0006,
        "",
        "",
        38,
        Calendar.of(
            every(19, 15.4, new WebOff(14)),
            every(19, 21.6, new BrokenDeploy(BootFault.NEVER_BINDS, 7)),
            every(13, 12.4, new ConfigChange("REPORT_TIMEOUT")),
            every(10, 8.9, new StrayErrors(List.of(RouterError.H27, RouterError.H13), 20)),
            every(22, 5.2, new Cycling())));
  }

  /** Created this morning; no build has worked yet, so that every visitor gets H81. */
  private static AppProfile preview() {
    return new AppProfile(
        "weir-preview",
        "weir-preview-5d20c7e8f613.herokuapp.com",
        List.of(),
        LONDON,
        Rhythm.ALL_DAY,
        new NodeVoice(),
        Formation.of(),
        List.of(
            Route.of("GET", "/", 1, "", 6, 1, .1, 0, 502),
            Route.of("GET", "/robots.txt", 1, "", 1, 1, .1, 0, 502)),
        List.of("none"),
        List.of(EMIL),
        true,
        0,
        false,
        true,
        .0006,
        0,
        0,
        "",
        "",
        1,
        Calendar.of(Calendar.once(.15, new Creation()), every(6.5, .5, new FailedBuild())));
  }
}
