package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fields that exist between two stages, in order, and the columns whose names only the data
 * know. Immutable; names are compared without letter case.
 *
 * @param open where such columns are: one for each value field of a transpose, the custom fields of
 *     a line, what an automatic parse stage found
 * @param removed names, in lower case, of fields that earlier stages had, for messages
 */
public record Schema(List<Field> fields, List<OpenColumns> open, Set<String> removed) {
  public Schema {
    fields = List.copyOf(fields);
    open = List.copyOf(open);
    removed = Set.copyOf(removed);
  }

  /** Fields before which there were no others. */
  public Schema(List<Field> fields, List<OpenColumns> open) {
    this(fields, open, Set.of());
  }

  /** The same fields, known to come after those of an earlier stage. */
  Schema after(Schema earlier) {
    Set<String> gone = new HashSet<>(earlier.removed);
    earlier.fields.forEach(field -> gone.add(field.folded()));
    fields.forEach(field -> gone.remove(field.folded()));
    return new Schema(fields, open, gone);
  }

  /** The field of this name. */
  public Optional<Field> find(String folded) {
    return fields.stream().filter(field -> field.folded().equals(folded)).findFirst();
  }

  /** The value of a field; one that only the data can know is looked up there. */
  public Value value(Name name) {
    return lookUp(name).orElseThrow(() -> unknown(name));
  }

  /**
   * The same where an author who forgot the quotes of a text may have written the name.
   *
   * @throws QueryMistake that tells him so
   */
  public Value valueOrText(Name name) {
    return lookUp(name)
        .orElseThrow(() ->
            unknown(name, "; if it is a text, write it in double quotes: \"" + name.text() + "\""));
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
      return new Schema(changed, others, removed);
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
    return new Schema(changed, others, removed);
  }

  /** Only the fields that pass. */
  public Schema retain(Predicate<Field> test) {
    return new Schema(fields.stream().filter(test).toList(), open, removed);
  }

  private QueryMistake unknown(Name name) {
    boolean slice = name.folded().equals("_timeslice");
    return unknown(name, slice ? "; it takes | timeslice 5m | before" : "");
  }

  private QueryMistake unknown(Name name, String advice) {
    if (removed.contains(name.folded())) {
      return new QueryMistake(
          name.span(),
          "field "
              + name.text()
              + " not found: a stage before this one has removed it; use it before that stage, or"
              + " keep it there, in its list of fields or after \"by\"");
    }
    List<String> names = fields.stream().map(Field::name).toList();
    return new QueryMistake(
        name.span(),
        "field "
            + name.text()
            + " not found, please check the spelling and try again"
            + Suggestion.closest(name.text(), names)
                .map(best -> "; did you mean \"" + best + "\"?")
                .orElse(advice));
  }
}
