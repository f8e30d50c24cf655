package dev.tailwater.query.opinion;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stage that finds texts in a text. Neighbours stand together: a message in which one with {@code
 * nodrop} found something is not dropped by a later one without it.
 */
sealed interface Parse extends Step {
  /** Where it looks. */
  String field();

  List<String> names();

  boolean nodrop();

  /** What it finds. */
  Found find(String text);

  /** Whether it may drop rows at all. */
  default boolean drops() {
    return true;
  }

  /** Values by name, and whether they are all that was looked for. */
  record Found(Map<String, @Nullable Object> values, boolean matches) {
    static final Found NOTHING = new Found(Map.of(), false);
  }

  /** What a name has where nothing is found and it had no value. */
  @Nullable Object missing();

  @Override
  default Table apply(Table rows) {
    return apply(List.of(this), rows);
  }

  /** Neighbours, one after the other. */
  static Table apply(List<Parse> chain, Table rows) {
    List<Row> kept = new ArrayList<>();
    for (Row row : rows.rows()) {
      // What was extracted on arrival is not a value that the query gave.
      chain(chain, row, new HashSet<>(rows.extracted())).ifPresent(kept::add);
    }
    return rows.with(chain.stream().flatMap(parse -> parse.names().stream()).toList(), kept);
  }

  private static Optional<Row> chain(List<Parse> chain, Row row, Set<String> extracted) {
    boolean saved = false;
    for (Parse parse : chain) {
      String text = Values.text(row.get(parse.field()));
      Found found = text == null ? Found.NOTHING : parse.find(text);
      if (!found.matches() && !parse.nodrop() && !saved && parse.drops()) {
        return Optional.empty();
      }
      for (String name : parse.names()) {
        boolean given = row.get(name) != null && !extracted.contains(name);
        if (found.values().containsKey(name)) {
          row = row.with(name, found.values().get(name));
        } else if (!given) {
          row = row.with(name, parse.missing());
        }
        extracted.remove(name);
      }
      saved |= parse.nodrop() && found.matches();
    }
    return Optional.of(row);
  }

  private static String from(String field, Spelling spelling) {
    return field.equals("_raw")
        ? " "
        : " " + spelling.word("field") + spelling.any("=", " = ") + spelling.field(field) + " ";
  }

  private static String nodrop(boolean nodrop, Spelling spelling) {
    return nodrop ? " " + spelling.word("nodrop") : "";
  }

  /** Texts between other texts; a star is what is found. Letter case does not count. */
  record Anchor(String field, List<String> between, List<String> names, boolean nodrop)
      implements Parse {
    @Override
    public @Nullable Object missing() {
      return "";
    }

    @Override
    public String print(Spelling spelling) {
      String pattern = between.stream().map(Anchor::escape).collect(joining("*"));
      String list = Step.list(names, spelling);
      return spelling.word("parse")
          + from(field, spelling)
          + '"'
          + pattern
          + "\" "
          + spelling.word("as")
          + " "
          + spelling.any(list, "(" + list + ")")
          + Parse.nodrop(nodrop, spelling);
    }

    private static String escape(String text) {
      return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public Found find(String text) {
      String folded = text.toLowerCase(Locale.ROOT);
      Map<String, @Nullable Object> found = new LinkedHashMap<>();
      // A pattern that begins with a star begins where the text does.
      int end = between.getFirst().isEmpty() ? 0 : folded.indexOf(folded(0));
      if (end < 0) {
        return Found.NOTHING;
      }
      end += between.getFirst().length();
      for (int i = 1; i < between.size(); i++) {
        boolean rest = i == between.size() - 1 && between.get(i).isEmpty();
        int next = rest ? text.length() : folded.indexOf(folded(i), end);
        if (next < 0) {
          return Found.NOTHING;
        }
        found.put(names.get(i - 1), text.substring(end, next));
        end = next + between.get(i).length();
      }
      return new Found(found, true);
    }

    private String folded(int part) {
      return between.get(part).toLowerCase(Locale.ROOT);
    }
  }

  /** The named groups of the first match of a regular expression, written in Java's dialect. */
  record Regex(String field, String pattern, List<String> names, boolean nodrop) implements Parse {
    @Override
    public @Nullable Object missing() {
      return "";
    }

    @Override
    public String print(Spelling spelling) {
      return spelling.any("parse regex", "extract", "Parse Regex")
          + from(field, spelling)
          + '"'
          + pattern.replace("\"", "\\\"")
          + '"'
          + Parse.nodrop(nodrop, spelling);
    }

    @Override
    public Found find(String text) {
      Matcher matcher = matcher(pattern, names, text);
      return matcher.find() ? new Found(groups(matcher, names), true) : Found.NOTHING;
    }

    /** Java's groups have no underscores. */
    static Matcher matcher(String pattern, List<String> names, String text) {
      String renamed = pattern;
      for (int i = 0; i < names.size(); i++) {
        renamed = renamed.replace("(?<" + names.get(i) + ">", "(?<g" + i + ">");
      }
      return Pattern.compile(renamed).matcher(text);
    }

    static Map<String, @Nullable Object> groups(Matcher matcher, List<String> names) {
      Map<String, @Nullable Object> found = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        String group = matcher.group("g" + i);
        found.put(names.get(i), group == null ? "" : group);
      }
      return found;
    }
  }

