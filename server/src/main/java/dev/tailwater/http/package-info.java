/**
 * HTTP plumbing shared by the features: JSON in and out, errors, who calls, where we are reachable,
 * headers that protect a browser, the UI's files, health and metrics. Knows no feature: features
 * depend on it, never the other way round.
 *
 * <p>What arrives here is a Helidon request; what leaves is a {@link dev.tailwater.http.Caller} for
 * a feature, and the feature's answer or {@link dev.tailwater.http.ApiException} as JSON.
 */
@NullMarked
package dev.tailwater.http;

import org.jspecify.annotations.NullMarked;
