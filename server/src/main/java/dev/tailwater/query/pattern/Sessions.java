package dev.tailwater.query.pattern;

import dev.tailwater.query.plan.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/**
 * Puts messages together that match a chain of patterns, each by values that earlier ones found.
 *
 * <p>Messages that match the first pattern begin a session. A message that matches the next one,
 * with the values of a session in the places of its variables, goes on with it; where several do,
 * each makes a session of its own. To find them a message is not tried with every session: the
 * values of the first variable are looked up in the message, at the places where the text before
 * the variable stands. Letter case does not count. A message is only once in a session.
 */
public final class Sessions {
  private final List<Pattern> patterns;
  private final int variables;
  private final int limit;
  private final Runnable checkCancelled;

  /** The messages, and the same without letter case. */
  private final List<String> texts = new ArrayList<>();

  private final List<String> folded = new ArrayList<>();

  /**
   * Sessions by these patterns.
   *
   * @param variables how many there are, numbered from 0
   * @param limit the most sessions, begun or complete
   * @param checkCancelled is run now and then; throws when the search is to stop
   */
  public Sessions(List<Pattern> patterns, int variables, int limit, Runnable checkCancelled) {
    this.patterns = List.copyOf(patterns);
    this.variables = variables;
    this.limit = limit;
    this.checkCancelled = checkCancelled;
  }

  /** A piece of a pattern. */
  public sealed interface Piece {
    /** Text that must stand there. */
    record Text(String text) implements Piece {}

    /** The value of a variable, which an earlier pattern found. */
    record Value(int variable) implements Piece {}

    /** The shortest run of characters up to what follows; at the end all the rest. */
    record Capture(int variable) implements Piece {}
  }

  /** Pieces in their order, no two captures next to each other. */
  public record Pattern(List<Piece> pieces) {
    /** Cuts texts of letter case. */
    public Pattern {
      pieces =
          pieces.stream()
              .map(piece ->
                  piece instanceof Piece.Text(String text) ? new Piece.Text(fold(text)) : piece)
              .toList();
    }

    /** The text right before the first variable. */
    private String textBeforeValue() {
      Piece before = new Piece.Text("");
      for (Piece piece : pieces) {
        if (piece instanceof Piece.Value) {
          break;
        }
        before = piece;
      }
      return before instanceof Piece.Text(String text) ? text : "";
    }

    private List<Integer> values() {
      return pieces.stream()
          .filter(Piece.Value.class::isInstance)
          .map(piece -> ((Piece.Value) piece).variable())
          .toList();
    }

    private List<Integer> captures() {
      return pieces.stream()
          .filter(Piece.Capture.class::isInstance)
          .map(piece -> ((Piece.Capture) piece).variable())
          .toList();
    }
  }

  /**
   * Messages that belong together.
   *
   * @param messages their places from 0, one for each pattern
   * @param values of the variables; empty where nothing was found
   */
  public record Session(List<Integer> messages, List<String> values) {}

  /** The next message. */
  public void add(String text) {
    texts.add(text);
    folded.add(fold(text));
  }

  /** All sessions, in the order of their messages. */
  public List<Session> find() {
    List<Session> sessions = List.of(new Session(List.of(), Collections.nCopies(variables, "")));
    Set<Integer> known = new HashSet<>();
    for (Pattern pattern : patterns) {
      sessions = continued(pattern, sessions, known);
      known.addAll(pattern.captures());
    }
    return sessions.stream().sorted(Sessions::compare).toList();
  }

