package dev.tailwater.lookup;

import dev.tailwater.query.run.TableException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts CSV into rows: cells between commas, in double quotes where they hold commas, line ends or
 * quotes, and then with each quote doubled. Lines without a character are skipped. For one thread.
 */
final class CsvReader {
  private static final int ROW_CHARS = 1 << 20;
  private static final int END = -1;

  private final Reader in;
  private long line = 1;
  private long rowLine = 1;

  /** Read, but not part of what was taken so far; -2 for none. */
  private int ahead = -2;

  CsvReader(Reader in) {
    this.in = in;
  }

  /** The line on which the last row began, from 1. */
  long line() {
    return rowLine;
  }

  /**
   * The next row, or null at the end. An empty cell is null, one of two quotes the empty text.
   *
   * @throws TableException when a quote is not closed, or a row is very long
   */
  @Nullable List<@Nullable String> next() throws IOException {
    while (peek() == '\n' || peek() == '\r') {
      take();
    }
    if (peek() == END) {
      return null;
    }
    rowLine = line;
    List<@Nullable String> cells = new ArrayList<>();
    int length = 0;
    while (true) {
      String cell = peek() == '"' ? quoted() : plain();
      cells.add(cell);
      length += cell == null ? 1 : cell.length() + 1;
      if (length > ROW_CHARS) {
        throw mistake("a row has more than " + ROW_CHARS + " characters");
      }
      int separator = peek();
      if (separator == '\n' || separator == '\r' || separator == END) {
        return cells;
      }
      take();
    }
  }

  private @Nullable String plain() throws IOException {
    StringBuilder cell = new StringBuilder();
    while (peek() != ',' && peek() != '\n' && peek() != '\r' && peek() != END) {
      append(cell, take());
    }
    return cell.isEmpty() ? null : cell.toString();
  }

  private String quoted() throws IOException {
    StringBuilder cell = new StringBuilder();
    take();
    while (true) {
      int c = take();
      if (c == END) {
        throw mistake("expected a closing double quote, found the end of the file");
      }
      if (c == '"') {
        if (peek() != '"') {
          break;
        }
        take();
      }
      append(cell, c);
    }
    if (peek() != ',' && peek() != '\n' && peek() != '\r' && peek() != END) {
      throw mistake(
          "expected a comma or the end of the line after the closing quote, found \""
              + Character.toString(peek())
              + "\"; a quote inside a cell is doubled");
    }
    return cell.toString();
  }

  private void append(StringBuilder cell, int c) {
    if (cell.length() > ROW_CHARS) {
      throw mistake("a row has more than " + ROW_CHARS + " characters");
    }
    cell.append((char) c);
  }

  private int peek() throws IOException {
    if (ahead == -2) {
      ahead = in.read();
    }
    return ahead;
  }

  private int take() throws IOException {
    int c = peek();
    ahead = -2;
    if (c == '\n') {
      line++;
    }
    return c;
  }

  private TableException mistake(String message) {
    return new TableException("line " + rowLine + ": " + message);
  }
}
