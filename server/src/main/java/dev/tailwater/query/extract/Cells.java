package dev.tailwater.query.extract;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into cells. Immutable.
 *
 * @param delimiter stands between cells
 * @param escape before one of the three characters makes it an ordinary one
 * @param quote stands around a cell that may hold delimiters; doubled in it, it stands for itself
 */
public record Cells(char delimiter, char escape, char quote) {
  /** The first cells, at most so many. */
  public List<String> cut(String text, int most) {
    List<String> cells = new ArrayList<>();
    int at = 0;
    while (at <= text.length() && cells.size() < most) {
      StringBuilder cell = new StringBuilder();
      int end = quoted(text, at, cell);
      if (end < 0) {
        cell.setLength(0);
        end = at;
      }
      end = plain(text, end, cell);
      cells.add(cell.toString());
      at = end + 1;
    }
    return cells;
  }

  /** Reads a quoted cell up to where something else may follow; -1 where there is none. */
  private int quoted(String text, int start, StringBuilder cell) {
    int at = skipBlanks(text, start);
    if (at == text.length() || text.charAt(at) != quote) {
      return -1;
    }
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean doubled = c == quote && at + 1 < text.length() && text.charAt(at + 1) == quote;
      if (doubled || isEscaped(text, at)) {
        cell.append(text.charAt(at + 1));
        at += 2;
      } else if (c == quote) {
        return skipBlanks(text, at + 1);
      } else {
        cell.append(c);
        at++;
      }
    }
    // A quote that is never closed is a character like others.
    return -1;
  }

  /** Reads up to the next delimiter. */
  private int plain(String text, int start, StringBuilder cell) {
    int at = start;
    while (at < text.length() && text.charAt(at) != delimiter) {
      if (isEscaped(text, at)) {
        at++;
      }
      cell.append(text.charAt(at++));
    }
    return at;
  }

  private boolean isEscaped(String text, int at) {
    if (text.charAt(at) != escape || at + 1 == text.length()) {
      return false;
    }
    char next = text.charAt(at + 1);
    return next == delimiter || next == escape || next == quote;
  }

  private int skipBlanks(String text, int start) {
    int at = start;
    while (at < text.length()
        && (text.charAt(at) == ' ' || text.charAt(at) == '\t')
        && text.charAt(at) != delimiter) {
      at++;
    }
    return at;
  }
}
