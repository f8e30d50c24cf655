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

/** Fills fields from the named groups of a regular expression. */
record ParseRegex(Optional<Name> source, List<Pattern> patterns, boolean nodrop)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
              List.of("parse regex", "extract"),
              "parse regex [field=f] \"…(?<name>…)…\" [nodrop]",
              "fills the fields named by the groups; rows without a match are dropped unless nodrop"),
          ParseRegex::parse);

  ParseRegex {
    patterns = List.copyOf(patterns);
  }

  /** A pattern and where it stands. */
  record Pattern(String text, Span span) {}

  private static Operator parse(Cursor cursor) {
    if (cursor.next().isWord("parse")) {
      cursor.next();
    }
    Optional<Name> source = Extraction.source(cursor);
    List<Pattern> patterns = new ArrayList<>();
    do {
      cursor.acceptWord("regex");
      Token string = cursor.expectString("a regular expression in double quotes");
      patterns.add(new Pattern(Quotes.regexOf(string.text()), string.span()));
    } while (cursor.acceptSymbol(","));
    if (cursor.peek().isWord("multi")) {
      throw new QueryMistake(cursor.peek().span(), "parse regex … multi is not supported");
    }
    boolean nodrop = cursor.acceptWord("nodrop");
    return new ParseRegex(source, patterns, nodrop);
  }

  @Override
  public String print() {
    return "parse regex "
        + Extraction.printSource(source)
        + String.join(", regex ", patterns.stream().map(p -> Quotes.quoteRegex(p.text())).toList())
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
      Regex regex = Regex.of(pattern.text(), pattern.span());
      Map<String, Name> fields = new LinkedHashMap<>();
      regex.names().forEach(name -> fields.put(name, new Name(name, pattern.span())));
      if (fields.isEmpty()) {
        throw new QueryMistake(
            pattern.span(), "expected a named group such as (?<status>\\d+), found none");
      }
      compiled.add(new Extraction.Pattern(regex, fields));
    }
    return new Extraction(source, compiled, nodrop).plan(rows);
  }
}
