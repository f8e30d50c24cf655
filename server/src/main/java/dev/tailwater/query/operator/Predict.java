package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.StoredRows;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts the values of a time series and continues it.
 *
 * @param width from one time slice to the next
 * @param regressive whether by an auto-regressive model rather than by a straight line
 * @param window of how many values before it the model makes a value; 0 to choose by their number
 * @param points how many time slices to add
 */
record Predict(Name name, SliceWidth width, boolean regressive, long window, long points, Span span)
    implements Operator {
  private static final String SLICE = "_timeslice";
  private static final long ROW_LIMIT = 10_000;
  private static final long POINT_LIMIT = 100;
  private static final long DEFAULT_POINTS = 3;

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("predict"),
                  "predict field by 5m [model=ar] [, ar.window=n] [, forecast=3]",
                  "predicts the values of a time series and adds records for time slices to come")
              .details(
                  """
                  Needs one record for each `_timeslice`, as far apart as `by` says; a slice that is \
                  missing between the first and the last, or has no number, counts as 0, with a warning. \
                  For a field `f`: `f_predicted` is on the straight line that fits best, `f_error` is \
                  what it differs by from `f`. `forecast` is a number of slices, at most 100, or a \
                  time such as `1h`; the added records have only `_timeslice` and predictions. With \
                  `model=ar` the deviations from the line are predicted of the `ar.window` deviations \
                  before (auto-regression by Burg's method), which finds cycles; `f_linear` is the \
                  line. The window is 2/5 of the slices unless set, at most half of them; so many \
                  slices at the start have no prediction. At most 10,000 records, 20,000 missing \
                  slices.
                  """)
              .examples(
                  "* | timeslice 1m | count by _timeslice | predict _count by 1m",
                  "* | timeslice 1m | count by _timeslice | predict _count by 1m model=ar,"
                      + " ar.window=2, forecast=2m"),
          Predict::parse);

  /** Settings as they are read. */
  private static final class Reading {
    private boolean regressive;
    private long window;
    private long points = DEFAULT_POINTS;
    private final Settings settings;

    Reading(SliceWidth width) {
      settings =
          new Settings("predict")
              .with("model", at -> regressive = isRegressive(at))
              .with("ar.window", at -> window = Settings.whole(at, "ar.window", 1, ROW_LIMIT))
              .with("forecast", at -> points = points(at, width));
    }

    private static boolean isRegressive(Cursor cursor) {
      boolean regressive = cursor.acceptWord("ar");
      if (!regressive && !cursor.acceptWord("linear")) {
        throw cursor.expected("ar or linear after \"model=\"");
      }
      return regressive;
    }

    /** A number of slices, or of those that a time takes. */
    private static long points(Cursor cursor, SliceWidth width) {
      Token token = cursor.peek();
      String what = "forecast, a number of time slices";
      if (token.text().chars().allMatch(Character::isDigit)) {
        return Settings.whole(cursor, what, 1, POINT_LIMIT);
      }
      long time = SliceWidth.parse(cursor, " or a number of time slices").millis();
      long points = (time + width.millis() - 1) / width.millis();
      if (points > POINT_LIMIT) {
        throw new QueryMistake(
            cursor.since(token.span().start()),
            "expected " + what + " from 1 to " + POINT_LIMIT + ", found " + points);
      }
      return points;
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    boolean bracketed = cursor.acceptSymbol("(");
    Name name = cursor.expectName("a field after \"predict\"");
    if (bracketed) {
      cursor.expectSymbol(")", "to close predict");
    }
    cursor.expectWord("by", "and the width of a time slice, as in predict _count by 5m");
    SliceWidth width = SliceWidth.parse(cursor, "");
    Reading reading = new Reading(width);
    cursor.acceptSymbol(",");
    reading.settings.read(cursor);
    if (reading.window > 0 && !reading.regressive) {
      throw new QueryMistake(
          cursor.since(span.start()), "expected model=ar beside ar.window, found none");
    }
    return new Predict(name, width, reading.regressive, reading.window, reading.points, span);
  }

  @Override
  public String print() {
    return "predict "
        + name.print()
        + " by "
        + width.print()
        + (regressive ? " model=ar," : "")
        + (window > 0 ? " ar.window=" + window + "," : "")
        + " forecast="
        + points;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    Field slice =
        rows.schema()
            .find(SLICE)
            .filter(field -> rows.kind() == Relation.Kind.RECORDS)
            .orElseThrow(() ->
                new QueryMistake(
                    span,
                    "predict needs records with _timeslice; put timeslice and an aggregate by"
                        + " _timeslice before it"));
    StoredRows stored = rows.stored("predict", ROW_LIMIT);
    List<Field> fields = new ArrayList<>();
    fields.add(new Field(slice.name(), stored.column(0), Type.LONG, slice.origin(), slice.key()));
    List<String> suffixes =
        regressive ? List.of("_predicted", "_error", "_linear") : List.of("_predicted", "_error");
    for (String suffix : suffixes) {
      String column = stored.column(fields.size());
      fields.add(new Field(name.text() + suffix, column, Type.DOUBLE, Origin.QUERY, false));
    }
    return stored.annotated(
        List.of(slice.value().asLong(), rows.schema().value(name).asDouble()),
        fields,
        new Prediction(width.millis(), regressive, (int) window, (int) points),
        ROW_LIMIT + POINT_LIMIT);
  }
}
