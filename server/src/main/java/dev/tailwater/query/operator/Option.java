package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import dev.tailwater.query.syntax.Token;
import java.util.ArrayList;
import java.util.List;

/** Words that may follow in a stage. */
final class Option {
  private Option() {}

  /** A mistake at a word that is none of those that may follow. */
  static QueryMistake other(Cursor cursor, List<String> options) {
    Token found = cursor.peek();
    String last = options.getLast();
    return new QueryMistake(
        found.span(),
        "expected "
            + (options.size() == 1
                ? last
                : String.join(", ", options.subList(0, options.size() - 1)) + " or " + last)
            + ", found "
            + found.found()
            + Suggestion.closest(found.text(), options)
                .map(best -> "; did you mean \"" + best + "\"?")
                .orElse(Stages.adviceAfter(found)));
  }

  /** Fails at a word that is none of those that may follow before the stage ends. */
  static void refuseOther(Cursor cursor, String... options) {
    if (cursor.peek().kind() == Token.Kind.WORD) {
      List<String> all = new ArrayList<>(List.of(options));
      all.add("the end of the stage");
      throw other(cursor, all);
    }
  }
}
