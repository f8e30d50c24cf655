package dev.tailwater.search;

import dev.tailwater.http.ApiException;
import dev.tailwater.query.QueryException;

/** The answers to queries that cannot run. */
final class QueryErrors {
  private QueryErrors() {}

  /**
   * @param codePrefix goes before the codes that are about the query itself
   */
  static ApiException answer(QueryException e, String codePrefix) {
    int status =
        switch (e.code()) {
          case "query.timeout" -> 408;
          case "rate.limit.exceeded" -> 429;
          case "service.unavailable", "query.cancelled" -> 503;
          case "query.failed", "query.damaged" -> 500;
          default -> 400;
        };
    String code = status == 400 ? codePrefix + e.code() : e.code();
    ApiException answer = new ApiException(status, code, String.valueOf(e.getMessage()), e);
    if (status == 429 || status == 503) {
      answer.header("Retry-After", "1");
    }
    return e.line() < 1 ? answer : answer.detail("line", e.line()).detail("column", e.column());
  }
}
