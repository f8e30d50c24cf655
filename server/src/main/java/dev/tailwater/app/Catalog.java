package dev.tailwater.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All apps that this program has. Immutable. */
public final class Catalog {
  private final List<AppPackage> apps;

  private Catalog(List<AppPackage> apps) {
    this.apps = List.copyOf(apps);
  }

  /** The apps of the class path folder {@code /apps}: those that its {@code index.json} lists. */
  public static Catalog read() {
    return read("/apps");
  }

  static Catalog read(String root) {
    List<AppPackage> apps = new ArrayList<>();
    for (JsonNode name : AppPackage.json(root + "/index.json")) {
      apps.add(new AppPackage(root, name.asText()));
    }
    return new Catalog(apps);
  }

  List<AppPackage> apps() {
    return apps;
  }

  /** The app with a name, as instances keep it; empty when the program no longer has it. */
  Optional<AppPackage> named(String name) {
    return apps.stream().filter(app -> app.name().equals(name)).findFirst();
  }

  /**
   * An app.
   *
   * @throws ApiException 404 when there is none with this uuid
   */
  AppPackage app(String uuid) {
    return apps.stream()
        .filter(app -> app.manifest().uuid().equalsIgnoreCase(uuid))
        .findFirst()
        .orElseThrow(() -> ApiException.notFound("the catalogue has no app with the uuid " + uuid));
  }
}