  /** Values of the object at the end of a text, by path; a path is keys and positions. */
  record Json(String field, List<List<Object>> paths, List<String> names, boolean nodrop)
      implements Parse {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public @Nullable Object missing() {
      return null;
    }

    @Override
    public String print(Spelling spelling) {
      String list = paths.stream().map(path -> '"' + written(path) + '"').collect(joining(", "));
      return spelling.word("json")
          + from(field, spelling)
          + list
          + " "
          + spelling.word("as")
          + " "
          + Step.list(names, spelling)
          + Parse.nodrop(nodrop, spelling);
    }

    private static String written(List<Object> path) {
      String text =
          path.stream()
              .map(step -> step instanceof Integer place ? "[" + place + "]" : "." + step)
              .collect(joining());
      return text.startsWith(".") ? text.substring(1) : text;
    }

    @Override
    public Found find(String text) {
      int start = text.indexOf('{');
      JsonNode object;
      try {
        object = MAPPER.readTree(text.substring(Math.max(0, start)));
      } catch (JsonProcessingException e) {
        return Found.NOTHING;
      }
      Map<String, @Nullable Object> found = new LinkedHashMap<>();
      for (int i = 0; start >= 0 && i < paths.size(); i++) {
        JsonNode node = object;
        for (Object step : paths.get(i)) {
          node = step instanceof Integer place ? node.path(place) : node.path((String) step);
        }
        if (node.isNull()) {
          found.put(names.get(i), null);
        } else if (!node.isMissingNode()) {
          found.put(names.get(i), node.isTextual() ? node.textValue() : node.toString());
        }
      }
      return new Found(found, found.size() == paths.size());
    }
  }

