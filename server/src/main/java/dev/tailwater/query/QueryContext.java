package dev.tailwater.query;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What a query means besides its text.
 *
 * @param range the moments it is about
 * @param zone where its days and hours begin
 * @param now the moment of {@code now()}
 * @param variables values for {@code {{name}}}, by name in any letter case; mostly one each
 */
public record QueryContext(
    TimeRange range, ZoneId zone, Instant now, Map<String, List<String>> variables) {
  public QueryContext {
    variables = Map.copyOf(variables);
  }
}
