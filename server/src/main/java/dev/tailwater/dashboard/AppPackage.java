package dev.tailwater.dashboard;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An app of the catalogue: a manifest and dashboards, as files in the class path folder {@code
 * /apps}.
 *
 * @param name the folder's name
 * @param version a new one makes installed dashboards follow
 * @param dashboards in the order of the manifest
 */
public record AppPackage(String name, String version, List<DashboardDefinition> dashboards) {
  public AppPackage {
    dashboards = List.copyOf(dashboards);
  }

  /** The app for Heroku, installed in every account. */
  public static AppPackage heroku() {
    return read("heroku");
  }

  /**
   * Gives every account that lacks this version of the app its dashboards. Called at every start
   * and for every new account; does nothing when nothing is missing.
   */
  public void install(Dashboards dashboards, List<Long> accounts) {
    for (long account : accounts) {
      dashboards.install(account, this);
    }
  }

  private static AppPackage read(String name) {
    String folder = "/apps/" + name + "/";
    try {
      JsonNode manifest = Json.MAPPER.readTree(text(folder + "manifest.json"));
      List<DashboardDefinition> dashboards = new ArrayList<>();
      for (JsonNode file : manifest.path("dashboards")) {
        dashboards.add(DashboardDefinition.parse(text(folder + file.asText())));
      }
      return new AppPackage(name, manifest.path("version").asText(), dashboards);
    } catch (JacksonException e) {
      throw new IllegalStateException("the app " + name + " has a manifest that is not JSON", e);
    }
  }

  private static String text(String path) {
    try (InputStream in = AppPackage.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("expected the file " + path + " in the jar, found none");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " from the jar", e);
    }
  }
}
