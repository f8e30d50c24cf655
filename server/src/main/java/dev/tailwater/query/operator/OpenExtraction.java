package dev.tailwater.query.operator;

import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.NamedTexts;
import dev.tailwater.query.plan.OpenColumns;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Schema;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What the automatic parse stages do with the rows: make fields of names that only the data know.
 *
 * @param keys names that become fields in any case
 * @param refonly whether all other names are left out
 * @param drops whether a row that has none of the keys is dropped
 * @param nodrop whether it stays nevertheless, and later parse stages of the run spare the others
 */
record OpenExtraction(List<Wanted> keys, boolean refonly, boolean drops, boolean nodrop) {
  OpenExtraction {
    keys = List.copyOf(keys);
  }

  /**
   * The rows with the new fields.
   *
   * @param packed SQL of {@link NamedTexts#pack}, null where nothing was found
   */
  Relation plan(Relation rows, String packed) {
    Relation found = rows.extendOnce(packed);
    Relation listed = found.extendOnce(NamedTexts.list(found.added(0)));
    String list = listed.added(0);
    List<String> values = new ArrayList<>();
    for (Wanted key : keys) {
      String value = NamedTexts.text(list, key.text());
      values.add(
          Extraction.before(rows, key.field())
              .map(old -> replaced(list, key.text(), value, old.asString()))
              .orElse(value));
    }
    Relation result = values.isEmpty() ? listed : listed.extend(values);
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      columns.add(result.added(i));
    }
    if (!refonly) {
      result = open(result, list);
    }
    for (int i = 0; i < keys.size(); i++) {
      result =
          result.naming(
              new Field(
                  keys.get(i).field().text(), columns.get(i), Type.STRING, Origin.QUERY, false));
    }
    if (nodrop) {
      return Extraction.remember(result, passes(list));
    }
    return drops ? Extraction.drop(result, passes(list)) : result;
  }

  /** Whether one of the keys was found, or anything where no key matters. */
  private String passes(String list) {
    return drops
        ? "("
            + String.join(
                " OR ",
                keys.stream()
                    .map(key -> "coalesce(" + NamedTexts.holds(list, key.text()) + ", false)")
                    .toList())
            + ")"
        : "(" + list + " IS NOT NULL)";
  }

  /** Any name may be used from here on; a name that is a field already gets a new value. */
  private static Relation open(Relation rows, String list) {
    List<Field> fields = rows.schema().fields();
    List<Field> changed = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Field field : fields) {
      // Lines need their text and their times, whatever they say themselves.
      if (field.name().startsWith("_")) {
        changed.add(field);
        continue;
      }
      // What the query computed as a number stays one.
      boolean computed = field.origin() == Origin.QUERY;
      Type type = computed ? field.type() : Type.STRING;
      Value value = new Value(Type.STRING, NamedTexts.text(list, field.name())).as(type);
      String column = rows.nextColumn(values.size());
      values.add(replaced(list, field.name(), value.sql(), field.value().as(type)));
      changed.add(new Field(field.name(), column, type, field.origin(), field.key()));
    }
    Relation result = values.isEmpty() ? rows : rows.extend(values);
    List<OpenColumns> open = new ArrayList<>();
    String whole = list;
    for (OpenColumns columns : rows.schema().open()) {
      if (columns.inList()) {
        // Of two lists the first one that has a name counts.
        whole = "list_concat(" + whole + ", " + columns.column() + ")";
      } else {
        open.add(columns);
      }
    }
    if (!whole.equals(list)) {
      result = result.extendOnce(whole);
      whole = result.added(0);
    }
    OpenColumns names = OpenColumns.inList(whole);
    for (Field field : fields) {
      names = names.without(field.name());
    }
    open.add(names);
    return result.withSchema(new Schema(changed, open));
  }

  private static String replaced(String list, String name, String value, Value old) {
    return "CASE WHEN "
        + NamedTexts.holds(list, name)
        + " THEN "
        + value
        + " ELSE "
        + old.sql()
        + " END";
  }
}
