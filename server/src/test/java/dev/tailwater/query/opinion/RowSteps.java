package dev.tailwater.query.opinion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stages that choose, order or change rows, messages and records alike. */
final class RowSteps {
  private RowSteps() {}

  /** Keeps the rows for which a condition holds. */
  record Where(Expression condition) implements Step {
    @Override
    public String print(Spelling spelling) {
      return spelling.word("where") + " " + condition.print(spelling);
    }

    @Override
    public Table apply(Table rows) {
      return rows.where(row -> Boolean.TRUE.equals(condition.value(row)));
    }

    @Override
    public Stream<Where> smaller() {
      return condition.smaller().map(Where::new);
    }
  }

  /** {@code expression as name}, or a conversion of a field in its place. */
  record Assign(Expression expression, String name, boolean inPlace) implements Step {
    @Override
    public String print(Spelling spelling) {
      String written = expression.print(spelling);
      return inPlace ? written : written + " " + spelling.word("as") + " " + spelling.field(name);
    }

    @Override
    public Table apply(Table rows) {
      return rows.set(name, expression::value);
    }

    @Override
    public Stream<Assign> smaller() {
      return inPlace
          ? Stream.of()
          : expression
              .smaller()
              .filter(less -> less.kind() == expression.kind())
              .map(less -> new Assign(less, name, false));
    }
  }

  /** Orders rows; equal ones stay as they are. */
  record Sort(List<Order> orders) implements Step {
    @Override
    public String print(Spelling spelling) {
      return spelling.any("sort", "order", "sort by", "SORT BY")
          + " "
          + String.join(", ", orders.stream().map(order -> order.print(spelling)).toList());
    }

    @Override
    public Table apply(Table rows) {
      return rows.of(rows.rows().stream().sorted(Order.by(orders)).toList());
    }

    @Override
    public Stream<Sort> smaller() {
      return orders.size() == 1
          ? Stream.of()
          : orders.stream().map(order -> new Sort(List.of(order)));
    }
  }

  /** The first rows. */
  record Limit(int count) implements Step {
    @Override
    public String print(Spelling spelling) {
      return spelling.word("limit") + " " + count;
    }

    @Override
    public Table apply(Table rows) {
      return rows.of(rows.rows().stream().limit(count).toList());
    }
  }

  /** The first rows of each key, or of neighbours with one key. */
  record Dedup(boolean consecutive, int count, List<String> by) implements Step {
    @Override
    public String print(Spelling spelling) {
      return spelling.word("dedup")
          + (consecutive ? " " + spelling.word("consecutive") : "")
          + (count == 1 ? "" : " " + count)
          + Step.by(by, spelling);
    }

    @Override
    public Table apply(Table rows) {
      Map<List<@Nullable Object>, Integer> seen = new HashMap<>();
      List<Row> kept = new ArrayList<>();
      for (Row row : rows.rows()) {
        List<@Nullable Object> key = row.all(by);
        if (consecutive) {
          seen.keySet().retainAll(List.of(key));
        }
        if (seen.merge(key, 1, Integer::sum) <= count) {
          kept.add(row);
        }
      }
      return rows.of(kept);
    }
  }

  /** The rows with the largest values, of each group, with their rank. */
  record TopK(int count, List<String> of, List<String> by) implements Step {
    @Override
    public String print(Spelling spelling) {
      return spelling.word("topk")
          + "("
          + count
          + ", "
          + Step.list(of, spelling)
          + ")"
          + Step.by(by, spelling);
    }

    @Override
    public Table apply(Table rows) {
      List<Order> orders = of.stream().map(field -> new Order(field, false)).toList();
      List<Row> kept = new ArrayList<>();
      Table ordered = rows.of(rows.rows().stream().sorted(Order.ascending(by)).toList());
      for (List<Row> group : ordered.groups(by).values()) {
        List<Row> best = group.stream().sorted(Order.by(orders)).limit(count).toList();
        for (int i = 0; i < best.size(); i++) {
          kept.add(best.get(i).with("_rank", (double) (i + 1)));
        }
      }
      return rows.with(List.of("_rank"), kept);
    }
  }

