package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A Python app: gunicorn with access log, Celery. */
record PythonVoice() implements Voice {
  private static final byte[][] AGENTS = {
    agent("Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/134.0.0.0 Mobile"),
    agent("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:136.0) Gecko/20100101 Firefox/136.0"),
    agent("Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) Version/18.3 Safari/604.1"),
    agent("FeedFetcher/2.1 (lecteur de flux, café édition)"),
  };

  @Override
  public double linesPerRequest() {
    return 1;
  }

  @Override
  public int bootMillis(Dice dice) {
    return dice.between(1_900, 4_400);
  }

  @Override
  public void received(AppSimulation app, Request request, long micros) {}

  @Override
  public void answered(AppSimulation app, Request request, int millis, long micros) {
    if (request.dyno != null) {
      app.log
          .begin(request.dyno.output, micros)
          .text(request.forwardedFor)
          .text(" - - [")
          .accessTime(micros)
          .text(" +0000] \"")
          .text(request.route.method)
          .symbol(' ')
          .text(request.path)
          .text(" HTTP/1.1\" ")
          .number(request.status)
          .symbol(' ')
          .number(request.bytes)
          .text(AGENTS[(int) (request.idLow & 3)]);
      app.log.endLine();
    }
  }

  @Override
  public void raised(AppSimulation app, Request request, long micros) {
    Dyno dyno = request.dyno;
    if (dyno != null) {
      Voice.lines(
          app,
          dyno,
          micros - 900,
          List.of(
              "Internal Server Error: " + new String(request.path, StandardCharsets.UTF_8),
              "Traceback (most recent call last):",
              "  File \"/app/.heroku/python/lib/python3.13/site-packages/django/core/handlers/"
                  + "exception.py\", line 55, in inner",
              "    response = get_response(request)",
              "               ^^^^^^^^^^^^^^^^^^^^^",
              "  File \"/app/blog/views.py\", line 88, in post",
              "    related = list(entry.topics.all())[0]",
              "              ~~~~~~~~~~~~~~~~~~~~~~~~^^^",
              "IndexError: list index out of range"));
      answered(app, request, request.serviceMillis, micros);
    }
  }

  @Override
  public void booting(AppSimulation app, Dyno dyno, long micros) {
    if (dyno.type.isWeb()) {
      gunicorn(app, dyno, micros, 4, "INFO", "Starting gunicorn 23.0.0");
      gunicorn(
          app,
          dyno,
          micros + 400,
          4,
          "INFO",
          "Listening at: http://0.0.0.0:" + app.dice.between(3_000, 59_000) + " (4)");
      gunicorn(app, dyno, micros + 520, 4, "INFO", "Using worker: sync");
      gunicorn(app, dyno, micros + 9_100, 9, "INFO", "Booting worker with pid: 9");
      gunicorn(app, dyno, micros + 31_000, 10, "INFO", "Booting worker with pid: 10");
    } else {
      celery(app, dyno, micros, "INFO/MainProcess").text("celery@").text(dyno.name).text(" ready.");
      app.log.endLine();
    }
  }

  @Override
  public void terminating(AppSimulation app, Dyno dyno, long micros) {
    if (dyno.type.isWeb()) {
      gunicorn(app, dyno, micros, 4, "INFO", "Handling signal: term");
      gunicorn(app, dyno, micros + 2_100, 9, "INFO", "Worker exiting (pid: 9)");
      gunicorn(app, dyno, micros + 3_800, 10, "INFO", "Worker exiting (pid: 10)");
      gunicorn(app, dyno, micros + 88_000, 4, "ERROR", "Worker (pid:9) was sent SIGTERM!");
      gunicorn(app, dyno, micros + 93_000, 4, "ERROR", "Worker (pid:10) was sent SIGTERM!");
      gunicorn(app, dyno, micros + 191_000, 4, "INFO", "Shutting down: Master");
    } else {
      Voice.lines(app, dyno, micros, List.of("", "worker: Warm shutdown (MainProcess)"));
    }
  }

  @Override
  public void bootFails(AppSimulation app, Dyno dyno, long micros) {
    gunicorn(app, dyno, micros, 9, "ERROR", "Exception in worker process");
    Voice.lines(
        app,
        dyno,
        micros + 30,
        List.of(
            "Traceback (most recent call last):",
            "  File \"/app/.heroku/python/lib/python3.13/site-packages/gunicorn/arbiter.py\","
                + " line 608, in spawn_worker",
            "    worker.init_process()",
            "  File \"/app/blog/wsgi.py\", line 12, in <module>",
            "    from blog.feeds import registry",
            "ModuleNotFoundError: No module named 'blog.feeds'"));
    gunicorn(app, dyno, micros + 1_400, 9, "INFO", "Worker exiting (pid: 9)");
    gunicorn(app, dyno, micros + 64_000, 4, "ERROR", "Worker (pid:9) exited with code 3");
    gunicorn(app, dyno, micros + 98_000, 4, "ERROR", "Shutting down: Master");
    gunicorn(app, dyno, micros + 98_200, 4, "ERROR", "Reason: Worker failed to boot.");
  }

  @Override
  public void jobStarted(AppSimulation app, Dyno dyno, Job job, long micros) {
    task(celery(app, dyno, micros, "INFO/MainProcess"), job).text(" received");
    app.log.endLine();
  }

  @Override
  public void jobDone(AppSimulation app, Dyno dyno, Job job, long micros) {
    task(celery(app, dyno, micros, "INFO/ForkPoolWorker-2"), job)
        .text(" succeeded in ")
        .number(job.millis() / 1000)
        .symbol('.')
        .fraction(job.millis() % 1000 * 1000L, 3)
        .text("s: None");
    app.log.endLine();
  }

  @Override
  public void jobFailed(AppSimulation app, Dyno dyno, Job job, long micros) {
    task(celery(app, dyno, micros, "ERROR/ForkPoolWorker-1"), job)
        .text(" raised unexpected: ConnectionResetError(104, 'Connection reset by peer')");
    app.log.endLine();
    Voice.lines(
        app,
        dyno,
        micros + 40,
        List.of(
            "Traceback (most recent call last):",
            "  File \"/app/jobs/tasks.py\", line 131, in deliver",
            "    response = session.post(url, json=payload, timeout=10)",
            "ConnectionResetError: [Errno 104] Connection reset by peer"));
  }

  private static FrameWriter task(FrameWriter line, Job job) {
    return line.text("Task ")
        .text(job.kind())
        .symbol('[')
        .uuid(job.idHigh(), job.idLow())
        .symbol(']');
  }

  private static FrameWriter celery(AppSimulation app, Dyno dyno, long micros, String process) {
    // Milliseconds after a comma, as Python's logging prints them.
    return app.log
        .begin(dyno.output, micros)
        .symbol('[')
        .seconds(micros, ' ')
        .symbol(',')
        .fraction(micros, 3)
        .text(": ")
        .text(process)
        .text("] ");
  }

  private static void gunicorn(
      AppSimulation app, Dyno dyno, long micros, int pid, String level, String text) {
    app.log
        .begin(dyno.output, micros)
        .symbol('[')
        .seconds(micros, ' ')
        .text(" +0000] [")
        .number(pid)
        .text("] [")
        .text(level)
        .text("] ")
        .text(text);
    app.log.endLine();
  }

  private static byte[] agent(String name) {
    return (" \"-\" \"" + name + "\"").getBytes(StandardCharsets.UTF_8);
  }
}
