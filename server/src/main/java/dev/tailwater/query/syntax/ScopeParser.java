package dev.tailwater.query.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads a scope. Its words are not those of a stage: they may hold punctuation, so this parser cuts
 * its own pieces and uses the cursor only for position, blanks and comments.
 */
public final class ScopeParser {
  private static final String PUNCTUATION_IN_WORDS = "-_:/.+@#$%^*?";

  /** The most characters of a word, as in Sumo Logic. */
  private static final int LONGEST_WORD = 2_300;

  private static final Pattern TABLE = Pattern.compile("cat\\s+path://", Pattern.CASE_INSENSITIVE);

  private final Cursor cursor;
  private final String text;

  private ScopeParser(Cursor cursor) {
    this.cursor = cursor;
    this.text = cursor.text();
  }

  /** Reads up to the first pipe or the end; nothing at all means every line. */
  public static Scope parse(Cursor cursor) {
    ScopeParser parser = new ScopeParser(cursor);
    if (atTable(cursor)) {
      throw cursor.expected("a scope, which says what lines to look at");
    }
    if (parser.atEnd()) {
      int at = cursor.offset();
      return new Scope.All(new Span(at, at));
    }
    Scope scope = parser.or();
    if (!parser.atEnd()) {
      throw parser.unexpected();
    }
    return scope;
  }

  /** Whether a table stands in the place of a scope: {@code cat path://…}. */
  public static boolean atTable(Cursor cursor) {
    cursor.skipBlanks();
    return TABLE.matcher(cursor.text()).region(cursor.offset(), cursor.text().length()).lookingAt();
  }

  /** The same inside round brackets: reads up to the first pipe or the closing bracket. */
  public static Scope parseInBrackets(Cursor cursor) {
    ScopeParser parser = new ScopeParser(cursor);
    if (parser.atEnd() || parser.current() == ')') {
      int at = cursor.offset();
      return new Scope.All(new Span(at, at));
    }
    Scope scope = parser.or();
    if (!parser.atEnd() && parser.current() != ')') {
      throw parser.unexpected();
    }
    return scope;
  }

  /** Whether a text can stand in a scope as one word without quotes. */
  public static boolean isWord(String value) {
    // Two slashes before a word start a comment.
    return !value.isEmpty()
        && !value.startsWith("//")
        && value.codePoints().allMatch(ScopeParser::isWordCharacter);
  }

  /** Whether a character, a code point, may stand in a word. */
  public static boolean isWordCharacter(int c) {
    return Character.isLetterOrDigit(c) || PUNCTUATION_IN_WORDS.indexOf(c) >= 0;
  }

  private Scope or() {
    List<Scope> operands = new ArrayList<>();
    operands.add(and());
    while (acceptKeyword("or")) {
      operands.add(and());
    }
    return operands.size() == 1 ? operands.getFirst() : new Scope.Or(operands, around(operands));
  }

  private Scope and() {
    List<Scope> operands = new ArrayList<>();
    operands.add(unary());
    while (!atEnd() && current() != ')' && !"or".equalsIgnoreCase(peekWord())) {
      acceptKeyword("and");
      operands.add(unary());
    }
    return operands.size() == 1 ? operands.getFirst() : new Scope.And(operands, around(operands));
  }

  private Scope unary() {
    cursor.skipBlanks();
    int start = cursor.offset();
    cursor.enter("scope");
    Scope scope;
    if (!atEnd() && current() == '!') {
      cursor.take(start + 1);
      scope = not(start);
    } else if (acceptKeyword("not")) {
      scope = not(start);
    } else {
      scope = primary();
    }
    cursor.leave();
    return scope;
  }

  private Scope not(int start) {
    Scope operand = unary();
    return new Scope.Not(operand, new Span(start, operand.span().end()));
  }

