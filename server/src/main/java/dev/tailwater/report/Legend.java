package dev.tailwater.report;

import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import java.util.ArrayList;
import java.util.List;

/**
 * Names and colours beside or below a chart.
 *
 * @param heads above the values of the entries; empty for none
 */
record Legend(List<Entry> entries, List<String> heads, boolean side) {
  private static final double ROW = 8.5;
  private static final double SWATCH = 5;
  private static final double GAP = 9;
  private static final double NAME = 104;
  private static final double COLUMN_GAP = 6;
  private static final double MOST_OF_HEIGHT = 0.34;
  private static final double MOST_OF_HEIGHT_AS_TABLE = 0.5;
  private static final double MOST_OF_WIDTH = 0.6;
  private static final String LONGEST_MORE = "+ 0000 more";
  private static final Letters LETTERS = new Letters(Drawing.SMALL, Palette.TEXT);
  private static final Letters HEADS = new Letters(Drawing.SMALL, Palette.MUTED);

  /** A series and what is told about it. */
  record Entry(String name, Rgb color, List<String> values) {}

  /** Draws it; returns the box that is left for the chart. */
  Box draw(Sheet sheet, Box box) {
    if (side) {
      double width = Math.min(box.width() * MOST_OF_WIDTH, neededWidth(sheet));
      double height = Math.min(box.height(), rows() * ROW);
      rows(
          sheet,
          new Box(box.right() - width, box.y() + (box.height() - height) / 2, width, height));
      return box.without(0, 0, width + GAP, 0);
    }
    if (!heads.isEmpty()) {
      double height =
          Math.min(
              rows() * ROW,
              Math.max(2, Math.floor(box.height() * MOST_OF_HEIGHT_AS_TABLE / ROW)) * ROW);
      rows(sheet, new Box(box.x(), box.bottom() - height, box.width(), height));
      return box.without(0, 0, 0, height + 3);
    }
    List<List<Entry>> lines = lines(sheet, box);
    double top = box.bottom() - lines.size() * ROW;
    int shown = 0;
    for (List<Entry> line : lines) {
      double x = box.x();
      for (Entry entry : line) {
        x = entry(sheet, entry, x, top) + GAP;
        shown++;
      }
      top += ROW;
      if (top >= box.bottom() - 0.1 && shown < entries.size()) {
        more(sheet, shown, x, top - ROW, box.right() - x);
      }
    }
    return box.without(0, 0, 0, lines.size() * ROW + 3);
  }

  private int rows() {
    return entries.size() + (heads.isEmpty() ? 0 : 1);
  }

  private double neededWidth(Sheet sheet) {
    double names =
        entries.stream().mapToDouble(entry -> sheet.width(entry.name, LETTERS)).max().orElse(0);
    double needed = Math.max(SWATCH + 3 + names, sheet.width(LONGEST_MORE, HEADS));
    for (int i = 0; i < columns(); i++) {
      needed += columnWidth(sheet, i) + COLUMN_GAP;
    }
    return needed + 1;
  }

  private int columns() {
    return entries.isEmpty() ? 0 : entries.getFirst().values.size();
  }

  private double columnWidth(Sheet sheet, int column) {
    double head = heads.isEmpty() ? 0 : sheet.width(heads.get(column), HEADS);
    return entries.stream()
        .mapToDouble(entry -> sheet.width(entry.values.get(column), LETTERS))
        .reduce(head, Math::max);
  }

  /** One entry a row, with its values in columns. */
  private void rows(Sheet sheet, Box box) {
    double top = box.y();
    int room = (int) Math.floor(box.height() / ROW + 0.01);
    if (!heads.isEmpty()) {
      values(sheet, heads, box, top, HEADS);
      top += ROW;
      room--;
    }
    boolean cut = room < entries.size();
    int shown = cut ? Math.max(0, room - 1) : entries.size();
    for (Entry entry : entries.subList(0, shown)) {
      double left = values(sheet, entry.values, box, top, LETTERS);
      sheet.fill(new Box(box.x(), top + 1.6, SWATCH, SWATCH), entry.color);
      double x = box.x() + SWATCH + 3;
      sheet.text(entry.name, x, top + 6.4, left - x, LETTERS);
      top += ROW;
    }
    if (cut) {
      more(sheet, shown, box.x(), top, box.width());
    }
  }

  /** Draws values in their columns; returns where they begin. */
  private double values(Sheet sheet, List<String> values, Box box, double top, Letters letters) {
    double right = box.right();
    for (int i = values.size() - 1; i >= 0; i--) {
      double width = columnWidth(sheet, i);
      sheet.text(values.get(i), right, top + 6.4, width + 0.1, letters, Align.RIGHT);
      right -= width + COLUMN_GAP;
    }
    return right;
  }

  private void more(Sheet sheet, int shown, double x, double top, double room) {
    sheet.text("+ " + (entries.size() - shown) + " more", x, top + 6.4, room, HEADS);
  }

  private double entry(Sheet sheet, Entry entry, double x, double top) {
    sheet.fill(new Box(x, top + 1.6, SWATCH, SWATCH), entry.color);
    String name = sheet.font().shorten(entry.name, LETTERS.size(), NAME);
    sheet.text(name, x + SWATCH + 3, top + 6.4, NAME + 1, LETTERS);
    return x + SWATCH + 3 + sheet.width(name, LETTERS);
  }

  private List<List<Entry>> lines(Sheet sheet, Box box) {
    int most = (int) Math.max(1, Math.floor(box.height() * MOST_OF_HEIGHT / ROW));
    double moreRoom = sheet.width(LONGEST_MORE, HEADS);
    List<List<Entry>> lines = new ArrayList<>();
    List<Entry> line = new ArrayList<>();
    double x = 0;
    for (Entry entry : entries) {
      double width = SWATCH + 3 + Math.min(NAME, sheet.width(entry.name, LETTERS));
      double room = box.width() - (lines.size() == most - 1 ? moreRoom : 0);
      if (x + width > room && !line.isEmpty()) {
        lines.add(line);
        line = new ArrayList<>();
        x = 0;
        if (lines.size() == most) {
          return lines;
        }
      }
      line.add(entry);
      x += width + GAP;
    }
    lines.add(line);
    return lines;
  }
}
