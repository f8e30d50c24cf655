package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.Span;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds where the address in a field is.
 *
 * @param more columns beside those that it always adds
 */
record GeoIp(Name address, List<Name> more, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("geoip"),
                  "geoip field [column, …]",
                  "adds where the IP address in a field is")
              .details(
                  "It adds `latitude`, `longitude`, `country_code`, `country_name`, `city` and"
                      + " `state`; on demand also `region` (the code of the state), `continent`,"
                      + " `postal_code`, `connection_type`, and how sure `country_cf`, `state_cf`"
                      + " and `city_cf` are, in percent. What is not known is null, and the row"
                      + " stays. Needs the setting `geo.city.file`. A map draws `_count` by"
                      + " `latitude` and `longitude`.")
              .examples("router | geoip fwd | count by latitude, longitude, city"),
          GeoIp::parse);

  /** How many of the first columns it always adds. */
  private static final int ALWAYS = 6;

  GeoIp {
    more = List.copyOf(more);
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    Name address = cursor.expectName("a field with IP addresses after \"geoip\"");
    List<Name> more =
        cursor.atName() ? NameList.parse(cursor, "a column such as continent") : List.of();
    return new GeoIp(address, more, span);
  }

  @Override
  public String print() {
    return "geoip " + address.print() + (more.isEmpty() ? "" : " " + NameList.print(more));
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    AddressData data = AddressData.LOCATION;
    AddressFields.require(data, context.resources(), "geoip", span);
    Set<Integer> columns = new TreeSet<>();
    for (int i = 0; i < ALWAYS; i++) {
      columns.add(i);
    }
    more.forEach(name -> columns.add(data.require(name)));
    List<String> names =
        columns.stream().map(data.columns()::get).map(StoredTable.Column::name).toList();
    return new AddressFields(data, List.copyOf(columns), names).of(rows, address);
  }
}
