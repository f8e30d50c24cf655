package dev.tailwater.record;

import static dev.tailwater.record.ColumnType.DOUBLE;
import static dev.tailwater.record.ColumnType.INT;
import static dev.tailwater.record.ColumnType.LONG;
import static dev.tailwater.record.ColumnType.MAP;
import static dev.tailwater.record.ColumnType.STRING;
import static dev.tailwater.record.ColumnType.TIMESTAMP;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The columns of the {@code logs} table, one row a line. The order is the order of the Arrow
 * batches, of the hot tables and of the Parquet files. New columns go to the end with the next free
 * id.
 */
public final class LogColumns {
  private static final List<Column> COLUMNS = new ArrayList<>();

  // Whose line it is, when it is from, and how long it is kept.

  /** Account id; first sort key. */
  public static final Column ACCOUNT = required("_account", LONG);

  /** Days to keep; identity partition. */
  public static final Column RETENTION_DAYS = required("_retentiondays", INT);

  /** When the line says it was written, else the receipt time; second sort key. */
  public static final Column MESSAGE_TIME = required("_messagetime", TIMESTAMP);

  /** When the delivery was accepted; day partition. */
  public static final Column RECEIPT_TIME = required("_receipttime", TIMESTAMP);

  /**
   * Unique in the table, and the same again after a replay: node, WAL position, place in the body.
   */
  public static final Column MESSAGE_ID = required("_messageid", LONG);

  // Where it came in.
  public static final Column COLLECTOR = required("_collector", STRING);
  public static final Column COLLECTOR_ID = required("_collectorid", LONG);
  public static final Column SOURCE = required("_source", STRING);
  public static final Column SOURCE_ID = required("_sourceid", LONG);
  public static final Column SOURCE_CATEGORY = required("_sourcecategory", STRING);
  public static final Column SOURCE_HOST = required("_sourcehost", STRING);

  /** The drain token of a Logplex delivery, unless a rule made something else of it. */
  public static final Column SOURCE_NAME = required("_sourcename", STRING);

  // What it is.

  /** Bytes of the line as it came. */
  public static final Column SIZE = required("_size", INT);

  /** Place of the line in its delivery, from 0. */
  public static final Column MESSAGE_COUNT = required("_messagecount", INT);

  /** How the message time was found, {@code t:<kind>,o:<offset>,l:<length>,p:<pattern>}. */
  public static final Column FORMAT = required("_format", STRING);

  /** ERROR, WARN, INFO, DEBUG or FATAL, where the line tells. */
  public static final Column LOG_LEVEL = optional("_loglevel", STRING);

  /** The line: syslog text without the octet count and without its closing line end. */
  public static final Column RAW = required("_raw", STRING);

  // The syslog header of a Logplex frame.
  public static final Column PRIORITY = optional("priority", INT);

  /** APP-NAME: {@code app} or {@code heroku}. */
  public static final Column ORIGIN = optional("origin", STRING);

  /** PROCID: {@code router}, {@code web.1}, {@code api}, … */
  public static final Column COMPONENT = optional("component", STRING);

  // A router line; connect and service in milliseconds, absent when empty.
  public static final Column AT = optional("at", STRING);
  public static final Column METHOD = optional("method", STRING);
  public static final Column PATH = optional("path", STRING);
  public static final Column HOST = optional("host", STRING);
  public static final Column REQUEST_ID = optional("request_id", STRING);
  public static final Column FWD = optional("fwd", STRING);

  /** {@code web.1} in router lines, {@code heroku.<n>.<uuid>} in runtime metrics. */
  public static final Column DYNO = optional("dyno", STRING);

  public static final Column CONNECT = optional("connect", INT);
  public static final Column SERVICE = optional("service", INT);
  public static final Column STATUS = optional("status", INT);
  public static final Column BYTES = optional("bytes", LONG);
  public static final Column PROTOCOL = optional("protocol", STRING);

  /** H10, R14, L10, …: of router lines, dyno errors and drain errors. */
  public static final Column CODE = optional("code", STRING);

  public static final Column DESC = optional("desc", STRING);

  // A runtime metrics line; memory in MB, page counters in pages.
  public static final Column MEMORY_TOTAL = optional("memory_total", DOUBLE);
  public static final Column MEMORY_RSS = optional("memory_rss", DOUBLE);
  public static final Column MEMORY_CACHE = optional("memory_cache", DOUBLE);
  public static final Column MEMORY_SWAP = optional("memory_swap", DOUBLE);
  public static final Column MEMORY_PGPGIN = optional("memory_pgpgin", DOUBLE);
  public static final Column MEMORY_PGPGOUT = optional("memory_pgpgout", DOUBLE);
  public static final Column MEMORY_QUOTA = optional("memory_quota", DOUBLE);
  public static final Column LOAD_AVG_1M = optional("load_avg_1m", DOUBLE);
  public static final Column LOAD_AVG_5M = optional("load_avg_5m", DOUBLE);
  public static final Column LOAD_AVG_15M = optional("load_avg_15m", DOUBLE);

  /** Fields from headers, collectors and rules that have no column. */
  public static final Column FIELDS = optional("fields", MAP);

  /** All of them, in table order. */
  public static final List<Column> ALL = List.copyOf(COLUMNS);

  // Only of hot tables: what the parser saw of a line and a file is written by. Their ids are no
  // ids of the table.

  /** Place of the line's kind in a file. */
  public static final Column KIND = new Column(ALL.size() + 1, "_kind", INT, true);

  /** How much of the text the other columns tell, and how; null when they do not. */
  public static final Column TOLD = new Column(ALL.size() + 2, "_told", INT, false);

  /** All columns of hot tables and of the batches that go into them, in their order. */
  public static final List<Column> HOT =
      Stream.concat(ALL.stream(), Stream.of(KIND, TOLD)).toList();

  private LogColumns() {}

  private static Column required(String name, ColumnType type) {
    return add(name, type, true);
  }

  private static Column optional(String name, ColumnType type) {
    return add(name, type, false);
  }

  private static Column add(String name, ColumnType type, boolean required) {
    Column column = new Column(COLUMNS.size() + 1, name, type, required);
    COLUMNS.add(column);
    return column;
  }
}
