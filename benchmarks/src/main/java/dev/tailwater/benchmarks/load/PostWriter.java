package dev.tailwater.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Collects frames by drain and closes a post whenever a drain has enough of them. */
public final class PostWriter {
  private final int linesPerPost;
  private final SplittableRandom frameIds;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final List<Post> posts = new ArrayList<>();
  private final Consumer<Post> full;

  private static final class Open {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(32 << 10);
    private int lines;
  }

  /**
   * @param linesPerPost frames in a post
   * @param seed of the frame ids: another one for every run, or a server that knows the posts of
   *     the last run takes those of this one for retries
   */
  public PostWriter(int linesPerPost, long seed) {
    this.linesPerPost = linesPerPost;
    this.frameIds = new SplittableRandom(seed);
    this.full = posts::add;
  }

  /**
   * Keeps no posts: for lines that would not fit into memory.
   *
   * @param full gets each post when it is full
   */
  public PostWriter(int linesPerPost, long seed, Consumer<Post> full) {
    this.linesPerPost = linesPerPost;
    this.frameIds = new SplittableRandom(seed);
    this.full = full;
  }

  /**
   * Adds one frame.
   *
   * @param frame holds it, octet count included
   */
  public void add(String drainToken, byte[] frame, int offset, int length) {
    Open drain = open.computeIfAbsent(drainToken, token -> new Open());
    drain.body.write(frame, offset, length);
    drain.lines++;
    if (drain.lines == linesPerPost) {
      close(drainToken, drain);
    }
  }

  /**
   * Adds frames that stand directly one after the other.
   *
   * @param most frames to add at most
   * @return frames added
   * @throws IllegalArgumentException when the octet counts are not right
   */
  public long addAll(String drainToken, byte[] frames, long most) {
    int at = 0;
    long added = 0;
    while (at < frames.length && added < most) {
      int end = FrameCounts.end(frames, at);
      add(drainToken, frames, at, end - at);
      at = end;
      added++;
    }
    return added;
  }

  /** Closes what is open; all posts that were kept, in the order in which they became full. */
  public List<Post> finish() {
    open.forEach(this::close);
    open.clear();
    return List.copyOf(posts);
  }

  private void close(String drainToken, Open drain) {
    if (drain.lines == 0) {
      return;
    }
    String frameId = "%016X%016X".formatted(frameIds.nextLong(), frameIds.nextLong());
    full.accept(new Post(drainToken, frameId, drain.body.toByteArray(), drain.lines));
    drain.body.reset();
    drain.lines = 0;
  }
}
