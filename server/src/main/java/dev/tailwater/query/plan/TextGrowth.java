package dev.tailwater.query.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bound on texts that a function makes longer. The engine does not count the texts of the rows it
 * is working on, some thousands at a time, among its memory: twenty stages that each double a text
 * would take the machine's.
 */
public final class TextGrowth {
  /** The most bytes of a text that grew; one that was longer before may stay as long. */
  public static final int LIMIT = 100_000;

  private static final Warning TOO_LONG =
      new Warning(
          "some texts grew longer than "
              + LIMIT
              + " bytes and count as null; take less into them, with substring or parse");

  /** What {@link #replaceAll} calls. */
  public static final EngineFunction REPLACE =
      EngineFunction.ofTexts("tailwater_replace", 3, TextGrowth::replaceAll);

  private TextGrowth() {}

  /** SQL of the texts one after the other, none of them null. */
  public static String joined(List<String> texts) {
    List<String> members = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    List<String> lengths = new ArrayList<>();
    for (String text : texts) {
      String name = "p" + members.size();
      members.add(name + ": " + text);
      parts.add("parts." + name);
      lengths.add("strlen(parts." + name + ")");
    }
    // A lambda names what is used twice; written out twice it would double with each nesting.
    return "list_transform([{"
        + String.join(", ", members)
        + "}], lambda parts: "
        + within(
            String.join(" + ", lengths) + " <= " + LIMIT, "(" + String.join(" || ", parts) + ")")
        + ")[1]";
  }

  /**
   * SQL of a text that is made of another and at most some times as long.
   *
   * @param made makes it of the name of the text in SQL
   */
  public static String checked(String text, UnaryOperator<String> made) {
    return "list_transform(["
        + text
        + "], lambda whole: list_transform(["
        + made.apply("whole")
        + "], lambda made: "
        + within("strlen(made) <= greatest(" + LIMIT + ", strlen(whole))", "made")
        + ")[1])[1]";
  }

  /**
   * SQL of texts with something replaced: by the engine where that cannot make them too long, else
   * by a Java function that gives up in time.
   *
   * @param values of which no result is made where one is null, {@code text} and others, by name
   * @param isShort the condition under which the result cannot be too long, over {@code v.text}
   * @param engine makes the text over the same names
   * @param java makes the text over the same names, null where it would be too long
   */
  static String replaced(Map<String, String> values, String isShort, String engine, String java) {
    List<String> members = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    values.forEach((name, sql) -> {
      members.add(name + ": " + sql);
      absent.add("v." + name + " IS NULL");
    });
    return "list_transform([{"
        + String.join(", ", members)
        + "}], lambda v: CASE WHEN "
        + String.join(" OR ", absent)
        + " THEN NULL WHEN "
        + isShort
        + " THEN "
        + engine
        + " ELSE list_transform(["
        + java
        + "], lambda made: "
        + within("made IS NOT NULL", "made")
        + ")[1] END)[1]";
  }

  /** SQL of a text with another in all places of a third; null where one of them is null. */
  public static String replaceAll(String text, String part, String other) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("text", text);
    values.put("part", part);
    values.put("other", other);
    return replaced(
        values,
        "strlen(v.other) <= strlen(v.part) OR strlen(v.text) * strlen(v.other) <= " + LIMIT,
        "replace(v.text, v.part, v.other)",
        REPLACE
            .call(
                new Value(Type.STRING, "v.text"),
                new Value(Type.STRING, "v.part"),
                new Value(Type.STRING, "v.other"))
            .sql());
  }

  private static @Nullable String replaceAll(String[] texts) {
    String text = texts[0];
    String part = texts[1];
    int most = Math.max(LIMIT, text.length());
    if (part.isEmpty()) {
      return text;
    }
    StringBuilder replaced = new StringBuilder();
    int end = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, end)) {
      replaced.append(text, end, at).append(texts[2]);
      end = at + part.length();
      if (replaced.length() > most) {
        return null;
      }
    }
    replaced.append(text, end, text.length());
    return replaced.length() > most ? null : replaced.toString();
  }

  private static String within(String condition, String text) {
    return "CASE WHEN "
        + condition
        + " THEN "
        + text
        + " WHEN "
        + TOO_LONG.unless("coalesce(" + condition + ", true)")
        + " THEN NULL END";
  }
}
