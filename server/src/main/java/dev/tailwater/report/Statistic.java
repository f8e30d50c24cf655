package dev.tailwater.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One number over the values of a series, in the order in which a legend shows them. */
enum Statistic {
  LATEST("Latest", "latest"),
  MIN("Min", "min"),
  MAX("Max", "max"),
  AVG("Avg", "avg");

  private final String head;
  private final String name;

  Statistic(String head, String name) {
    this.head = head;
    this.name = name;
  }

  /** Those that an author chose for a legend; all when none is named. */
  static List<Statistic> chosen(Settings settings) {
    Set<String> names = new HashSet<>();
    for (JsonNode named : settings.json().at("/legend/shownStatistics")) {
      names.add(named.asText());
    }
    List<Statistic> chosen =
        Arrays.stream(values()).filter(statistic -> names.contains(statistic.name)).toList();
    return chosen.isEmpty() ? List.of(values()) : chosen;
  }

  String head() {
    return head;
  }

  /** The number; empty when there is no value. NaN is no value. */
  Optional<Double> of(List<Double> all) {
    double[] values =
        all.stream().mapToDouble(Double::doubleValue).filter(v -> !Double.isNaN(v)).toArray();
    if (values.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (this) {
          case LATEST -> values[values.length - 1];
          case MIN -> Arrays.stream(values).min().orElseThrow();
          case MAX -> Arrays.stream(values).max().orElseThrow();
          case AVG -> Arrays.stream(values).average().orElseThrow();
        });
  }
}
