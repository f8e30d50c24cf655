package dev.tailwater.query.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Groups rows with similar values.
 *
 * <p>The algorithm is Squeezer (He, Xu, Deng: <i>Squeezer: An Efficient Algorithm for Clustering
 * Categorical Data</i>, 2002): each row joins the cluster whose rows most often have its values, if
 * they do so in at least half of the fields on average; else it starts a new one. Equal rows come
 * together, the most frequent ones first, so that what is common shapes the clusters.
 *
 * <p>For one thread.
 */
public final class ValueClusters {
  private static final double SIMILAR = 0.5;
  private static final int MOST_CLUSTERS = 200;

  private final List<String> fields;
  private final List<Cluster> clusters = new ArrayList<>();

  /** Clusters of rows with these fields. */
  public ValueClusters(List<String> fields) {
    this.fields = List.copyOf(fields);
  }

  /** Rows that are alike, and how often each value occurs in each field. */
  public final class Cluster {
    private final List<Map<String, Long>> counts = new ArrayList<>();
    private long rows;

    private Cluster() {
      fields.forEach(field -> counts.add(new HashMap<>()));
    }

    /** How many rows there are. */
    public long rows() {
      return rows;
    }

    private double similarity(List<String> values) {
      double sum = 0;
      for (int i = 0; i < values.size(); i++) {
        sum += counts.get(i).getOrDefault(values.get(i), 0L);
      }
      return sum / rows / values.size();
    }

    private void add(List<String> values, long count) {
      for (int i = 0; i < values.size(); i++) {
        counts.get(i).merge(values.get(i), count, Long::sum);
      }
      rows += count;
    }

    /**
     * The values with their numbers and shares: {@code dyno=web.1 (3, 75%), method=GET (4, 100%)}.
     *
     * @param threshold the smallest share of a value that is shown, from 0 to 1; where none is so
     *     frequent there is a star
     */
    public String signature(double threshold) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        String field = fields.get(i);
        List<String> frequent =
            counts.get(i).entrySet().stream()
                .filter(entry -> entry.getValue() >= threshold * rows)
                .sorted(
                    Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> field + "=" + entry.getKey() + share(entry.getValue()))
                .toList();
        parts.add(frequent.isEmpty() ? field + "=*" : String.join(", ", frequent));
      }
      return parts.stream().collect(Collectors.joining(", "));
    }

    private String share(long count) {
      return " (" + count + ", " + Math.round(100.0 * count / rows) + "%)";
    }
  }

  /**
   * Adds equal rows.
   *
   * @param values one for each field
   */
  public void add(List<String> values, long count) {
    Cluster best = null;
    double bestSimilarity = 0;
    for (Cluster cluster : clusters) {
      double similarity = cluster.similarity(values);
      if (best == null || similarity > bestSimilarity) {
        best = cluster;
        bestSimilarity = similarity;
      }
    }
    if (best == null || (bestSimilarity < SIMILAR && clusters.size() < MOST_CLUSTERS)) {
      best = new Cluster();
      clusters.add(best);
    }
    best.add(values, count);
  }

  /** The clusters, the largest first. */
  public List<Cluster> clusters() {
    return clusters.stream().sorted(Comparator.comparingLong(Cluster::rows).reversed()).toList();
  }
}
