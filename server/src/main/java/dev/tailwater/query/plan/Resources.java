package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Subquery;
import dev.tailwater.query.syntax.Suggestion;
import dev.tailwater.query.syntax.TableSource;
import java.util.List;
import java.util.Optional;

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

  /**
   * A table of the account.
   *
   * @throws QueryMistake where there can be no tables
   */
  Optional<StoredTable> table(TableSource.Stored source);

  /** The paths of the account's tables. */
  List<String> tablePaths();

  /** A table of the account that must be there. */
  default StoredTable require(TableSource.Stored source) {
    return table(source)
        .orElseThrow(() ->
            new QueryMistake(
                source.span(),
                "there is no table "
                    + source.path().text()
                    + Suggestion.clause(source.path().text(), tablePaths())));
  }
}
