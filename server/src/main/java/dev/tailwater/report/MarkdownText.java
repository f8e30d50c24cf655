package dev.tailwater.report;

import dev.tailwater.report.Sheet.Letters;
import dev.tailwater.report.Sheet.Pen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a panel of text: headings, paragraphs, lists, tables, rules. Marks are left out. */
record MarkdownText(String text) implements Drawing {
  private static final int MOST_CHARS = 20_000;
  private static final double SIZE = 7;
  private static final double CELL_GAP = 8;
  private static final Pattern HEADING = Pattern.compile("\\s{0,3}(#{1,6})\\s*(.+?)\\s*#*");
  private static final Pattern ITEM = Pattern.compile("\\s*[-*+]\\s+(.+)");
  private static final Pattern RULE = Pattern.compile("\\s*(---+|\\*\\*\\*+)\\s*");
  private static final Pattern TABLE_RULE = Pattern.compile("[\\s|:-]+");
  private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\([^)\\s]*\\)");
  private static final Pattern MARKS = Pattern.compile("\\*\\*|__|`|(?<!\\w)\\*|\\*(?!\\w)");
  private static final Letters PLAIN = new Letters(SIZE, Palette.TEXT);
  private static final Letters BOLD = new Letters(SIZE, Palette.TEXT, true);
  private static final Letters CELL = new Letters(6.3, Palette.TEXT);
  private static final Letters HEAD = new Letters(6.3, Palette.MUTED);

  /** A text of which so much is drawn as there can be room for. */
  MarkdownText {
    text = text.substring(0, Math.min(MOST_CHARS, text.length()));
  }

  /** The heading that is all of a text; such a panel divides a dashboard and has no frame. */
  Optional<String> onlyHeading() {
    String trimmed = text.strip();
    Matcher heading = HEADING.matcher(trimmed);
    return !trimmed.contains("\n") && heading.matches()
        ? Optional.of(plain(heading.group(2)))
        : Optional.empty();
  }

  @Override
  public void draw(Sheet sheet, Box box) {
    List<String> lines = text.replace("\r\n", "\n").lines().toList();
    double y = box.y();
    for (int at = 0; at < lines.size() && y < box.bottom(); at++) {
      String line = lines.get(at);
      Box left = new Box(box.x(), y, box.width(), box.bottom() - y);
      List<List<String>> table = table(lines, at);
      Matcher heading = HEADING.matcher(line);
      Matcher item = ITEM.matcher(line);
      if (!table.isEmpty()) {
        y = drawTable(sheet, table, left);
        at += table.size();
      } else if (heading.matches()) {
        double size = Math.max(SIZE + 0.5, 11 - heading.group(1).length());
        y = sheet.wrapped(plain(heading.group(2)), left, new Letters(size, Palette.TEXT, true)) + 2;
      } else if (RULE.matcher(line).matches()) {
        sheet.line(box.x(), y + 2, box.right(), y + 2, new Pen(Palette.LINE, 0.5));
        y += 5;
      } else if (item.matches()) {
        sheet.text("•", box.x() + 2, y + SIZE, SIZE, PLAIN);
        y = sheet.wrapped(plain(item.group(1)), left.without(9, 0, 0, 0), PLAIN);
      } else if (line.isBlank()) {
        y += SIZE * 0.5;
      } else {
        int end = at;
        while (end + 1 < lines.size() && isParagraph(lines, end + 1)) {
          end++;
        }
        String paragraph = String.join(" ", lines.subList(at, end + 1));
        boolean bold = paragraph.strip().matches("\\*\\*[^*]+\\*\\*");
        y = sheet.wrapped(plain(paragraph), left, bold ? BOLD : PLAIN);
        at = end;
      }
    }
  }

  private static boolean isParagraph(List<String> lines, int at) {
    String line = lines.get(at);
    return !line.isBlank()
        && table(lines, at).isEmpty()
        && !HEADING.matcher(line).matches()
        && !ITEM.matcher(line).matches()
        && !RULE.matcher(line).matches();
  }

  private static String plain(String marked) {
    return MARKS.matcher(LINK.matcher(marked).replaceAll("$1")).replaceAll("");
  }

  /** The rows of the table that begins at a line, its heads first; empty when none begins there. */
  private static List<List<String>> table(List<String> lines, int at) {
    if (at + 1 >= lines.size()
        || !lines.get(at).strip().startsWith("|")
        || !lines.get(at + 1).strip().startsWith("|")
        || !TABLE_RULE.matcher(lines.get(at + 1)).matches()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(cells(lines.get(at)));
    for (int i = at + 2; i < lines.size() && lines.get(i).strip().startsWith("|"); i++) {
      rows.add(cells(lines.get(i)));
    }
    return rows;
  }

  private static List<String> cells(String line) {
    String inside = line.strip().replaceAll("^\\||(?<!\\\\)\\|$", "");
    return Arrays.stream(CELLS.split(inside, -1))
        .map(cell -> plain(cell.strip().replace("\\|", "|")))
        .toList();
  }

  private static double drawTable(Sheet sheet, List<List<String>> rows, Box box) {
    int columns = rows.getFirst().size();
    double[] natural = new double[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < Math.min(columns, row.size()); c++) {
        natural[c] = Math.max(natural[c], sheet.width(row.get(c), CELL));
      }
    }
    double room = box.width() - CELL_GAP * (columns - 1);
    double[] widths = ColumnWidths.fitting(natural, room);
    double y = box.y();
    for (int r = 0; r < rows.size(); r++) {
      Letters letters = r == 0 ? HEAD : CELL;
      double height = letters.size() * 1.35;
      if (y + height > box.bottom()) {
        return box.bottom();
      }
      double x = box.x();
      double bottom = y;
      for (int c = 0; c < Math.min(columns, rows.get(r).size()); c++) {
        double width = widths[c];
        Box cell = new Box(x, y + 1, width + 0.5, box.bottom() - y - 1);
        bottom = Math.max(bottom, sheet.wrapped(rows.get(r).get(c), cell, letters));
        x += width + CELL_GAP;
      }
      y = bottom + 1.5;
      sheet.line(box.x(), y, box.right(), y, new Pen(r == 0 ? Palette.LINE : Palette.GRID, 0.5));
    }
    return y + 3;
  }
}
