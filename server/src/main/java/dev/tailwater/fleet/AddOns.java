package dev.tailwater.fleet;

/**
 * Metric lines of the app's database and Redis, once a minute, and the database server's own log
 * (Dev Center, "Heroku Postgres Metrics Logs", "Heroku Key-Value Store Metrics Logs").
 */
final class AddOns {
  private static final long MINUTE = 60 * AppSimulation.SECOND;
  private static final Heading POSTGRES = Heading.addOn("heroku-postgres");
  private static final Heading REDIS = Heading.addOn("heroku-redis");
  private static final Heading SERVER = Heading.addOn("postgres.1640916");
  private static final Heading SERVER_ERROR =
      new Heading(Heading.DATABASE_ERROR, Heading.Time.SECONDS, "app", "postgres.1640916");

  private final AppSimulation app;
  private long transaction;
  private long databaseBytes;
  private int message;

  /** Connections that wait for a lock. */
  int waiting;

  AddOns(AppSimulation app) {
    this.app = app;
    this.transaction = app.dice.between(8_000_000, 40_000_000);
    this.databaseBytes = app.dice.between(900_000_000, 1_900_000_000) * 4L;
    this.message = app.dice.between(4, 40);
  }

  void begin(long micros) {
    if (!app.profile.postgres().isEmpty()) {
      app.agenda.at(micros + app.dice.below(60) * AppSimulation.SECOND, this::postgres);
    }
    if (!app.profile.redis().isEmpty()) {
      app.agenda.at(micros + app.dice.below(60) * AppSimulation.SECOND, this::redis);
    }
  }

  /** Statements that waited too long, from the server's log. */
  void lockTimeout(long micros) {
    message++;
    String statement =
        "UPDATE \"stock_items\" SET \"reserved\" = $1 WHERE \"stock_items\".\"id\" = $2";
    server(SERVER_ERROR, micros, 1)
        .text(" sql_error_code = 55P03 ERROR:  canceling statement due to lock timeout");
    app.log.endLine();
    server(SERVER_ERROR, micros, 2).text(" sql_error_code = 55P03 STATEMENT:  ").text(statement);
    app.log.endLine();
  }

  /** A slow statement; its continuation lines are messages of their own that begin with a tab. */
  void slowStatement(long micros, int millis) {
    message++;
    server(SERVER, micros, 1)
        .text(" sql_error_code = 00000 LOG:  duration: ")
        .number(millis)
        .symbol('.')
        .number(app.dice.between(100, 999))
        .text(" ms  statement: SELECT \"stock_items\".*");
    app.log.endLine();
    server(SERVER, micros, 2).text("\tFROM \"stock_items\" WHERE \"stock_items\".\"id\" = 118");
    app.log.endLine();
  }

  private FrameWriter server(Heading heading, long micros, int part) {
    return app.log
        .begin(heading, micros)
        .text("[DATABASE] [")
        .number(message)
        .symbol('-')
        .number(part)
        .text("] ");
  }

  private void postgres(long micros) {
    app.agenda.at(micros + MINUTE + app.dice.between(-2, 2) * AppSimulation.SECOND, this::postgres);
    transaction += app.dice.between(40, 900);
    databaseBytes += app.dice.between(0, 90) * 8_192L;
    FrameWriter line =
        app.log
            .begin(POSTGRES, micros)
            .text("source=DATABASE addon=")
            .text(app.profile.postgres())
            .text(" sample#current_transaction=")
            .number(transaction)
            .text(" sample#db_size=")
            .number(databaseBytes)
            .text("bytes sample#tables=67 sample#active-connections=")
            .number(app.dice.between(11, 26) + waiting)
            .text(" sample#waiting-connections=")
            .number(waiting == 0 ? 0 : app.dice.between(waiting / 2, waiting));
    rate(line.text(" sample#index-cache-hit-rate="), 99_400, 99_900);
    rate(line.text(" sample#table-cache-hit-rate="), 96_100, 99_700);
    loads(line, waiting == 0 ? 180 : 1_900);
    line.text(" sample#read-iops=")
        .number(app.dice.below(3))
        .text(" sample#write-iops=")
        .hundredths(app.dice.between(5, 900))
        .text(" sample#tmp-disk-used=543600640 sample#tmp-disk-available=72435191808")
        .text(" sample#memory-total=4044932kB sample#memory-free=")
        .number(app.dice.between(71_000, 160_000))
        .text("kB sample#memory-cached=")
        .number(app.dice.between(3_200_000, 3_400_000))
        .text("kB sample#memory-postgres=")
        .number(app.dice.between(21_000, 46_000))
        .text("kB sample#wal-percentage-used=0.06")
        .number(app.dice.between(10_000, 99_999));
    app.log.endLine();
  }

  private void redis(long micros) {
    app.agenda.at(micros + MINUTE + app.dice.between(-2, 2) * AppSimulation.SECOND, this::redis);
    FrameWriter line =
        app.log
            .begin(REDIS, micros)
            .text("source=REDIS addon=")
            .text(app.profile.redis())
            .text(" sample#active-connections=")
            .number(app.dice.between(4, 13))
            .text(" sample#max-connections=40 sample#connection-percentage-used=0.");
    line.number(app.dice.between(10_000, 32_500));
    loads(line, 150);
    line.text(" sample#read-iops=0 sample#write-iops=0 sample#memory-total=16082928kB")
        .text(" sample#memory-free=")
        .number(app.dice.between(10_400_000, 11_600_000))
        .text("kB sample#memory-cached=")
        .number(app.dice.between(2_400_000, 2_700_000))
        .text("kB sample#memory-redis=")
        .number(app.dice.between(4_600_000, 9_900_000))
        .text("bytes");
    rate(line.text(" sample#hit-rate="), 91_000, 97_000);
    line.text(" sample#evicted-keys=0");
    app.log.endLine();
  }

  private void loads(FrameWriter line, int thousandths) {
    int one = app.dice.between(thousandths / 2, thousandths);
    int five = app.dice.between(thousandths / 2, thousandths * 3 / 4);
    line.text(" sample#load-avg-1m=");
    thousandths(line, one).text(" sample#load-avg-5m=");
    thousandths(line, five).text(" sample#load-avg-15m=");
    thousandths(line, thousandths / 2);
  }

  private static FrameWriter thousandths(FrameWriter line, int value) {
    return line.number(value / 1000).symbol('.').fraction(value % 1000 * 1000L, 3);
  }

  private void rate(FrameWriter line, int low, int high) {
    line.text("0.").number(app.dice.between(low, high));
  }
}
