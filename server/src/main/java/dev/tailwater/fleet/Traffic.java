package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;

/** Visitors of one app: when they come, what they ask, how the router serves or refuses them. */
final class Traffic {
  private static final long SECOND = AppSimulation.SECOND;
  private static final long MINUTE = 60 * SECOND;

  /** People close a tab now and then before the answer is there. */
  private static final double IMPATIENCE = 1.0 / 9000;

  private final AppSimulation app;
  private final AppProfile profile;
  private final Dice dice;
  private final Route[] routes;
  private final byte[][] hosts;
  private final byte[][] protocols;
  private final Visitors visitors;
  private final double perDay;
  private final Agenda.Action arrival = this::arrive;
  private final ArrayDeque<RouterError> strays = new ArrayDeque<>();
  private long rateMinute = Long.MIN_VALUE;
  private double meanGapMicros;

  /** Share of requests to slow routes that are not answered within 30 seconds. */
  double stalling;

  /** Factor on every service time. */
  double slowness = 1;

  /** Share of requests that end in an exception of the app. */
  double failing;

  Traffic(AppSimulation app, double requestsPerDay) {
    this.app = app;
    this.profile = app.profile;
    this.dice = app.dice;
    this.perDay = requestsPerDay;
    this.routes = wheel(profile.routes());
    this.failing = profile.failing();
    this.hosts = new byte[8][];
    for (int i = 0; i < hosts.length; i++) {
      // The custom domain has most of the traffic, the herokuapp.com name what is left.
      String host =
          i == 0 || profile.domains().isEmpty()
              ? profile.herokuHost()
              : profile.domains().get(i % profile.domains().size());
      hosts[i] = host.getBytes(StandardCharsets.US_ASCII);
    }
    this.protocols = new byte[16][];
    for (int i = 0; i < protocols.length; i++) {
      protocols[i] = protocol(i).getBytes(StandardCharsets.US_ASCII);
    }
    this.visitors = new Visitors(Dice.of(11, profile.name()), 900, profile.proxied());
  }

  void begin(long micros) {
    app.agenda.at(micros + gap(micros), arrival);
  }

  /** The next request that a dyno serves ends in this error instead. */
  void stray(RouterError error) {
    strays.add(error);
  }

  private String protocol(int i) {
    if (!profile.router2()) {
      return i == 0 ? "http" : "https";
    }
    // On herokuapp.com hosts Router 2.0 does not know the version.
    String version = profile.domains().isEmpty() ? "unknown" : i % 4 == 3 ? "tls1.2" : "tls1.3";
    return i == 0
        ? "http1.1 tls=false"
        : (i % 3 == 0 ? "http1.1" : "http2.0") + " tls=true tls_version=" + version;
  }

  private long gap(long micros) {
    if (micros < rateMinute || micros >= rateMinute + MINUTE) {
      rateMinute = micros - Math.floorMod(micros, MINUTE);
      double level = profile.rhythm().at(micros, profile.zone());
      meanGapMicros = 86_400.0 * SECOND / (perDay * level);
    }
    return 1 + (long) dice.waiting(meanGapMicros);
  }

  private void arrive(long micros) {
    app.agenda.at(micros + gap(micros), arrival);
    Route route = routes[dice.below(routes.length)];
    long high = dice.bits();
    long low = dice.bits();
    if (!profile.router2()) {
      high = Dice.asUuidHigh(high);
      low = Dice.asUuidLow(low);
    }
    Request request =
        new Request(
            route,
            route.path(dice),
            hosts[dice.below(hosts.length)],
            visitors.next(dice),
            protocols[dice.below(protocols.length)],
            high,
            low);
    Dyno dyno = profile.blank() ? null : app.dynos.serving();
    if (dyno != null) {
      request.connectMillis = dice.chance(.8) ? dice.below(2) : dice.between(1, 5);
      serve(request, dyno, micros);
      return;
    }
    Dyno next = profile.blank() ? null : app.dynos.nextServing();
    if (next != null) {
      // The router holds the request until a dyno listens.
      long wait = next.upMicros - micros + dice.between(1_000, 90_000);
      request.connectMillis = (int) (wait / 1000);
      app.agenda.at(micros + wait, at -> serve(request, next, at));
      return;
    }
    refuse(request, micros);
  }

