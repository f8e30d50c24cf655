package dev.tailwater.benchmarks.load;

import java.util.List;

/** Posts in the order in which they are sent. Safe for use by many threads. */
public interface Posts {
  /** How many there are. */
  int count();

  /**
   * One of them; may be made when it is asked for.
   *
   * @param index from 0
   */
  Post post(int index);

  /**
   * How many lines are in the posts before one.
   *
   * @param index from 0 to the count
   */
  long linesBefore(int index);

  /** Those of a list. */
  static Posts of(List<Post> posts) {
    long[] before = new long[posts.size() + 1];
    for (int i = 0; i < posts.size(); i++) {
      before[i + 1] = before[i] + posts.get(i).lines();
    }
    return new Posts() {
      @Override
      public int count() {
        return posts.size();
      }

      @Override
      public Post post(int index) {
        return posts.get(index);
      }

      @Override
      public long linesBefore(int index) {
        return before[index];
      }
    };
  }
}
