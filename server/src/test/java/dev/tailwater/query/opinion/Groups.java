package dev.tailwater.query.opinion;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Aggregates of the rows of each group. The records come in ascending order of their groups. */
record Groups(List<Result> results, List<String> by, boolean bare) implements Step {
  /** One aggregate, of a field unless it is a plain count; a percentile has its percent. */
  record Result(String function, String field, double percent, String name) {
    String print(Spelling spelling) {
      String arguments =
          field.isEmpty()
              ? ""
              : "("
                  + spelling.field(field)
                  + (function.equals("pct") ? ", " + Values.text(percent) : "")
                  + ")";
      return spelling.word(function)
          + arguments
          + (name.equals("_" + function)
              ? ""
              : " " + spelling.word("as") + " " + spelling.field(name));
    }

    @Nullable Object of(List<Row> rows) {
      List<Object> values =
          rows.stream()
              .map(row -> row.get(field))
              .flatMap(value -> value == null ? Stream.of() : Stream.of(value))
              .toList();
      double[] numbers =
          values.stream()
              .flatMap(value -> Stream.ofNullable(Values.number(value)))
              .mapToDouble(number -> number)
              .sorted()
              .toArray();
      return switch (function) {
        case "count" -> (double) (field.isEmpty() ? rows.size() : values.size());
        case "count_distinct" -> (double) values.stream().distinct().count();
        case "first" -> rows.getFirst().get(field);
        case "last" -> rows.getLast().get(field);
        case "values" -> values.isEmpty() ? null : distinct(values);
        default -> numbers.length == 0 ? null : (Object) ofNumbers(numbers);
      };
    }

    private static String distinct(List<Object> values) {
      return values.stream()
          .map(Values::textOrEmpty)
          .distinct()
          .sorted(Values::compare)
          .limit(100)
          .collect(joining("\n"));
    }

    private double ofNumbers(double[] sorted) {
      return switch (function) {
        case "sum" -> Arrays.stream(sorted).sum();
        case "avg" -> Arrays.stream(sorted).sum() / sorted.length;
        case "min" -> sorted[0];
        case "max" -> sorted[sorted.length - 1];
        case "stddev" -> deviation(sorted);
        default -> percentile(sorted, percent / 100);
      };
    }
  }

  /** Of a sample; 0 for one number. */
  static double deviation(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double squares = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
    return numbers.length == 1 ? 0 : Math.sqrt(squares / (numbers.length - 1));
  }

  /** Linear between the closest ranks. */
  private static double percentile(double[] sorted, double fraction) {
    double rank = fraction * (sorted.length - 1);
    int below = (int) Math.floor(rank);
    int above = (int) Math.ceil(rank);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  @Override
  public String print(Spelling spelling) {
    String list =
        String.join(", ", results.stream().map(result -> result.print(spelling)).toList());
    if (bare) {
      return list + " " + Step.list(by, spelling);
    }
    return list
        + (by.isEmpty() || !spelling.coin()
            ? Step.by(by, spelling)
            : " " + spelling.any("group by ", "group ") + Step.list(by, spelling));
  }

  @Override
  public Table apply(Table rows) {
    List<String> fields = Stream.concat(by.stream(), results.stream().map(Result::name)).toList();
    List<Row> records = new ArrayList<>();
    rows.groups(by)
        .forEach((key, group) -> {
          Map<String, @Nullable Object> values = new LinkedHashMap<>();
          by.forEach(field -> values.put(field, group.getFirst().get(field)));
          results.forEach(result -> values.put(result.name(), result.of(group)));
          records.add(new Row(values));
        });
    return Table.records(fields, records.stream().sorted(Order.ascending(by)).toList());
  }

  @Override
  public Stream<Groups> smaller() {
    return results.size() == 1
        ? Stream.of()
        : results.stream().map(one -> new Groups(List.of(Objects.requireNonNull(one)), by, bare));
  }
}