  /** Values behind keys. */
  record KeyValue(String field, List<String> keys, List<String> names, boolean nodrop)
      implements Parse {
    @Override
    public @Nullable Object missing() {
      return null;
    }

    @Override
    public String print(Spelling spelling) {
      return spelling.any("kv", "keyvalue", "KV infer", "kv keys")
          + " "
          + keys.stream().map(key -> '"' + key + '"').collect(joining(", "))
          + " "
          + spelling.word("as")
          + " "
          + Step.list(names, spelling)
          + from(field, spelling)
          + Parse.nodrop(nodrop, spelling);
    }

    @Override
    public Found find(String text) {
      Map<String, @Nullable Object> found = new LinkedHashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        Matcher matcher =
            Pattern.compile(
                    "(?i)(?<!\\w)"
                        + Pattern.quote(keys.get(i))
                        + " *(?:=>|->|=|:) *(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<plain>[^\\s,;)\\]}]+))")
                .matcher(text);
        if (matcher.find()) {
          String quoted = matcher.group("quoted");
          found.put(
              names.get(i), quoted == null ? matcher.group("plain") : quoted.replace("\\\"", "\""));
        }
      }
      return new Found(found, !found.isEmpty());
    }
  }

  /** What a field is cut into, by position. */
  record Split(String field, char delimiter, Map<Integer, String> places) implements Parse {
    @Override
    public List<String> names() {
      return List.copyOf(places.values());
    }

    @Override
    public boolean nodrop() {
      return false;
    }

    @Override
    public boolean drops() {
      return false;
    }

    @Override
    public @Nullable Object missing() {
      return null;
    }

    @Override
    public String print(Spelling spelling) {
      String extract =
          String.join(
              ", ",
              places.entrySet().stream()
                  .map(entry ->
                      entry.getKey()
                          + " "
                          + spelling.word("as")
                          + " "
                          + spelling.field(entry.getValue()))
                  .toList());
      String head =
          delimiter == ','
              ? spelling.word("csv") + " " + spelling.field(field)
              : spelling.word("split") + " " + spelling.field(field) + " delim='" + delimiter + "'";
      return head + " " + spelling.word("extract") + " " + extract;
    }

    @Override
    public Found find(String text) {
      List<String> cells = cells(text);
      Map<String, @Nullable Object> found = new LinkedHashMap<>();
      places.forEach(
          (place, name) -> found.put(name, place <= cells.size() ? cells.get(place - 1) : null));
      return new Found(found, true);
    }

    /** A backslash makes the next delimiter, quote or backslash an ordinary character. */
    private List<String> cells(String text) {
      String special = "[\\\\\"" + delimiter + "]";
      Matcher quoted =
          Pattern.compile("[ \\t]*\"(?<in>(?:\\\\" + special + "|\"\"|[^\"])*+)\"[ \\t]*")
              .matcher(text);
      Matcher plain =
          Pattern.compile("(?:\\\\" + special + "|[^" + delimiter + "])*+").matcher(text);
      List<String> cells = new ArrayList<>();
      int at = 0;
      while (at <= text.length()) {
        String cell = "";
        if (quoted.region(at, text.length()).lookingAt()) {
          cell = quoted.group("in").replaceAll("\\\\(" + special + ")|\"(\")", "$1$2");
          at = quoted.end();
        }
        plain.region(at, text.length()).lookingAt();
        cells.add(cell + plain.group().replaceAll("\\\\(" + special + ")", "$1"));
        at = plain.end() + 1;
      }
      return cells;
    }
  }

  /** A row for each match of a regular expression. It stands alone. */
  record Multi(String field, String pattern, List<String> names, boolean nodrop) implements Step {
    @Override
    public String print(Spelling spelling) {
      return spelling.word("parse")
          + " "
          + spelling.word("regex")
          + from(field, spelling)
          + '"'
          + pattern.replace("\"", "\\\"")
          + "\" "
          + spelling.word("multi")
          + Parse.nodrop(nodrop, spelling);
    }

    @Override
    public Table apply(Table rows) {
      List<Row> made = new ArrayList<>();
      for (Row row : rows.rows()) {
        String text = Values.textOrEmpty(row.get(field));
        Matcher matcher = Regex.matcher(pattern, names, text);
        boolean any = false;
        while (matcher.find()) {
          any = true;
          Row copy = row;
          for (Map.Entry<String, @Nullable Object> group :
              Regex.groups(matcher, names).entrySet()) {
            copy = copy.with(group.getKey(), group.getValue());
          }
          made.add(copy);
        }
        if (!any && nodrop) {
          Row copy = row;
          for (String name : names) {
            boolean given = copy.get(name) != null && !rows.extracted().contains(name);
            copy = given ? copy : copy.with(name, "");
          }
          made.add(copy);
        }
      }
      return rows.with(names, made);
    }
  }
}
