/**
 * The simulated Heroku fleet: what {@code ./tailwater demo}, tests and benchmarks send in.
 *
 * <p>A {@link dev.tailwater.fleet.Fleet} is several apps. Each app is a discrete-event simulation:
 * visitors arrive, dynos boot, crash and report their memory, people deploy, things go wrong on a
 * {@link dev.tailwater.fleet.Calendar calendar of incidents}. What happens is written down the way
 * Logplex would deliver it, as octet-counted syslog frames collected into {@linkplain
 * dev.tailwater.fleet.Batch batches}, and read through a {@link dev.tailwater.fleet.Feed}, one per
 * drain. The same seed and the same start give the same bytes; no clock and no network is involved.
 *
 * <p>Sending is separate: {@link dev.tailwater.fleet.LogplexClient} posts batches with Logplex's
 * headers, retries and loss notices, and {@link dev.tailwater.fleet.FleetRunner} sends a history
 * and then stays live. {@link dev.tailwater.fleet.VisitorPlaces} tells queries where the visitors
 * are, whose addresses no real data know.
 */
@NullMarked
package dev.tailwater.fleet;

import org.jspecify.annotations.NullMarked;
