package dev.tailwater.config;

import java.util.Locale;

/**
 * Everything that can be set. A setting has a path in the YAML file and a name in the environment:
 * {@code store.flush.rows} is {@code TAILWATER_STORE_FLUSH_ROWS}.
 */
public enum Setting {
  SERVER_HOST("server.host", "0.0.0.0", "address to listen on"),
  SERVER_PORT("server.port", "8080", "port to listen on"),
  SERVER_PUBLIC_URL(
      "server.public-url",
      "",
      "address by which Heroku and browsers reach this server, when a proxy stands before it"),
  DATA("data", "data", "folder of everything that is kept"),
  NODE(
      "node", "0", "number of this ingest node, 0 to 2047: different for each that shares a table"),

  DRAIN_BODY_MEGABYTES("drain.body.megabytes", "16", "largest request body, inflated"),
  DRAIN_MEMORY_MEGABYTES(
      "drain.memory.megabytes", "64", "request bodies that may wait for the parser at once"),
  WAL_SEGMENT_MEGABYTES(
      "wal.segment.megabytes", "64", "size at which the write-ahead log begins a new file"),

  PARSE_PAST_DAYS("parse.past.days", "30", "older times of lines are replaced by the receipt time"),
  PARSE_FUTURE_DAYS(
      "parse.future.days", "2", "times further ahead are replaced by the receipt time"),

  STORE_FLUSH_ROWS("store.flush.rows", "400000", "lines at which a hot generation is flushed"),
  STORE_FLUSH_MEGABYTES(
      "store.flush.megabytes", "256", "text at which a hot generation is flushed"),
  STORE_FLUSH_SECONDS("store.flush.seconds", "600", "age at which a hot generation is flushed"),

  UPKEEP_SECONDS(
      "upkeep.seconds", "60", "pause between two runs of the upkeep; 0 for none of its own"),
  UPKEEP_FILE_MEGABYTES(
      "upkeep.file.megabytes", "128", "size of files that small ones are merged to"),
  UPKEEP_MEMORY_MEGABYTES(
      "upkeep.memory.megabytes", "192", "native memory for sorting while files are merged"),
  UPKEEP_SNAPSHOT_MINUTES(
      "upkeep.snapshot.minutes", "60", "how long other engines may read a state of the table"),
  UPKEEP_SNAPSHOT_COUNT(
      "upkeep.snapshot.count", "10", "states of the table that stay, whatever their age"),
  UPKEEP_ORPHAN_HOURS(
      "upkeep.orphan.hours", "24", "age at which files that the table does not name are deleted"),

  ENGINE_MEMORY_MEGABYTES(
      "engine.memory.megabytes", "768", "native memory for hot lines and queries"),
  ENGINE_THREADS("engine.threads", "0", "threads of the engine; 0 takes one per processor"),

  QUERY_SECONDS("query.seconds", "60", "time after which a query is ended"),
  QUERY_CONCURRENT("query.concurrent", "4", "queries that run at once; more wait"),

  LOOKUP_MEGABYTES("lookup.megabytes", "100", "largest size of a lookup table"),
  GEO_CITY_FILE("geo.city.file", "", "file in MaxMind DB format that tells where addresses are"),
  GEO_ASN_FILE(
      "geo.asn.file", "", "file in MaxMind DB format that tells whose networks addresses are in");

  private final String path;
  private final String standard;
  private final String meaning;

  Setting(String path, String standard, String meaning) {
    this.path = path;
    this.standard = standard;
    this.meaning = meaning;
  }

  /** Where it stands in the YAML file, levels separated by dots. */
  public String path() {
    return path;
  }

  /** Its value when it is not set. */
  public String standard() {
    return standard;
  }

  /** What it sets, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** Its name in the environment. */
  public String environmentName() {
    return "TAILWATER_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
