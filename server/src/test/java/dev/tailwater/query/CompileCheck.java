package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tailwater.query.operator.Pipeline;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** What must be true of any text that is given to the compiler. */
final class CompileCheck {
  private CompileCheck() {}

  /**
   * Whether it compiles; if so, it prints as an equal query, and if not, the error tells its place.
   */
  static boolean compiles(String query, String what) {
    Instant to = Lines.RANGE.to();
    try {
      new QueryCompiler()
          .compile(query, new QueryContext(Lines.RANGE, ZoneId.of("UTC"), to, Map.of()));
    } catch (QueryException e) {
      if (e.code().equals("parse.error")) {
        assertThat(e.line()).as(what).isPositive();
        assertThat(e.column()).as(what).isPositive();
      } else {
        // Times of a subquery are told without their place.
        assertThat(e.code())
            .as(what)
            .matches("invalid\\.timestamp\\..*|to\\.smaller\\.than\\.from");
      }
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      return fail(what, e);
    }
    Pipeline tree = Pipeline.parse(Variables.fill(query, Map.of()).text());
    try {
      assertThat(Pipeline.parse(tree.print())).as(what).isEqualTo(tree);
    } catch (RuntimeException e) {
      return fail(what + "\nprinted as\n" + tree.print(), e);
    }
    return true;
  }
}
