package dev.tailwater.query.operator;

import java.util.Arrays;

/**
 * A value as a weighted sum of those before it. The weights are those of Burg's method: order by
 * order it takes the one that makes the errors of predicting forwards and backwards smallest
 * together. Unlike weights by least squares they can never make a prediction grow without end.
 */
final class AutoRegression {
  /** Of the energy of the series; what is left below this is rounding. */
  private static final double EXHAUSTED = 1e-12;

  private final double[] weights;

  private AutoRegression(double[] weights) {
    this.weights = weights;
  }

  /**
   * The model of the first values of an array.
   *
   * @param length how many of them
   * @param order how many values before it a value depends on; less than the length, or 0
   */
  static AutoRegression of(double[] values, int length, int order) {
    double[] weights = new double[order];
    double[] forward = Arrays.copyOf(values, length);
    double[] backward = Arrays.copyOf(values, length);
    double energy = 0;
    for (double value : forward) {
      energy += value * value;
    }
    for (int done = 0; done < order; done++) {
      double product = 0;
      double power = 0;
      for (int at = done + 1; at < length; at++) {
        product += forward[at] * backward[at - 1];
        power += forward[at] * forward[at] + backward[at - 1] * backward[at - 1];
      }
      if (power <= EXHAUSTED * energy) {
        break;
      }
      double reflection = 2 * product / power;
      for (int at = length - 1; at > done; at--) {
        double before = backward[at - 1];
        backward[at] = before - reflection * forward[at];
        forward[at] -= reflection * before;
      }
      double[] shorter = Arrays.copyOf(weights, done);
      for (int i = 0; i < done; i++) {
        weights[i] = shorter[i] - reflection * shorter[done - 1 - i];
      }
      weights[done] = reflection;
    }
    return new AutoRegression(weights);
  }

  /** What the values before a place make it. */
  double next(double[] values, int place) {
    double next = 0;
    for (int i = 0; i < weights.length; i++) {
      next += weights[i] * values[place - 1 - i];
    }
    return next;
  }
}
