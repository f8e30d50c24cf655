package dev.tailwater.query.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.pattern.Transactions.Membership;
import dev.tailwater.query.pattern.Transactions.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TransactionsTest {
  private static final OptionalLong NONE = OptionalLong.empty();
  private static final Rules ALL = new Rules(NONE, NONE, NONE, false, false, true);

  @Test
  void withoutRulesTheyAreTheConnectedComponents() {
    Random random = new Random(7);
    for (int run = 0; run < 200; run++) {
      List<List<@Nullable String>> messages = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        messages.add(List.of(value(random), value(random), value(random)));
      }
      List<Membership> found =
          memberships(ALL, messages).stream().map(Optional::orElseThrow).toList();
      int[] component = components(messages);
      for (int a = 0; a < component.length; a++) {
        for (int b = 0; b < component.length; b++) {
          assertThat(found.get(a).group() == found.get(b).group())
              .as("%s and %s of %s", a, b, messages)
              .isEqualTo(component[a] == component[b]);
        }
      }
    }
  }

  @Test
  void longChains() {
    int count = 100_000;
    List<List<@Nullable String>> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // One grows upwards, one downwards; neighbours share a value of the first or second field.
      int at = i % 2 == 0 ? i / 2 : count - i / 2;
      messages.add(List.of("v" + at / 2, "v" + (at + 1) / 2));
    }
    long start = System.nanoTime();
    List<Optional<Membership>> found = memberships(ALL, messages);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(found.getFirst()).contains(new Membership(1, count - 2, count / 2, false));
    assertThat(found.getLast()).contains(new Membership(2, count - 2, count / 2, false));
  }

  @Test
  void aRuleCountsTimeFromTheFirstMessageOfAllThatWereJoined() {
    Rules rules = new Rules(OptionalLong.of(10), NONE, NONE, false, false, true);
    Transactions transactions = new Transactions(rules);
    transactions.add(0, false, false, List.of("a", ""));
    transactions.add(5, false, false, List.of("", "b"));
    transactions.add(10, false, false, List.of("a", "b"));
    transactions.add(11, false, false, List.of("", "b"));
    assertThat(transactions.memberships().stream().map(Optional::orElseThrow))
        .containsExactly(
            new Membership(1, 10, 3, false),
            new Membership(1, 10, 3, false),
            new Membership(1, 10, 3, false),
            new Membership(2, 0, 1, false));
  }

  private static String value(Random random) {
    return random.nextInt(3) > 0 ? "" : Integer.toString(random.nextInt(20));
  }

  private static List<Optional<Membership>> memberships(
      Rules rules, List<List<@Nullable String>> messages) {
    Transactions transactions = new Transactions(rules);
    long time = 0;
    for (List<@Nullable String> values : messages) {
      transactions.add(time++, false, false, values);
    }
    return transactions.memberships();
  }

  /** Numbers that spread until nothing changes any more. */
  private static int[] components(List<List<@Nullable String>> messages) {
    int[] component = new int[messages.size()];
    for (int i = 0; i < component.length; i++) {
      component[i] = i;
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int a = 0; a < component.length; a++) {
        for (int b = 0; b < component.length; b++) {
          if (component[b] > component[a] && share(messages.get(a), messages.get(b))) {
            component[b] = component[a];
            changed = true;
          }
        }
      }
    }
    return component;
  }

  private static boolean share(List<@Nullable String> a, List<@Nullable String> b) {
    for (int field = 0; field < a.size(); field++) {
      String value = a.get(field);
      if (value != null && !value.isEmpty() && value.equals(b.get(field))) {
        return true;
      }
    }
    return false;
  }
}
