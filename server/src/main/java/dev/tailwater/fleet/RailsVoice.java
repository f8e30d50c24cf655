package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A Ruby on Rails app: tagged logger, Puma, Sidekiq. */
record RailsVoice() implements Voice {
  private static final byte[] INFO = "I, [".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FATAL = "F, [".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] INFO_TAG = " #2]  INFO -- : [".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FATAL_TAG = " #2] FATAL -- : [".getBytes(StandardCharsets.US_ASCII);

  @Override
  public double linesPerRequest() {
    return 3;
  }

  @Override
  public int bootMillis(Dice dice) {
    return dice.between(4_800, 9_500);
  }

  @Override
  public void received(AppSimulation app, Request request, long micros) {
    Dyno dyno = request.dyno;
    if (dyno == null) {
      return;
    }
    byte[] visitors = request.forwardedFor;
    int first = 0;
    while (first < visitors.length && visitors[first] != ',') {
      first++;
    }
    open(app, dyno, request, micros, INFO, INFO_TAG)
        .text("Started ")
        .text(request.route.method)
        .text(" \"")
        .text(request.path)
        .text("\" for ")
        .text(visitors, 0, first)
        .text(" at ")
        .seconds(micros, ' ')
        .text(" +0000");
    app.log.endLine();
    open(app, dyno, request, micros + 640, INFO, INFO_TAG)
        .text("Processing by ")
        .text(request.route.handler)
        .text(" as HTML");
    app.log.endLine();
  }

  @Override
  public void answered(AppSimulation app, Request request, int millis, long micros) {
    Dyno dyno = request.dyno;
    if (dyno == null) {
      return;
    }
    int database = millis * (2 + app.dice.below(4)) / 9;
    int views = Math.max(0, millis - database - 1);
    open(app, dyno, request, micros, INFO, INFO_TAG)
        .text("Completed ")
        .number(request.status)
        .text(reason(request.status))
        .text(" in ")
        .number(millis)
        .text("ms (Views: ")
        .tenths(10L * views + app.dice.below(10))
        .text("ms | ActiveRecord: ")
        .tenths(10L * database + app.dice.below(10))
        .text("ms | Allocations: ")
        .number(420 + app.dice.below(60_000))
        .symbol(')');
    app.log.endLine();
  }

  @Override
  public void raised(AppSimulation app, Request request, long micros) {
    Dyno dyno = request.dyno;
    if (dyno == null) {
      return;
    }
    answered(app, request, request.serviceMillis, micros - 900);
    List<String> lines =
        List.of(
            "  ",
            "ActionView::Template::Error (undefined method 'name' for nil):",
            "    12:   <li class=\"line-item\">",
            "    13:     <%= link_to item.product.name, item.product %> – <%= item.price %> €",
            "    14:   </li>",
            "  ",
            "app/views/carts/_item.html.erb:13",
            "app/views/carts/show.html.erb:7",
            "app/controllers/carts_controller.rb:21:in 'CartsController#show'");
    long at = micros - 700;
    for (String line : lines) {
      open(app, dyno, request, at, FATAL, FATAL_TAG).text(line);
      app.log.endLine();
      at += 19;
    }
  }

  @Override
  public void booting(AppSimulation app, Dyno dyno, long micros) {
    Voice.lines(
        app,
        dyno,
        micros,
        dyno.type.isWeb()
            ? List.of(
                "=> Booting Puma",
                "=> Rails 8.0.2 application starting in production",
                "Puma starting in single mode...",
                "* Puma version: 6.6.0 (\"Return to Forever\")",
                "*  Min threads: 3",
                "*  Max threads: 3",
                "*  Environment: production",
                "*          PID: 2",
                "* Listening on http://0.0.0.0:" + app.dice.between(3_000, 59_000),
                "Use Ctrl-C to stop")
            : List.of(
                "INFO: Booting Sidekiq 8.0.3 with Redis backend",
                "INFO: Running in ruby 3.4.2 (2025-02-04 revision 4e7008a349) +YJIT"
                    + " [x86_64-linux]"));
  }

  @Override
  public void terminating(AppSimulation app, Dyno dyno, long micros) {
    Voice.lines(
        app,
        dyno,
        micros,
        dyno.type.isWeb()
            ? List.of(
                "- Gracefully stopping, waiting for requests to finish",
                "=== puma shutdown ===",
                "- Goodbye!",
                "Exiting")
            : List.of("INFO: Shutting down", "INFO: Pausing to allow jobs to finish..."));
  }

  @Override
  public void bootFails(AppSimulation app, Dyno dyno, long micros) {
    Voice.lines(
        app,
        dyno,
        micros,
        List.of(
            "/app/config/initializers/payments.rb:4:in 'fetch': key not found:"
                + " \"PAYMENT_GATEWAY_URL\" (KeyError)",
            "\tfrom /app/config/initializers/payments.rb:4:in '<main>'",
            "\tfrom /app/config/environment.rb:5:in '<main>'",
            "\tfrom config.ru:3:in 'block in <main>'"));
  }

  @Override
  public void jobStarted(AppSimulation app, Dyno dyno, Job job, long micros) {
    job(app, dyno, job, micros).text(" INFO: start");
    app.log.endLine();
  }

  @Override
  public void jobDone(AppSimulation app, Dyno dyno, Job job, long micros) {
    elapsed(job(app, dyno, job, micros), job).text(" INFO: done");
    app.log.endLine();
  }

  @Override
  public void jobFailed(AppSimulation app, Dyno dyno, Job job, long micros) {
    elapsed(job(app, dyno, job, micros), job).text(" INFO: fail");
    app.log.endLine();
    Voice.lines(
        app,
        dyno,
        micros + 210,
        List.of(
            "WARN: Net::ReadTimeout: Net::ReadTimeout with #<TCPSocket:(closed)>",
            "WARN: /app/app/jobs/" + job.kind().toLowerCase(Locale.ROOT) + ".rb:17",
            "WARN: /app/vendor/bundle/ruby/3.4.0/gems/sidekiq-8.0.3/lib/sidekiq/processor.rb:220"));
  }

  private static FrameWriter elapsed(FrameWriter line, Job job) {
    return line.text(" elapsed=")
        .number(job.millis() / 1000)
        .symbol('.')
        .fraction(job.millis() % 1000 * 1000L, 3);
  }

  private static FrameWriter job(AppSimulation app, Dyno dyno, Job job, long micros) {
    return app.log
        .begin(dyno.output, micros)
        .text("pid=2 tid=")
        .hex(job.idHigh() >>> 48, 4)
        .text(" class=")
        .text(job.kind())
        .text(" jid=")
        .hex(job.idHigh(), 12)
        .hex(job.idLow(), 12);
  }

  private static FrameWriter open(
      AppSimulation app, Dyno dyno, Request request, long micros, byte[] level, byte[] tag) {
    return app.log
        .begin(dyno.output, micros)
        .text(level)
        .seconds(micros, 'T')
        .symbol('.')
        .fraction(micros, 6)
        .text(tag)
        .uuid(request.idHigh, request.idLow)
        .text("] ");
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> " OK";
      case 201 -> " Created";
      case 302 -> " Found";
      case 304 -> " Not Modified";
      case 401 -> " Unauthorized";
      case 403 -> " Forbidden";
      case 404 -> " Not Found";
      case 422 -> " Unprocessable Content";
      case 500 -> " Internal Server Error";
      default -> "";
    };
  }
}
