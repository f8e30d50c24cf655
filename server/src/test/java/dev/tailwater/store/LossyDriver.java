package dev.tailwater.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** SQLite over a line that loses answers: changes are made, and the caller hears of a failure. */
final class LossyDriver implements Driver, AutoCloseable {
  private static final String PREFIX = "jdbc:lossy:";

  private final AtomicInteger lost = new AtomicInteger();

  /** Makes it known until it closes. */
  static LossyDriver register() throws SQLException {
    LossyDriver driver = new LossyDriver();
    DriverManager.registerDriver(driver);
    return driver;
  }

  /** The address of a database with such a line. */
  static String url(String sqlite) {
    return PREFIX + sqlite;
  }

  /** Loses the answers to so many changes from now on. */
  void lose(int answers) {
    lost.set(answers);
  }

  @Override
  public @Nullable Connection connect(String url, Properties properties) throws SQLException {
    return acceptsURL(url)
        ? proxy(
            Connection.class,
            DriverManager.getConnection("jdbc:" + url.substring(PREFIX.length()), properties))
        : null;
  }

  private <T> T proxy(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object answer;
              try {
                answer = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (method.getName().equals("executeUpdate")
                  && lost.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new SQLException("the line is dead");
              }
              return answer instanceof PreparedStatement statement
                  ? proxy(PreparedStatement.class, statement)
                  : answer;
            }));
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public void close() throws SQLException {
    DriverManager.deregisterDriver(this);
  }
}
