/**
 * Keeps the records: hot generations in the embedded engine, Parquet files in an Iceberg table, and
 * the one consistent view over both that queries read.
 */
@NullMarked
package dev.tailwater.store;

import org.jspecify.annotations.NullMarked;
