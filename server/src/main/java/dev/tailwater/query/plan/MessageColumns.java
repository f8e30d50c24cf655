package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The columns in which the steps of a plan have the lines of a scan, and the fields that they are
 * before the first stage. Every step of messages keeps these columns.
 */
public final class MessageColumns {
  /** The message time as the engine's timestamp. */
  public static final String TIME = "t";

  /** The id of the message. */
  public static final String ID = of(LogColumns.MESSAGE_ID);

  /** The text of the line. */
  static final String TEXT = of(LogColumns.RAW);

  /** Terms of ORDER BY. */
  static final List<String> NEWEST_FIRST = List.of(TIME + " DESC", ID + " DESC");

  /** Terms of ORDER BY. */
  static final List<String> OLDEST_FIRST = List.of(TIME + " ASC", ID + " ASC");

  /** Bytes of the log whose lines have one {@code _blockid}: 2 to the power of this. */
  private static final int BLOCK_BITS = 20;

  private final List<LineColumn> columns = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();
  private final List<OpenColumns> open = new ArrayList<>();

  /**
   * What a plan may use of lines.
   *
   * @param customFields names to look up among the custom fields of a line
   */
  MessageColumns(Set<String> customFields) {
    Column messageTime = LogColumns.MESSAGE_TIME;
    columns.add(new LineColumn(TIME, Sql.identifier(messageTime.name()), messageTime));
    for (Column column : LogColumns.ALL) {
      // Whose line it is and how long it is kept are not part of the line.
      if (!column.equals(LogColumns.ACCOUNT) && !column.equals(LogColumns.RETENTION_DAYS)) {
        add(column, customFields);
      }
    }
    // Sumo Logic's lines tell where they are stored: in a partition, of which there is one here,
    // and in a block, which is a stretch of the log, as ids are positions in it.
    Column id = LogColumns.MESSAGE_ID;
    String block = "(" + Sql.identifier(id.name()) + " >> " + BLOCK_BITS + ")";
    addImplied("_blockid", new Value(Type.LONG, block), id);
    addImplied("_index", Value.text("default"), id);
    addImplied("_view", Value.text("default"), id);
  }

  /** The column that a column of the lines is in, times in milliseconds. */
  public static String of(Column ofLine) {
    return "c0_" + ofLine.id();
  }

  /** How each is made of the lines. */
  List<LineColumn> columns() {
    return columns;
  }

  /** The fields that they are. */
  Schema schema() {
    return new Schema(fields, open);
  }

  private void add(Column column, Set<String> customFields) {
    String name = of(column);
    String source = Sql.identifier(column.name());
    boolean time = column.type() == ColumnType.TIMESTAMP;
    columns.add(new LineColumn(name, time ? "epoch_ms(" + source + ")" : source, column));
    if (column.type() == ColumnType.MAP) {
      open.add(new OpenColumns(name, "", "", Type.STRING, customFields, false));
      for (String custom : customFields.stream().sorted().toList()) {
        String customColumn = name + "_" + fields.size();
        String value = source + "[" + Sql.literal(custom) + "]";
        columns.add(new LineColumn(customColumn, value, column));
        fields.add(new Field(custom, customColumn, Type.STRING, Origin.CUSTOM, false));
      }
    } else {
      Origin origin = column.name().startsWith("_") ? Origin.METADATA : Origin.EXTRACTED;
      fields.add(new Field(column.name(), name, typeOf(column.type()), origin, false));
    }
  }

  private void addImplied(String name, Value value, Column source) {
    columns.add(new LineColumn("c0_" + name, value.sql(), source));
    fields.add(new Field(name, "c0_" + name, value.type(), Origin.IMPLIED, false));
  }

  private static Type typeOf(ColumnType type) {
    return switch (type) {
      case STRING, MAP -> Type.STRING;
      case INT -> Type.INT;
      case LONG, TIMESTAMP -> Type.LONG;
      case DOUBLE -> Type.DOUBLE;
    };
  }
}
