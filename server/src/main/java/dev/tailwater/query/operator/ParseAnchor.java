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
import dev.tailwater.term.RequiredTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Fills fields from the places of {@code *} in a piece of text. */
record ParseAnchor(Source source, List<Pattern> patterns, boolean nodrop) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("parse"),
                  "parse [field=f] \"text * text\" as name[, …][, \"…\" as …] [nodrop]",
                  "fills fields from the places of *; rows without a match are dropped unless nodrop")
              .details(
                  """
                  Each `*` takes the shortest run up to the next text, one at the end takes the rest, and one at the \
                  beginning starts at the beginning of the text. It may be empty and go over line ends. Letter case \
                  does not count, all else stands for itself; the escapes are `\\"` `\\\\` `\\n` `\\r` `\\t`. \
                  Of several patterns one must match.

                  With `nodrop` a row without a match stays, its fields being empty unless the query has given them a \
                  value before. In a row of stages of the parse family a line that a `nodrop` stage matched is not \
                  dropped by a later one: `parse A nodrop | parse B` keeps lines with A or B.
                  """)
              .examples(
                  "router | parse \"dyno=* \" as d | parse \"service=*ms\" as ms | fields d, ms",
                  "router | parse \"code=* \" as code nodrop | count by code"),
          ParseAnchor::parse);

  /**
   * Whether letter case counts in the texts between the stars; in Sumo Logic's examples it does
   * not.
   */
  private static final boolean CASE_COUNTS = false;

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
      StringBuilder regex = new StringBuilder(CASE_COUNTS ? "(?s)" : "(?is)");
      regex.append(text.startsWith("*") ? "^" : "");
      for (int i = 0; i < texts.size(); i++) {
        String next = texts.get(i);
        boolean last = i == texts.size() - 1;
        // The nearest place of a text leaves most for those behind it. Where they are not found,
        // trying its other places as well would take for ever and find nothing.
        boolean once = i > 0 && !last && texts.size() > 2;
        regex.append(once ? "(?>" : "");
        if (i > 0) {
          regex.append("(?<g").append(i - 1).append('>').append(run(next, last)).append(')');
        }
        next.codePoints().forEach(c -> appendQuoted(regex, c));
        regex.append(once ? ")" : "");
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
    Source source = Source.parseIfNext(cursor, cursor.next().span());
    List<Pattern> patterns = new ArrayList<>();
    do {
      patterns.add(pattern(cursor));
    } while (cursor.acceptSymbol(","));
    boolean nodrop = cursor.acceptWord("nodrop");
    if (!nodrop) {
      Option.refuseOther(cursor, "nodrop");
    }
    return new ParseAnchor(source, patterns, nodrop);
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
              + " *"
              + (string.text().contains("\\*") ? "; each * captures, also one after \\" : ""));
    }
    return new Pattern(text, names, string.span());
  }

  @Override
  public String print() {
    return "parse "
        + source.print()
        + String.join(", ", patterns.stream().map(Pattern::print).toList())
        + (nodrop ? " nodrop" : "");
  }

  @Override
  public boolean isParse() {
    return true;
  }

  @Override
  public Optional<RequiredTerms> requires() {
    return extraction()
        .requires(
            patterns.stream().map(pattern -> Regex.of(pattern.regex(), pattern.span())).toList());
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    return extraction().plan(rows);
  }

  private Extraction extraction() {
    List<Extraction.Search> searches = new ArrayList<>();
    for (Pattern pattern : patterns) {
      List<String> groups =
          IntStream.range(0, pattern.names().size()).mapToObj(i -> "g" + i).toList();
      Regex regex = Regex.of(pattern.regex(), pattern.span());
      searches.add(new Extraction.Search(RegexFinder.first(regex, groups), pattern.names()));
    }
    return new Extraction(source, searches, nodrop);
  }
}
