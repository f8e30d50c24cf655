package dev.tailwater.query.opinion;

import dev.tailwater.query.TimeRange;
import dev.tailwater.query.opinion.Expression.Call;
import dev.tailwater.query.opinion.Expression.Field;
import dev.tailwater.query.opinion.Groups.Result;
import dev.tailwater.query.opinion.RecordSteps.FillMissing;
import dev.tailwater.query.opinion.RecordSteps.Filter;
import dev.tailwater.query.opinion.RecordSteps.Frequent;
import dev.tailwater.query.opinion.RecordSteps.Top;
import dev.tailwater.query.opinion.RecordSteps.Transpose;
import dev.tailwater.query.opinion.RowSteps.Assign;
import dev.tailwater.query.opinion.RowSteps.Dedup;
import dev.tailwater.query.opinion.RowSteps.Fields;
import dev.tailwater.query.opinion.RowSteps.Limit;
import dev.tailwater.query.opinion.RowSteps.Sort;
import dev.tailwater.query.opinion.RowSteps.Timeslice;
import dev.tailwater.query.opinion.RowSteps.TopK;
import dev.tailwater.query.opinion.RowSteps.Where;
import dev.tailwater.query.opinion.RowSteps.Window;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes random queries about messages. It looks at what each stage leaves, so that the next one
 * asks for fields and values that are there.
 */
final class QueryMaker {
  /** Patterns, each with the number of its stars. */
  private static final List<String> ANCHORS =
      List.of(
          "dyno=* ",
          "code=* ",
          "status=* bytes=*",
          "took *ms",
          "*: ",
          "\"level\":\"*\"",
          "* - *",
          "[*] *",
          "STATUS=* ",
          "path=\"*\"",
          "exited with status *",
          "host * * - *");

  private static final List<String> REGEXES =
      List.of(
          "dyno=(?<a>\\S+)",
          "status=(?<a>\\d)(?<b_2>\\d+)",
          "took (?<a>\\d+)ms|\"order\":\\{\"id\":(?<b_2>\\d+)",
          "(?<a>[a-z]+)\\.(?<b_2>\\d+) -",
          "(?<=path=\")(?<a>[^\"]*)",
          "(?i)(?<a>ERROR|warn)",
          "(?<a>.*?)(?= bytes=)",
          "code=(?<a>H(?<b_2>\\d\\d))",
          "(?<a>x)?service=(?<b_2>\\d+)ms");

  private static final List<String> MULTI =
      List.of("(?<a>[a-z_]+)=(?<b_2>\\S+)", "\"(?<a>[a-z]+)\":", "(?<a>\\d\\d):(?<b_2>\\d\\d)");

  private static final List<List<Object>> PATHS =
      List.of(
          List.of("level"),
          List.of("msg"),
          List.of("user"),
          List.of("order"),
          List.of("order", "id"),
          List.of("order", "total"),
          List.of("tags", 0),
          List.of("tags"),
          List.of("none"));

  private static final List<String> KEYS =
      List.of("dyno", "code", "status", "service", "method", "PATH", "missing", "level", "user");

  private static final List<String> WORDS =
      List.of(
          "router",
          "web.1",
          "web",
          "ERROR",
          "H12",
          "err*",
          "*rout*",
          "w*b",
          "10:0*",
          "status=200",
          "at=info method",
          "shop.herokuapp.com",
          "/cart",
          "\"level\"",
          "took",
          "card declined",
          "2*",
          "nowhere");

  private final RandomGenerator random;
  private final TimeRange range;
  private final ZoneId zone;
  private final Table messages;
  private final Map<String, Kind> base;

  private Scope scope = new Scope.All();
  private List<Step> steps = new ArrayList<>();
  private Table table;
  private Map<String, Kind> kinds;
  private int made;
  private boolean multiplied;
  private @Nullable Timeslice slices;

  /**
   * A maker.
   *
   * @param messages what queries are about, newest first
   * @param base the kinds of their fields
   * @param zone of the clock that time slices and dates keep to
   */
  QueryMaker(
      RandomGenerator random,
      TimeRange range,
      ZoneId zone,
      Table messages,
      Map<String, Kind> base) {
    this.random = random;
    this.range = range;
    this.zone = zone;
    this.messages = messages;
    this.base = base;
    this.table = messages;
    this.kinds = new LinkedHashMap<>(base);
  }

