package dev.tailwater.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** The bytes that a fuzz target is given, as texts. */
public final class FuzzInput {
  private static final String BETWEEN = "\n---\n";

  private FuzzInput() {}

  /** One text. A line end at the end, which files have, is not part of it. */
  public static String text(byte[] bytes) {
    // What is no UTF-8 stands for half a surrogate pair, which a request in JSON can hold as well.
    String text = new String(bytes, UTF_8).replace('\ufffd', '\ud83d');
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /** So many texts, which stand in the bytes with lines of three dashes between; perhaps empty. */
  public static List<String> texts(byte[] bytes, int count) {
    List<String> texts = new ArrayList<>(List.of(text(bytes).split(BETWEEN, count)));
    while (texts.size() < count) {
      texts.add("");
    }
    return texts;
  }
}
