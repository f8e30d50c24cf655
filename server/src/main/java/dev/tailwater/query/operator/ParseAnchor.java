package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills fields from the places of {@code *} in a piece of text. */
record ParseAnchor(Optional<Name> source, List<Pattern> patterns, boolean nodrop)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
              List.of("parse"),
              "parse [field=f] \"text * text\" as name [nodrop]",
              "fills fields from the places of *; rows without a match are dropped unless nodrop"),
          ParseAnchor::parse);

  ParseAnchor {
    patterns = List.copyOf(patterns);
  }

  /** A pattern, as many names as it has stars, and where it stands. */
  record Pattern(String text, List<Name> names, Span span) {
    Pattern {
      names = List.copyOf(names);
    }

    String print() {
      return Quotes.quote(text) + " as " + NameList.print(names);
    }

    /** Each star takes the shortest run up to the next text, the last one at the end takes all. */
    String regex() {
      List<String> texts = List.of(text.split("\\*", -1));
      StringBuilder regex = new StringBuilder(text.startsWith("*") ? "(?is)^" : "(?is)");
      for (int i = 0; i < texts.size(); i++) {
        String next = texts.get(i);
        boolean last = i == texts.size() - 1;
        if (i > 0) {
          regex.append("(?<g").append(i - 1).append('>').append(run(next, last)).append(')');
        }
        next.codePoints().forEach(c -> appendQuoted(regex, c));
      }
      return regex.toString();
    }

    private static String run(String next, boolean last) {
      if (last && next.isEmpty()) {
        return ".*";
      }
      // Up to a closing single character nothing has to be tried twice, and the engine's matcher is
      // fast.
      boolean single = last && next.length() == 1 && !Character.isLetter(next.charAt(0));
      if (!single) {
        return ".*?";
      }
      StringBuilder others = new StringBuilder("[^");
      appendQuoted(others, next.charAt(0));
      return others.append("]*").toString();
    }

    private static void appendQuoted(StringBuilder regex, int c) {
      if (c < 0x80 && !Character.isLetterOrDigit(c) && c > 0x20 && c != '_') {
        regex.append('\\');
      }
      regex.appendCodePoint(c);
    }
  }

  private static Operator parse(Cursor cursor) {
    cursor.next();
    Optional<Name> source = Extraction.source(cursor);
    List<Pattern> patterns = new ArrayList<>();
    do {
      patterns.add(pattern(cursor));
    } while (cursor.acceptSymbol(","));
    return new ParseAnchor(source, patterns, cursor.acceptWord("nodrop"));
  }

  private static Pattern pattern(Cursor cursor) {
    Token string = cursor.expectString("a pattern in double quotes after \"parse\"");
    String text = Quotes.unescape(string.text());
    cursor.expectWord("as", "and field names after the pattern");
    boolean bracketed = cursor.acceptSymbol("(");
    List<Name> names = new ArrayList<>();
    do {
      names.add(cursor.expectName("a field name after \"as\""));
      // A comma may also start the next pattern.
    } while (cursor.peek().isSymbol(",")
        && cursor.peekSecond().kind() != Token.Kind.STRING
        && cursor.acceptSymbol(","));
    if (bracketed) {
      cursor.expectSymbol(")", "to close the field names");
    }
    if (text.contains("**")) {
      throw new QueryMistake(
          string.span(), "expected text between two * of the pattern, found none");
    }
    long stars = text.chars().filter(c -> c == '*').count();
    if (stars != names.size()) {
      throw new QueryMistake(
          string.span(),
          "expected as many names as the pattern has *, found "
              + names.size()
              + (names.size() == 1 ? " name and " : " names and ")
              + stars
              + " *");
    }
    return new Pattern(text, names, string.span());
  }

  @Override
  public String print() {
    return "parse "
        + Extraction.printSource(source)
        + String.join(", ", patterns.stream().map(Pattern::print).toList())
        + (nodrop ? " nodrop" : "");
  }

  @Override
  public boolean isParse() {
    return true;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    List<Extraction.Pattern> compiled = new ArrayList<>();
    for (Pattern pattern : patterns) {
      Map<String, Name> fields = new LinkedHashMap<>();
      for (Name name : pattern.names()) {
        fields.put("g" + fields.size(), name);
      }
      compiled.add(new Extraction.Pattern(Regex.of(pattern.regex(), pattern.span()), fields));
    }
    return new Extraction(source, compiled, nodrop).plan(rows);
  }
}
