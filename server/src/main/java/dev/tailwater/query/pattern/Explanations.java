package dev.tailwater.query.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds combinations of values that are more frequent in one set of rows, the test, than in
 * another, the control.
 *
 * <p>Combinations are grown value by value, and only while more than a twentieth of the test has
 * them: what is rare stays rare when a value is added (the Apriori principle). At most 20 values of
 * a field are that frequent, so the work is bounded by the number of rows times that of the sets of
 * fields.
 *
 * <p>For one thread.
 */
public final class Explanations {
  private static final double LEAST_COVERAGE = 0.05;
  private static final double LEAST_RELEVANCE = 0.1;

  private final int fields;
  private final List<Row> rows = new ArrayList<>();
  private final List<Explanation> found = new ArrayList<>();
  private long allTest;
  private long allControl;

  /** Combinations of values of so many fields. */
  public Explanations(int fields) {
    this.fields = fields;
  }

  /**
   * Equal rows.
   *
   * @param values one for each field
   * @param test how many are in the test
   * @param control how many are in the control
   */
  private record Row(List<@Nullable String> values, long test, long control) {}

  /** A value of a field, which counts from 0. */
  public record FieldValue(int field, String value) {}

  /**
   * A combination.
   *
   * @param relevance how much likelier a row that has it is of the test, from 0 to 1; a half where
   *     both sets have it equally often
   * @param testCoverage which part of the test has it, from 0 to 1
   * @param controlCoverage the same of the control
   */
  public record Explanation(
      List<FieldValue> values, double relevance, double testCoverage, double controlCoverage) {}

  /**
   * Adds equal rows.
   *
   * @param values one for each field; null and the empty text are no values
   * @param test how many are in the test
   * @param control how many are in the control
   */
  public void add(List<@Nullable String> values, long test, long control) {
    rows.add(new Row(values, test, control));
    allTest += test;
    allControl += control;
  }

  /**
   * The combinations, the most relevant first. A less relevant one tells a value that no more
   * relevant one has.
   */
  public List<Explanation> find() {
    found.clear();
    List<List<String>> frequent = new ArrayList<>();
    for (int field = 0; field < fields; field++) {
      frequent.add(frequent(field));
    }
    grow(List.of(), rows.stream().map(row -> Coded.of(row, frequent)).toList(), frequent);
    found.sort(
        Comparator.comparingDouble(Explanation::relevance)
            .thenComparingDouble(Explanation::testCoverage)
            .thenComparingInt(explanation -> explanation.values().size())
            .reversed()
            .thenComparing(explanation -> explanation.values().toString()));
    Set<FieldValue> told = new HashSet<>();
    List<Explanation> result = new ArrayList<>();
    for (Explanation explanation : found) {
      if (told.addAll(explanation.values())) {
        result.add(explanation);
      }
    }
    return result;
  }

  /** The values of a field that enough of the test has. */
  private List<String> frequent(int field) {
    Map<String, Long> test = new TreeMap<>();
    for (Row row : rows) {
      String value = row.values().get(field);
      if (value != null && !value.isEmpty()) {
        test.merge(value, row.test(), Long::sum);
      }
    }
    return test.entrySet().stream()
        .filter(entry -> isEnough(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isEnough(long test) {
    return test > LEAST_COVERAGE * allTest;
  }

  /**
   * A row whose values are numbers, so that comparing them costs nothing.
   *
   * @param codes for each field the place of the value among the frequent ones, or -1
   */
  private record Coded(List<Integer> codes, long test, long control) {
    static Coded of(Row row, List<List<String>> frequent) {
      List<Integer> codes = new ArrayList<>();
      for (int field = 0; field < frequent.size(); field++) {
        codes.add(frequent.get(field).indexOf(row.values().get(field)));
      }
      return new Coded(codes, row.test(), row.control());
    }
  }

  /** Adds a value of each later field to a combination that these rows have. */
  private void grow(List<FieldValue> values, List<Coded> having, List<List<String>> frequent) {
    int first = values.isEmpty() ? 0 : values.getLast().field() + 1;
    for (int field = first; field < fields; field++) {
      List<String> names = frequent.get(field);
      List<List<Coded>> parts = new ArrayList<>();
      names.forEach(name -> parts.add(new ArrayList<>()));
      for (Coded row : having) {
        int code = row.codes().get(field);
        if (code >= 0) {
          parts.get(code).add(row);
        }
      }
      for (int code = 0; code < names.size(); code++) {
        List<Coded> part = parts.get(code);
        long test = part.stream().mapToLong(Coded::test).sum();
        if (isEnough(test)) {
          List<FieldValue> longer = new ArrayList<>(values);
          longer.add(new FieldValue(field, names.get(code)));
          judge(longer, test, part);
          grow(longer, part, frequent);
        }
      }
    }
  }

  private void judge(List<FieldValue> values, long test, List<Coded> having) {
    long control = having.stream().mapToLong(Coded::control).sum();
    double testCoverage = (double) test / allTest;
    double controlCoverage = allControl == 0 ? 0 : (double) control / allControl;
    boolean everywhere = test == allTest && control == allControl && allControl > 0;
    double relevance = everywhere ? 0 : testCoverage / (testCoverage + controlCoverage);
    if (relevance > LEAST_RELEVANCE) {
      found.add(new Explanation(values, relevance, testCoverage, controlCoverage));
    }
  }
}
