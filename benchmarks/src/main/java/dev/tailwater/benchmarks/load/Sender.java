package dev.tailwater.benchmarks.load;

import dev.tailwater.benchmarks.Percentiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends posts over several connections, each with one request under way. What the server has no
 * room for is sent again after the moment it asks for: a load that is too high shows as retries and
 * long delays, not as lost lines.
 */
public final class Sender {
  private static final int TRIES = 120;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final int port;
  private final List<Post> posts;
  private final long linesPerSecond;
  private final AtomicInteger next = new AtomicInteger();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder retries = new LongAdder();

  // By post, each written by the one thread that sends it.
  private final long[] answers;
  private final long[] delays;
  private final long[] linesBefore;

  private Sender(int port, List<Post> posts, long linesPerSecond) {
    this.port = port;
    this.posts = posts;
    this.linesPerSecond = linesPerSecond;
    this.answers = new long[posts.size()];
    this.delays = new long[posts.size()];
    this.linesBefore = new long[posts.size()];
    for (int i = 1; i < linesBefore.length; i++) {
      linesBefore[i] = linesBefore[i - 1] + posts.get(i - 1).lines();
    }
  }

  /**
   * Sends all posts in their order.
   *
   * @param linesPerSecond 0 for as fast as the server answers
   * @throws IOException when a connection cannot be made any more
   */
  public static Sent send(int port, List<Post> posts, int connections, long linesPerSecond)
      throws IOException, InterruptedException {
    return new Sender(port, posts, linesPerSecond).send(connections);
  }

  private Sent send(int connections) throws IOException, InterruptedException {
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<?>> senders = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        senders.add(
            threads.submit(() -> {
              sendShare(began);
              return null;
            }));
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the load could not be sent: " + e.getCause(), e);
    }
    return new Sent(
        accepted.sum(),
        refused.sum(),
        retries.sum(),
        Duration.ofNanos(System.nanoTime() - began),
        new Percentiles(answers),
        new Percentiles(delays));
  }

  private void sendShare(long began) throws IOException, InterruptedException {
    DrainConnection connection = new DrainConnection(port);
    try {
      for (int i = next.getAndIncrement(); i < posts.size(); i = next.getAndIncrement()) {
        long due = System.nanoTime();
        if (linesPerSecond > 0) {
          due = began + (long) (linesBefore[i] * 1e9 / linesPerSecond);
          Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        }
        connection = sendUntilAnswered(connection, i);
        delays[i] = System.nanoTime() - due;
      }
    } finally {
      connection.close();
    }
  }

  /**
   * Sends a post until it is accepted or refused for good; returns the connection to go on with.
   */
  private DrainConnection sendUntilAnswered(DrainConnection open, int index)
      throws IOException, InterruptedException {
    DrainConnection connection = open;
    Post post = posts.get(index);
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      long sent = System.nanoTime();
      try {
        DrainConnection.Answer answer = connection.send(post);
        answers[index] = System.nanoTime() - sent;
        if (answer.status() == 200) {
          accepted.add(post.lines());
          return connection;
        }
        if (answer.status() != 429 && answer.status() < 500) {
          refused.add(post.lines());
          return connection;
        }
        Thread.sleep(
            answer.retryAfterSeconds() > 0
                ? Duration.ofSeconds(answer.retryAfterSeconds())
                : PAUSE);
      } catch (IOException e) {
        connection.close();
        Thread.sleep(PAUSE);
        connection = new DrainConnection(port);
      }
      retries.increment();
    }
    refused.add(post.lines());
    return connection;
  }
}
