package dev.tailwater.query.operator;

/** The straight line with the least squared distances from values at 0, 1, 2 and so on. */
record LinearTrend(double start, double slope) {
  /** The line of at least one value. */
  static LinearTrend of(double[] values) {
    double middle = (values.length - 1) / 2.0;
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double covariance = 0;
    double variance = 0;
    for (int at = 0; at < values.length; at++) {
      covariance += (at - middle) * (values[at] - mean);
      variance += (at - middle) * (at - middle);
    }
    double slope = variance == 0 ? 0 : covariance / variance;
    return new LinearTrend(mean - slope * middle, slope);
  }

  double at(int place) {
    return start + slope * place;
  }
}