  private void refuse(Request request, long micros) {
    RouterError error = profile.blank() ? RouterError.H81 : app.dynos.refusal();
    request.error = error;
    request.status = error.status;
    // Nothing came up within 75 seconds.
    long wait = error == RouterError.H20 ? 75 * SECOND : dice.between(300, 1_900);
    app.agenda.at(micros + wait, at -> Router.line(app.log, request, at));
  }

  private void serve(Request request, Dyno dyno, long micros) {
    request.dyno = dyno;
    Route route = request.route;
    request.serviceMillis = (int) (route.serviceMillis(dice) * slowness);
    request.status = route.status(dice);
    RouterError stray = strays.poll();
    if (stray != null) {
      interrupt(request, stray, micros);
      return;
    }
    if (stalling > 0 && dice.chance(stalling)) {
      stall(request, micros);
      return;
    }
    if (dice.chance(IMPATIENCE)) {
      request.serviceMillis += dice.between(300, 9_000);
      interrupt(request, RouterError.H27, micros);
      return;
    }
    boolean fails = failing > 0 && dice.chance(failing);
    if (fails) {
      request.status = 500;
    }
    request.bytes = route.bytes(dice, request.status);
    profile.voice().received(app, request, micros);
    app.agenda.at(
        micros + request.serviceMillis * 1000L + dice.between(80, 900),
        at -> {
          dyno.busyMillis += request.serviceMillis;
          if (fails) {
            profile.voice().raised(app, request, at - 70);
          } else {
            profile.voice().answered(app, request, request.serviceMillis, at - 70);
          }
          Router.line(app.log, request, at);
        });
  }

  /** The router gives up after 30 seconds; the dyno goes on and answers nobody. */
  private void stall(Request request, long micros) {
    profile.voice().received(app, request, micros);
    request.error = RouterError.H12;
    request.serviceMillis = 30_000 + dice.below(3);
    request.bytes = 0;
    int really = 30_000 + (int) dice.waiting(9_000);
    Dyno dyno = request.dyno;
    app.agenda.at(
        micros + request.serviceMillis * 1000L,
        at -> {
          int answered = request.status;
          request.status = RouterError.H12.status;
          Router.line(app.log, request, at);
          request.status = answered;
        });
    app.agenda.at(
        micros + really * 1000L + 5_000,
        at -> {
          if (dyno != null) {
            dyno.busyMillis += 9_000;
          }
          profile.voice().answered(app, request, really, at);
        });
  }

  private void interrupt(Request request, RouterError error, long micros) {
    profile.voice().received(app, request, micros);
    request.error = error;
    request.status = error == RouterError.H18 && profile.router2() ? 200 : error.status;
    request.bytes = 0;
    switch (error) {
      case H15, H28 -> {
        request.serviceMillis = 55_000 + dice.between(20, 900);
        request.bytes = 18;
      }
      case H19 -> request.connectMillis = 5_001;
      case H13, H18 -> request.serviceMillis += dice.between(10, 2_400);
      case H26 -> request.dyno = null;
      default -> {}
    }
    long took =
        error.reach == RouterError.Reach.RESPONSE ? request.serviceMillis : request.connectMillis;
    app.agenda.at(micros + took * 1000 + 400, at -> Router.line(app.log, request, at));
  }

  private static Route[] wheel(List<Route> routes) {
    int slots = routes.stream().mapToInt(route -> route.weight).sum();
    Route[] wheel = new Route[slots];
    int slot = 0;
    for (Route route : routes) {
      for (int i = 0; i < route.weight; i++) {
        wheel[slot++] = route;
      }
    }
    return wheel;
  }
}
