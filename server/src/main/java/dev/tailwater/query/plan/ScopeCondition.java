package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.Scope;
import dev.tailwater.query.syntax.Scope.FieldIs;
import dev.tailwater.query.syntax.Subquery;
import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import dev.tailwater.term.RequiredTerms;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A scope as an SQL condition over the columns of a scan. */
public final class ScopeCondition {
  /** Names of the one partition there is. */
  private static final Set<String> PARTITIONS = Set.of("default", "sumologic_default");

  private static final Set<Column> RARE_VALUES =
      Set.of(LogColumns.REQUEST_ID, LogColumns.FWD, LogColumns.PATH);

  private ScopeCondition() {}

  /** The condition; never null for a row. */
  public static String of(Scope scope, Resources resources) {
    return switch (scope) {
      case Scope.All all -> "true";
      case Scope.Word word -> ScopeText.word(word.text()).condition(raw());
      case Scope.Phrase phrase -> ScopeText.phrase(phrase.text()).condition(raw());
      case FieldIs is -> field(is);
      case Scope.Found found -> found(found.subquery(), resources);
      case Scope.Not not -> "NOT coalesce(" + of(not.operand(), resources) + ", false)";
      case Scope.And and -> join(and.operands(), " AND ", resources);
      case Scope.Or or -> join(or.operands(), " OR ", resources);
    };
  }

  /** What a line that meets the scope holds for certain. */
  public static RequiredTerms terms(Scope scope) {
    return switch (scope) {
      case Scope.All all -> RequiredTerms.any();
      case Scope.Word word -> ScopeText.word(word.text()).terms();
      case Scope.Phrase phrase -> ScopeText.phrase(phrase.text()).terms();
      case FieldIs is -> terms(is);
      case Scope.Found found -> RequiredTerms.any();
      case Scope.Not not -> RequiredTerms.any();
      case Scope.And and ->
          RequiredTerms.all(and.operands().stream().map(ScopeCondition::terms).toList());
      case Scope.Or or ->
          RequiredTerms.oneOf(or.operands().stream().map(ScopeCondition::terms).toList());
    };
  }

  /**
   * A value of a router line stands in it as it is, between characters of no term. Of values that
   * few lines have this leaves most of the files unread.
   */
  private static RequiredTerms terms(FieldIs is) {
    boolean rare = column(is.field()).filter(RARE_VALUES::contains).isPresent();
    boolean plain = !is.wildcards() && is.value().chars().allMatch(c -> c < 0x80);
    return rare && plain ? RequiredTerms.of(is.value()) : RequiredTerms.any();
  }

  /**
   * Names in the scope that are no columns: fields that rules, headers or collectors may have
   * given.
   */
  public static Set<String> customFields(Scope scope) {
    Set<String> names = new LinkedHashSet<>();
    collect(scope, names);
    return names;
  }

  private static void collect(Scope scope, Set<String> names) {
    switch (scope) {
      case Scope.All all -> {}
      case Scope.Word word -> {}
      case Scope.Phrase phrase -> {}
      case FieldIs is -> {
        if (column(is.field()).isEmpty() && !isPartition(is.field())) {
          names.add(is.field().folded());
        }
      }
      case Scope.Found found -> {}
      case Scope.Not not -> collect(not.operand(), names);
      case Scope.And and -> and.operands().forEach(operand -> collect(operand, names));
      case Scope.Or or -> or.operands().forEach(operand -> collect(operand, names));
    }
  }

  private static String join(List<Scope> operands, String between, Resources resources) {
    List<String> parts = operands.stream().map(operand -> of(operand, resources)).toList();
    return "(" + String.join(between, parts) + ")";
  }

  /** The values are compared like those of {@code field="value"}: whole, in any letter case. */
  private static String found(Subquery subquery, Resources resources) {
    if (subquery.keywords()) {
      return SubqueryCondition.keywords(raw(), subquery, resources);
    }
    List<String> columns = subquery.fields().stream().map(ScopeCondition::foldedText).toList();
    List<List<String>> rows =
        resources.rows(subquery).stream()
            .map(row -> row.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList())
            .toList();
    return SubqueryCondition.of(columns, rows);
  }

  private static String raw() {
    return Sql.identifier(LogColumns.RAW.name());
  }

  private static boolean isPartition(Name field) {
    return switch (field.folded()) {
      case "_index", "_view", "_datatier" -> true;
      default -> false;
    };
  }

  /** There is one partition and one tier; asking for another partition finds nothing. */
  static boolean isOtherPartition(FieldIs is) {
    String wanted = is.value().toLowerCase(Locale.ROOT);
    return isPartition(is.field())
        && !is.field().folded().equals("_datatier")
        && !wanted.contains("*")
        && !PARTITIONS.contains(wanted);
  }

  private static Optional<Column> column(Name field) {
    return LogColumns.ALL.stream()
        .filter(column -> column.name().equals(field.folded()))
        .filter(column -> column.type() != ColumnType.MAP && !column.equals(LogColumns.ACCOUNT))
        .findFirst();
  }

  private static String field(FieldIs is) {
    String wanted = is.value().toLowerCase(Locale.ROOT);
    if (isPartition(is.field())) {
      return Boolean.toString(!isOtherPartition(is));
    }
    Optional<Column> column = column(is.field());
    String value = value(is.field());
    if (is.wildcards() && wanted.chars().allMatch(c -> c == '*')) {
      return "(" + value + " IS NOT NULL)";
    }
    boolean integral = column.map(Column::type).map(ScopeCondition::isIntegral).orElse(false);
    // Compared as a number the engine can skip whole row groups.
    if (integral && wanted.matches("0|-?[1-9][0-9]{0,17}")) {
      return "(" + value + " = " + wanted + ")";
    }
    String text = foldedText(is.field());
    return is.wildcards()
        ? SqlText.glob(text, wanted, true)
        : "(" + text + " = " + Sql.literal(wanted) + ")";
  }

  private static boolean isIntegral(ColumnType type) {
    return type == ColumnType.INT || type == ColumnType.LONG || type == ColumnType.TIMESTAMP;
  }

  /** The value of a field: a column, or what rules, headers or collectors gave. */
  private static String value(Name field) {
    return column(field)
        .map(known -> {
          String name = Sql.identifier(known.name());
          return known.type() == ColumnType.TIMESTAMP ? "epoch_ms(" + name + ")" : name;
        })
        .orElseGet(() ->
            Sql.identifier(LogColumns.FIELDS.name()) + "[" + Sql.literal(field.folded()) + "]");
  }

  private static String foldedText(Name field) {
    String value = value(field);
    return switch (column(field).map(Column::type).orElse(ColumnType.STRING)) {
      case STRING, MAP -> "lower(" + value + ")";
      case INT, LONG, TIMESTAMP -> new Value(Type.LONG, value).asString().sql();
      case DOUBLE -> new Value(Type.DOUBLE, value).asString().sql();
    };
  }
}
