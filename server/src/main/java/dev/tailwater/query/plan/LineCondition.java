package dev.tailwater.query.plan;

import java.util.List;

/**
 * Which lines of a scan count.
 *
 * @param sql over the columns of {@link dev.tailwater.record.LogColumns}
 * @param apart other conditions, of which a line meets one if it counts and none if not; reading
 *     the lines of each by itself is faster where the text is needed for nothing else. Empty where
 *     it is not
 */
record LineCondition(String sql, List<String> apart) {
  LineCondition {
    apart = List.copyOf(apart);
  }
}
