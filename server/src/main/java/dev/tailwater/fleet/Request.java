package dev.tailwater.fleet;

import org.jspecify.annotations.Nullable;

/** One request on its way through the router, from its arrival to its line in the log. */
final class Request {
  final Route route;
  final byte[] path;
  final byte[] host;
  final byte[] forwardedFor;
  final byte[] protocol;
  final long idHigh;
  final long idLow;
  @Nullable Dyno dyno;
  @Nullable RouterError error;
  int connectMillis;
  int serviceMillis;
  int status;
  int bytes;

  Request(
      Route route,
      byte[] path,
      byte[] host,
      byte[] forwardedFor,
      byte[] protocol,
      long idHigh,
      long idLow) {
    this.route = route;
    this.path = path;
    this.host = host;
    this.forwardedFor = forwardedFor;
    this.protocol = protocol;
    this.idHigh = idHigh;
    this.idLow = idLow;
  }
}
