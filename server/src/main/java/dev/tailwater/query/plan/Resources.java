package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.Subquery;
import java.util.List;

/** What a plan takes from beside the lines of its own scans. */
public interface Resources {
  /**
   * What a subquery found.
   *
   * @return rows of texts, one for each of its fields, without repeats and without nulls; none
   *     where a query is only checked
   * @throws dev.tailwater.query.QueryException when the subquery cannot run
   */
  List<List<String>> rows(Subquery subquery);
}
