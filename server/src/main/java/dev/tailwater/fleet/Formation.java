package dev.tailwater.fleet;

import java.util.List;
import java.util.stream.Collectors;

/** An app's process types and quantities. */
record Formation(List<ProcessType> types) {
  Formation {
    types = List.copyOf(types);
  }

  static Formation of(ProcessType... types) {
    return new Formation(List.of(types));
  }

  ProcessType type(String name) {
    return types.stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no process type " + name + " among " + types));
  }

  Formation with(String name, int quantity) {
    return new Formation(
        types.stream()
            .map(type -> type.name().equals(name) ? type.times(quantity) : type)
            .toList());
  }

  /** More dynos for more traffic, where an app runs more than one of a kind. */
  Formation grown(double factor) {
    return new Formation(
        types.stream()
            .map(type ->
                type.quantity() > 1
                    ? type.times((int) StrictMath.round(type.quantity() * factor))
                    : type)
            .toList());
  }

  int dynos() {
    return types.stream().mapToInt(ProcessType::quantity).sum();
  }

  /** As the API reports it: {@code web@3:Standard-1X worker@1:Standard-2X}. */
  String text() {
    return types.stream()
        .map(type -> type.name() + "@" + type.quantity() + ":" + type.size().label)
        .collect(Collectors.joining(" "));
  }
}
