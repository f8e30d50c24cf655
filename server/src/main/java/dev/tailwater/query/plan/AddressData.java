package dev.tailwater.query.plan;

import dev.tailwater.query.plan.EngineFunction.TextBody;
import dev.tailwater.query.plan.StoredTable.Column;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a server can know of IP addresses, from files that whoever runs it provides. A function of
 * the engine gives all columns of an address in one text; it is null for an unknown one.
 */
public enum AddressData {
  /** Where an address is. */
  LOCATION(
      "geo",
      "location",
      "geo.city.file",
      "GeoLite2-City.mmdb",
      List.of(
          new Column("latitude", Type.DOUBLE),
          new Column("longitude", Type.DOUBLE),
          new Column("country_code", Type.STRING),
          new Column("country_name", Type.STRING),
          new Column("city", Type.STRING),
          new Column("state", Type.STRING),
          new Column("region", Type.STRING),
          new Column("continent", Type.STRING),
          new Column("postal_code", Type.STRING),
          new Column("connection_type", Type.STRING),
          new Column("country_cf", Type.LONG),
          new Column("state_cf", Type.LONG),
          new Column("city_cf", Type.LONG))),

  /** Whose network an address belongs to. */
  NETWORK(
      "asn",
      "default",
      "geo.asn.file",
      "GeoLite2-ASN.mmdb",
      List.of(
          new Column("asn", Type.LONG),
          new Column("organization", Type.STRING),
          new Column("registering_organization", Type.STRING),
          new Column("carrier_organization", Type.STRING)));

  /** Stands between the values of the columns. */
  public static final char SEPARATOR = '\u001f';

  private final String scheme;
  private final String place;
  private final String setting;
  private final String example;
  private final List<Column> columns;

  AddressData(String scheme, String place, String setting, String example, List<Column> columns) {
    this.scheme = scheme;
    this.place = place;
    this.setting = setting;
    this.example = example;
    this.columns = columns;
  }

  /** The data of this name in a query: {@code geo} and {@code location}. */
  public static Optional<AddressData> find(String scheme, String place) {
    return Arrays.stream(values())
        .filter(data -> data.scheme.equals(scheme) && data.place.equals(place))
        .findFirst();
  }

  /** The setting that names its file. */
  public String setting() {
    return setting;
  }

  /** The usual name of such a file. */
  public String example() {
    return example;
  }

  /** What it tells. */
  public List<Column> columns() {
    return columns;
  }

  /** The place of a column that must be there. */
  public int require(Name name) {
    List<String> names = columns.stream().map(Column::name).toList();
    int found = names.indexOf(name.folded());
    if (found < 0) {
      throw new QueryMistake(
          name.span(),
          source()
              + " has no column "
              + name.text()
              + ", it has "
              + String.join(", ", names)
              + Suggestion.clause(name.text(), names));
    }
    return found;
  }

  /** What a query calls it. */
  public String source() {
    return scheme + "://" + place;
  }

  /** The function of the engine that gives the columns of an address. */
  public EngineFunction function(TextBody body) {
    return EngineFunction.ofTexts(functionName(), 1, body);
  }

  /** The columns of an address in one text. */
  public Value call(Value address) {
    return new Value(Type.STRING, functionName() + "(" + address.asString().sql() + ")");
  }

  /** One column out of what {@link #call} gave. */
  public Value column(int place, String found) {
    String text =
        "nullif(split_part(" + found + ", chr(" + (int) SEPARATOR + "), " + (place + 1) + "), '')";
    Type type = columns.get(place).type();
    return new Value(
        type, type == Type.STRING ? text : "TRY_CAST(" + text + " AS " + type.sql() + ")");
  }

  private String functionName() {
    return "tailwater_address_" + scheme;
  }
}
