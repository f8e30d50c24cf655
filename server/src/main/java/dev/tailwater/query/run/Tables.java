package dev.tailwater.query.run;

import dev.tailwater.query.plan.AccountTables;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.syntax.TablePath;
import java.util.List;

/**
 * The tables that queries look things up in and save rows to. They belong to accounts: there is no
 * way to read or write one without its account. Safe for use by many threads.
 */
public interface Tables {
  /** No tables, for queries that need none. */
  Tables NONE =
      account ->
          new View() {
            @Override
            public AccountTables read() {
              return AccountTables.NONE;
            }

            @Override
            public TableWriter write(
                TablePath path, List<StoredTable.Column> columns, boolean append) {
              throw new TableException("this server keeps no tables");
            }

            @Override
            public void close() {}
          };

  /** Opens a view of the tables of an account. */
  View open(long account);

  /** The tables of one account, for one run of a query. For one thread at a time. */
  interface View extends AutoCloseable {
    /**
     * The tables to read. One that was found stays as it was then until the view closes, whatever
     * is written meanwhile.
     */
    AccountTables read();

    /**
     * Begins to write a table.
     *
     * @param columns of the rows. A table that is there must have exactly these, unless it has no
     *     primary key and its rows are replaced: then they become its columns
     * @param append whether the rows it has stay; one with the primary key of a new row is replaced
     */
    TableWriter write(TablePath path, List<StoredTable.Column> columns, boolean append);

    @Override
    void close();
  }
}
