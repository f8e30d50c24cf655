package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
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
public enum TextForm {
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
  public sealed interface Piece {
    /**
     * It as an item of {@code concat}.
     *
     * @param code SQL of the line's code
     */
    String sql(String code);
  }

  /** The same in every line of the form. */
  public record Constant(String text) implements Piece {
    @Override
    public String sql(String code) {
      return Sql.literal(text);
    }
  }

  /** The value of a column. */
  public record Cell(Column column) implements Piece {
    @Override
    public String sql(String code) {
      String name = Sql.identifier(column.name());
      return switch (column.type()) {
        case STRING, INT, LONG -> name;
        case DOUBLE ->
            isCount(column) ? "CAST(" + name + " AS BIGINT)" : "printf('%.2f', " + name + ")";
        case TIMESTAMP -> time(code, name);
        case MAP -> throw new IllegalStateException("a map is no part of a text");
      };
    }

    /** It as a text; see {@link #sql}. */
    String text(String code) {
      String sql = sql(code);
      return switch (column.type()) {
        case STRING, TIMESTAMP -> sql;
        case INT, LONG, DOUBLE, MAP -> "CAST(" + sql + " AS VARCHAR)";
      };
    }

    /** Whether the text of some value may hold a part; numbers and times have few characters. */
    boolean mayHold(String part) {
      String others =
          switch (column.type()) {
            case STRING -> "";
            case INT, LONG -> "-";
            case DOUBLE -> "-.";
            case TIMESTAMP -> "-:.+Tt";
            case MAP -> throw new IllegalStateException("a map is no part of a text");
          };
      return column.type() == ColumnType.STRING
          || part.chars().allMatch(c -> (c >= '0' && c <= '9') || others.indexOf(c) >= 0);
    }

    /** Pages are counted; memory and load have two digits after the point. */
    public static boolean isCount(Column column) {
      return column.equals(LogColumns.MEMORY_PGPGIN) || column.equals(LogColumns.MEMORY_PGPGOUT);
    }
  }

  /** Added to the code of a line whose time ends without zeros. */
  static final int SHORT_TIME = 8;

  /** What every form begins with. */
  public static final List<Piece> HEAD =
      pieces(
          "<%s>1 %s host %s %s - ",
          LogColumns.PRIORITY, LogColumns.MESSAGE_TIME, LogColumns.ORIGIN, LogColumns.COMPONENT);

  private final int code;
  private final List<Piece> body;

  TextForm(int code, String body, Column... columns) {
    this.code = code;
    this.body = pieces(body, columns);
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

  /** What stands for the form in the files, unless the time is short. */
  public int code() {
    return code;
  }

  /** The pieces that follow {@link #HEAD}. */
  public List<Piece> body() {
    return body;
  }

  /** SQL of the code of a form, out of SQL of a line's code. */
  static String withoutTime(String code) {
    return "(" + code + " & " + (SHORT_TIME - 1) + ")";
  }

  /**
   * The text that the columns tell, as SQL.
   *
   * @param code SQL of the line's code; not null
   * @param followedBy what else the text holds
   */
  static String text(String code, String... followedBy) {
    String body =
        Stream.of(values())
            .filter(form -> !form.body.isEmpty())
            .map(form -> " WHEN " + form.code + " THEN " + concat(form.body, code))
            .collect(Collectors.joining("", "CASE " + withoutTime(code), " ELSE '' END"));
    return concat(HEAD, code, Stream.concat(Stream.of(body), Stream.of(followedBy)));
  }

  /** The text of {@link #HEADER}, as SQL. */
  static String head(String code) {
    return concat(HEAD, code);
  }

  private static String concat(List<Piece> pieces, String code) {
    return concat(pieces, code, Stream.empty());
  }

  private static String concat(List<Piece> pieces, String code, Stream<String> followedBy) {
    return Stream.concat(pieces.stream().map(piece -> piece.sql(code)), followedBy)
        .collect(Collectors.joining(", ", "concat(", ")"));
  }

  /** With six digits after the point, or without zeros at the end and a point before nothing. */
  private static String time(String code, String column) {
    return """
    CASE WHEN %s < %d THEN strftime(%s, '%%Y-%%m-%%dT%%H:%%M:%%S.%%f+00:00')
    ELSE rtrim(rtrim(strftime(%s, '%%Y-%%m-%%dT%%H:%%M:%%S.%%f'), '0'), '.') || '+00:00' END\
    """
        .formatted(code, SHORT_TIME, utc(column), utc(column));
  }

  /** A column with a time zone as the time in UTC without one, which the engine can print fast. */
  static String utc(String column) {
    return "make_timestamp(epoch_us(" + column + "))";
  }
}
