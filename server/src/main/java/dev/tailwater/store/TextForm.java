package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the text of a line begins when its other columns tell it: what Heroku writes, piece by piece.
 * Codes are in the files and never change. Heroku's formats: Dev Center, "HTTP routing", "Log
 * runtime metrics", "Logging" (the frame of Logplex).
 */
enum TextForm {
  /** The syslog header of Logplex, {@code <190>1 2026-03-01T11:59:00.5+00:00 host app web.1 - }. */
  HEADER(1, ""),

  /** A router line without an error. */
  ROUTER(
      2,
      "at=%s method=%s path=\"%s\" host=%s request_id=%s fwd=\"%s\" dyno=%s connect=%sms"
          + " service=%sms status=%s bytes=%s protocol=%s",
      LogColumns.AT,
      LogColumns.METHOD,
      LogColumns.PATH,
      LogColumns.HOST,
      LogColumns.REQUEST_ID,
      LogColumns.FWD,
      LogColumns.DYNO,
      LogColumns.CONNECT,
      LogColumns.SERVICE,
      LogColumns.STATUS,
      LogColumns.BYTES,
      LogColumns.PROTOCOL),

  /** A router line with an error. */
  ROUTER_ERROR(
      3,
      "at=%s code=%s desc=\"%s\" method=%s path=\"%s\" host=%s request_id=%s fwd=\"%s\" dyno=%s"
          + " connect=%sms service=%sms status=%s bytes=%s protocol=%s",
      LogColumns.AT,
      LogColumns.CODE,
      LogColumns.DESC,
      LogColumns.METHOD,
      LogColumns.PATH,
      LogColumns.HOST,
      LogColumns.REQUEST_ID,
      LogColumns.FWD,
      LogColumns.DYNO,
      LogColumns.CONNECT,
      LogColumns.SERVICE,
      LogColumns.STATUS,
      LogColumns.BYTES,
      LogColumns.PROTOCOL),

  /** The memory of a dyno. */
  MEMORY(
      4,
      "source=%s dyno=%s sample#memory_total=%sMB sample#memory_rss=%sMB sample#memory_cache=%sMB"
          + " sample#memory_swap=%sMB sample#memory_pgpgin=%spages sample#memory_pgpgout=%spages"
          + " sample#memory_quota=%sMB",
      LogColumns.COMPONENT,
      LogColumns.DYNO,
      LogColumns.MEMORY_TOTAL,
      LogColumns.MEMORY_RSS,
      LogColumns.MEMORY_CACHE,
      LogColumns.MEMORY_SWAP,
      LogColumns.MEMORY_PGPGIN,
      LogColumns.MEMORY_PGPGOUT,
      LogColumns.MEMORY_QUOTA),

  /** The load of a dyno. */
  LOAD(
      5,
      "source=%s dyno=%s sample#load_avg_1m=%s sample#load_avg_5m=%s sample#load_avg_15m=%s",
      LogColumns.COMPONENT,
      LogColumns.DYNO,
      LogColumns.LOAD_AVG_1M,
      LogColumns.LOAD_AVG_5M,
      LogColumns.LOAD_AVG_15M);

  /** A part of a text. */
  sealed interface Piece {
    /** It as an item of {@code concat}. */
    String sql(boolean shortTime);
  }

  /** The same in every line of the form. */
  record Constant(String text) implements Piece {
    @Override
    public String sql(boolean shortTime) {
      return Sql.literal(text);
    }
  }

  /** The value of a column. */
  record Cell(Column column) implements Piece {
    @Override
    public String sql(boolean shortTime) {
      String name = Sql.identifier(column.name());
      return switch (column.type()) {
        case STRING, INT, LONG -> name;
        case DOUBLE -> isCount() ? "CAST(" + name + " AS BIGINT)" : "printf('%.2f', " + name + ")";
        case TIMESTAMP -> shortTime ? shortTime(name) : longTime(name);
        case MAP -> throw new IllegalStateException("a map is no part of a text");
      };
    }

    /** Pages are counted; memory and load have two digits after the point. */
    private boolean isCount() {
      return column.equals(LogColumns.MEMORY_PGPGIN) || column.equals(LogColumns.MEMORY_PGPGOUT);
    }
  }

  /** Added to the code of a line whose time ends without zeros. */
  static final int SHORT_TIME = 8;

  private final int code;
  private final List<Piece> pieces;

  TextForm(int code, String message, Column... columns) {
    this.code = code;
    this.pieces =
        Stream.concat(
                pieces(
                    "<%s>1 %s host %s %s - ",
                    LogColumns.PRIORITY,
                    LogColumns.MESSAGE_TIME,
                    LogColumns.ORIGIN,
                    LogColumns.COMPONENT)
                    .stream(),
                pieces(message, columns).stream())
            .toList();
  }

  private static List<Piece> pieces(String template, Column... columns) {
    List<Piece> pieces = new ArrayList<>();
    String[] constants = template.split("%s", -1);
    for (int i = 0; i < constants.length; i++) {
      if (!constants[i].isEmpty()) {
        pieces.add(new Constant(constants[i]));
      }
      if (i < columns.length) {
        pieces.add(new Cell(columns[i]));
      }
    }
    return pieces;
  }

  /** What stands for the form in the files. */
  int code(boolean shortTime) {
    return code + (shortTime ? SHORT_TIME : 0);
  }

  /** The pieces of the text in their order. */
  List<Piece> pieces() {
    return pieces;
  }

  /** The text that the columns tell, followed by others, as SQL. */
  String text(boolean shortTime, String... followedBy) {
    return Stream.concat(pieces.stream().map(piece -> piece.sql(shortTime)), Stream.of(followedBy))
        .collect(Collectors.joining(", ", "concat(", ")"));
  }

  /** Six digits after the point, always. */
  private static String longTime(String column) {
    return "strftime(" + utc(column) + ", '%Y-%m-%dT%H:%M:%S.%f+00:00')";
  }

  /** No zeros at the end, and no point without digits. */
  private static String shortTime(String column) {
    return "rtrim(rtrim(strftime("
        + utc(column)
        + ", '%Y-%m-%dT%H:%M:%S.%f'), '0'), '.') || '+00:00'";
  }

  /** A column with a time zone as the time in UTC without one, which the engine can print fast. */
  static String utc(String column) {
    return "make_timestamp(epoch_us(" + column + "))";
  }
}
