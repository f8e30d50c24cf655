package dev.tailwater.query.run;

import dev.tailwater.query.QueryContext;
import dev.tailwater.store.TimeAxis;

/**
 * A query to run.
 *
 * @param account whose lines it reads
 * @param text the query
 * @param context range, zone, now and variables
 * @param axis which time the range means
 * @param rowLimit the most rows wanted; the runner's own limit holds too
 * @param histogram whether to count messages over time as well, which reads the lines a second time
 */
public record QueryRequest(
    long account,
    String text,
    QueryContext context,
    TimeAxis axis,
    int rowLimit,
    boolean histogram) {}