  private Scope primary() {
    if (atEnd()) {
      throw new QueryMistake(
          here(), "expected a word, a quoted phrase or field=value, found the end of the scope");
    }
    int start = cursor.offset();
    char c = current();
    if (c == '(') {
      cursor.take(start + 1);
      if (!atEnd() && current() == ')') {
        throw new QueryMistake(
            new Span(start, cursor.offset() + 1),
            "expected a word, a quoted phrase or field=value between the brackets, found nothing;"
                + " leave the brackets out, or write * for all lines");
      }
      Scope inner = or();
      if (atEnd() || current() != ')') {
        throw new QueryMistake(new Span(start, start + 1), "expected a closing ) for this (");
      }
      cursor.take(cursor.offset() + 1);
      return inner;
    }
    if (c == '[') {
      return new Scope.Found(Subquery.parse(cursor));
    }
    if (c == '"') {
      String phrase = phrase();
      return new Scope.Phrase(phrase, cursor.since(start));
    }
    if (text.startsWith("%\"", start)) {
      Name name = cursor.expectName("a field name");
      if (atEnd() || current() != '=') {
        throw new QueryMistake(name.span(), "expected = and a value after the field name");
      }
      return fieldIs(name);
    }
    String word = peekWord();
    if (word.isEmpty()) {
      throw unexpected();
    }
    if (isJoining(word)) {
      throw new QueryMistake(
          new Span(start, start + word.length()),
          "expected a word, a quoted phrase or field=value, found \""
              + word
              + "\", which stands between two of them; in double quotes it is a word to look for");
    }
    if (word.length() > LONGEST_WORD) {
      throw new QueryMistake(
          new Span(start, start + word.length()),
          "the word has "
              + word.length()
              + " characters, expected at most "
              + LONGEST_WORD
              + "; look for a part of it with a * at its end");
    }
    cursor.take(start + word.length());
    Span span = cursor.since(start);
    if (!atEnd() && current() == '=') {
      return fieldIs(new Name(word, span));
    }
    cursor.take(span.end());
    return word.equals("*") ? new Scope.All(span) : new Scope.Word(word, span);
  }

  private Scope fieldIs(Name field) {
    cursor.take(cursor.offset() + 1);
    if (atEnd()) {
      throw new QueryMistake(
          here(), "expected a value after " + field.text() + "=, found the end of the scope");
    }
    if (current() == '"') {
      String phrase = phrase();
      return new Scope.FieldIs(field, phrase, false, cursor.since(field.span().start()));
    }
    String value = peekWord();
    if (value.isEmpty() && current() == '(') {
      String name = field.text();
      throw new QueryMistake(
          here(),
          "expected one value after %s=, found \"(\"; write (%s=a or %s=b)"
              .formatted(name, name, name));
    }
    if (value.isEmpty()) {
      throw unexpected();
    }
    cursor.take(cursor.offset() + value.length());
    return new Scope.FieldIs(field, value, true, cursor.since(field.span().start()));
  }

  private String phrase() {
    int start = cursor.offset();
    StringBuilder phrase = new StringBuilder();
    int i = start + 1;
    while (i < text.length()) {
      if (text.charAt(i) == '"') {
        cursor.take(i + 1);
        return phrase.toString();
      }
      boolean escape = text.startsWith("\\\"", i) || text.startsWith("\\\\", i);
      i += escape ? 1 : 0;
      phrase.append(text.charAt(i++));
    }
    throw new QueryMistake(
        new Span(start, start + 1), "expected a closing double quote of the phrase");
  }

  private static boolean isJoining(String word) {
    return word.equalsIgnoreCase("and") || word.equalsIgnoreCase("or");
  }

  private boolean acceptKeyword(String keyword) {
    String word = peekWord();
    if (!word.equalsIgnoreCase(keyword)) {
      return false;
    }
    cursor.take(cursor.offset() + word.length());
    return true;
  }

  /** The word here, or nothing. A comment can start before a word but not inside one: /api/*. */
  private String peekWord() {
    cursor.skipBlanks();
    int end = cursor.offset();
    while (end < text.length() && isWordCharacter(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(cursor.offset(), end);
  }

  private boolean atEnd() {
    cursor.skipBlanks();
    return cursor.offset() >= text.length() || current() == '|';
  }

  private char current() {
    return text.charAt(cursor.offset());
  }

  private Span here() {
    int at = cursor.offset();
    return new Span(at, Math.min(text.length(), at + 1));
  }

  private QueryMistake unexpected() {
    char c = current();
    String advice =
        switch (c) {
          case ')' -> "found a ) without its (";
          case '=' ->
              afterExclamationMark()
                  ? "found !=; write !field=value"
                  : "found = without a field name before it; put the text in double quotes";
          case '<', '>' -> "found " + c + "; compare in a where stage: | where field " + c + " 1";
          case ']' -> "found ]; a subquery ends with | compose and the fields it gives";
          case '\'' -> "found a single quote; only double quotes hold a phrase";
          case '{', '}' ->
              "found " + c + "; fields are compared as in field=value, without brackets";
          case '&' -> "found &; words next to each other must all be there, or write and";
          case ',', ';' -> "found \"" + c + "\"; separate words by blanks, or use double quotes";
          default ->
              "found \""
                  + c
                  + (Habits.isTypographicQuote(c)
                      ? "\"; use straight double quotes: \"text\""
                      : "\"; put text with this character in double quotes");
        };
    return new QueryMistake(here(), "expected a word, a quoted phrase or field=value, " + advice);
  }

  private boolean afterExclamationMark() {
    return cursor.offset() > 0 && text.charAt(cursor.offset() - 1) == '!';
  }

  private static Span around(List<Scope> operands) {
    return operands.getFirst().span().to(operands.getLast().span());
  }
}
