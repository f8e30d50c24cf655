package dev.tailwater.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.account.Metadata;
import dev.tailwater.http.Json;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.plan.BucketWidth;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.store.TimeAxis;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries that were asked lately over a range that ended then, as panels of dashboards are: most of
 * them will be asked again. So will those of dashboards that an account was just given. They are
 * few for each account and stay for days, over restarts too. Safe for use by many threads.
 */
public final class AskedQueries {
  private static final Logger LOG = LoggerFactory.getLogger(AskedQueries.class);

  /** From a Friday to a Monday, and a week off less likely than not. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** The seven dashboards of Heroku have 120 queries, asked in two time zones perhaps. */
  private static final int MOST_OF_ACCOUNT = 300;

  private static final int MOST = 1_000;

  /** As if they had been asked the day before. */
  private static final Duration EXPECTED_AGE = Duration.ofDays(1);

  /** Text and variables; nobody writes longer ones by hand. */
  private static final int MOST_CHARACTERS = 10_000;

  /** A browser says "now" a moment before it is. */
  private static final Duration NOW = Duration.ofMinutes(1);

  /** Ranges of about the same length are cut into the same slices. */
  private static final int SLICES = 300;

  private final Metadata metadata;
  private final InstantSource clock;

  // Guarded by this.
  private final Map<Query, Last> asked = new HashMap<>();
  private boolean changed;

  /**
   * A query whatever the moment.
   *
   * @param slice the length of its range, roughly: that of its slices in milliseconds
   */
  private record Query(
      long account,
      String text,
      Map<String, List<String>> variables,
      ZoneId zone,
      TimeAxis axis,
      long slice) {
    int characters() {
      return text.length() + variables.toString().length();
    }
  }

  /** When it was last asked, and over how long a range. */
  private record Last(Instant at, Duration length) {}

  /** Those that the metadata know. */
  public AskedQueries(Metadata metadata, InstantSource clock) {
    this.metadata = metadata;
    this.clock = clock;
    metadata.read(handle ->
        handle
            .createQuery("SELECT account_id, query, length_ms, asked_at FROM asked_queries")
            .map((row, context) -> {
              Instant at = Instant.ofEpochMilli(row.getLong("asked_at"));
              Last last = new Last(at, Duration.ofMillis(row.getLong("length_ms")));
              return query(row.getLong("account_id"), row.getString("query"))
                  .map(query -> asked.put(query, last));
            })
            .list());
  }

  /** Takes note of a query, unless its range ended earlier than now. */
  public void add(QueryRequest request) {
    QueryContext context = request.context();
    Query query = query(request);
    if (!isWorthIt(request, query)) {
      return;
    }
    synchronized (this) {
      asked.put(query, new Last(context.now(), context.range().length()));
      forget(request.account());
      changed = true;
    }
  }

  /**
   * Takes note of queries that nobody has asked yet and that somebody will soon: they come behind
   * those that were asked. Those over a range that ended earlier than now are left out.
   *
   * @param requests of one account; what will be asked first stands first
   */
  void expect(List<QueryRequest> requests) {
    Instant at = clock.instant().minus(EXPECTED_AGE);
    synchronized (this) {
      for (QueryRequest request : requests) {
        Query query = query(request);
        if (!isWorthIt(request, query)) {
          continue;
        }
        asked.putIfAbsent(query, new Last(at, request.context().range().length()));
        forget(request.account());
        at = at.minusMillis(1);
        changed = true;
      }
    }
  }

  /** Whether its range ends now and it takes little room. */
  private static boolean isWorthIt(QueryRequest request, Query query) {
    QueryContext context = request.context();
    Duration ago = Duration.between(context.range().to(), context.now());
    return ago.compareTo(NOW) <= 0 && query.characters() <= MOST_CHARACTERS;
  }

  private static Query query(QueryRequest request) {
    QueryContext context = request.context();
    long length = context.range().length().toMillis();
    return new Query(
        request.account(),
        request.text(),
        mentioned(context.variables(), request.text()),
        context.zone(),
        request.axis(),
        BucketWidth.forAtMost(SLICES, length));
  }

