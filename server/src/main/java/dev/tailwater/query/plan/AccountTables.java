package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.TablePath;
import java.util.List;
import java.util.Optional;

/** The tables of one account. */
public interface AccountTables {
  /** The tables of an account that has none. */
  AccountTables NONE =
      new AccountTables() {
        @Override
        public Optional<StoredTable> find(TablePath path) {
          return Optional.empty();
        }

        @Override
        public List<String> paths() {
          return List.of();
        }
      };

  /** The table of this path. */
  Optional<StoredTable> find(TablePath path);

  /** The paths of all of them. */
  List<String> paths();
}
