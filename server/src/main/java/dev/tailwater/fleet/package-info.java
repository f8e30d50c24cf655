/**
 * The simulated Heroku fleet: what {@code ./tailwater demo}, tests and benchmarks send in.
 *
 * <p>A {@link dev.tailwater.fleet.Fleet} is several apps. Each app is a discrete-event simulation:
 * visitors arrive, dynos boot, crash and report their memory, people deploy, things go wrong on a
 * {@link dev.tailwater.fleet.Calendar calendar of incidents}. What happens is written down the way
 * Logplex would deliver it, as octet-counted syslog frames collected into {@linkplain
 * dev.tailwater.fleet.Batch batches}, and read through a {@link dev.tailwater.fleet.Feed}, one per
 * drain. The same seed and the same start give the same bytes; no clock and no network is involved.
 */
@NullMarked
package dev.tailwater.fleet;

import org.jspecify.annotations.NullMarked;