  /**
   * Some who ask send the values of all variables of a dashboard, some those that the text uses.
   */
  private static Map<String, List<String>> mentioned(
      Map<String, List<String>> variables, String text) {
    String folded = text.toLowerCase(Locale.ROOT);
    Map<String, List<String>> mentioned = new TreeMap<>(variables);
    mentioned.keySet().removeIf(name -> !folded.contains(name.toLowerCase(Locale.ROOT)));
    return mentioned;
  }

  /** Forgets a query that cannot be asked any more. */
  synchronized void remove(QueryRequest request) {
    QueryContext context = request.context();
    asked
        .keySet()
        .removeIf(query ->
            query.account() == request.account()
                && query.text().equals(request.text())
                && query.variables().equals(context.variables()));
    changed = true;
  }

  /** Those that are not forgotten, the last one first, over ranges that end now. */
  List<QueryRequest> all() {
    return lately(KEPT);
  }

  /** Those of them that were asked so long ago at most. */
  synchronized List<QueryRequest> lately(Duration most) {
    Instant now = clock.instant();
    changed |= asked.values().removeIf(last -> last.at().plus(KEPT).isBefore(now));
    return newestFirst(asked).stream()
        .filter(entry -> !entry.getValue().at().plus(most).isBefore(now))
        .map(entry -> {
          Query query = entry.getKey();
          TimeRange range = new TimeRange(now.minus(entry.getValue().length()), now);
          QueryContext context = new QueryContext(range, query.zone(), now, query.variables());
          return new QueryRequest(query.account(), query.text(), context, query.axis(), 1, false);
        })
        .toList();
  }

  /** One account does not make the queries of others be forgotten before it has as many itself. */
  private void forget(long account) {
    long its = asked.keySet().stream().filter(query -> query.account() == account).count();
    if (its <= MOST_OF_ACCOUNT && asked.size() <= MOST) {
      return;
    }
    Map<Query, Last> candidates = new HashMap<>(asked);
    if (its > MOST_OF_ACCOUNT) {
      candidates.keySet().removeIf(query -> query.account() != account);
    }
    asked.remove(newestFirst(candidates).getLast().getKey());
  }

  private static List<Map.Entry<Query, Last>> newestFirst(Map<Query, Last> queries) {
    Comparator<Map.Entry<Query, Last>> byTime =
        Comparator.comparing(entry -> entry.getValue().at());
    return queries.entrySet().stream().sorted(byTime.reversed()).toList();
  }

  /** Writes them to the metadata, if there is anything new. */
  void save() {
    Map<Query, Last> now;
    synchronized (this) {
      if (!changed) {
        return;
      }
      now = Map.copyOf(asked);
      changed = false;
    }
    metadata.write(handle -> {
      handle.execute("DELETE FROM asked_queries");
      now.forEach((query, last) ->
          handle.execute(
              "INSERT INTO asked_queries (account_id, query, length_ms, asked_at)"
                  + " SELECT id, ?, ?, ? FROM accounts WHERE id = ?",
              json(query),
              last.length().toMillis(),
              last.at().toEpochMilli(),
              query.account()));
    });
  }

  private static String json(Query query) {
    return Json.MAPPER
        .createObjectNode()
        .put("text", query.text())
        .put("zone", query.zone().getId())
        .put("axis", query.axis().name())
        .put("slice", query.slice())
        .set("variables", Json.MAPPER.valueToTree(query.variables()))
        .toString();
  }

  /** Empty for what another version of the program wrote and this one cannot read. */
  private static Optional<Query> query(long account, String json) {
    try {
      JsonNode stored = Json.MAPPER.readTree(json);
      Map<String, List<String>> variables = new TreeMap<>();
      stored
          .path("variables")
          .properties()
          .forEach(variable -> {
            List<String> values = new ArrayList<>();
            variable.getValue().forEach(value -> values.add(value.asText()));
            variables.put(variable.getKey(), values);
          });
      return Optional.of(
          new Query(
              account,
              stored.path("text").asText(),
              variables,
              ZoneId.of(stored.path("zone").asText()),
              TimeAxis.valueOf(stored.path("axis").asText()),
              stored.path("slice").asLong()));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      LOG.info("forgot a query of account {} that was asked, as it cannot be read", account, e);
      return Optional.empty();
    }
  }
}
