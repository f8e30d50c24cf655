package dev.tailwater.query;

import dev.tailwater.query.syntax.QueryMistake;
import java.util.List;

/**
 * A query with the values of its variables in it.
 *
 * @param text ready to be read
 * @param variables the names that it referred to, in lower case
 */
record FilledQuery(String text, List<String> variables) {
  FilledQuery {
    variables = List.copyOf(variables);
  }

  /** A mistake in the text; its author is told when he never saw the text like this. */
  QueryException explain(QueryMistake mistake) {
    List<String> references = variables.stream().map(name -> "{{" + name + "}}").toList();
    return QueryException.in(
        text,
        mistake,
        references.isEmpty()
            ? ""
            : "(this is the query with " + String.join(", ", references) + " filled in)");
  }
}
