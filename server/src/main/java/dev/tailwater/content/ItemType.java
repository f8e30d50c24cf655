package dev.tailwater.content;

/** What an item of the library is. */
public enum ItemType {
  FOLDER("Folder"),
  DASHBOARD("Dashboard"),
  SEARCH("Search"),
  /** A dashboard of the older kinds: kept and exported as it came, not drawn. */
  REPORT("Report");

  private final String text;

  ItemType(String text) {
    this.text = text;
  }

  /** How the API and the database call it. */
  public String text() {
    return text;
  }

  static ItemType of(String text) {
    for (ItemType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    throw new IllegalStateException("expected a type of the library, found " + text);
  }
}
