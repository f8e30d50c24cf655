package dev.tailwater.query.manual;

import java.util.List;

/**
 * The documentation of one operator, aggregate or function.
 *
 * @param names the name it is documented under, then others; matched in any letter case
 * @param usage its form, with {@code [optional]} parts
 * @param summary what it does, one line without a full stop at the end
 * @param details what else a user must know, in sentences, Markdown; may be empty
 * @param examples queries over the sample lines of the documentation, or an expression in the case
 *     of a function; what they give is computed, not written down
 */
public record Entry(
    List<String> names, String usage, String summary, String details, List<String> examples) {
  public Entry {
    names = List.copyOf(names);
    examples = List.copyOf(examples);
  }

  /** An entry that its usage and one line explain. */
  public static Entry of(List<String> names, String usage, String summary) {
    return new Entry(names, usage, summary, "", List.of());
  }

  /** The same with more to say. */
  public Entry details(String text) {
    return new Entry(names, usage, summary, text.strip(), examples);
  }

  /** The same with examples. */
  public Entry examples(String... queries) {
    return new Entry(names, usage, summary, details, List.of(queries));
  }

  /** The name it is documented under. */
  public String name() {
    return names.getFirst();
  }
}
