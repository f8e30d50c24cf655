package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Resources;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.plan.TableMatch;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.KeyPair;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.TableSource;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds columns of the row that another table has for each row.
 *
 * @param outputs columns to add; none for all of them
 */
record Lookup(List<Output> outputs, TableSource source, List<KeyPair> pairs, Span span)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("lookup"),
                  "lookup column [as name][, …] from path://\"table\" on field = column [and …]",
                  "adds columns of a table to the rows that have a value in common with it")
              .details(
                  "`*` in place of the columns adds all but those after `on`. `on ip` is short for"
                      + " `on ip = ip`; several pairs stand with `and` or commas between. Names and"
                      + " values are compared without letter case. A row without a match stays, and"
                      + " its new fields are null; of several matches the last row of the table"
                      + " counts. Older forms of a path (`shared/hosts`) name the same tables; files"
                      + " on the web are not fetched. A column that is called like a field of every"
                      + " line (`_source`) needs another name with `as`.\n\n"
                      + "`lookup latitude, city, … from geo://location on ip = field` adds what"
                      + " `geoip` does, `lookup asn, organization, registering_organization,"
                      + " carrier_organization from asn://default on ip = field` whose network an"
                      + " address belongs to (setting `geo.asn.file`).\n\n"
                      + "`lookupContains(path://\"table\", field = column [and …])` is a condition:"
                      + " true where the table has a match.")
              .examples(
                  "router | count by dyno"
                      + " | lookup owner, size from path://\"/Library/dynos\" on dyno",
                  "router | where !lookupContains(path://\"/Library/dynos\", dyno = dyno)"
                      + " | count by dyno",
                  "router | lookup asn, organization from asn://default on ip = fwd"
                      + " | count by asn, organization"),
          Lookup::starts,
          Lookup::parse);

  /** What the key of data about addresses is called. */
  private static final String ADDRESS = "ip";

  Lookup {
    outputs = List.copyOf(outputs);
    pairs = List.copyOf(pairs);
  }

  /** A column and the field that it becomes. */
  record Output(Name column, Optional<Name> alias) {
    Name field() {
      return alias.orElse(column);
    }

    String print() {
      return column.print() + alias.map(name -> " as " + name.print()).orElse("");
    }
  }

  /** {@code lookup * from} is no multiplication. */
  private static boolean starts(Cursor cursor) {
    if (!cursor.peekSecond().isSymbol("*")) {
      return !OperatorSyntax.isInfix(cursor.peekSecond());
    }
    int mark = cursor.offset();
    cursor.next();
    boolean all = cursor.peekSecond().isWord("from");
    cursor.moveTo(mark);
    return all;
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    List<Output> outputs = new ArrayList<>();
    if (!cursor.acceptSymbol("*")) {
      do {
        Name column = cursor.expectName("a column to look up, or *");
        Optional<Name> alias =
            cursor.acceptWord("as")
                ? Optional.of(cursor.expectName("a field name after \"as\""))
                : Optional.empty();
        outputs.add(new Output(column, alias));
      } while (cursor.acceptSymbol(","));
    }
    cursor.expectWord("from", "and a table after the columns");
    TableSource source = TableSource.parse(cursor);
    cursor.expectWord("on", "and field = column after the table");
    return new Lookup(outputs, source, KeyPair.list(cursor), span);
  }

  @Override
  public String print() {
    return "lookup "
        + (outputs.isEmpty()
            ? "*"
            : String.join(", ", outputs.stream().map(Output::print).toList()))
        + " from "
        + source.print()
        + " on "
        + KeyPair.print(pairs);
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    return switch (source) {
      case TableSource.Stored stored -> joined(rows, context.resources().require(stored));
      case TableSource.Service service -> known(rows, service, context.resources());
    };
  }

  private Relation joined(Relation rows, StoredTable table) {
    TableMatch match = TableMatch.of(table, pairs, rows.schema());
    List<String> added = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Output output : outputs(table.columns(), match.columns())) {
      int column = table.require(output.column());
      Type type = table.columns().get(column).type();
      String name = rows.nextColumn(added.size());
      added.add(TableMatch.ALIAS + "." + StoredTable.column(column) + " AS " + name);
      fields.add(new Field(output.field().text(), name, type, Origin.QUERY, false));
    }
    Relation joined =
        rows.selecting(
            "SELECT s.*, "
                + String.join(", ", added)
                + " FROM "
                + rows.input()
                + " AS s LEFT JOIN "
                + match.lastRows()
                + " AS "
                + TableMatch.ALIAS
                + " ON "
                + match.condition());
    for (Field field : fields) {
      joined = joined.naming(field);
    }
    return joined;
  }

  /** Rows with what the server knows of addresses. */
  private Relation known(Relation rows, TableSource.Service service, Resources resources) {
    if (service.scheme().equals("sumo") && service.name().startsWith("threat")) {
      throw Unsupported.threats(service.print(), service.span());
    }
    AddressData data =
        AddressData.find(service.scheme(), service.name())
            .orElseThrow(() ->
                new QueryMistake(
                    service.span(),
                    "expected path://\"…\", geo://location or asn://default, found "
                        + service.print()));
    AddressFields.require(data, resources, service.print(), service.span());
    KeyPair pair = pairs.getFirst();
    boolean fieldFirst = pair.column().folded().equals(ADDRESS);
    if (pairs.size() > 1 || !(fieldFirst || pair.field().folded().equals(ADDRESS))) {
      throw new QueryMistake(
          pair.field().span(),
          service.print() + " is looked up by one address: on " + ADDRESS + " = field");
    }
    List<Output> outputs = outputs(data.columns(), Set.of());
    return new AddressFields(
            data,
            outputs.stream().map(output -> data.require(output.column())).toList(),
            outputs.stream().map(output -> output.field().text()).toList())
        .of(rows, fieldFirst ? pair.field() : pair.column());
  }

  /**
   * What is added, checked.
   *
   * @param compared places of columns that {@code *} leaves out: the rows have them already
   */
  private List<Output> outputs(List<StoredTable.Column> columns, Set<Integer> compared) {
    List<Output> all = new ArrayList<>(outputs);
    for (int i = 0; outputs.isEmpty() && i < columns.size(); i++) {
      if (!compared.contains(i)) {
        all.add(new Output(new Name(columns.get(i).name(), span), Optional.empty()));
      }
    }
    if (all.isEmpty()) {
      throw new QueryMistake(span, "the table has no column besides those after \"on\"");
    }
    Set<String> seen = new HashSet<>();
    for (Output output : all) {
      requireOwnName(output);
      if (!seen.add(output.field().folded())) {
        throw new QueryMistake(
            output.field().span(),
            "two columns become the field "
                + output.field().text()
                + "; give one another name with \"as\"");
      }
    }
    return all;
  }

  /** What is known of every line must not become something else on the way. */
  private static void requireOwnName(Output output) {
    String name = output.field().folded();
    if (name.startsWith("_") && LogColumns.ALL.stream().anyMatch(c -> c.name().equals(name))) {
      throw new QueryMistake(
          output.field().span(),
          output.field().text()
              + " is a field of every line; give the column another name with \"as\"");
    }
  }
}
