package dev.tailwater.report;

import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;

/** Words instead of a drawing: no data, or why there is none. */
record Note(String text, Rgb color) implements Drawing {
  private static final double SIZE = 7;

  /** Nothing was found: as the author says it, else in our words. */
  static Note empty(PanelData data) {
    Settings settings = data.settings();
    String own =
        settings.isOn("/svp/useNoData")
            ? settings.text("/svp/noDataString")
            : settings.text("/general/noDataMessage");
    return new Note(own.isEmpty() ? "No data in this range" : own, Palette.MUTED);
  }

  /** It could not be found out, and why; the place in the query is for those who see the query. */
  static Note error(String message) {
    return new Note(message.lines().findFirst().orElse("").strip(), Palette.ERROR);
  }

  @Override
  public void draw(Sheet sheet, Box box) {
    Letters letters = new Letters(SIZE, color);
    if (sheet.width(text, letters) <= box.width()) {
      sheet.text(text, box.centerX(), box.centerY() + SIZE / 3, box.width(), letters, Align.CENTER);
    } else {
      sheet.wrapped(text, box, letters);
    }
  }
}
