package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import java.util.HashSet;
import java.util.Set;

/**
 * Result columns named by data: their names and values in one SQL column, spread out when rows
 * leave the engine.
 *
 * @param column the SQL column that holds a map from key to value, or a list of {@link NamedTexts}
 * @param names the SQL column that holds, in every row, a list of keys that are result columns even
 *     where no row has them; empty when only the keys of the rows that are left count
 * @param suffix what follows the key in the name of a result column
 * @param type the type of the values
 * @param taken keys that are no result columns: they have a field of their own or were removed
 * @param anyName whether a stage may name a key that was not announced
 * @param inList whether the column is a list of {@link NamedTexts}, whose keys are folded
 */
public record OpenColumns(
    String column,
    String names,
    String suffix,
    Type type,
    Set<String> taken,
    boolean anyName,
    boolean inList) {
  /** The most of them that a result has, the first by name. */
  public static final int MOST = 300;

  public OpenColumns {
    taken = Set.copyOf(taken);
  }

  /** Those of a map. */
  public OpenColumns(
      String column, String names, String suffix, Type type, Set<String> taken, boolean anyName) {
    this(column, names, suffix, type, taken, anyName, false);
  }

  /** Those of a list of {@link NamedTexts}, which a stage may name. */
  public static OpenColumns inList(String column) {
    return new OpenColumns(column, "", "", Type.STRING, Set.of(), true, true);
  }

  /** Whether a column of this name can be in it. */
  boolean holds(String name) {
    return name.endsWith(suffix) && !taken.contains(key(name));
  }

  /** The value under a column name; null where the data have none. */
  public Value value(String name) {
    return new Value(
        type, inList ? NamedTexts.text(column, name) : column + "[" + Sql.literal(key(name)) + "]");
  }

  /** The same without the column of this name. */
  public OpenColumns without(String name) {
    if (!name.endsWith(suffix)) {
      return this;
    }
    Set<String> more = new HashSet<>(taken);
    more.add(key(name));
    return new OpenColumns(column, names, suffix, type, more, anyName, inList);
  }

  /** The same in another SQL column. */
  public OpenColumns in(String otherColumn) {
    return new OpenColumns(otherColumn, names, suffix, type, taken, anyName);
  }

  /** The key that gives a column of this name. */
  public String key(String name) {
    return inList ? NamedTexts.fold(name) : name.substring(0, name.length() - suffix.length());
  }
}
