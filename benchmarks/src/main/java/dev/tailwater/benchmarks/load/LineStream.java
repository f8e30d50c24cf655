package dev.tailwater.benchmarks.load;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Sends more lines than fit into memory: some are made while those before are under way. Making
 * them takes its part of the machine, so this is for filling a server, not for measuring it.
 */
public final class LineStream {
  private static final int POSTS_AT_ONCE = 2_000;
  private static final int WAITING = 2;
  private static final List<Post> END = List.of();

  private final BlockingQueue<List<Post>> made = new ArrayBlockingQueue<>(WAITING);
  private List<Post> open = new ArrayList<>();

  private LineStream() {}

  /**
   * Sends all lines of a source.
   *
   * @param progress is told from time to time how many lines were accepted
   * @return lines accepted
   * @throws IOException when the server refuses some
   */
  public static long send(
      int port,
      LineSource source,
      int linesPerPost,
      long seed,
      int connections,
      LongConsumer progress)
      throws IOException, InterruptedException {
    return new LineStream().run(port, source, linesPerPost, seed, connections, progress);
  }

  private long run(
      int port,
      LineSource source,
      int linesPerPost,
      long seed,
      int connections,
      LongConsumer progress)
      throws IOException, InterruptedException {
    ExecutorService maker = Executors.newSingleThreadExecutor();
    try {
      Future<?> making =
          maker.submit(() -> {
            try {
              PostWriter writer = new PostWriter(linesPerPost, seed, this::add);
              source.writeTo(writer);
              writer.finish();
              made.put(open);
            } finally {
              made.put(END);
            }
            return null;
          });
      long accepted = 0;
      for (List<Post> posts = made.take(); !posts.isEmpty(); posts = made.take()) {
        Sent sent = Sender.send(port, posts, connections, 0);
        if (sent.refusedLines() > 0) {
          throw new IOException("the server refused %,d lines".formatted(sent.refusedLines()));
        }
        accepted += sent.acceptedLines();
        progress.accept(accepted);
      }
      making.get();
      return accepted;
    } catch (ExecutionException e) {
      throw new IOException("the lines could not be made: " + e.getCause(), e);
    } finally {
      // When sending failed the maker waits for room.
      maker.shutdownNow();
    }
  }

  private void add(Post post) {
    open.add(post);
    if (open.size() == POSTS_AT_ONCE) {
      try {
        made.put(open);
      } catch (InterruptedException e) {
        throw new UncheckedIOException(new InterruptedIOException("sending was given up"));
      }
      open = new ArrayList<>();
    }
  }
}
