package dev.tailwater.query.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows values from message to message: a message that has a known value makes all its values
 * known. For one thread.
 */
public final class Chain {
  /** The values of each message. */
  private final List<Set<String>> messages = new ArrayList<>();

  /** In which order of time messages may follow each other. */
  public enum Direction {
    /** In any. */
    BOTH,
    /** Each message knows what earlier ones told. */
    FORWARD,
    /** Each message knows what later ones told. */
    BACKWARD
  }

  /** The next message, in the order of time. */
  public void add(Collection<String> values) {
    messages.add(Set.copyOf(values));
  }

  /** The places, from 0, of the messages that a value leads to. */
  public BitSet from(String value, Direction direction) {
    return switch (direction) {
      case BOTH -> connected(value);
      case FORWARD -> inOrder(value, 0, 1);
      case BACKWARD -> inOrder(value, messages.size() - 1, -1);
    };
  }

  private BitSet inOrder(String value, int first, int step) {
    Set<String> known = new HashSet<>(Set.of(value));
    BitSet found = new BitSet();
    for (int message = first; message >= 0 && message < messages.size(); message += step) {
      if (!Collections.disjoint(known, messages.get(message))) {
        known.addAll(messages.get(message));
        found.set(message);
      }
    }
    return found;
  }

  private BitSet connected(String value) {
    Map<String, List<Integer>> having = new HashMap<>();
    for (int message = 0; message < messages.size(); message++) {
      for (String one : messages.get(message)) {
        having.computeIfAbsent(one, any -> new ArrayList<>()).add(message);
      }
    }
    Set<String> known = new HashSet<>(Set.of(value));
    Deque<String> toFollow = new ArrayDeque<>(known);
    BitSet found = new BitSet();
    while (!toFollow.isEmpty()) {
      for (int message : having.getOrDefault(toFollow.remove(), List.of())) {
        if (!found.get(message)) {
          found.set(message);
          messages.get(message).stream().filter(known::add).forEach(toFollow::add);
        }
      }
    }
    return found;
  }
}
