package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fields that exist between two stages, in order, and the columns whose names only the data
 * know. Immutable; names are compared without letter case.
 *
 * @param open where such columns are: one for each value field of a transpose, the custom fields of
 *     a line, what an automatic parse stage found
 */
public record Schema(List<Field> fields, List<OpenColumns> open) {
  public Schema {
    fields = List.copyOf(fields);
    open = List.copyOf(open);
  }

  /** The field of this name. */
  public Optional<Field> find(String folded) {
    return fields.stream().filter(field -> field.folded().equals(folded)).findFirst();
  }

  /** The value of a field; one that only the data can know is looked up there. */
  public Value value(Name name) {
    return lookUp(name).orElseThrow(() -> unknown(name));
  }

  /** The same, if there can be such a field. */
  public Optional<Value> lookUp(Name name) {
    Optional<Field> known = find(name.folded());
    if (known.isPresent()) {
      return known.map(Field::value);
    }
    return open.stream()
        .filter(columns -> columns.anyName() && columns.holds(name.text()))
        // 200_1d is the column 200 of yesterday rather than a column 200_1d of today.
        .max(Comparator.comparingInt(columns -> columns.suffix().length()))
        .map(columns -> columns.value(name.text()));
  }

  /** The field of this name, which must be known before the data are. */
  public Field require(Name name) {
    return find(name.folded()).orElseThrow(() -> unknown(name));
  }

  /** The field is there afterwards; one of the same name is replaced where it stands. */
  public Schema with(Field field) {
    List<Field> changed = new ArrayList<>(fields);
    List<OpenColumns> others = open.stream().map(each -> each.without(field.name())).toList();
    Optional<Field> old = find(field.folded());
    if (old.isEmpty()) {
      changed.add(field);
      return new Schema(changed, others);
    }
    int place = changed.indexOf(old.get());
    // The first spelling stays, and so does the place, except that an extracted field becomes the
    // query's.
    Field renamed =
        new Field(old.get().name(), field.column(), field.type(), field.origin(), field.key());
    if (old.get().origin() == Field.Origin.EXTRACTED) {
      changed.remove(place);
      changed.add(
          new Field(field.name(), field.column(), field.type(), field.origin(), field.key()));
    } else {
      changed.set(place, renamed);
    }
    return new Schema(changed, others);
  }

  /** Only the fields that pass. */
  public Schema retain(Predicate<Field> test) {
    return new Schema(fields.stream().filter(test).toList(), open);
  }

  private QueryMistake unknown(Name name) {
    return new QueryMistake(
        name.span(),
        "field "
            + name.text()
            + " not found, please check the spelling and try again"
            + Suggestion.clause(name.text(), fields.stream().map(Field::name).toList()));
  }
}