  /** Keeps or removes fields. Of messages all that begin with an underscore stay. */
  record Fields(List<String> names, boolean removed) implements Step {
    @Override
    public String print(Spelling spelling) {
      String list = Step.list(names, spelling);
      return spelling.word("fields")
          + (removed ? spelling.any(" - ", " -") : " ")
          + spelling.any(list, "(" + list + ")");
    }

    @Override
    public Table apply(Table rows) {
      List<String> left =
          removed
              ? rows.fields().stream().filter(name -> !names.contains(name)).toList()
              : Stream.concat(
                      names.stream(),
                      rows.fields().stream()
                          .filter(name -> !rows.records() && name.startsWith("_"))
                          .filter(name -> !names.contains(name)))
                  .toList();
      return new Table(
          left,
          rows.rows().stream().map(row -> row.only(left)).toList(),
          rows.records(),
          rows.extracted());
    }
  }

  /** The start of the slice of the clock that a message is in. */
  record Timeslice(int count, String unit, String alias, long offsetMillis) implements Step {
    long millis() {
      return count
          * switch (unit) {
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            default -> 3_600_000L;
          };
    }

    @Override
    public String print(Spelling spelling) {
      return spelling.word("timeslice")
          + spelling.any(" ", " by ")
          + count
          + spelling.any("", " ")
          + unit
          + (alias.equals("_timeslice") ? "" : " as " + spelling.field(alias));
    }

    @Override
    public Table apply(Table rows) {
      return rows.set(alias, this::start).set("__timeslice_end", row -> start(row) + millis());
    }

    private double start(Row row) {
      long time = ((Double) Objects.requireNonNull(row.get("_messagetime"))).longValue();
      return Math.floorDiv(time + offsetMillis, millis()) * millis() - offsetMillis;
    }
  }

  /** Every stage that looks at rows before or after, for each group on its own. */
  record Window(String operator, String field, int width, String alias, List<String> by)
      implements Step {
    @Override
    public String print(Spelling spelling) {
      String name = spelling.field(field);
      boolean sized = width > 0;
      return spelling.word(operator)
          + " "
          + (sized ? name : spelling.any(name, "(" + name + ")"))
          + (sized ? spelling.any(", ", ",") + width : "")
          + (alias.equals("_" + operator) ? "" : " as " + spelling.field(alias))
          + Step.by(by, spelling);
    }

    @Override
    public Table apply(Table rows) {
      IdentityHashMap<Row, @Nullable Object> results = new IdentityHashMap<>();
      for (List<Row> group : rows.groups(by).values()) {
        List<Row> usable =
            group.stream().filter(row -> Values.number(row.get(field)) != null).toList();
        double[] numbers =
            usable.stream()
                .mapToDouble(row -> Objects.requireNonNull(Values.number(row.get(field))))
                .toArray();
        for (int i = 0; i < numbers.length; i++) {
          results.put(usable.get(i), result(numbers, i));
        }
        if (operator.equals("total") && numbers.length > 0) {
          group.forEach(row -> results.put(row, result(numbers, 0)));
        }
      }
      return rows.with(
          List.of(alias),
          rows.rows().stream().map(row -> row.with(alias, results.get(row))).toList());
    }

    private @Nullable Object result(double[] numbers, int place) {
      int size = width > 0 ? width : operator.equals("backshift") ? 1 : 10;
      double[] window =
          IntStream.rangeClosed(Math.max(0, place - size + 1), place)
              .mapToDouble(i -> numbers[i])
              .toArray();
      return switch (operator) {
        case "accum" -> IntStream.rangeClosed(0, place).mapToDouble(i -> numbers[i]).sum();
        case "total" -> IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).sum();
        case "diff" -> place == 0 ? null : (Object) (numbers[place] - numbers[place - 1]);
        case "backshift" -> place < size ? null : (Object) numbers[place - size];
        case "smooth" ->
            IntStream.range(0, window.length).mapToDouble(i -> window[i]).average().orElseThrow();
        default -> Groups.deviation(window);
      };
    }
  }
}
