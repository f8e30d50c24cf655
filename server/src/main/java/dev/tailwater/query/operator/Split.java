package dev.tailwater.query.operator;

import dev.tailwater.query.extract.Cells;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fills fields from the cells of a text: {@code csv} and {@code split}, which differ only in that
 * the first has a fixed delimiter.
 */
record Split(String name, Source source, Cells cells, List<Column> columns) implements Operator {
  private static final int COLUMN_LIMIT = 10_000;

  private static final EngineFunction CUT =
      EngineFunction.configured(
          "tailwater_cells",
          setting -> {
            Cells cells = new Cells(setting.charAt(0), setting.charAt(1), setting.charAt(2));
            List<Integer> places =
                Stream.of(setting.substring(3).split(",")).map(Integer::valueOf).toList();
            return text -> cut(cells, places, text);
          });

  static final OperatorSyntax CSV =
      OperatorSyntax.of(
              Entry.of(
                      List.of("csv"),
                      "csv field [escape='c'] [quote='c'] extract a, b, _, c | 1 as a, 2 as b",
                      "fills fields from cells between commas; drops nothing")
                  .details(
                      """
                      Columns count from 1. `_` skips one, and names after a numbered column go on from there: \
                      `3 as a, b` are columns 3 and 4. A cell in quotes loses them and may hold commas; the escape \
                      (a backslash unless another one is given) makes a comma, a quote or itself an ordinary \
                      character. Missing columns are null.
                      """)
                  .examples(
                      "H12 | \"web.2,30000,,503\" as p | csv p extract dyno, ms, _, code | fields dyno, ms, code"),
              Split::parse)
          .calling(CUT);

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
              Entry.of(
                      List.of("split"),
                      "split field [delim='c'] [escape='c'] [quote='c'] extract a, b, _, c | 1 as a, 2 as b",
                      "fills fields from the cells of a text; drops nothing")
                  .details(
                      """
                      As `csv`, with a delimiter of choice. The three characters stand in single quotes and differ; \
                      `'\\t'` is a tab.
                      """)
                  .examples(
                      "H12 | split fwd delim='.' extract a, b, 4 as d | fields a, b, d",
                      "router | split path delim='?' extract 1 as page | count by page"),
              Split::parse)
          .calling(CUT);

  Split {
    columns = List.copyOf(columns);
  }

  /** A cell, counted from 1, and its field. */
  record Column(int place, Name field) {}

  private static String cut(Cells cells, List<Integer> places, String text) {
    int most = places.stream().mapToInt(Integer::intValue).max().orElse(0);
    List<String> cut = cells.cut(text, most);
    JavaFinder.Findings findings = new JavaFinder.Findings();
    for (int place : places) {
      if (place <= cut.size()) {
        findings.add(cut.get(place - 1));
      } else {
        findings.addMissing();
      }
    }
    return findings.pack(true);
  }

  private static Operator parse(Cursor cursor) {
    Token word = cursor.next();
    String name = word.text().toLowerCase(Locale.ROOT);
    Source source = new Source(Optional.of(field(cursor, name)), word.span());
    Cells cells = options(cursor, name);
    cursor.expectWord("extract", "and columns after the field and the options of " + name);
    List<Column> columns = columns(cursor);
    if (cursor.peek().isWord("nodrop")) {
      throw new QueryMistake(
          cursor.peek().span(), name + " drops no rows, so it has no nodrop; leave it out");
    }
    Option.refuseOther(cursor);
    return new Split(name, source, cells, columns);
  }

  private static Name field(Cursor cursor, String name) {
    if (Source.isNext(cursor)) {
      return Source.parse(cursor);
    }
    Token second = cursor.peekSecond();
    boolean missing =
        second.isSymbol("=") || (cursor.peek().isWord("extract") && !second.isWord("extract"));
    if (missing) {
      throw cursor.expected("a field such as _raw after \"" + name + "\"");
    }
    return cursor.expectName("a field such as _raw after \"" + name + "\"");
  }

  private static Cells options(Cursor cursor, String name) {
    char delimiter = ',';
    char escape = '\\';
    char quote = '"';
    Span start = cursor.peek().span();
    while (cursor.peekSecond().isSymbol("=")) {
      Token option = cursor.peek();
      if (option.isWord("delim") && name.equals("csv")) {
        throw new QueryMistake(
            option.span(), "csv cuts at commas and has no delim; use split for other delimiters");
      } else if (option.isWord("delim")) {
        delimiter = character(cursor);
      } else if (option.isWord("escape")) {
        escape = character(cursor);
      } else if (option.isWord("quote")) {
        quote = character(cursor);
      } else {
        List<String> options = List.of("delim", "escape", "quote", "extract");
        throw Option.other(cursor, name.equals("csv") ? options.subList(1, 4) : options);
      }
    }
    if (delimiter == escape || escape == quote || quote == delimiter) {
      throw new QueryMistake(
          cursor.since(start.start()),
          "expected delimiter, escape and quote to be three different characters");
    }
    return new Cells(delimiter, escape, quote);
  }

  private static char character(Cursor cursor) {
    cursor.next();
    cursor.next();
    return cursor.expectCharacter("a character in single quotes such as ':'");
  }

  private static List<Column> columns(Cursor cursor) {
    Span start = cursor.peek().span();
    List<Column> columns = new ArrayList<>();
    int place = 0;
    do {
      Token token = cursor.peek();
      place++;
      if (token.kind() == Kind.NUMBER) {
        long number = cursor.expectWhole("the number of a column");
        if (number < 1 || number > COLUMN_LIMIT) {
          throw new QueryMistake(
              token.span(), "expected a column from 1 to " + COLUMN_LIMIT + ", found " + number);
        }
        place = (int) number;
        cursor.expectWord("as", "and a field name after the number of the column");
        columns.add(new Column(place, cursor.expectName("a field name after \"as\"")));
      } else if (token.isWord("_")) {
        cursor.next();
      } else {
        columns.add(
            new Column(place, cursor.expectName("a field name, _ or the number of a column")));
      }
    } while (cursor.acceptSymbol(","));
    if (columns.isEmpty()) {
      throw new QueryMistake(
          cursor.since(start.start()), "expected a field for at least one column");
    }
    return columns;
  }

  @Override
  public String print() {
    List<String> words = new ArrayList<>(List.of(name));
    source.field().ifPresent(field -> words.add("field=" + field.print()));
    if (cells.delimiter() != ',') {
      words.add("delim=" + print(cells.delimiter()));
    }
    if (cells.escape() != '\\') {
      words.add("escape=" + print(cells.escape()));
    }
    if (cells.quote() != '"') {
      words.add("quote=" + print(cells.quote()));
    }
    words.add("extract");
    words.add(
        columns.stream()
            .map(column -> column.place() + " as " + column.field().print())
            .collect(Collectors.joining(", ")));
    return String.join(" ", words);
  }

  private static String print(char character) {
    return character == '\t' ? "'\\t'" : "'" + character + "'";
  }

  @Override
  public boolean isParse() {
    return true;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    String places =
        columns.stream()
            .map(column -> Integer.toString(column.place()))
            .collect(Collectors.joining(","));
    String setting = "" + cells.delimiter() + cells.escape() + cells.quote() + places;
    JavaFinder finder = new JavaFinder(CUT, setting, text -> "true", text -> "true", false);
    Relation cut = rows.extendOnce(finder.find(source.text(rows)));
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(finder.value(cut.added(0), i));
    }
    return Extraction.naming(cut.extend(values), columns.stream().map(Column::field).toList());
  }
}
