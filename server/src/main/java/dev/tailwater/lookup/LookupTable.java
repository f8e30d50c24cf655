package dev.tailwater.lookup;

/**
 * A table of an account.
 *
 * @param content the name of the file with its rows
 * @param rows how many there are
 * @param bytes their size: texts in UTF-8 and one for each, eight for any other value
 * @param createdAt milliseconds since 1970
 * @param modifiedAt milliseconds since 1970, of the rows too
 */
record LookupTable(
    String id,
    LookupDefinition definition,
    String content,
    long rows,
    long bytes,
    long createdAt,
    long modifiedAt) {}
