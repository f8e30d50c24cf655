package dev.tailwater.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a fleet delivers in some time, by app. */
record Recording(Map<String, List<Batch>> batches) {
  /** A Wednesday. */
  static final Instant START = Instant.parse("2026-03-11T10:00:00Z");

  static Recording of(FleetPlan plan, Duration time) {
    Instant until = plan.start().plus(time);
    Map<String, List<Batch>> batches = new LinkedHashMap<>();
    for (Feed feed : Fleet.of(plan).feeds()) {
      List<Batch> ofApp = new ArrayList<>();
      for (Batch batch = feed.next(until); batch != null; batch = feed.next(until)) {
        ofApp.add(batch);
      }
      batches.put(feed.app().name(), ofApp);
    }
    return new Recording(batches);
  }

  Stream<Batch> all() {
    return batches.values().stream().flatMap(List::stream);
  }

  List<Batch> of(String app) {
    return batches.getOrDefault(app, List.of());
  }

  List<Frame> frames(String app) {
    return of(app).stream().flatMap(batch -> Frame.of(batch.body()).stream()).toList();
  }

  List<Frame> frames() {
    return batches.keySet().stream().flatMap(app -> frames(app).stream()).toList();
  }
}
