package dev.tailwater.report;

import dev.tailwater.dashboard.DashboardDocument.PanelQuery;
import dev.tailwater.query.run.QueryResult;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a panel with queries is drawn from.
 *
 * @param queries those whose results are drawn
 * @param results one for each query, in their order
 * @param zone in which times are told
 */
record PanelData(
    Settings settings, List<PanelQuery> queries, List<QueryResult> results, ZoneId zone) {
  private static final Pattern TRANSPOSE =
      Pattern.compile("\\|\\s*transpose\\b", Pattern.CASE_INSENSITIVE);

  /** The first result with rows. */
  Optional<QueryResult> filled() {
    return results.stream().filter(result -> !result.rows().isEmpty()).findFirst();
  }

  /** The text of the first query. */
  String query() {
    return queries.getFirst().text();
  }

  /** Whether columns are named by values, which are shown as they are. */
  boolean isTransposed() {
    return TRANSPOSE.matcher(query()).find();
  }

  /** A value with the unit of the panel. */
  String format(double value) {
    return Quantity.format(value, settings.unit(), settings.decimals());
  }

  String lowerCased(String pointer) {
    return settings.text(pointer).toLowerCase(Locale.ROOT);
  }
}
