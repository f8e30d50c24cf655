package dev.tailwater.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as users start it: {@code ./tailwater serve}, which becomes the Java process itself, on
 * a free port of the loopback interface. Settings of the environment apply to it.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern RUNNING = Pattern.compile("is running at http://[^:]+:(\\d+)");
  private static final Duration STOP = Duration.ofMinutes(2);

  /** With nothing to do it uses about a hundredth of a processor. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  private static final Duration IDLE_USE = Duration.ofMillis(100);
  private static final Duration IDLE_WAIT = Duration.ofMinutes(2);

  private final Process process;
  private final Thread killer;
  private final int port;
  private final Duration startUp;

  private ServerProcess(Process process, Thread killer, int port, Duration startUp) {
    this.process = process;
    this.killer = killer;
    this.port = port;
    this.startUp = startUp;
  }

  /**
   * Starts a server and waits until it accepts.
   *
   * @param tailwater the script that starts it
   * @param settings as environment variables, over those of this process
   * @throws IOException when it ends instead; its log tells why
   */
  public static ServerProcess start(Path tailwater, RunFolder run, Map<String, String> settings)
      throws IOException {
    long began = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    tailwater.toString(), "serve", "--port", "0", "--data", run.data().toString()))
            .redirectError(ProcessBuilder.Redirect.appendTo(run.log().toFile()));
    Map<String, String> environment = builder.environment();
    environment.remove("TAILWATER_SERVER_PUBLIC_URL");
    environment.putAll(Credentials.environment());
    environment.put("TAILWATER_SERVER_HOST", "127.0.0.1");
    environment.putAll(settings);
    Process process = builder.start();
    // Without it an interrupted benchmark would leave its server behind.
    Thread killer = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    // Not closed here: the server would find nobody to write to.
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher running = RUNNING.matcher(line);
      if (running.find()) {
        return new ServerProcess(
            process,
            killer,
            Integer.parseInt(running.group(1)),
            Duration.ofNanos(System.nanoTime() - began));
      }
    }
    throw new IOException("the server did not start:\n" + Files.readString(run.log()));
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** How long it took to accept. */
  public Duration startUp() {
    return startUp;
  }

  /** Processor time since its start. */
  public ProcessorTime processorTime() throws IOException {
    return ProcessorTime.of(process.toHandle());
  }

  /**
   * Waits until it has nothing to do.
   *
   * @return how long that took
   * @throws IOException when it still has after two minutes
   */
  public Duration awaitIdle() throws IOException, InterruptedException {
    long began = System.nanoTime();
    Duration used = processorTime().total();
    while (System.nanoTime() - began < IDLE_WAIT.toNanos()) {
      long since = System.nanoTime();
      Thread.sleep(IDLE);
      Duration now = processorTime().total();
      if (now.minus(used).compareTo(IDLE_USE) <= 0) {
        return Duration.ofNanos(since - began);
      }
      used = now;
    }
    throw new IOException("the server was busy for " + IDLE_WAIT.toSeconds() + " s");
  }

  /** Memory in use. */
  public Memory memory() throws IOException {
    return Memory.of(process.pid());
  }

  /** Ends it as a crash would, without a chance to put anything in order. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it as an operator would; ends it when that takes too long. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // This program is being stopped as well, and the hook runs.
      process.destroyForcibly();
    }
  }
}
