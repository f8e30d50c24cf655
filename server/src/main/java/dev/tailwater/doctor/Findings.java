package dev.tailwater.doctor;

import dev.tailwater.doctor.Finding.Check;
import dev.tailwater.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Gathers findings. For one thread. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  void ok(Check check, Object where, String found) {
    all.add(new Finding(Severity.OK, check, where.toString(), "", found, ""));
  }

  void note(Check check, Object where, String expected, String found, String next) {
    all.add(new Finding(Severity.NOTE, check, where.toString(), expected, found, next));
  }

  void warning(Check check, Object where, String expected, String found, String next) {
    all.add(new Finding(Severity.WARNING, check, where.toString(), expected, found, next));
  }

  void error(Check check, Object where, String expected, String found, String next) {
    all.add(new Finding(Severity.ERROR, check, where.toString(), expected, found, next));
  }

  /** Findings so far. */
  int size() {
    return all.size();
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
