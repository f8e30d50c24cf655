package dev.tailwater.fleet;

/**
 * Errors that the router reports, with the texts of the Dev Center article "Heroku Error Codes".
 */
enum RouterError {
  H10("at=error code=H10 desc=\"App crashed\"", 503, Reach.NOTHING),
  H12("at=error code=H12 desc=\"Request timeout\"", 503, Reach.RESPONSE),
  H13("at=error code=H13 desc=\"Connection closed without response\"", 503, Reach.RESPONSE),
  H14("at=error code=H14 desc=\"No web processes running\"", 503, Reach.NOTHING),
  H15("at=error code=H15 desc=\"Idle connection\"", 503, Reach.RESPONSE),
  H17("at=error code=H17 desc=\"Poorly formatted HTTP response\"", 503, Reach.RESPONSE),
  H18("sock=backend at=error code=H18 desc=\"Server Request Interrupted\"", 503, Reach.RESPONSE),
  H19("at=error code=H19 desc=\"Backend connection timeout\"", 503, Reach.CONNECTION),
  H20("at=error code=H20 desc=\"App boot timeout\"", 503, Reach.NOTHING),
  H21("at=error code=H21 desc=\"Backend connection refused\"", 503, Reach.CONNECTION),
  H26("at=error code=H26 desc=\"Request Error\" cause=\"bad header\"", 400, Reach.NOTHING),
  H27("sock=client at=warning code=H27 desc=\"Client Request Interrupted\"", 499, Reach.RESPONSE),
  H28("at=warning code=H28 desc=\"Client Connection Idle\"", 499, Reach.RESPONSE),
  H80("at=info code=H80 desc=\"Maintenance mode\"", 503, Reach.NOTHING),
  H81("at=info code=H81 desc=\"Blank app\"", 502, Reach.NOTHING);

  /** How far the request came; what lies beyond is printed as an empty value. */
  enum Reach {
    NOTHING,
    CONNECTION,
    RESPONSE
  }

  final String opening;
  final int status;
  final Reach reach;

  RouterError(String opening, int status, Reach reach) {
    this.opening = opening + " method=";
    this.status = status;
    this.reach = reach;
  }
}
