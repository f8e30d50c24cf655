/**
 * The tables of the accounts: what queries look up, made by people over HTTP or by queries that
 * save their rows. Definitions stand in the metadata, rows in Parquet files that are replaced
 * whole.
 *
 * <p>CSV or rows of a query arrive; relations for the engine leave, as {@link
 * dev.tailwater.query.run.Tables}.
 */
@NullMarked
package dev.tailwater.lookup;

import org.jspecify.annotations.NullMarked;
