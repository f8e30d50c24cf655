package dev.tailwater.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.ApiException;
import dev.tailwater.store.TimeAxis;
import java.time.DateTimeException;
import java.time.ZoneId;

/** What the body of a query says about time, besides its range. */
final class QueryTimes {
  private QueryTimes() {}

  /**
   * The zone {@code timeZone} or {@code timezone}; UTC without it.
   *
   * @param codePrefix goes before the codes of errors
   * @throws ApiException 400 with code unknown.timezone or empty.timezone
   */
  static ZoneId zone(ObjectNode body, String codePrefix) {
    JsonNode zone = body.has("timeZone") ? body.path("timeZone") : body.path("timezone");
    if (zone.isMissingNode() || zone.isNull()) {
      return ZoneId.of("UTC");
    }
    if (zone.asText().isBlank()) {
      throw ApiException.badRequest(
          codePrefix + "empty.timezone",
          "expected a time zone like Europe/Berlin, found an empty one");
    }
    try {
      return ZoneId.of(zone.asText());
    } catch (DateTimeException e) {
      throw new ApiException(
          400,
          codePrefix + "unknown.timezone",
          "expected a time zone like Europe/Berlin, found " + zone.asText(),
          e);
    }
  }

  /**
   * The time that the range is about: {@code intervalTimeType}, or {@code byReceiptTime}, which is
   * a boolean or its text. By our own decision the searchable time is the receipt time: a line can
   * be found within a second of its receipt, and no time of its own is kept for that.
   *
   * @throws ApiException 400 with code unknown.time.type, also when the two contradict each other
   */
  static TimeAxis axis(ObjectNode body, String codePrefix) {
    boolean byReceipt = body.path("byReceiptTime").asBoolean(false);
    JsonNode type = body.path("intervalTimeType");
    if (type.isMissingNode() || type.isNull() || type.asText().isEmpty()) {
      return byReceipt ? TimeAxis.RECEIPT : TimeAxis.MESSAGE;
    }
    TimeAxis axis =
        switch (type.asText()) {
          case "messageTime" -> TimeAxis.MESSAGE;
          case "receiptTime", "searchableTime" -> TimeAxis.RECEIPT;
          default ->
              throw ApiException.badRequest(
                  codePrefix + "unknown.time.type",
                  "expected intervalTimeType messageTime, receiptTime or searchableTime, found "
                      + type);
        };
    if (byReceipt && axis != TimeAxis.RECEIPT) {
      throw ApiException.badRequest(
          codePrefix + "unknown.time.type",
          "expected either byReceiptTime or intervalTimeType, found both and they differ");
    }
    return axis;
  }
}