  /** A query. */
  Query query() {
    steps = new ArrayList<>();
    kinds = new LinkedHashMap<>(base);
    made = 0;
    multiplied = false;
    slices = null;
    table = messages;
    scope = random.nextInt(3) == 0 ? scope(2) : new Scope.All();
    table = messages.where(scope::holds);
    for (int i = random.nextInt(5); i > 0; i--) {
      onMessages();
    }
    if (random.nextInt(3) > 0) {
      if (random.nextInt(8) == 0) {
        frequent();
      } else {
        groups();
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        onRecords();
      }
    }
    return new Query(scope, List.copyOf(steps), random.nextLong());
  }

  private void add(Step step) {
    steps.add(step);
    // Parsing neighbours stand together, so it all begins anew.
    table = Query.apply(steps, messages.where(scope::holds));
  }

  private Scope scope(int depth) {
    return switch (depth == 0 ? random.nextInt(3) : random.nextInt(6)) {
      case 0, 1 -> {
        String word = one(WORDS);
        yield new Scope.Word(word, word.matches(".*[= \"].*"));
      }
      case 2 -> {
        String field = one(List.of("component", "dyno", "status", "code", "_sourceName"));
        String text = Values.textOrEmpty(sample(field.toLowerCase(Locale.ROOT)));
        String stem = text.isEmpty() ? "" : text.substring(0, 1 + random.nextInt(text.length()));
        yield new Scope.Has(
            field, one(text.isEmpty() ? List.of("*") : List.of("*", text, stem + "*", stem)));
      }
      case 3 -> new Scope.Not(scope(depth - 1));
      default -> new Scope.Pair(random.nextBoolean(), scope(depth - 1), scope(depth - 1));
    };
  }

  private void onMessages() {
    switch (random.nextInt(16)) {
      case 0, 1 -> anchor();
      case 2, 3 -> regex();
      case 4 -> json();
      case 5 -> keyValue();
      case 6 -> multi();
      case 7 -> split();
      case 8, 9 -> timeslice();
      case 10 -> fields();
      default -> onRows();
    }
  }

