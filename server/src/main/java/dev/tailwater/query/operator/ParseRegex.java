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

/** Fills fields from the named groups of a regular expression. */
record ParseRegex(Source source, List<Pattern> patterns, boolean multi, boolean nodrop)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("parse regex", "extract"),
                  "parse regex [field=f] \"…(?<name>…)…\"[, regex \"…\"] [multi] [nodrop]",
                  "fills the fields named by the groups; rows without a match are dropped unless nodrop")
              .details(
                  """
                  The first match anywhere in the text counts. The dialect is Java's, with look-around and `(?i)`; \
                  group names may hold `_` and may be written `(?P<name>…)`. A group that took no part in the match \
                  gives the empty text, groups without a name are ignored, and of groups with the same name the first \
                  that took part counts. Of several patterns one must match.

                  With `multi` each match makes a row of its own, in the order of the matches. `nodrop` is as in \
                  `parse`.

                  A pattern that needs too long on one line ends the query with an error. Narrow patterns (`[^ ]*`) \
                  are faster than `.*`.
                  """)
              .examples(
                  "router | parse regex \"status=(?<code>\\d+)\" | count by code",
                  "H12 | parse regex \"(?<key>[a-z_]+)=(?<value>\\d+)\" multi | fields key, value"),
          ParseRegex::parse);

  ParseRegex {
    patterns = List.copyOf(patterns);
  }

  /** A pattern and where it stands. */
  record Pattern(String text, Span span) {}

  private static Operator parse(Cursor cursor) {
    Span span = cursor.peek().span();
    if (cursor.next().isWord("parse")) {
      cursor.next();
    }
    Source source = Source.parseIfNext(cursor, span);
    List<Pattern> patterns = new ArrayList<>();
    do {
      cursor.acceptWord("regex");
      Token string = cursor.expectString("a regular expression in double quotes");
      patterns.add(new Pattern(Quotes.regexOf(string.text()), string.span()));
    } while (cursor.acceptSymbol(","));
    Token multi = cursor.peek();
    boolean isMulti = cursor.acceptWord("multi");
    if (isMulti && patterns.size() > 1) {
      throw new QueryMistake(
          multi.span(),
          "expected one pattern before \"multi\", found "
              + patterns.size()
              + "; join them with | inside one pattern");
    }
    boolean nodrop = cursor.acceptWord("nodrop");
    if (!nodrop) {
      Option.refuseOther(cursor, "multi", "nodrop");
    }
    return new ParseRegex(source, patterns, isMulti, nodrop);
  }

  @Override
  public String print() {
    return "parse regex "
        + source.print()
        + String.join(", regex ", patterns.stream().map(p -> Quotes.quoteRegex(p.text())).toList())
        + (multi ? " multi" : "")
        + (nodrop ? " nodrop" : "");
  }

  @Override
  public boolean isRowWise() {
    return !multi;
  }

  @Override
  public boolean isParse() {
    return true;
  }

  @Override
  public Optional<RequiredTerms> requires() {
    return extraction()
        .requires(
            patterns.stream().map(pattern -> Regex.of(pattern.text(), pattern.span())).toList());
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    return extraction().plan(rows);
  }

  private Extraction extraction() {
    List<Extraction.Search> searches = new ArrayList<>();
    for (Pattern pattern : patterns) {
      Regex regex = Regex.of(pattern.text(), pattern.span());
      List<String> groups = regex.names();
      if (groups.isEmpty()) {
        throw new QueryMistake(
            pattern.span(), "expected a named group such as (?<status>\\d+), found none");
      }
      searches.add(
          new Extraction.Search(
              multi ? RegexFinder.every(regex, groups) : RegexFinder.first(regex, groups),
              groups.stream().map(name -> new Name(name, pattern.span())).toList()));
    }
    return new Extraction(source, searches, nodrop);
  }
}
