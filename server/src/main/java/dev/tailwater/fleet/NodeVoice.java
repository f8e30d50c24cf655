package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A Node app that logs JSON, one object a line. */
record NodeVoice() implements Voice {
  private static final byte[] INFO =
      "{\"level\":\"info\",\"time\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR =
      "{\"level\":\"error\",\"time\":".getBytes(StandardCharsets.US_ASCII);

  @Override
  public double linesPerRequest() {
    return 1;
  }

  @Override
  public int bootMillis(Dice dice) {
    return dice.between(1_400, 3_600);
  }

  @Override
  public void received(AppSimulation app, Request request, long micros) {}

  @Override
  public void answered(AppSimulation app, Request request, int millis, long micros) {
    if (request.dyno != null) {
      completed(app, request.dyno, request, millis, micros, INFO)
          .text(",\"msg\":\"request completed\"}");
      app.log.endLine();
    }
  }

  @Override
  public void raised(AppSimulation app, Request request, long micros) {
    if (request.dyno != null) {
      completed(app, request.dyno, request, request.serviceMillis, micros, ERROR)
          .text(",\"err\":{\"type\":\"TypeError\",\"message\":\"Cannot read properties of")
          .text(" undefined (reading 'currency')\",\"stack\":\"TypeError: Cannot read properties")
          .text(" of undefined (reading 'currency')\\n    at quote (/app/src/prices.js:48:31)\\n")
          .text("    at async handler (/app/src/routes/quotes.js:19:18)\"}")
          .text(",\"msg\":\"request errored\"}");
      app.log.endLine();
    }
  }

  @Override
  public void booting(AppSimulation app, Dyno dyno, long micros) {
    Voice.lines(
        app,
        dyno,
        micros,
        List.of(
            "",
            "> headwater-api@4.12.0 start",
            "> node --enable-source-maps src/server.js",
            "",
            "{\"level\":\"info\",\"time\":"
                + micros / 1000
                + ",\"pid\":22,\"msg\":\"listening on "
                + app.dice.between(3_000, 59_000)
                + "\"}"));
  }

  @Override
  public void terminating(AppSimulation app, Dyno dyno, long micros) {
    Voice.lines(
        app,
        dyno,
        micros,
        List.of(
            "{\"level\":\"info\",\"time\":"
                + micros / 1000
                + ",\"pid\":22,\"msg\":\"SIGTERM received, draining connections\"}"));
  }

  @Override
  public void bootFails(AppSimulation app, Dyno dyno, long micros) {
    Voice.lines(
        app,
        dyno,
        micros,
        List.of(
            "node:internal/modules/cjs/loader:1228",
            "  throw err;",
            "  ^",
            "",
            "Error: Cannot find module './rate-limits'",
            "Require stack:",
            "- /app/src/routes/quotes.js",
            "- /app/src/server.js",
            "    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)",
            "    at Module._load (node:internal/modules/cjs/loader:1051:27)",
            "    at Object.<anonymous> (/app/src/routes/quotes.js:3:16) {",
            "  code: 'MODULE_NOT_FOUND',",
            "}",
            "",
            "Node.js v22.14.0"));
  }

  @Override
  public void jobStarted(AppSimulation app, Dyno dyno, Job job, long micros) {
    job(app, dyno, job, micros, INFO).text(",\"msg\":\"job started\"}");
    app.log.endLine();
  }

  @Override
  public void jobDone(AppSimulation app, Dyno dyno, Job job, long micros) {
    job(app, dyno, job, micros, INFO)
        .text(",\"ms\":")
        .number(job.millis())
        .text(",\"msg\":\"job done\"}");
    app.log.endLine();
  }

  @Override
  public void jobFailed(AppSimulation app, Dyno dyno, Job job, long micros) {
    job(app, dyno, job, micros, ERROR).text(",\"msg\":\"job failed: ETIMEDOUT\"}");
    app.log.endLine();
  }

  private static FrameWriter job(AppSimulation app, Dyno dyno, Job job, long micros, byte[] level) {
    return app.log
        .begin(dyno.output, micros)
        .text(level)
        .number(micros / 1000)
        .text(",\"pid\":22,\"job\":\"")
        .text(job.kind())
        .text("\",\"jobId\":\"")
        .hex(job.idHigh(), 12)
        .symbol('"');
  }

  private static FrameWriter completed(
      AppSimulation app, Dyno dyno, Request request, int millis, long micros, byte[] level) {
    return app.log
        .begin(dyno.output, micros)
        .text(level)
        .number(micros / 1000)
        .text(",\"pid\":22,\"reqId\":\"")
        .uuid(request.idHigh, request.idLow)
        .text("\",\"req\":{\"method\":\"")
        .text(request.route.method)
        .text("\",\"url\":\"")
        .text(request.path)
        .text("\"},\"res\":{\"statusCode\":")
        .number(request.status)
        .text("},\"responseTime\":")
        .number(millis);
  }
}