  private void onRecords() {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> window();
      case 3 -> transpose();
      case 4 -> top();
      case 5 -> fillMissing();
      case 6 -> filter();
      case 7 -> fields();
      case 8 -> groups();
      default -> onRows();
    }
  }

  private void onRows() {
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> add(new Where(expressions().condition(2)));
      case 3, 4, 5 -> assign();
      case 6 -> sort();
      case 7 -> add(new Limit(1 + random.nextInt(12)));
      default -> {
        if (random.nextBoolean()) {
          dedup();
        } else {
          topK();
        }
      }
    }
  }

  private void anchor() {
    List<String> between = Arrays.asList(one(ANCHORS).split("\\*", -1));
    List<String> names = names(between.size() - 1);
    add(new Parse.Anchor(source(), between, names, random.nextBoolean()));
    known(names, Kind.TEXT);
  }

  private void regex() {
    parsed(
        one(REGEXES),
        (pattern, names) -> new Parse.Regex(source(), pattern, names, random.nextBoolean()));
  }

  private void multi() {
    boolean alone = steps.isEmpty() || !(steps.getLast() instanceof Parse);
    if (!multiplied && alone) {
      multiplied = true;
      parsed(
          one(MULTI),
          (pattern, names) -> new Parse.Multi(source(), pattern, names, random.nextBoolean()));
      // What parses next is not its neighbour.
      add(new Where(Expression.Literal.of(true)));
    }
  }

  private interface OfPattern {
    Step step(String pattern, List<String> names);
  }

  private void parsed(String pattern, OfPattern stage) {
    boolean two = pattern.contains("(?<b_2>");
    List<String> names = names(two ? 2 : 1);
    String named = pattern.replace("(?<a>", "(?<" + names.getFirst() + ">");
    add(stage.step(named.replace("(?<b_2>", "(?<" + names.getLast() + ">"), names));
    known(names, Kind.TEXT);
  }

  private void json() {
    List<List<Object>> paths = some(PATHS, 1 + random.nextInt(2));
    List<String> names = fresh(paths.size());
    add(new Parse.Json(source(), paths, names, random.nextBoolean()));
    known(names, Kind.TEXT);
  }

  private void keyValue() {
    List<String> keys = some(KEYS, 1 + random.nextInt(2));
    List<String> names = fresh(keys.size());
    add(new Parse.KeyValue(source(), keys, names, random.nextBoolean()));
    known(names, Kind.TEXT);
  }

  private void split() {
    List<String> names = fresh(2);
    Map<Integer, String> places = new LinkedHashMap<>();
    places.put(1 + random.nextInt(2), names.get(0));
    places.put(3, names.get(1));
    add(new Parse.Split(one(fields(Kind.TEXT)), one(List.of(',', '.', '/', '=')), places));
    known(names, Kind.TEXT);
  }

  private void timeslice() {
    if (!kinds.containsKey("_messagetime") || kinds.containsKey("__timeslice_end")) {
      return;
    }
    Timeslice slice =
        new Timeslice(
            one(List.of(1, 2, 5, 7)),
            one(List.of("m", "m", "s", "h")),
            random.nextInt(4) == 0 ? fresh(1).getFirst() : "_timeslice",
            zone.getRules().getOffset(range.from()).getTotalSeconds() * 1000L);
    if (slice.millis() < 10_000) {
      return;
    }
    add(slice);
    slices = slice.alias().equals("_timeslice") ? slice : null;
    known(List.of(slice.alias(), "__timeslice_end"), Kind.NUMBER);
  }

  private void assign() {
    if (random.nextInt(4) == 0) {
      inPlace();
      return;
    }
    Expression expression = expressions().any(2);
    String name = random.nextInt(4) == 0 ? one(List.of("dyno", "extra")) : fresh(1).getFirst();
    add(new Assign(expression, name, false));
    known(List.of(name), expression.kind());
  }

  private void inPlace() {
    List<String> texts = fields(Kind.TEXT);
    if (texts.isEmpty()) {
      return;
    }
    Field field = new Field(one(texts), Kind.TEXT);
    Call call =
        random.nextBoolean()
            ? new Call("num", Kind.NUMBER, List.of(field), v -> Values.number(v.getFirst()))
            : new Call(
                "toLowerCase",
                Kind.TEXT,
                List.of(field),
                v ->
                    v.getFirst() == null ? null : v.getFirst().toString().toLowerCase(Locale.ROOT));
    if (field.name().startsWith("_")) {
      return;
    }
    add(new Assign(call, field.name(), true));
    known(List.of(field.name()), call.kind());
  }

  private void sort() {
    List<Order> orders =
        some(sortable(), 1 + random.nextInt(2)).stream()
            .map(field -> new Order(field, random.nextBoolean()))
            .toList();
    if (!orders.isEmpty()) {
      add(new Sort(orders));
    }
  }

  private void dedup() {
    List<String> by = some(keys(), 1 + random.nextInt(2));
    if (!by.isEmpty()) {
      add(new Dedup(random.nextInt(3) == 0, 1 + random.nextInt(2), by));
    }
  }

  private void topK() {
    List<String> of = some(sortable(), 1 + random.nextInt(2));
    if (!of.isEmpty() && !kinds.containsKey("_rank")) {
      add(new TopK(1 + random.nextInt(3), of, some(keys(), random.nextInt(2))));
      known(List.of("_rank"), Kind.NUMBER);
    }
  }

  private void fields() {
    boolean removed = random.nextBoolean();
    List<String> names =
        some(
            kinds.keySet().stream()
                .filter(name -> table.records() || !name.startsWith("_"))
                .toList(),
            removed ? 1 : 3);
    // Something must be left.
    if (names.isEmpty() || (removed && names.size() == kinds.size())) {
      return;
    }
    add(new Fields(names, removed));
    kinds.keySet().retainAll(table.fields());
  }

  private void groups() {
    List<String> by = some(keys(), random.nextInt(3));
    if (slices != null && kinds.containsKey("_timeslice") && !by.contains("_timeslice")) {
      by = Stream.concat(Stream.of("_timeslice"), by.stream()).toList();
    }
    List<Result> results = new ArrayList<>();
    Map<String, Kind> after = new LinkedHashMap<>();
    for (String field : by) {
      after.put(field, Objects.requireNonNull(kinds.get(field)));
    }
    boolean bare = !by.isEmpty() && random.nextInt(5) == 0;
    int count = bare ? 1 : 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String function =
          bare
              ? "count"
              : one(
                  List.of(
                      "count",
                      "count",
                      "count_distinct",
                      "sum",
                      "avg",
                      "min",
                      "max",
                      "stddev",
                      "pct",
                      "first",
                      "last",
                      "values"));
      boolean numeric = List.of("sum", "avg", "min", "max", "stddev", "pct").contains(function);
      List<String> candidates =
          kinds.keySet().stream()
              .filter(field -> numeric || kinds.get(field) != Kind.INEXACT)
              .filter(field -> !numeric || kinds.get(field) != Kind.BOOLEAN)
              .filter(field -> !function.equals("stddev") || !isLarge(field))
              .toList();
      boolean plain = function.equals("count") && (bare || random.nextBoolean());
      if (candidates.isEmpty() && !plain) {
        continue;
      }
      String field = plain ? "" : one(candidates);
      boolean named = random.nextBoolean() || after.containsKey("_" + function);
      String name = named || function.equals("pct") ? fresh(1).getFirst() : "_" + function;
      results.add(new Result(function, field, one(List.of(0.0, 50.0, 95.0, 99.5)), name));
      after.put(name, kind(function, kinds.getOrDefault(field, Kind.NUMBER)));
    }
    if (results.isEmpty()) {
      return;
    }
    add(new Groups(results, by, bare));
    kinds = after;
    slices = by.contains("_timeslice") ? slices : null;
  }

  private void frequent() {
    List<String> of = some(keys(), 1 + random.nextInt(2));
    if (of.isEmpty()) {
      groups();
      return;
    }
    boolean top = random.nextBoolean();
    add(new Frequent(1 + random.nextInt(5), of, top));
    kinds.keySet().retainAll(of);
    known(List.of(top ? "_count" : "_approxcount"), Kind.NUMBER);
    slices = null;
  }

  private static Kind kind(String function, Kind field) {
    Kind number = field == Kind.INEXACT ? Kind.INEXACT : Kind.NUMBER;
    return switch (function) {
      case "count", "count_distinct" -> Kind.NUMBER;
      case "sum", "min", "max" -> number;
      case "first", "last" -> field;
      case "values" -> Kind.TEXT;
      default -> Kind.INEXACT;
    };
  }

  private void window() {
    List<String> numbers =
        kinds.keySet().stream().filter(field -> kinds.get(field) != Kind.BOOLEAN).toList();
    if (numbers.isEmpty()) {
      return;
    }
    String field = one(numbers);
    String operator = one(List.of("accum", "total", "diff", "backshift", "smooth", "rollingstd"));
    if (operator.equals("rollingstd") && isLarge(field)) {
      return;
    }
    boolean sized = List.of("backshift", "smooth", "rollingstd").contains(operator);
    boolean named = random.nextBoolean() || kinds.containsKey("_" + operator);
    String alias = named ? fresh(1).getFirst() : "_" + operator;
    add(
        new Window(
            operator,
            field,
            sized ? random.nextInt(4) : 0,
            alias,
            some(keys(), random.nextInt(2))));
    boolean exact = kinds.get(field) != Kind.INEXACT && !operator.matches("smooth|rollingstd");
    known(List.of(alias), exact ? Kind.NUMBER : Kind.INEXACT);
  }

  private void transpose() {
    if (!(steps.getLast() instanceof Groups groups)
        || groups.results().size() != 1
        || groups.by().size() < 2) {
      return;
    }
    List<String> row = groups.by().subList(0, groups.by().size() - 1);
    String column = groups.by().getLast();
    String value = groups.results().getFirst().name();
    List<String> found =
        new Transpose(row, column, value, List.of())
            .apply(table).fields().stream().skip(row.size()).toList();
    Set<String> distinct = new HashSet<>(row);
    boolean clear =
        found.stream()
            .allMatch(name -> distinct.add(name.toLowerCase(Locale.ROOT)) && !name.isEmpty());
    List<String> declared =
        some(found.stream().filter(name -> name.matches("[\\w. -]+")).toList(), 2);
    if (!clear) {
      return;
    }
    Map<String, Kind> after = new LinkedHashMap<>();
    row.forEach(field -> after.put(field, Objects.requireNonNull(kinds.get(field))));
    boolean all = declared.isEmpty() || random.nextBoolean();
    add(new Transpose(row, column, value, all ? List.of() : declared));
    if (!all) {
      declared.forEach(name -> after.put(name, Objects.requireNonNull(kinds.get(value))));
    }
    kinds = after;
    slices = null;
  }

  private void top() {
    List<String> all = List.copyOf(kinds.keySet());
    List<String> of = some(all, 1 + random.nextInt(2));
    List<Order> by =
        some(sortable().stream().filter(field -> !of.contains(field)).toList(), 1).stream()
            .map(field -> new Order(field, random.nextInt(3) == 0))
            .toList();
    if (by.isEmpty()) {
      return;
    }
    add(new Top(1 + random.nextInt(4), of, by));
    kinds.keySet().retainAll(table.fields());
  }

  private void fillMissing() {
    Timeslice slice = kinds.containsKey("_timeslice") ? slices : null;
    List<String> fields =
        some(keys().stream().filter(field -> !field.equals("_timeslice")).toList(), 1);
    if (slice == null && fields.isEmpty()) {
      return;
    }
    Map<String, Double> with = new LinkedHashMap<>();
    kinds.forEach((field, kind) -> {
      boolean key = fields.contains(field) || field.equals("_timeslice");
      if (!key && kind == Kind.NUMBER && random.nextInt(3) == 0) {
        with.put(field, 7.0);
      }
    });
    add(
        new FillMissing(
            slice,
            range.from().toEpochMilli(),
            range.to().toEpochMilli(),
            fields,
            Map.copyOf(kinds),
            with));
  }

  private void filter() {
    List<String> fields = some(keys(), 1 + random.nextInt(2));
    if (fields.isEmpty()) {
      return;
    }
    List<Step> child = new ArrayList<>();
    if (random.nextBoolean()) {
      child.add(new Groups(List.of(new Result("count", "", 0, "many")), fields, false));
      child.add(new Top(1 + random.nextInt(3), fields, List.of(new Order("many", false))));
    } else {
      child.add(new Where(expressions().condition(1)));
    }
    add(new Filter(fields, child));
  }

  private ExpressionMaker expressions() {
    return new ExpressionMaker(random, kinds, zone, this::sample);
  }

  private @Nullable Object sample(String field) {
    return table.rows().isEmpty() ? null : one(table.rows()).get(field);
  }

  /** Whether digits are lost in the squares of its numbers. */
  private boolean isLarge(String field) {
    return table.rows().stream()
        .map(row -> Values.number(row.get(field)))
        .anyMatch(number -> number != null && Math.abs(number) > 1e7);
  }

  private void known(List<String> names, Kind kind) {
    names.forEach(name -> kinds.put(name, kind));
  }

  /** Mostly the message, otherwise some text. */
  private String source() {
    return random.nextInt(3) > 0 ? "_raw" : one(fields(Kind.TEXT));
  }

  /** New names, or that of a text that may have a value already. */
  private List<String> names(int count) {
    List<String> texts =
        fields(Kind.TEXT).stream().filter(name -> name.matches("[a-z][a-z_0-9]*")).toList();
    return count == 1 && random.nextInt(3) == 0 && !texts.isEmpty()
        ? List.of(one(texts))
        : fresh(count);
  }

  private List<String> fresh(int count) {
    return IntStream.range(0, count).mapToObj(i -> "f_" + ++made).toList();
  }

  private List<String> fields(Kind kind) {
    return kinds.keySet().stream().filter(field -> kinds.get(field) == kind).toList();
  }

  private List<String> sortable() {
    return Stream.of(fields(Kind.TEXT), fields(Kind.NUMBER)).flatMap(List::stream).toList();
  }

  /** What rows can be told apart by. */
  private List<String> keys() {
    return kinds.keySet().stream()
        .filter(field -> kinds.get(field) != Kind.INEXACT)
        .filter(field -> !List.of("_raw", "_messageid", "_messagetime").contains(field))
        .toList();
  }

  private <T> List<T> some(List<T> list, int count) {
    List<T> left = new ArrayList<>(list);
    List<T> taken = new ArrayList<>();
    while (taken.size() < count && !left.isEmpty()) {
      taken.add(left.remove(random.nextInt(left.size())));
    }
    return taken;
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
