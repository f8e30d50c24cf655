package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import dev.tailwater.query.syntax.Token;
import java.util.List;

/** Words that may follow in a stage. */
final class Option {
  private Option() {}

  /**
   * Fails at a word that is no option of the stage.
   *
   * @param options those that may still follow
   */
  static void refuseOther(Cursor cursor, String... options) {
    Token found = cursor.peek();
    if (found.kind() == Token.Kind.WORD) {
      throw new QueryMistake(
          found.span(),
          "expected "
              + String.join(", ", options)
              + " or the end of the stage, found "
              + found.found()
              + Suggestion.clause(found.text(), List.of(options)));
    }
  }
}
