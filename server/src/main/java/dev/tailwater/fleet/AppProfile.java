package dev.tailwater.fleet;

import java.time.ZoneId;
import java.util.List;

/**
 * What makes an app of the fleet itself.
 *
 * @param herokuHost its name under herokuapp.com
 * @param domains custom domains, which take most of the traffic
 * @param zone where its users live
 * @param router2 whether its requests pass Router 2.0, which prints HTTP version and TLS
 * @param proxied share of requests with a chain in X-Forwarded-For
 * @param releasePhase whether a command runs before each release
 * @param blank whether nothing was ever deployed: every request gets H81
 * @param requestShare share of the fleet's requests
 * @param jobShare jobs of its workers, as a share of the fleet's requests
 * @param failing share of requests that raise an exception on a good day
 * @param postgres name of its database add-on, or empty
 * @param redis name of its Redis add-on, or empty
 */
record AppProfile(
    String name,
    String herokuHost,
    List<String> domains,
    ZoneId zone,
    Rhythm rhythm,
    Voice voice,
    Formation formation,
    List<Route> routes,
    List<String> jobKinds,
    List<String> users,
    boolean router2,
    double proxied,
    boolean releasePhase,
    boolean blank,
    double requestShare,
    double jobShare,
    double failing,
    String postgres,
    String redis,
    int release,
    Calendar calendar) {}
