package dev.tailwater.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import dev.tailwater.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads Heroku's own lines into their columns: the router's line per request, the two runtime
 * metrics lines of a dyno, and the codes of dyno and drain errors (Heroku Dev Center: "HTTP
 * routing", "Log runtime metrics", "Heroku error codes"). Unknown keys stay in the text. Values are
 * null when empty, as the router writes {@code connect=} when no dyno answered: an average must not
 * see a zero there.
 */
final class HerokuFields {
  private static final byte[] SAMPLE = "sample#".getBytes(US_ASCII);
  private static final byte[] ERROR = "Error ".getBytes(US_ASCII);

  private HerokuFields() {}

  /** {@code key=value} pairs of a router line, in any order. */
  static void router(RecordBatch batch, ToldText told, byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int key = at;
      while (at < to && isKeyByte(text[at])) {
        at++;
      }
      if (at == key || at >= to || text[at] != '=') {
        at = nextPair(text, at, to);
        continue;
      }
      int keyEnd = at;
      int value = at + 1;
      int valueEnd;
      if (value < to && text[value] == '"') {
        value++;
        valueEnd = closingQuote(text, value, to);
        at = valueEnd + 1;
      } else {
        valueEnd = value;
        while (valueEnd < to && text[valueEnd] != ' ') {
          valueEnd++;
        }
        at = valueEnd;
      }
      if (valueEnd > value) {
        Column column = routerColumn(text, key, keyEnd);
        if (column != null) {
          set(batch, told, column, text, value, valueEnd);
        }
      }
      at = nextPair(text, at, to);
    }
  }

  /** {@code source=web.1 dyno=heroku.1.uuid sample#load_avg_1m=0.01 …}. */
  static void metrics(RecordBatch batch, ToldText told, byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int end = at;
      int equals = -1;
      while (end < to && text[end] != ' ') {
        if (text[end] == '=' && equals < 0) {
          equals = end;
        }
        end++;
      }
      if (equals > 0 && end > equals + 1) {
        if (startsWith(text, at, equals, SAMPLE)) {
          Column column = metricColumn(text, at + SAMPLE.length, equals);
          if (column != null) {
            decimal(batch, told, column, text, equals + 1, end);
          }
        } else if (is(text, at, equals, "dyno")) {
          batch.set(LogColumns.DYNO, text, equals + 1, end - equals - 1);
          told.text(LogColumns.DYNO, equals + 1, end);
        }
      }
      at = end + 1;
    }
  }

  /** The code of {@code Error R14 (Memory quota exceeded)} and {@code Error L10 (…): …}. */
  static void errorCode(RecordBatch batch, ToldText told, byte[] text, int from, int to) {
    int code = from + ERROR.length;
    boolean found =
        startsWith(text, from, to, ERROR)
            && to - code >= 3
            && (text[code] == 'R' || text[code] == 'L' || text[code] == 'H')
            && isDigit(text[code + 1])
            && isDigit(text[code + 2]);
    if (found) {
      batch.set(LogColumns.CODE, text, code, 3);
      told.text(LogColumns.CODE, code, code + 3);
    }
  }

  private static @Nullable Column routerColumn(byte[] text, int from, int to) {
    return switch (to - from) {
      case 2 -> is(text, from, to, "at") ? LogColumns.AT : null;
      case 3 -> is(text, from, to, "fwd") ? LogColumns.FWD : null;
      case 4 ->
          switch (text[from]) {
            case 'p' -> is(text, from, to, "path") ? LogColumns.PATH : null;
            case 'h' -> is(text, from, to, "host") ? LogColumns.HOST : null;
            case 'c' -> is(text, from, to, "code") ? LogColumns.CODE : null;
            case 'd' ->
                is(text, from, to, "dyno")
                    ? LogColumns.DYNO
                    : is(text, from, to, "desc") ? LogColumns.DESC : null;
            default -> null;
          };
      case 5 -> is(text, from, to, "bytes") ? LogColumns.BYTES : null;
      case 6 ->
          is(text, from, to, "status")
              ? LogColumns.STATUS
              : is(text, from, to, "method") ? LogColumns.METHOD : null;
      case 7 ->
          is(text, from, to, "connect")
              ? LogColumns.CONNECT
              : is(text, from, to, "service") ? LogColumns.SERVICE : null;
      case 8 -> is(text, from, to, "protocol") ? LogColumns.PROTOCOL : null;
      case 10 -> is(text, from, to, "request_id") ? LogColumns.REQUEST_ID : null;
      default -> null;
    };
  }

  private static @Nullable Column metricColumn(byte[] text, int from, int to) {
    return switch (to - from) {
      case 10 -> is(text, from, to, "memory_rss") ? LogColumns.MEMORY_RSS : null;
      case 11 ->
          is(text, from, to, "load_avg_1m")
              ? LogColumns.LOAD_AVG_1M
              : is(text, from, to, "load_avg_5m")
                  ? LogColumns.LOAD_AVG_5M
                  : is(text, from, to, "memory_swap") ? LogColumns.MEMORY_SWAP : null;
      case 12 ->
          is(text, from, to, "memory_total")
              ? LogColumns.MEMORY_TOTAL
              : is(text, from, to, "memory_cache")
                  ? LogColumns.MEMORY_CACHE
                  : is(text, from, to, "memory_quota")
                      ? LogColumns.MEMORY_QUOTA
                      : is(text, from, to, "load_avg_15m") ? LogColumns.LOAD_AVG_15M : null;
      case 13 -> is(text, from, to, "memory_pgpgin") ? LogColumns.MEMORY_PGPGIN : null;
      case 14 -> is(text, from, to, "memory_pgpgout") ? LogColumns.MEMORY_PGPGOUT : null;
      default -> null;
    };
  }

  private static void set(
      RecordBatch batch, ToldText told, Column column, byte[] text, int from, int to) {
    switch (column.type()) {
      case STRING -> {
        batch.set(column, text, from, to - from);
        told.text(column, from, to);
      }
      case INT, LONG -> integer(batch, told, column, text, from, to);
      case DOUBLE, TIMESTAMP, MAP ->
          throw new IllegalArgumentException("a router line has no " + column);
    }
  }

  /** A number with or without its unit, {@code 12ms}; anything else leaves the cell null. */
  private static void integer(
      RecordBatch batch, ToldText told, Column column, byte[] text, int from, int to) {
    long value = 0;
    int at = from;
    while (at < to && isDigit(text[at]) && at - from < 18) {
      value = value * 10 + (text[at] - '0');
      at++;
    }
    boolean fits = column.type() == ColumnType.LONG || value <= Integer.MAX_VALUE;
    if (at > from && (at == to || !isDigit(text[at])) && fits) {
      batch.set(column, value);
      told.integer(column, text, from, at);
    }
  }

  /** A decimal with or without its unit, {@code 180.43MB}; anything else leaves the cell null. */
  private static void decimal(
      RecordBatch batch, ToldText told, Column column, byte[] text, int from, int to) {
    int at = from;
    boolean negative = at < to && text[at] == '-';
    if (negative) {
      at++;
    }
    int digits = at;
    long value = 0;
    double scale = 1;
    boolean fraction = false;
    while (at < to && (isDigit(text[at]) || (text[at] == '.' && !fraction)) && at - digits < 18) {
      if (text[at] == '.') {
        fraction = true;
      } else {
        value = value * 10 + (text[at] - '0');
        if (fraction) {
          scale *= 10;
        }
      }
      at++;
    }
    if (at > digits) {
      batch.set(column, (negative ? -value : value) / scale);
      told.decimal(column, text, from, at);
    }
  }

  /** The offset of the quote that ends a value: one before {@code SP key=}, or at the end. */
  private static int closingQuote(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == '"' && (i + 1 == to || isPair(text, i + 1, to))) {
        return i;
      }
    }
    return to;
  }

  private static boolean isPair(byte[] text, int from, int to) {
    if (text[from] != ' ') {
      return false;
    }
    int at = from + 1;
    while (at < to && isKeyByte(text[at])) {
      at++;
    }
    return at > from + 1 && at < to && text[at] == '=';
  }

  private static int nextPair(byte[] text, int from, int to) {
    int at = from;
    while (at < to && text[at] != ' ') {
      at++;
    }
    return at + 1;
  }

  private static boolean is(byte[] text, int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean startsWith(byte[] text, int from, int to, byte[] word) {
    if (to - from < word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (text[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKeyByte(byte b) {
    return (b >= 'a' && b <= 'z') || b == '_';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