  private static int compare(Session a, Session b) {
    for (int i = 0; i < a.messages().size(); i++) {
      int difference = Integer.compare(a.messages().get(i), b.messages().get(i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private List<Session> continued(Pattern pattern, List<Session> begun, Set<Integer> known) {
    List<Integer> inserted = pattern.values();
    List<Integer> shared = pattern.captures().stream().filter(known::contains).toList();
    // Sessions with the same values in the pattern match the same messages.
    Map<List<String>, Map<List<String>, List<Session>>> sessions = new HashMap<>();
    for (Session session : begun) {
      List<String> values = some(session.values(), inserted);
      if (!values.contains("")) {
        sessions
            .computeIfAbsent(values, any -> new HashMap<>())
            .computeIfAbsent(some(session.values(), shared), any -> new ArrayList<>())
            .add(session);
      }
    }
    List<Session> result = new ArrayList<>();
    candidates(
        pattern,
        sessions.keySet(),
        (values, message) ->
            match(Shape.of(pattern, values), message)
                .ifPresent(found ->
                    sessions
                        .getOrDefault(values, Map.of())
                        .getOrDefault(some(found, shared), List.of())
                        .forEach(session -> go(session, message, found, result))));
    return result;
  }

  private static List<String> some(List<String> values, List<Integer> variables) {
    return variables.stream().map(values::get).toList();
  }

  private void go(Session session, int message, List<String> found, List<Session> result) {
    if (session.messages().contains(message)) {
      return;
    }
    if (result.size() == limit) {
      throw Refusal.tooManyRows("sessionize", "makes", limit);
    }
    List<Integer> messages = new ArrayList<>(session.messages());
    messages.add(message);
    List<String> values = new ArrayList<>(session.values());
    for (int variable = 0; variable < variables; variable++) {
      if (!found.get(variable).isEmpty()) {
        values.set(variable, found.get(variable));
      }
    }
    result.add(new Session(messages, values));
  }

  /** Messages that may match with the values of the variables in a pattern. */
  private void candidates(
      Pattern pattern, Set<List<String>> valuesOfSessions, ObjIntConsumer<List<String>> consumer) {
    Map<String, List<List<String>>> byFirst = new HashMap<>();
    Set<Integer> lengths = new HashSet<>();
    for (List<String> values : valuesOfSessions) {
      String first = values.isEmpty() ? "" : fold(values.getFirst());
      byFirst.computeIfAbsent(first, any -> new ArrayList<>()).add(values);
      lengths.add(first.length());
    }
    boolean hasVariable = !pattern.values().isEmpty();
    String before = pattern.textBeforeValue();
    for (int message = 0; message < texts.size(); message++) {
      checkCancelled.run();
      String text = folded.get(message);
      Set<List<String>> likely = new LinkedHashSet<>();
      int place = text.indexOf(before);
      while (place >= 0) {
        int begin = place + before.length();
        for (int length : lengths) {
          if (begin + length <= text.length()) {
            likely.addAll(byFirst.getOrDefault(text.substring(begin, begin + length), List.of()));
          }
        }
        // Without a variable one place tells that the pattern may match.
        boolean more = hasVariable && place < text.length();
        place = more ? text.indexOf(before, place + 1) : -1;
      }
      for (List<String> values : likely) {
        consumer.accept(values, message);
      }
    }
  }

  /**
   * A pattern with its values: a text, a capture, a text, and so on; the first and the last text
   * may be empty.
   */
  private record Shape(List<String> texts, List<Integer> captures) {
    static Shape of(Pattern pattern, List<String> values) {
      List<String> texts = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      int place = 0;
      for (Piece piece : pattern.pieces()) {
        switch (piece) {
          case Piece.Text fixed -> text.append(fixed.text());
          case Piece.Value value -> text.append(fold(values.get(place++)));
          case Piece.Capture capture -> {
            texts.add(text.toString());
            text.setLength(0);
          }
        }
      }
      texts.add(text.toString());
      return new Shape(texts, pattern.captures());
    }
  }

  /** What the captures take of a message, by variable; nothing where it does not match. */
  private Optional<List<String>> match(Shape shape, int message) {
    String text = folded.get(message);
    String first = shape.texts().getFirst();
    int start = text.indexOf(first);
    if (start < 0) {
      return Optional.empty();
    }
    // Nothing has to be tried twice: what is not after the first place is not after a later one.
    int at = start + first.length();
    List<String> found = new ArrayList<>(Collections.nCopies(variables, ""));
    for (int i = 0; i < shape.captures().size(); i++) {
      String next = shape.texts().get(i + 1);
      boolean takesRest = next.isEmpty();
      int end = takesRest ? text.length() : text.indexOf(next, at);
      if (end < 0) {
        return Optional.empty();
      }
      found.set(shape.captures().get(i), texts.get(message).substring(at, end));
      at = end + next.length();
    }
    return Optional.of(found);
  }

  /** Letter by letter, so that places stay the same. */
  private static String fold(String text) {
    char[] folded = new char[text.length()];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = Character.toLowerCase(text.charAt(i));
    }
    return new String(folded);
  }
}
