package dev.tailwater.query.pattern;

import dev.tailwater.query.plan.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many lines each signature has, in all and in each group of lines. For one thread. */
public final class SignatureCounts {
  private static final int MOST_GROUPS = 100_000;

  private final SignatureTree tree = new SignatureTree();
  private final Map<Integer, Map<List<@Nullable Object>, Long>> counts = new HashMap<>();
  private long lines;
  private int groups;

  /**
   * A signature.
   *
   * @param lines how many it has in all
   * @param groups how many of each group
   */
  public record Count(String signature, long lines, Map<List<@Nullable Object>, Long> groups) {
    /** How many lines of a group it has. */
    public long of(List<@Nullable Object> group) {
      return groups.getOrDefault(group, 0L);
    }
  }

  /**
   * Adds a line of a group, which is a list of any values.
   *
   * @throws Refusal when the lines of the signatures are in too many groups
   */
  public void add(String line, List<@Nullable Object> group) {
    Long count =
        counts.computeIfAbsent(tree.add(line), any -> new HashMap<>()).merge(group, 1L, Long::sum);
    groups += count == 1 ? 1 : 0;
    lines++;
    if (groups > MOST_GROUPS) {
      throw new Refusal(
          "query.groups",
          "logreduce made more than "
              + MOST_GROUPS
              + " groups; group by a field with fewer values, or narrow the scope or the time range");
    }
  }

  /** How many lines there are. */
  public long lines() {
    return lines;
  }

  /** The signatures, ordered by their texts. */
  public List<Count> counts() {
    List<String> texts = tree.texts();
    Map<String, Map<List<@Nullable Object>, Long>> byText = new TreeMap<>();
    counts.forEach((id, groups) -> {
      Map<List<@Nullable Object>, Long> all =
          byText.computeIfAbsent(texts.get(id), any -> new HashMap<>());
      groups.forEach((group, count) -> all.merge(group, count, Long::sum));
    });
    return byText.entrySet().stream()
        .map(entry -> {
          Map<List<@Nullable Object>, Long> groups = entry.getValue();
          long all = groups.values().stream().mapToLong(Long::longValue).sum();
          return new Count(entry.getKey(), all, groups);
        })
        .toList();
  }
}
