package dev.tailwater.query.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Groups messages that have a value in common, directly or by way of others, into transactions.
 *
 * <p>Messages come as they happened. Each joins the open transactions that hold one of its values;
 * where there are several they become one (a union of sets with path halving, so the work grows
 * with the number of values). A transaction ends by the {@link Rules}; what comes later starts a
 * new one. A message without any value belongs to none: an orphan.
 *
 * <p>For one thread.
 */
public final class Transactions {
  private final Rules rules;

  /** The transaction that a value of a field was last seen in. */
  private final Map<Key, Group> groups = new HashMap<>();

  private final List<Group> members = new ArrayList<>();

  /** A grouping by these rules. */
  public Transactions(Rules rules) {
    this.rules = rules;
  }

  /**
   * When a transaction ends and which ones count.
   *
   * @param maxSpanMillis the most from its first message to its last
   * @param maxPauseMillis the most between two messages that follow each other
   * @param maxLogs the most messages
   * @param strictStart whether only those count whose first message was a start
   * @param strictEnd whether only those count whose last message was an end
   * @param keepOrphans whether messages that belong to none stay
   */
  public record Rules(
      OptionalLong maxSpanMillis,
      OptionalLong maxPauseMillis,
      OptionalLong maxLogs,
      boolean strictStart,
      boolean strictEnd,
      boolean keepOrphans) {
    private boolean hasEnded(Group group, long time) {
      return time - group.first > maxSpanMillis.orElse(Long.MAX_VALUE)
          || time - group.last > maxPauseMillis.orElse(Long.MAX_VALUE);
    }

    private boolean counts(Group group) {
      return group.orphan
          ? keepOrphans
          : (!strictStart || group.started) && (!strictEnd || group.ended);
    }
  }

  /**
   * The transaction of a message.
   *
   * @param group counts from 1, in the order in which transactions began
   * @param durationMillis from its first message to its last
   * @param size how many messages it has
   * @param orphaned whether the message belongs to none and stands for itself
   */
  public record Membership(long group, long durationMillis, long size, boolean orphaned) {}

  private record Key(int field, String value) {}

  /** A set of messages; those that became part of another point to it. */
  private static final class Group {
    private Group parent = this;
    private long first;
    private long last;
    private long size;
    private boolean started;
    private boolean ended;
    private boolean closed;
    private boolean orphan;

    Group root() {
      Group group = this;
      while (group.parent != group) {
        group.parent = group.parent.parent;
        group = group.parent;
      }
      return group;
    }
  }

  /**
   * The next message, not earlier than the one before.
   *
   * @param time in milliseconds
   * @param starts whether it begins a transaction
   * @param ends whether it is the last of its transaction
   * @param values one for each field; null and the empty text connect nothing
   */
  public void add(long time, boolean starts, boolean ends, List<@Nullable String> values) {
    List<Key> keys = new ArrayList<>();
    for (int field = 0; field < values.size(); field++) {
      String value = values.get(field);
      if (value != null && !value.isEmpty()) {
        keys.add(new Key(field, value));
      }
    }
    Group group = starts ? ended(open(keys, time)) : joined(open(keys, time));
    if (group.size == 0) {
      group.first = time;
      group.started = starts;
      group.orphan = keys.isEmpty();
    }
    group.last = time;
    group.size++;
    group.ended = ends;
    group.closed = ends || group.orphan;
    keys.forEach(key -> groups.put(key, group));
    members.add(group);
  }

  /** What each message belongs to, in their order; empty where it is left out. */
  public List<Optional<Membership>> memberships() {
    IdentityHashMap<Group, Membership> numbered = new IdentityHashMap<>();
    List<Optional<Membership>> result = new ArrayList<>(members.size());
    for (Group member : members) {
      Group group = member.root();
      Membership membership = numbered.get(group);
      if (membership == null && rules.counts(group)) {
        long duration = group.last - group.first;
        membership = new Membership(numbered.size() + 1L, duration, group.size, group.orphan);
        numbered.put(group, membership);
      }
      result.add(Optional.ofNullable(membership));
    }
    return result;
  }

  /** The transactions that hold one of the keys and go on, the earliest first. */
  private List<Group> open(List<Key> keys, long time) {
    List<Group> open = new ArrayList<>();
    for (Key key : keys) {
      Group found = groups.get(key);
      Group group = found == null ? null : found.root();
      if (group == null || group.closed || open.contains(group)) {
        continue;
      }
      if (rules.hasEnded(group, time)) {
        group.closed = true;
      } else {
        open.add(group);
      }
    }
    open.sort((a, b) -> Long.compare(a.first, b.first));
    return open;
  }

  /** One of all; a new one where there are none or they are too large together. */
  private Group joined(List<Group> open) {
    long size = 1;
    for (Group group : open) {
      size += group.size;
    }
    if (open.isEmpty() || size > rules.maxLogs().orElse(Long.MAX_VALUE)) {
      return ended(open);
    }
    Group whole = open.getFirst();
    for (Group part : open.subList(1, open.size())) {
      part.parent = whole;
      whole.size += part.size;
    }
    return whole;
  }

  /** A new one after these. */
  private static Group ended(List<Group> open) {
    open.forEach(group -> group.closed = true);
    return new Group();
  }
}
