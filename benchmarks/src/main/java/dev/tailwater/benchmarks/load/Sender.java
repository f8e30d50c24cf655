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

/**
 * Sends posts over several connections, each with one request under way. What the server has no
 * room for is sent again after the moment it asks for: a load that is too high shows as retries and
 * long delays, not as lost lines.
 */
public final class Sender {
  private static final int TRIES = 120;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final int port;
  private final Posts posts;
  private final long linesPerSecond;
  private final Tally tally;
  private final AtomicInteger next = new AtomicInteger();

  // By post, each written by the one thread that sends it.
  private final long[] answers;
  private final long[] delays;

  private Sender(int port, Posts posts, long linesPerSecond, Tally tally) {
    this.port = port;
    this.posts = posts;
    this.linesPerSecond = linesPerSecond;
    this.tally = tally;
    this.answers = new long[posts.count()];
    this.delays = new long[posts.count()];
  }

  /**
   * Sends all posts in their order.
   *
   * @param linesPerSecond 0 for as fast as the server answers
   * @throws IOException when a connection cannot be made any more
   */
  public static Sent send(int port, List<Post> posts, int connections, long linesPerSecond)
      throws IOException, InterruptedException {
    return send(port, Posts.of(posts), connections, linesPerSecond, new Tally());
  }

  /**
   * Sends all posts in their order.
   *
   * @param linesPerSecond 0 for as fast as the server answers
   * @param tally is told what becomes of them meanwhile; a new one
   * @throws IOException when a connection cannot be made any more
   */
  public static Sent send(int port, Posts posts, int connections, long linesPerSecond, Tally tally)
      throws IOException, InterruptedException {
    return new Sender(port, posts, linesPerSecond, tally).send(connections);
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
        tally.acceptedLines(),
        tally.givenUpLines(),
        tally.retries(),
        Duration.ofNanos(System.nanoTime() - began),
        new Percentiles(answers),
        new Percentiles(delays));
  }

  private void sendShare(long began) throws IOException, InterruptedException {
    DrainConnection connection = new DrainConnection(port);
    try {
      for (int i = next.getAndIncrement(); i < posts.count(); i = next.getAndIncrement()) {
        long due = System.nanoTime();
        if (linesPerSecond > 0) {
          due = began + (long) (posts.linesBefore(i) * 1e9 / linesPerSecond);
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
    Post post = posts.post(index);
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      long sent = System.nanoTime();
      try {
        DrainConnection.Answer answer = connection.send(post);
        answers[index] = System.nanoTime() - sent;
        if (answer.status() == 200) {
          tally.accepted(post, answers[index]);
          return connection;
        }
        if (answer.status() != 429 && answer.status() < 500) {
          tally.givenUp(post);
          return connection;
        }
        tally.busy(answer.status());
        Thread.sleep(
            answer.retryAfterSeconds() > 0
                ? Duration.ofSeconds(answer.retryAfterSeconds())
                : PAUSE);
      } catch (IOException e) {
        connection.close();
        Thread.sleep(PAUSE);
        connection = new DrainConnection(port);
      }
      tally.retried();
    }
    tally.givenUp(post);
    return connection;
  }
}
