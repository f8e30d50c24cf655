package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import dev.tailwater.query.syntax.TablePath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table of an account, as a plan reads it.
 *
 * @param columns in order; their names differ in more than letter case
 * @param keys names of the columns by which its rows differ; none where rows may be equal
 * @param relation an item of a FROM clause with the columns {@link #LINE} and {@link #column}
 */
public record StoredTable(
    TablePath path, List<Column> columns, List<String> keys, String relation) {
  /** Orders the rows. */
  public static final String LINE = "line";

  public StoredTable {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
  }

  /** A column as its users know it. */
  public record Column(String name, Type type) {
    /** The form by which names are compared. */
    public String folded() {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  /** The name in SQL of the n-th column. */
  public static String column(int n) {
    return "v" + n;
  }

  /** The place of the column of this name. */
  public Optional<Integer> find(String folded) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).folded().equals(folded)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** The place of a column that must be there. */
  public int require(Name name) {
    List<String> names = columns.stream().map(Column::name).toList();
    return find(name.folded())
        .orElseThrow(() ->
            new QueryMistake(
                name.span(),
                "the table "
                    + path.text()
                    + " has no column "
                    + name.text()
                    + ", it has "
                    + String.join(", ", names)
                    + Suggestion.clause(name.text(), names)));
  }
}
