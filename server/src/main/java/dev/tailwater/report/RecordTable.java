package dev.tailwater.report;

import dev.tailwater.query.CompiledQuery.Kind;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.report.Settings.Limit;
import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import dev.tailwater.report.Sheet.Pen;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Records in the order in which they came, as many as there is room for. */
record RecordTable(PanelData data, QueryResult result) implements Drawing {
  private static final double ROW = 10.5;
  private static final double GAP = 8;
  private static final double LEAST_COLUMN = 26;
  private static final double WIDEST = 1_000;
  private static final Letters HEAD = new Letters(6.2, Palette.MUTED);
  private static final Letters CELL = new Letters(6.5, Palette.TEXT);
  private static final Set<String> OF_LINES = Set.of("_messagetime", "_raw");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\(https?://[^)\\s]+\\)");

  /**
   * A column.
   *
   * @param index in the result
   * @param unit of its values; null when they have none
   */
  private record Column(
      int index, ResultField field, String head, boolean number, @Nullable String unit) {}

  @Override
  public void draw(Sheet sheet, Box box) {
    List<Column> columns = columns(box);
    int rows = result.rows().size();
    int room = (int) Math.max(1, Math.floor((box.height() - ROW) / ROW + 0.01));
    int shown = rows <= room ? rows : Math.max(1, room - 1);
    String[][] texts = new String[shown][];
    for (int r = 0; r < shown; r++) {
      @Nullable Object[] row = result.rows().get(r);
      texts[r] =
          columns.stream().map(column -> text(row[column.index], column)).toArray(String[]::new);
    }
    double[] widths = widths(sheet, columns, texts, box.width());
    double x = box.x();
    for (int c = 0; c < columns.size(); c++) {
      cell(sheet, columns.get(c).head, columns.get(c), x, box.y(), widths[c], HEAD);
      x += widths[c] + GAP;
    }
    sheet.line(box.x(), box.y() + ROW, box.right(), box.y() + ROW, new Pen(Palette.LINE, 0.5));
    List<Limit> limits = data.settings().limits();
    for (int r = 0; r < shown; r++) {
      double y = box.y() + (r + 1) * ROW;
      x = box.x();
      for (int c = 0; c < columns.size(); c++) {
        Column column = columns.get(c);
        Optional<Limit> exceeded = exceeded(result.rows().get(r)[column.index], column, limits);
        Box cell = new Box(x - 2, y + 0.8, widths[c] + 4, ROW - 1);
        exceeded.ifPresent(limit -> sheet.fill(cell, Palette.SURFACE.mix(limit.color(), 0.25)));
        cell(sheet, texts[r][c], column, x, y, widths[c], CELL);
        x += widths[c] + GAP;
      }
      if (r + 1 < shown) {
        sheet.line(box.x(), y + ROW, box.right(), y + ROW, new Pen(Palette.GRID, 0.4));
      }
    }
    if (shown < rows) {
      double y = box.y() + (shown + 1) * ROW;
      sheet.text("+ " + (rows - shown) + " more", box.x(), y + 7.5, box.width(), HEAD);
    }
  }

  private static Optional<Limit> exceeded(
      @Nullable Object cell, Column column, List<Limit> limits) {
    double value = column.number && !column.field.keyField() ? Cells.number(cell) : Double.NaN;
    return limits.stream().filter(limit -> limit.isExceededBy(value)).findFirst();
  }

  private static void cell(
      Sheet sheet,
      String text,
      Column column,
      double x,
      double top,
      double width,
      Letters letters) {
    Matcher link = LINK.matcher(text);
    boolean isLink = link.matches();
    String shown = isLink ? link.group(1) : text;
    Letters look = isLink ? letters.withColor(Palette.ACCENT) : letters;
    if (column.number) {
      sheet.text(shown, x + width, top + 7.5, width + 0.1, look, Align.RIGHT);
    } else {
      sheet.text(shown, x, top + 7.5, width + 0.1, look);
    }
  }

  /** Of lines only what the query says and what people read, not all that is known of them. */
  private List<Column> columns(Box box) {
    List<ResultField> fields = result.fields();
    List<Integer> measures =
        IntStream.range(0, fields.size())
            .boxed()
            .filter(i -> Cells.isNumeric(fields.get(i)) && !fields.get(i).keyField())
            .toList();
    return IntStream.range(0, fields.size())
        .filter(i ->
            result.kind() == Kind.RECORDS
                || fields.get(i).fromQuery()
                || OF_LINES.contains(fields.get(i).name()))
        .limit((long) Math.max(1, (box.width() + GAP) / (LEAST_COLUMN + GAP)))
        .mapToObj(i -> column(i, fields.get(i), measures))
        .toList();
  }

  private Column column(int index, ResultField field, List<Integer> measures) {
    FieldName name = FieldName.of(field.name());
    boolean renamed = !field.displayName().isEmpty() && !field.displayName().equals(field.name());
    String own = name.unit();
    String panel = data.settings().unit();
    String unit = null;
    if (measures.contains(index)) {
      unit = measures.size() == 1 && panel != null ? panel : own;
    }
    return new Column(
        index, field, renamed ? field.displayName() : name.words(), isNumber(field), unit);
  }

  private static boolean isNumber(ResultField field) {
    return Cells.isNumeric(field) && !isTime(field);
  }

  private static boolean isTime(ResultField field) {
    return Cells.TIMES.contains(field.name().toLowerCase(Locale.ROOT));
  }

  private String text(@Nullable Object cell, Column column) {
    double value = Cells.isNumeric(column.field) ? Cells.number(cell) : Double.NaN;
    if (Double.isNaN(value)) {
      return Cells.text(cell);
    }
    if (isTime(column.field)) {
      return TIME.format(Instant.ofEpochMilli((long) value).atZone(data.zone()));
    }
    // A numeric key such as a status is a name: no separators.
    return column.field.keyField()
        ? Cells.text(cell)
        : Quantity.format(value, column.unit, data.settings().decimals());
  }

  /** Columns as wide as their texts; when that is too much, the widest give way. */
  private static double[] widths(
      Sheet sheet, List<Column> columns, String[][] texts, double available) {
    int count = columns.size();
    double[] natural = new double[count];
    for (int c = 0; c < count; c++) {
      natural[c] = sheet.width(columns.get(c).head, HEAD);
      for (String[] row : texts) {
        Matcher link = LINK.matcher(row[c]);
        String shown = link.matches() ? link.group(1) : row[c];
        String measured = shown.length() > 300 ? shown.substring(0, 300) : shown;
        natural[c] = Math.max(natural[c], Math.min(WIDEST, sheet.width(measured, CELL)));
      }
    }
    double room = available - GAP * (count - 1);
    double spare = room - Arrays.stream(natural).sum();
    double[] widths = ColumnWidths.fitting(natural, room);
    if (spare > 0) {
      // Names stretch, so that numbers stand at the right end.
      int stretched =
          IntStream.range(0, count)
              .filter(c -> !columns.get(c).number)
              .boxed()
              .max((a, b) -> Double.compare(natural[a], natural[b]))
              .orElse(0);
      widths[stretched] += spare;
    }
    return widths;
  }
}
