package dev.tailwater.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.app.Manifest.Parameter;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The data sources that were chosen for an app, by its variables. Immutable. */
final class AppParameters {
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,254}");
  private static final Pattern SCOPE =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*?)\\s*", Pattern.DOTALL);
  private static final int VALUE_CHARS = 1_024;

  private final Map<String, Chosen> chosen;

  private AppParameters(Map<String, Chosen> chosen) {
    this.chosen = Map.copyOf(chosen);
  }

  /** A choice: lines whose {@code field} is {@code value}. */
  record Chosen(String field, String value) {
    Chosen {
      if (!FIELD.matcher(field).matches()) {
        throw invalid(
            "expected a field such as _sourceCategory: letters, digits, _ and ., found \""
                + field
                + "\"");
      }
      if (!isValue(value)) {
        throw invalid(
            "expected a value of 1 to "
                + VALUE_CHARS
                + " characters without comma for "
                + field
                + ", found \""
                + value
                + "\"");
      }
    }
  }

  /** Whether a text can be chosen as a value. */
  static boolean isValue(String text) {
    return !text.isBlank()
        && text.length() <= VALUE_CHARS
        // A comma would part it in the list of the variable.
        && text.chars().noneMatch(c -> c == ',' || Character.isISOControl(c));
  }

  /** What the manifest says. */
  static AppParameters defaults(Manifest manifest) {
    Map<String, Chosen> chosen = new LinkedHashMap<>();
    manifest.parameters().forEach(p -> chosen.put(p.variable(), new Chosen(p.field(), p.value())));
    return new AppParameters(chosen);
  }

  /**
   * What a client sent: fields and values by the names of the app's variables, or, for an app with
   * one parameter, the value by the name of the field. What is not chosen is as the manifest says.
   *
   * @param values the value of a parameter for which none is chosen
   * @throws ApiException 400 when it means nothing to the app
   */
  static AppParameters of(Manifest manifest, JsonNode sent, Function<Parameter, String> values) {
    Map<String, Chosen> chosen = new LinkedHashMap<>();
    List<String> known = new ArrayList<>();
    for (Parameter parameter : manifest.parameters()) {
      known.add(parameter.fieldVariable());
      known.add(parameter.variable());
    }
    for (Map.Entry<String, JsonNode> entry : sent.properties()) {
      if (!entry.getValue().isTextual()) {
        throw invalid("expected a text for " + entry.getKey() + ", found " + entry.getValue());
      }
      boolean alone = sent.size() == 1 && manifest.parameters().size() == 1;
      if (!known.contains(entry.getKey()) && !alone) {
        throw invalid("expected parameters of " + known + ", found " + entry.getKey());
      }
    }
    for (Parameter parameter : manifest.parameters()) {
      String field = sent.path(parameter.fieldVariable()).asText(parameter.field());
      JsonNode chosenValue = sent.path(parameter.variable());
      if (!sent.isEmpty() && known.stream().noneMatch(sent::has)) {
        Map.Entry<String, JsonNode> only = sent.properties().iterator().next();
        field = only.getKey();
        chosenValue = only.getValue();
      }
      chosen.put(
          parameter.variable(), new Chosen(field, chosenValue.asText(values.apply(parameter))));
    }
    return new AppParameters(chosen);
  }

  /**
   * The same in the older form, where a value is a scope such as {@code _sourceCategory=heroku}.
   */
  static AppParameters ofScopes(
      Manifest manifest, JsonNode sent, Function<Parameter, String> values) {
    Map<String, Chosen> chosen = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : sent.properties()) {
      if (manifest.parameter(entry.getKey()).isEmpty()) {
        throw invalid(
            "expected dataSourceValues for "
                + manifest.parameters().stream().map(Parameter::variable).toList()
                + ", found "
                + entry.getKey());
      }
    }
    for (Parameter parameter : manifest.parameters()) {
      String text = sent.path(parameter.variable()).asText(values.apply(parameter));
      Matcher scope = SCOPE.matcher(text);
      chosen.put(
          parameter.variable(),
          scope.matches()
              ? new Chosen(scope.group(1), unquoted(scope.group(2)))
              : new Chosen(parameter.field(), unquoted(text.strip())));
    }
    return new AppParameters(chosen);
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** What {@link #json} wrote; for a parameter that is new since, what the manifest says. */
  static AppParameters stored(Manifest manifest, JsonNode json) {
    Map<String, Chosen> chosen = new LinkedHashMap<>();
    for (Parameter parameter : manifest.parameters()) {
      JsonNode one = json.path(parameter.variable());
      chosen.put(
          parameter.variable(),
          new Chosen(
              one.path("field").asText(parameter.field()),
              one.path("value").asText(parameter.value())));
    }
    return new AppParameters(chosen);
  }

  ObjectNode json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    chosen.forEach((variable, choice) ->
        json.putObject(variable).put("field", choice.field()).put("value", choice.value()));
    return json;
  }

  Chosen chosen(Parameter parameter) {
    return chosen.getOrDefault(
        parameter.variable(), new Chosen(parameter.field(), parameter.value()));
  }

  private static ApiException invalid(String message) {
    return ApiException.badRequest("app:invalid_parameters", message);
  }
}
