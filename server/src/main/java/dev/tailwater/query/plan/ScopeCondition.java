package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.Scope;
import dev.tailwater.query.syntax.Scope.FieldIs;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Subquery;
import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import dev.tailwater.term.RequiredTerms;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A scope as an SQL condition over the columns of a scan. */
public final class ScopeCondition {
  /** Names of the one partition there is. */
  private static final Set<String> PARTITIONS = Set.of("default", "sumologic_default");

  private static final Set<Column> RARE_VALUES =
      Set.of(LogColumns.REQUEST_ID, LogColumns.FWD, LogColumns.PATH);

  private ScopeCondition() {}

  /** The condition; its SQL is never null for a row. */
  static LineCondition of(Scope scope, Resources resources) {
    return new LineCondition(
        sql(scope, resources), apart(scope).stream().map(part -> sql(part, resources)).toList());
  }

  /**
   * What can be told without the text, and the rest. Most lines of {@code at=error or (origin=app
   * error)} are decided by a column, and the text of a line is made of twenty.
   */
  private static List<Scope> apart(Scope scope) {
    if (scope instanceof Scope.Or or) {
      Map<Boolean, List<Scope>> byText =
          or.operands().stream().collect(Collectors.partitioningBy(ScopeCondition::needsText));
      List<Scope> texts = byText.getOrDefault(true, List.of());
      List<Scope> others = byText.getOrDefault(false, List.of());
      if (texts.isEmpty() || others.isEmpty()) {
        return List.of();
      }
      Scope told = any(others, or.span());
      Scope notTold = new Scope.Not(told, or.span());
      return List.of(told, new Scope.And(List.of(notTold, any(texts, or.span())), or.span()));
    }
    if (scope instanceof Scope.And and) {
      List<Scope> texts = and.operands().stream().filter(ScopeCondition::needsText).toList();
      List<Scope> parts = texts.size() == 1 ? apart(texts.getFirst()) : List.of();
      return parts.stream().map(part -> with(and, texts.getFirst(), part)).toList();
    }
    return List.of();
  }

  private static Scope any(List<Scope> operands, Span span) {
    return operands.size() == 1 ? operands.getFirst() : new Scope.Or(operands, span);
  }

  private static Scope with(Scope.And and, Scope operand, Scope instead) {
    List<Scope> operands = new ArrayList<>(and.operands());
    operands.replaceAll(each -> each.equals(operand) ? instead : each);
    return new Scope.And(operands, and.span());
  }

  private static boolean needsText(Scope scope) {
    return switch (scope) {
      case Scope.All all -> false;
      case Scope.Word word -> true;
      case Scope.Phrase phrase -> true;
      case FieldIs is -> column(is.field()).filter(LogColumns.RAW::equals).isPresent();
      case Scope.Found found -> found.subquery().keywords();
      case Scope.Not not -> needsText(not.operand());
      case Scope.And and -> and.operands().stream().anyMatch(ScopeCondition::needsText);
      case Scope.Or or -> or.operands().stream().anyMatch(ScopeCondition::needsText);
    };
  }

  private static String sql(Scope scope, Resources resources) {
    return switch (scope) {
      case Scope.All all -> "true";
      case Scope.Word word -> ScopeText.word(word.text()).condition(raw());
      case Scope.Phrase phrase -> ScopeText.phrase(phrase.text()).condition(raw());
      case FieldIs is -> field(is);
      case Scope.Found found -> found(found.subquery(), resources);
      case Scope.Not not -> "NOT coalesce(" + sql(not.operand(), resources) + ", false)";
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
    boolean plain =
        is.value().chars().allMatch(c -> c < 0x80 && !(is.wildcards() && (c == '*' || c == '?')));
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
    List<String> parts = operands.stream().map(operand -> sql(operand, resources)).toList();
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
        : "(" + text + " = " + Sql.literal(wanted) + bounds(column, wanted) + ")";
  }

  /**
   * Between which texts all lie that are the wanted one in small letters: by this the engine skips
   * row groups, which it cannot by a function of a column.
   */
  private static String bounds(Optional<Column> column, String wanted) {
    boolean ascii = wanted.chars().allMatch(c -> c < 0x80);
    if (!ascii || column.map(Column::type).filter(ColumnType.STRING::equals).isEmpty()) {
      return "";
    }
    String name = Sql.identifier(column.orElseThrow().name());
    // Outside of ASCII there are two capitals whose small letters are in it.
    String last = wanted.replace('i', '\u0130').replace('k', '\u212a');
    return " AND %s BETWEEN %s AND %s"
        .formatted(name, Sql.literal(wanted.toUpperCase(Locale.ROOT)), Sql.literal(last));
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
