package dev.tailwater.query.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts different values of which lists of hashes are kept, one for each slice of a file and
 * group. Most ids of requests stand in one list only, and those in several are marked: they have
 * rows of their own in the same table. So the lengths of the lists are the number, less what the
 * marked ones are counted too often, and only the values of the lines that nothing is kept of must
 * be looked for in the lists.
 *
 * @param keys the names of the columns of the group
 * @param list the name of the column with the list
 */
record DifferentValues(List<String> keys, String list) {
  DifferentValues {
    keys = List.copyOf(keys);
  }

  /** The columns of the table besides those of parts: the length of the list, and the mark. */
  String moreColumns() {
    return ", " + length() + " AS n, false AS again";
  }

  private String length() {
    return "coalesce(len(" + list + "), 0)";
  }

  /** Values of rows, one in a row. */
  private String values(String columns, String table, String condition) {
    return "(SELECT "
        + columns
        + "unnest("
        + list
        + ") AS h FROM "
        + table
        + " WHERE "
        + condition
        + ")";
  }

  /**
   * A statement that marks values of new rows that stand in other rows as well, in all of them.
   *
   * @param isNew which rows are new, all or those since the last time
   */
  String mark(String table, String isNew) {
    String all = values("", table, "NOT again");
    String ofNew = values("", table, "NOT again AND " + isNew);
    String repeated =
        "SELECT h FROM "
            + all
            + (isNew.equals("true") ? "" : " WHERE h IN (SELECT h FROM " + ofNew + ")")
            + " GROUP BY h HAVING count(*) > 1";
    String columns = columns("file", "slice");
    return "INSERT INTO "
        + table
        + " SELECT "
        + columns
        + "list(h), 0, true FROM "
        + values(columns, table, "NOT again")
        + " AS o WHERE h IN ("
        + repeated
        + ") AND NOT EXISTS (SELECT 1 FROM "
        + values("file, slice, ", table, "again")
        + " AS m WHERE m.file = o.file AND m.slice = o.slice AND m.h = o.h) GROUP BY ALL";
  }

  /**
   * An item for a FROM clause with the columns of the group and {@code n}, numbers to be added.
   *
   * @param rows which ones of the table
   * @param rest SQL for parts of all other lines
   */
  String counts(String table, String rows, String rest) {
    String columns = columns();
    return "(WITH rest AS MATERIALIZED ("
        + rest
        + ") SELECT "
        + columns
        + "n FROM "
        + table
        + " WHERE NOT again AND "
        + rows
        + " UNION ALL SELECT "
        + columns
        + length()
        + " FROM rest UNION ALL SELECT "
        + columns
        + "1 - count(*) FROM "
        + values(columns, table, "again AND " + rows)
        + " GROUP BY "
        + columns
        + "h UNION ALL SELECT "
        + columns
        + "-count(DISTINCT h) FROM "
        + values(columns, table, "NOT again AND " + rows)
        + " WHERE h IN (SELECT unnest("
        + list
        + ") FROM rest)"
        + (keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys))
        + ")";
  }

  /** Names with a comma after each. */
  private String columns(String... before) {
    List<String> names = new ArrayList<>(List.of(before));
    names.addAll(keys);
    return names.isEmpty() ? "" : String.join(", ", names) + ", ";
  }
}
