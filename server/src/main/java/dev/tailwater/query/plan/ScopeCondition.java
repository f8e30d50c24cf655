package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.Scope;
import dev.tailwater.query.syntax.Scope.FieldIs;
import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A scope as an SQL condition over the columns of a scan. */
public final class ScopeCondition {
  /** Names of the one partition there is. */
  private static final Set<String> PARTITIONS = Set.of("default", "sumologic_default");

  private ScopeCondition() {}

  /** The condition; never null for a row. */
  public static String of(Scope scope) {
    return switch (scope) {
      case Scope.All all -> "true";
      case Scope.Word word -> ScopeText.word(word.text()).condition(raw());
      case Scope.Phrase phrase -> ScopeText.phrase(phrase.text()).condition(raw());
      case FieldIs is -> field(is);
      case Scope.Not not -> "NOT coalesce(" + of(not.operand()) + ", false)";
      case Scope.And and -> join(and.operands(), " AND ");
      case Scope.Or or -> join(or.operands(), " OR ");
    };
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
      case Scope.Not not -> collect(not.operand(), names);
      case Scope.And and -> and.operands().forEach(operand -> collect(operand, names));
      case Scope.Or or -> or.operands().forEach(operand -> collect(operand, names));
    }
  }

  private static String join(List<Scope> operands, String between) {
    return "(" + String.join(between, operands.stream().map(ScopeCondition::of).toList()) + ")";
  }

  private static String raw() {
    return SqlText.column(LogColumns.RAW.name());
  }

  private static boolean isPartition(Name field) {
    return switch (field.folded()) {
      case "_index", "_view", "_datatier" -> true;
      default -> false;
    };
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
      // There is one partition and one tier; asking for another finds nothing.
      boolean all = is.field().folded().equals("_datatier") || wanted.contains("*");
      return Boolean.toString(all || PARTITIONS.contains(wanted));
    }
    Optional<Column> column = column(is.field());
    String value =
        column
            .map(known -> SqlText.column(known.name()))
            .orElseGet(() ->
                SqlText.column(LogColumns.FIELDS.name())
                    + "["
                    + SqlText.literal(is.field().folded())
                    + "]");
    if (is.wildcards() && wanted.chars().allMatch(c -> c == '*')) {
      return "(" + value + " IS NOT NULL)";
    }
    ColumnType type = column.map(Column::type).orElse(ColumnType.STRING);
    if (type == ColumnType.TIMESTAMP) {
      value = "epoch_ms(" + value + ")";
    }
    boolean integral =
        type == ColumnType.INT || type == ColumnType.LONG || type == ColumnType.TIMESTAMP;
    // Compared as a number the engine can skip whole row groups.
    if (integral && wanted.matches("0|-?[1-9][0-9]{0,17}")) {
      return "(" + value + " = " + wanted + ")";
    }
    String text =
        type == ColumnType.STRING || type == ColumnType.MAP
            ? "lower(" + value + ")"
            : new Value(type == ColumnType.DOUBLE ? Type.DOUBLE : Type.LONG, value)
                .asString()
                .sql();
    return is.wildcards()
        ? SqlText.glob(text, wanted, true)
        : "(" + text + " = " + SqlText.literal(wanted) + ")";
  }
}
