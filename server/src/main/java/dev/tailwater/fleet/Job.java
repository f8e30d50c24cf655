package dev.tailwater.fleet;

/**
 * One piece of work of a worker dyno.
 *
 * @param kind e.g. {@code InvoiceMailer}
 */
record Job(String kind, long idHigh, long idLow, int millis) {}
