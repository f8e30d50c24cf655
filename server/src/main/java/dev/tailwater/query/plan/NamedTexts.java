package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts under names that only the data know, such as the members of a JSON object. Java collects
 * them, SQL has them as one list and looks names up in it in any letter case, and Java reads the
 * list again when rows leave the engine. A map would do, but the engine takes 2 µs to make one of
 * six entries, and nothing to make a list.
 *
 * <p>Each name is followed by its value, and by its spelling where that differs from the folded
 * name; the first character of an element tells which of these it is. An instance belongs to one
 * thread.
 */
public final class NamedTexts {
  /** What is beyond is left out: names for one row, characters of a name. */
  private static final int NAME_LIMIT = 1_000;

  private static final int LENGTH_LIMIT = 1_000;

  private static final String NAME = ":";
  private static final String VALUE = "=";
  private static final String NULL = "-";
  private static final String SPELLING = "'";

  private final Map<String, NamedText> texts = new LinkedHashMap<>();

  /**
   * A text under a name.
   *
   * @param name folded
   * @param spelling the name as the data have it
   */
  public record NamedText(String name, String spelling, @Nullable String text) {}

  /** The form by which names are compared: lower case, {@code _} for a space. */
  public static String fold(String name) {
    return name.replace(' ', '_').toLowerCase(Locale.ROOT);
  }

  /** Takes a text; of several under one name the last one counts. */
  public void put(String name, @Nullable String text) {
    if (name.length() > LENGTH_LIMIT) {
      return;
    }
    String folded = fold(name);
    if (texts.size() < NAME_LIMIT || texts.containsKey(folded)) {
      texts.put(folded, new NamedText(folded, name.replace(' ', '_'), text));
    }
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return texts.isEmpty();
  }

  /** All of them, as a Java function gives them to SQL. */
  public String pack() {
    List<String> parts = new ArrayList<>();
    for (NamedText text : texts.values()) {
      parts.add(NAME + text.name());
      parts.add(text.text() == null ? NULL : VALUE + text.text());
      if (!text.spelling().equals(text.name())) {
        parts.add(SPELLING + text.spelling());
      }
    }
    return PackedTexts.pack(parts);
  }

  /** SQL of the list, from what {@link #pack} gave; null of null. */
  public static String list(String packed) {
    return PackedTexts.list(packed);
  }

  /** SQL: whether a list has a name; null where there is no list. */
  public static String holds(String list, String name) {
    return "list_contains(" + list + ", " + element(name) + ")";
  }

  /** SQL: the text under a name; null where there is none. */
  public static String text(String list, String name) {
    String value = list + "[list_position(" + list + ", " + element(name) + ") + 1]";
    return "CASE WHEN starts_with("
        + value
        + ", "
        + Sql.literal(VALUE)
        + ") THEN substr("
        + value
        + ", 2) END";
  }

  private static String element(String name) {
    return Sql.literal(NAME + fold(name));
  }

  /** What is in a list, in the order of the data; of several under one name the first one. */
  public static List<NamedText> read(List<String> list) {
    Map<String, NamedText> texts = new LinkedHashMap<>();
    for (int i = 0; i + 1 < list.size(); i++) {
      if (list.get(i).startsWith(NAME)) {
        String name = list.get(i).substring(1);
        String value = list.get(i + 1);
        boolean spelt = i + 2 < list.size() && list.get(i + 2).startsWith(SPELLING);
        texts.putIfAbsent(
            name,
            new NamedText(
                name,
                spelt ? list.get(i + 2).substring(1) : name,
                value.equals(NULL) ? null : value.substring(1)));
      }
    }
    return List.copyOf(texts.values());
  }
}
