package dev.tailwater.query.opinion;

import java.util.List;
import java.util.stream.Stream;

/** A stage: how it is written and what it makes of rows. */
interface Step {
  String print(Spelling spelling);

  Table apply(Table rows);

  /** The same stage saying a little less. */
  default Stream<? extends Step> smaller() {
    return Stream.of();
  }

  /** Names with commas. */
  static String list(List<String> names, Spelling spelling) {
    return String.join(spelling.any(", ", ","), names.stream().map(spelling::field).toList());
  }

  /** {@code by a, b}, or nothing. */
  static String by(List<String> names, Spelling spelling) {
    return names.isEmpty() ? "" : " " + spelling.word("by") + " " + list(names, spelling);
  }
}
