package dev.tailwater.query.plan;

import java.util.HashSet;
import java.util.Set;

/**
 * Result columns named by data: a map from name to value in one SQL column, spread out when rows
 * leave the engine.
 *
 * @param column the SQL column that holds the map
 * @param names the SQL column that holds, in every row, the list of all keys; empty when only the
 *     keys of the rows that are left count
 * @param suffix what follows the key in the name of a result column
 * @param type the type of the values
 * @param taken keys that are no result columns: they have a field of their own or were removed
 * @param anyName whether a stage may name a key that was not announced
 */
public record OpenColumns(
    String column, String names, String suffix, Type type, Set<String> taken, boolean anyName) {
  public OpenColumns {
    taken = Set.copyOf(taken);
  }

  /** Whether a column of this name can be in it. */
  boolean holds(String name) {
    return name.endsWith(suffix) && !taken.contains(key(name));
  }

  /** The value under a column name; null where the data have none. */
  public Value value(String name) {
    return new Value(type, column + "[" + SqlText.literal(key(name)) + "]");
  }

  /** The same without the column of this name. */
  public OpenColumns without(String name) {
    if (!name.endsWith(suffix)) {
      return this;
    }
    Set<String> more = new HashSet<>(taken);
    more.add(key(name));
    return new OpenColumns(column, names, suffix, type, more, anyName);
  }

  /** The same in another SQL column. */
  public OpenColumns in(String otherColumn) {
    return new OpenColumns(otherColumn, names, suffix, type, taken, anyName);
  }

  /** The key that gives a column of this name. */
  public String key(String name) {
    return name.substring(0, name.length() - suffix.length());
  }
}
