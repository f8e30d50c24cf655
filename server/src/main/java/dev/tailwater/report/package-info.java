/**
 * Reports: a dashboard as a PDF or a picture, drawn by the server. A request arrives over HTTP with
 * the id of a dashboard; its panels' queries go to {@code query.run}; what leaves is a file. Data
 * become drawings ({@link Drawing}), drawings become pages ({@link Sheet}). What a panel means is
 * said by {@code ui/src/chart}: both must show the same numbers under the same names.
 */
@NullMarked
package dev.tailwater.report;

import org.jspecify.annotations.NullMarked;
