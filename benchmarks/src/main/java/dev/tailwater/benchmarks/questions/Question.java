package dev.tailwater.benchmarks.questions;

/**
 * One question, as each system is asked it.
 *
 * @param query in Tailwater's language
 * @param logsQl in VictoriaLogs' language
 * @param limit rows to answer with at most
 */
public record Question(String query, String logsQl, int limit) {
  /** As many rows as the HTTP API gives. */
  private static final int ALL_ROWS = 10_000;

  /** Lines by status per 5 minutes, those without a status too. */
  public static Question linesByStatus() {
    return of(
        "* | timeslice 5m | count by _timeslice, status",
        "* | stats by (_time:5m, status) count() as n");
  }

  /** How long the router says that requests took, by path. */
  public static Question serviceByPath() {
    return of(
        "component=router | pct(service, 50, 95), max(service) by path",
        "app:=heroku proc:=router | stats by (path) quantile(0.5, service) as p50,"
            + " quantile(0.95, service) as p95, max(service) as longest");
  }

  /** How many lines hold a rare text. */
  public static Question buildSucceeded() {
    return of("\"Build succeeded\" | count", "\"Build succeeded\" | stats count() as n");
  }

  /** Memory of dynos over time. */
  public static Question memoryByDyno() {
    return of(
        "memory_rss=* | timeslice 5m | avg(memory_rss) by _timeslice, component",
        "\"sample#memory_rss\":* | stats by (_time:5m, source) avg(\"sample#memory_rss\") as mean");
  }

  /** The lines with an id in the field that holds it. */
  public static Question idByField(String id) {
    return of("request_id=" + id, "request_id:=\"" + id + "\"");
  }

  /** The lines with an id anywhere. */
  public static Question idByText(String id) {
    return of(id, "\"" + id + "\"");
  }

  /** Where requests fail. */
  public static Question worstPaths() {
    return of(
        "status=5* | count by path | top 10 path by _count",
        "status:>=500 | stats by (path) count() as n | sort by (n desc) limit 10");
  }

  /** A regular expression that no index helps with. */
  public static Question slowJobs() {
    return of(
        "* | where _raw matches /" + Facts.SLOW_JOB + "/ | count",
        "~\"" + Facts.SLOW_JOB.replace("\\", "\\\\") + "\" | stats count() as n");
  }

  /** The newest lines with a word that is not rare. */
  public static Question newestErrors() {
    return new Question("ERROR", "ERROR | sort by (_time desc) limit 100", 100);
  }

  private static Question of(String query, String logsQl) {
    return new Question(query, logsQl, ALL_ROWS);
  }
}
